//! Enters: a prompt. Leaves: it with a blank behind each comma, and the insides of its quotes as texts of their own.

use std::collections::HashMap;

use super::scanner::{Cursor, closing_quote};
use crate::syntax::python::stripped;
use crate::text::{Span, Traced};
use crate::unicode::is_python_whitespace;

/// The texts that are read: the prompt, and behind it the inside of each quote that was looked at, in one buffer, so that
/// a place in it says which text is meant.
#[derive(Debug)]
pub(super) struct Texts {
    prompt: Traced,
    all: Traced,
    /// For each opening quotation mark that was looked at, what it opens.
    quotes: HashMap<usize, Option<Quote>>,
}

/// A quotation mark and the one that closes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quote {
    pub inside: Inside,
    /// Where the text goes on.
    pub end: usize,
}

/// What stands in quotes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Inside {
    /// Nothing but white space, from this byte of the prompt on.
    Blank { at: usize },
    /// A text of its own.
    Text(Cursor),
}

impl Texts {
    pub(super) fn new(prompt: &str) -> Self {
        let prompt = with_blanks_behind_commas(&Traced::whole(prompt));
        Self { all: prompt.clone(), prompt, quotes: HashMap::new() }
    }

    /// All of them.
    pub(super) const fn all(&self) -> &Traced {
        &self.all
    }

    /// The beginning of the prompt.
    pub(super) fn start(&self) -> Cursor {
        Cursor { at: 0, end: self.prompt.len() }
    }

    /// What was read before the end of the text that a place is in.
    #[allow(clippy::expect_used, reason = "a text ends where a character does")]
    pub(super) fn until_end_of(&self, place: Cursor) -> &str {
        self.all.text().get(..place.end).expect("the text is in the buffer")
    }

    /// What the quotation mark here opens. In the inside of quotes every one is behind a backslash, where nothing begins.
    pub(super) fn quote(&mut self, opening: usize) -> Option<Quote> {
        if let Some(known) = self.quotes.get(&opening) {
            return *known;
        }
        let quote = closing_quote(self.prompt.text(), opening).map(|closing| {
            let inside = self.read_inside(Span::new(opening + 1, closing));
            Quote { inside, end: closing + 1 }
        });
        self.quotes.insert(opening, quote);
        quote
    }

    fn read_inside(&mut self, inside: Span) -> Inside {
        let at = self.all.len();
        convert(&self.prompt, inside, &mut self.all);
        let end = self.all.len();
        if stripped(Span::new(at, end).of(self.all.text())).is_empty() {
            Inside::Blank { at: inside.start }
        } else {
            Inside::Text(Cursor { at, end })
        }
    }
}

/// Puts a blank between a comma and what follows it. Of two commas in a row only the first gets one: what it was looked for
/// in front of is not looked at again.
///
/// Source: compel 2.5.1, `prompt_parser.py`, `PromptParser.parse_conjunction`: `,(\S)`.
fn with_blanks_behind_commas(prompt: &Traced) -> Traced {
    let mut spaced = Traced::default();
    let mut done = 0;
    let mut characters = prompt.text().char_indices();
    while let Some((at, character)) = characters.next() {
        if character != ',' {
            continue;
        }
        match characters.next() {
            Some((_, behind)) if !is_python_whitespace(behind) => {
                spaced.copy(prompt, Span::new(done, at + 1));
                spaced.put(" ", Span::new(at + 1, at + 1));
                done = at + 1;
            }
            _ => (),
        }
    }
    spaced.copy(prompt, Span::new(done, prompt.len()));
    spaced
}

/// Appends the inside of quotes as compel reads it: escapes are converted, and each quotation mark is put behind a backslash.
///
/// Source: pyparsing 3.3.3, `QuotedString.parseImpl`, whose expression has `{2}`, `{3}` and `{4}` in a format string, so
/// that they became digits; compel 2.5.1, `prompt_parser.py`, `parse_fragment_str`.
fn convert(prompt: &Traced, inside: Span, to: &mut Traced) {
    let bytes = inside.of(prompt.text()).as_bytes();
    let mut done = 0;
    let mut at = 0;
    let mut backslash_before = false;
    while let Some(&byte) = bytes.get(at) {
        let converted = if byte == b'\\' { escape(bytes.get(at + 1..).unwrap_or_default()) } else { None };
        let Some(Escape { length, becomes }) = converted else {
            backslash_before = byte == b'\\';
            at += 1;
            continue;
        };
        to.copy(prompt, Span::new(done, at).shifted(inside.start));
        let original = prompt.original(Span::new(at, at + length).shifted(inside.start));
        match becomes {
            Becomes::Character('"') if !backslash_before => to.put("\\\"", original),
            Becomes::Character(character) => to.put(character.encode_utf8(&mut [0; 4]), original),
            Becomes::Digits => to.copy(prompt, Span::new(at + 1, at + length).shifted(inside.start)),
        }
        backslash_before = false;
        at += length;
        done = at;
    }
    to.copy(prompt, Span::new(done, bytes.len()).shifted(inside.start));
}

/// A backslash and what goes with it.
struct Escape {
    /// How many bytes there are.
    length: usize,
    becomes: Becomes,
}

enum Becomes {
    Character(char),
    /// What stands behind the backslash.
    Digits,
}

/// The escape of a backslash with this behind it.
fn escape(behind: &[u8]) -> Option<Escape> {
    let character = |length, code: u8| Some(Escape { length, becomes: Becomes::Character(char::from(code)) });
    let hexadecimal = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match *behind {
        [b't', ..] => character(2, b'\t'),
        [b'n', ..] => character(2, b'\n'),
        [b'f', ..] => character(2, b'\x0C'),
        [b'r', ..] => character(2, b'\r'),
        [b'0'..=b'7', b'3', ..] => Some(Escape { length: 3, becomes: Becomes::Digits }),
        [b'0', ..] => character(2, 0),
        [b'x', digit, b'2', ..] => character(4, hexadecimal(digit)? * 16 + 2),
        [b'u', digit, b'4', ..] => character(4, hexadecimal(digit)? * 16 + 4),
        _ => None,
    }
}
