//! Enters: a text and a single-byte encoding. Leaves: its bytes there, each with the place of its character.

use crate::text::Span;
use crate::unicode::tables::mojibake::{BYTES, ENCODINGS};

/// A single-byte encoding: its column in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(usize);

/// The substitute, which stands for U+FFFD in the sloppy encodings and for itself in the others.
const SUBSTITUTE: char = '\x1A';

impl Encoding {
    const LATIN_1: Self = Self(0);
    const ISO_8859_2: Self = Self(7);
    const MAC_ROMAN: Self = Self(8);
    const CODE_PAGE_437: Self = Self(9);

    /// Whether bytes that Windows leaves open, and lost ones, are encoded as well.
    pub fn is_sloppy(self) -> bool {
        ![Self::LATIN_1, Self::ISO_8859_2, Self::MAC_ROMAN, Self::CODE_PAGE_437].contains(&self)
    }

    /// Whether it is the one in which an en dash before a space looks like an altered character.
    pub fn is_mac_roman(self) -> bool {
        self == Self::MAC_ROMAN
    }

    fn byte(self, character: char) -> Option<u8> {
        match character {
            SUBSTITUTE if self.is_sloppy() => None,
            '\0'..='\x7F' => u8::try_from(character).ok(),
            _ => row(character)?.get(self.0).copied().filter(|&byte| byte != 0),
        }
    }
}

fn row(character: char) -> Option<&'static [u8; ENCODINGS]> {
    let at = BYTES.binary_search_by_key(&character, |&(own, _)| own).ok()?;
    BYTES.get(at).map(|(_, row)| row)
}

/// The encodings that have every character of the text, in the order in which ftfy tries them.
pub fn possible_encodings(text: &str) -> impl Iterator<Item = Encoding> {
    let mut possible = [true; ENCODINGS];
    for character in text.chars().filter(|&character| !character.is_ascii() || character == SUBSTITUTE) {
        let row = row(character);
        for (at, possible) in possible.iter_mut().enumerate() {
            *possible &= match (character, row) {
                (SUBSTITUTE, _) => !Encoding(at).is_sloppy(),
                (_, row) => row.and_then(|row| row.get(at)).is_some_and(|&byte| byte != 0),
            };
        }
        if !possible.contains(&true) {
            break;
        }
    }
    possible.into_iter().enumerate().filter(|&(_, possible)| possible).map(|(at, _)| Encoding(at))
}

/// A text as bytes of an encoding that has all of its characters.
#[derive(Debug, Default)]
pub struct Encoded {
    pub bytes: Vec<u8>,
    /// Where the character of each byte stands in the text.
    pub sources: Vec<Span>,
}

impl Encoded {
    /// The bytes of a text.
    pub fn new(text: &str, encoding: Encoding) -> Self {
        let mut encoded = Self::default();
        for (at, character) in text.char_indices() {
            if let Some(byte) = encoding.byte(character) {
                encoded.push(byte, Span::new(at, at + character.len_utf8()));
            }
        }
        encoded
    }

    /// Appends a byte.
    pub fn push(&mut self, byte: u8, source: Span) {
        self.bytes.push(byte);
        self.sources.push(source);
    }

    /// Where the characters of these bytes stand.
    pub fn source(&self, bytes: Span) -> Span {
        let sources = self.sources.get(bytes.start..bytes.end).unwrap_or_default();
        sources.iter().copied().reduce(Span::hull).unwrap_or_default()
    }
}
