//! Enters: a prompt. Leaves: the places where it may be cut, from left to right, and what is left where it is cut.

use unicode_segmentation::UnicodeSegmentation;

use super::extent::Extent;
use super::markup::Units;

/// How many bytes are cut into words at once, from the end of what may fit.
const STRETCH: usize = 32;

/// A kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Between two characters, and not inside of a token.
    Token,
    /// Between two words and two graphemes, and not inside of a token.
    Word,
    /// The same before a comma, whatever tokens there are.
    Comma,
    /// Between two graphemes.
    Grapheme,
}

/// Which places of a kind are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// Those that are in nothing that a program reads as one.
    NoUnit,
    Anything,
}

/// Places of one kind in a prompt.
#[derive(Clone, Copy)]
pub(super) struct Places<'p> {
    pub prompt: &'p str,
    pub kind: Kind,
    pub within: Within,
    pub units: &'p Units,
    pub extent: &'p Extent<'p>,
}

impl Places<'_> {
    /// The places that may be allowed, from one on that [`Self::start_before`] has found; whether one is, is asked only where it
    /// matters.
    pub(super) fn from(&self, start: usize) -> Box<dyn Iterator<Item = usize> + '_> {
        let rest = self.prompt.get(start..).unwrap_or_default();
        let graphemes = || rest.grapheme_indices(true).map(move |(at, _)| start + at);
        let words = || words(rest).map(move |at| start + at);
        match self.kind {
            Kind::Token => Box::new(rest.char_indices().map(move |(at, _)| start + at)),
            Kind::Grapheme => Box::new(graphemes()),
            Kind::Word => Box::new(words()),
            Kind::Comma => Box::new(words().filter(|&at| starts_with_comma(self.prompt, at))),
        }
    }

    /// A place some bytes before another one, from which on words and graphemes are those of the whole prompt: behind a
    /// space, where no rule of UAX #29 looks back. 0 if there is none.
    pub(super) fn start_before(&self, at: usize) -> usize {
        let bytes = self.prompt.as_bytes();
        let mut end = at.saturating_sub(STRETCH);
        while let Some(space) = bytes.get(..end).and_then(|before| memchr::memrchr(b' ', before)) {
            // What is no symbol, digit or letter of ASCII might belong to the space.
            if bytes.get(space + 1).is_some_and(u8::is_ascii_graphic) {
                return space + 1;
            }
            end = space;
        }
        0
    }

    /// Whether one of them is allowed.
    pub(super) fn allows(&self, at: usize) -> bool {
        let in_token = || match self.kind {
            Kind::Token | Kind::Word => self.extent.is_in_token(at),
            Kind::Comma | Kind::Grapheme => false,
        };
        (self.within == Within::Anything || !self.units.stretches.hold(at)) && !in_token()
    }
}

/// Where words begin and graphemes too. Space after a word is a word of its own.
fn words(prompt: &str) -> impl Iterator<Item = usize> + '_ {
    let mut graphemes = prompt.grapheme_indices(true).map(|(at, _)| at).peekable();
    prompt.split_word_bound_indices().map(|(at, _)| at).filter(move |&at| {
        while graphemes.next_if(|&start| start < at).is_some() {}
        graphemes.peek() == Some(&at)
    })
}

/// Whether a character parts tags.
const fn is_comma(character: char) -> bool {
    matches!(character, ',' | '，' | '、')
}

fn starts_with_comma(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(is_comma))
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_comma(character)
}

/// A beginning without the white space and the commas at its end, and without the words that begin what is cut.
pub(super) fn left<'p>(beginning: &'p str, units: &Units) -> &'p str {
    let mut left = beginning.trim_end_matches(is_blank);
    while let Some(shorter) = units.separators.iter().find_map(|word| left.strip_suffix(word)) {
        if !(shorter.is_empty() || shorter.ends_with(is_blank)) {
            break;
        }
        left = shorter.trim_end_matches(is_blank);
    }
    left
}

/// A text without white space and commas at its start.
pub(super) fn without_blanks_at_start(text: &str) -> &str {
    text.trim_start_matches(is_blank)
}
