//! Enters: a character. Leaves: its class for pre-tokenization and its lower case, in the Unicode version of a package.
//!
//! Each package brings its own version of Unicode, and a letter that one of them does not know yet
//! gives other tokens. The tables are therefore the project's own, taken from the packages.

use crate::unicode::tables::{category_14, classes_16, classes_18, final_sigma_14, lower_14, lower_17};

/// What CLIP's pattern tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CharacterClass {
    /// All that is none of the others: punctuation, marks, joiners, emoji, controls, unassigned.
    Symbol,
    /// `\p{L}`
    Letter,
    /// `\p{N}`
    Number,
    /// `\s`, and whatever else no part of the pattern matches.
    Whitespace,
}

/// Which characters are of which class, in one version of Unicode: inclusive ranges in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ClassTables {
    letters: &'static [(u32, u32)],
    numbers: &'static [(u32, u32)],
    whitespace: &'static [(u32, u32)],
}

/// The classes of Unicode 16.0, as Oniguruma in tokenizers 0.23.3 has them.
pub(crate) static UNICODE_16: ClassTables = ClassTables {
    letters: classes_16::LETTERS,
    numbers: classes_16::NUMBERS,
    whitespace: classes_16::WHITESPACE,
};

/// The classes of Unicode 18.0, as the parts of a pattern that ignores case have them in
/// regex 2026.11.15. None of them matches U+0345, a mark whose other cases are letters: it is passed
/// over as white space is.
pub(crate) static UNICODE_18: ClassTables = ClassTables {
    letters: classes_18::LETTERS,
    numbers: classes_18::NUMBERS,
    whitespace: classes_18::UNMATCHED,
};

impl ClassTables {
    /// The class of a character.
    pub(crate) fn class(&self, character: char) -> CharacterClass {
        let code = u32::from(character);
        match character {
            'a'..='z' | 'A'..='Z' => CharacterClass::Letter,
            '0'..='9' => CharacterClass::Number,
            '\t'..='\r' | ' ' => CharacterClass::Whitespace,
            '\0'..='\x7F' => CharacterClass::Symbol,
            _ if in_ranges(self.letters, code) => CharacterClass::Letter,
            _ if in_ranges(self.numbers, code) => CharacterClass::Number,
            _ if in_ranges(self.whitespace, code) => CharacterClass::Whitespace,
            _ => CharacterClass::Symbol,
        }
    }
}

/// Whether ordered inclusive ranges hold `code`.
pub(crate) fn in_ranges(ranges: &[(u32, u32)], code: u32) -> bool {
    let after = ranges.partition_point(|&(first, _)| first <= code);
    after.checked_sub(1).and_then(|index| ranges.get(index)).is_some_and(|&(_, last)| code <= last)
}

/// The lower case of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LowerCase {
    /// The character itself: it is in lower case already, or has none.
    Same,
    /// One other character.
    One(char),
    /// Several characters: İ becomes i and a dot above.
    Several(&'static str),
}

/// The lower case of each character alone, in one version of Unicode.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LowerTables {
    runs: &'static [(u32, u32, u32, i32)],
    several: &'static [(char, &'static str)],
}

/// Lower case in Unicode 17.0, as Rust's own in tokenizers 0.23.3 has it.
pub(crate) static LOWER_17: LowerTables = LowerTables { runs: lower_17::RUNS, several: lower_17::SEVERAL };

/// Lower case in Unicode 14.0, as Python 3.11 has it.
pub(crate) static LOWER_14: LowerTables = LowerTables { runs: lower_14::RUNS, several: lower_14::SEVERAL };

