//! Enters: a character. Leaves: whether it may stand at a place of a rule that finds mojibake.
//!
//! Source: ftfy 6.3.1, `badness.BADNESS_RE`, with one rule for each alternative, in its order.

use Set::{
    Among, Letter, LetterOrSpace, NoLetter, NoLineBreak, Of, OfOrAmong, SmallLetter, SmallLetterOrMark,
    Space, Word,
};

use super::character_category::categories;
use crate::unicode::tables::mojibake::{
    BAD, BOX, C1, COMMON, CURRENCY, END_PUNCTUATION, KAOMOJI, LAW, LOWER_ACCENTED, LOWER_COMMON, NUMERIC,
    START_PUNCTUATION, UPPER_ACCENTED, UPPER_COMMON,
};
use crate::unicode::{is_python_whitespace, is_word_14};

/// What one character in a rule may be.
pub(super) enum Set {
    /// One of these categories.
    Of(u32),
    /// One of these characters.
    Among(&'static str),
    /// One of these categories or characters.
    OfOrAmong(u32, &'static str),
    /// `[a-z]`
    SmallLetter,
    /// `[a-z.,?!]`, or one of these categories.
    SmallLetterOrMark(u32),
    /// `[A-Za-z]`
    Letter,
    /// `[A-Za-z ]`
    LetterOrSpace,
    /// `[^A-Za-z]`
    NoLetter,
    /// `\s`
    Space,
    /// `\w`
    Word,
    /// Anything except a line feed.
    NoLineBreak,
}

const ACCENTED: u32 = LOWER_ACCENTED | UPPER_ACCENTED;
const PUNCTUATION: u32 = START_PUNCTUATION | END_PUNCTUATION;
/// Characters that are beside a bad one only in mojibake.
const BESIDE_BAD: u32 = ACCENTED | BOX | PUNCTUATION | CURRENCY | NUMERIC | LAW;
const ARABIC_SECOND: Set =
    OfOrAmong(COMMON | CURRENCY | BAD | NUMERIC | START_PUNCTUATION, "\u{178}\u{160}®°µ»");

/// The sequences of characters that look like mojibake.
pub(super) const RULES: &[&[Set]] = &[
    &[Of(C1)],
    &[Of(BAD | BESIDE_BAD), Of(BAD)],
    &[Letter, Of(LOWER_COMMON | UPPER_COMMON), Of(BAD)],
    &[Of(BAD), Of(BESIDE_BAD)],
    &[Of(LOWER_ACCENTED | LOWER_COMMON | BOX | END_PUNCTUATION | CURRENCY | NUMERIC), Of(UPPER_ACCENTED)],
    &[Of(BOX | END_PUNCTUATION | CURRENCY | NUMERIC), Of(LOWER_ACCENTED)],
    &[Of(LOWER_ACCENTED | BOX | END_PUNCTUATION), Of(CURRENCY)],
    &[Space, Of(UPPER_ACCENTED), Of(CURRENCY)],
    &[Of(UPPER_ACCENTED | BOX), Of(NUMERIC | LAW)],
    &[Of(ACCENTED | BOX | CURRENCY | END_PUNCTUATION), Of(START_PUNCTUATION), Of(NUMERIC)],
    &[Of(ACCENTED | CURRENCY | NUMERIC | BOX | LAW), Of(END_PUNCTUATION), Of(START_PUNCTUATION)],
    &[Of(CURRENCY | NUMERIC | BOX), Of(START_PUNCTUATION)],
    &[SmallLetter, Of(UPPER_ACCENTED), Of(START_PUNCTUATION | CURRENCY)],
    &[Of(BOX), Of(KAOMOJI)],
    &[Of(ACCENTED | CURRENCY | NUMERIC | PUNCTUATION | LAW), Of(BOX)],
    &[Of(BOX), Of(END_PUNCTUATION)],
    &[Of(ACCENTED), Of(PUNCTUATION), Word],
    &[Among("Œœ"), NoLetter],
    &[Of(UPPER_ACCENTED), Among("°")],
    // Pairs of Windows-1252.
    &[Among("ÂÃÎÐ"), OfOrAmong(PUNCTUATION, "€œŠš¢£Ÿž\u{A0}\u{AD}®©°·»–—´")],
    &[Among("×"), Among("²³")],
    // Arabic in Windows-1252.
    &[Among("ØÙ"), ARABIC_SECOND, Among("ØÙ"), ARABIC_SECOND],
    // The beginning of South Asian letters in Windows-1252.
    &[Among("à"), Among("²µ¹¼½¾")],
    // MacRoman.
    &[Among("√"), Among("±∂†≠®™´≤≥¥µø")],
    &[Among("≈"), Among("°¢")],
    &[Among("‚"), Among("Ä"), Among("ìîïòôúùû†°¢π")],
    &[Among("‚"), Among("âó"), Among("àä°ê")],
    // Windows-1251: punctuation, Latin-1 and Cyrillic, and Windows-1252 in Latin-1.
    &[Among("в"), Among("Ђ")],
    &[Among("ВГРС"), OfOrAmong(C1 | BAD | PUNCTUATION | CURRENCY, "°µ"), Among("ВГРС")],
    &[Among("Г"), Among("ў"), Among("В"), Among("Ђ"), Among("В"), NoLineBreak, LetterOrSpace],
    // à, á and U+00A0 in Windows-1252.
    &[Among("Ã"), Among("\u{A0}¡")],
    &[SmallLetter, Among("ÃÂ"), Among(" ")],
    &[SmallLetter, Space, Among("ÃÂ"), Among(" ")],
    // Â before the very character that it was to encode.
    &[SmallLetterOrMark(END_PUNCTUATION), Among("Â"), OfOrAmong(PUNCTUATION, " ")],
    // Windows-1253: punctuation, Latin-1 and Greek.
    &[Among("β"), Among("€"), Among("™\u{A0}Ά\u{AD}®°")],
    &[Among("ΒΓΞΟ"), OfOrAmong(C1 | BAD | PUNCTUATION | CURRENCY, "°"), Among("ΒΓΞΟ")],
    // Windows-1257: punctuation.
    &[Among("ā"), Among("€")],
];

impl Set {
    /// Whether it has this character.
    pub(super) fn holds(&self, character: char) -> bool {
        self.holds_of(character, || categories(character))
    }

    /// Whether it has this character, which is of these categories.
    pub(super) fn holds_of(&self, character: char, categories: impl Fn() -> u32) -> bool {
        match *self {
            Of(wanted) => categories() & wanted != 0,
            Among(characters) => characters.contains(character),
            OfOrAmong(wanted, characters) => categories() & wanted != 0 || characters.contains(character),
            SmallLetter => character.is_ascii_lowercase(),
            SmallLetterOrMark(wanted) => {
                matches!(character, 'a'..='z' | '.' | ',' | '?' | '!') || categories() & wanted != 0
            }
            Letter => character.is_ascii_alphabetic(),
            LetterOrSpace => character.is_ascii_alphabetic() || character == ' ',
            NoLetter => !character.is_ascii_alphabetic(),
            Space => is_python_whitespace(character),
            Word => is_word_14(character),
            NoLineBreak => character != '\n',
        }
    }

    /// Whether characters beyond ASCII are named in it, one by one or by their categories.
    const fn names(&self) -> bool {
        matches!(self, Of(_) | Among(_) | OfOrAmong(..))
    }
}

/// The place of the first character that a rule names. Before it, a rule only has letters, spaces and marks.
pub(super) fn first_named(rule: &[Set]) -> usize {
    rule.iter().position(Set::names).unwrap_or(0)
}
