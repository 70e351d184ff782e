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
    /// The places that may be allowed, from `start` on and before `end`; whether one is, is asked only where it matters.
    /// `start` is one that [`Self::start_before`] has found.
    pub(super) fn between(&self, start: usize, end: usize) -> Box<dyn Iterator<Item = usize> + '_> {
        let rest = self.prompt.get(start..).unwrap_or_default();
        match self.kind {
            Kind::Token => Box::new(before(end, start, rest.char_indices().map(|(at, _)| at))),
            Kind::Grapheme => Box::new(before(end, start, rest.grapheme_indices(true).map(|(at, _)| at))),
            Kind::Word => Box::new(before(end, start, words(rest))),
            Kind::Comma => Box::new(self.commas(start, end)),
        }
    }

    /// The places of commas. Only what is right before one is cut into words.
    fn commas(&self, start: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
        let (prompt, end) = (self.prompt, self.prompt.ceil_char_boundary(end));
        let from = move |at: usize| words(prompt.get(at..).unwrap_or_default()).peekable();
        let (mut base, mut seen, mut near) = (start, start, from(start));
        let commas = prompt.get(start..end).unwrap_or_default().match_indices(is_comma);
        commas.map(move |(at, _)| start + at).filter(move |&comma| {
            if let Some(afresh) = self.afresh_between(seen, comma) {
                (base, near) = (afresh, from(afresh));
            }
            seen = comma;
            while near.next_if(|&at| base + at < comma).is_some() {}
            near.peek().is_some_and(|&at| base + at == comma)
        })
    }

    /// A place some bytes before another one, from which on words and graphemes are those of the whole prompt. 0 if there is
    /// none.
    pub(super) fn start_before(&self, at: usize) -> usize {
        self.afresh_between(0, at.saturating_sub(STRETCH)).unwrap_or_default()
    }

    /// The last place between these two at which words and graphemes begin afresh: behind a space, where no rule of UAX #29
    /// looks back.
    fn afresh_between(&self, start: usize, mut end: usize) -> Option<usize> {
        let bytes = self.prompt.as_bytes();
        loop {
            let space = start + memchr::memrchr(b' ', bytes.get(start..end)?)?;
            // What is no symbol, digit or letter of ASCII might belong to the space.
            if bytes.get(space + 1).is_some_and(u8::is_ascii_graphic) {
                return Some(space + 1);
            }
            end = space;
        }
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

/// Those of these places, counted from `start`, that are before `end`.
fn before(end: usize, start: usize, places: impl Iterator<Item = usize>) -> impl Iterator<Item = usize> {
    places.map(move |at| start + at).take_while(move |&at| at < end)
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