impl LowerTables {
    /// The lower case of a character, whatever stands beside it.
    pub(crate) fn lower_case(&self, character: char) -> LowerCase {
        if character.is_ascii() {
            return match character.to_ascii_lowercase() {
                lower if lower == character => LowerCase::Same,
                lower => LowerCase::One(lower),
            };
        }
        if let Some(&(_, several)) = self.several.iter().find(|(upper, _)| *upper == character) {
            return LowerCase::Several(several);
        }
        let code = u32::from(character);
        let after = self.runs.partition_point(|&(first, ..)| first <= code);
        after
            .checked_sub(1)
            .and_then(|index| self.runs.get(index))
            .filter(|&&(first, last, step, _)| code <= last && (code - first).is_multiple_of(step))
            .and_then(|&(.., shift)| code.checked_add_signed(shift))
            .and_then(char::from_u32)
            .map_or(LowerCase::Same, LowerCase::One)
    }
}

/// What the search for a cased neighbor of Σ makes of a character, in Unicode 14.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Casing {
    /// It is looked beyond: apostrophes, marks, modifiers.
    Ignorable,
    /// It has upper or lower case.
    Cased,
    /// Neither.
    Uncased,
}

/// The casing of a character, as `str.lower` of Python 3.11 sees it.
pub(crate) fn casing_14(character: char) -> Casing {
    let code = u32::from(character);
    match character {
        'a'..='z' | 'A'..='Z' => Casing::Cased,
        _ if in_ranges(final_sigma_14::CASE_IGNORABLE, code) => Casing::Ignorable,
        _ if in_ranges(final_sigma_14::CASED, code) => Casing::Cased,
        _ => Casing::Uncased,
    }
}

/// Whether a character is of the categories `C*` in Unicode 14.0, as Python 3.11 has it: control, format,
/// private use, or not assigned.
pub(crate) fn is_other_14(character: char) -> bool {
    !matches!(character, ' '..='~') && in_ranges(category_14::OTHER, u32::from(character))
}

/// Whether a character is of the category `Mn` in Unicode 14.0: a mark that takes no room of its own.
pub(crate) fn is_nonspacing_mark_14(character: char) -> bool {
    !character.is_ascii() && in_ranges(category_14::NONSPACING_MARKS, u32::from(character))
}

/// Whether transformers takes a character for punctuation: in ASCII, what is printed and neither letter nor digit, `$`
/// and `^` too; beyond it, the categories `P*` of Unicode 14.0.
///
/// Source: transformers 4.30.2, `tokenization_utils._is_punctuation`.
pub(crate) fn is_punctuation_14(character: char) -> bool {
    character.is_ascii_punctuation()
        || !character.is_ascii() && in_ranges(category_14::PUNCTUATION, u32::from(character))
}

/// Whether `\d` of Python 3.11 matches: a decimal digit of any script.
pub(crate) fn is_digit_14(character: char) -> bool {
    in_ranges(category_14::DECIMAL_DIGITS, u32::from(character))
}

/// The value of a decimal digit of any script, as `unicodedata.decimal` of Python 3.11 has it. The digits of a script stand
/// in one row, from 0 to 9.
pub(crate) fn decimal_digit_14(character: char) -> Option<u32> {
    let code = u32::from(character);
    let after = category_14::DECIMAL_DIGITS.partition_point(|&(first, _)| first <= code);
    let (first, last) = after.checked_sub(1).and_then(|index| category_14::DECIMAL_DIGITS.get(index))?;
    (code <= *last).then_some((code - first) % 10)
}

/// Whether `\w` of Python 3.11 matches: a letter or number that Unicode 14.0 has, or `_`.
pub(crate) fn is_word_14(character: char) -> bool {
    let class = UNICODE_18.class(character);
    let counts = matches!(class, CharacterClass::Letter | CharacterClass::Number) || character == '_';
    counts && !is_other_14(character)
}

/// Whether `\s` of Python 3.11 matches, and `str.isspace` is true: what every other `\s` matches, and the
/// separators U+001C to U+001F.
pub(crate) fn is_python_whitespace(character: char) -> bool {
    ('\x1C'..='\x1F').contains(&character) || UNICODE_16.class(character) == CharacterClass::Whitespace
}
