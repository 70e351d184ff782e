//! Enters: a text and a single-byte encoding. Leaves: its bytes in that encoding, each with the place of its character.

use crate::text::Span;
use crate::unicode::tables::mojibake::{BYTES, ENCODINGS};

/// A single-byte encoding: its column in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Encoding(usize);

/// The substitute. It stands for U+FFFD in the sloppy encodings, and for itself in the others.
const SUBSTITUTE: char = '\x1A';

impl Encoding {
    const LATIN_1: Self = Self(0);
    const ISO_8859_2: Self = Self(7);
    const MAC_ROMAN: Self = Self(8);
    const CODE_PAGE_437: Self = Self(9);

    /// Whether it also encodes lost bytes, and bytes that Windows does not define.
    pub(super) fn is_sloppy(self) -> bool {
        ![Self::LATIN_1, Self::ISO_8859_2, Self::MAC_ROMAN, Self::CODE_PAGE_437].contains(&self)
    }

    /// Whether it is MacRoman, in which an en dash before a space looks like an altered character.
    pub(super) fn is_mac_roman(self) -> bool {
        self == Self::MAC_ROMAN
    }

    #[allow(clippy::indexing_slicing, reason = "an encoding is a column of the table")]
    fn byte(self, character: char) -> Option<u8> {
        match character {
            SUBSTITUTE if self.is_sloppy() => None,
            '\0'..='\x7F' => Some(character as u8),
            _ => Some(row(character)?[self.0]).filter(|&byte| byte != 0),
        }
    }
}

#[allow(clippy::indexing_slicing, reason = "the search returned this position")]
fn row(character: char) -> Option<&'static [u8; ENCODINGS]> {
    let at = BYTES.binary_search_by_key(&character, |&(own, _)| own).ok()?;
    Some(&BYTES[at].1)
}

/// The encodings that have every character of the text, in the order in which ftfy tries them.
pub(super) fn possible_encodings(text: &str) -> impl Iterator<Item = Encoding> {
    let mut possible = [true; ENCODINGS];
    for character in text.chars().filter(|&character| !character.is_ascii() || character == SUBSTITUTE) {
        // A character without a row is in no encoding.
        let row = row(character).copied().unwrap_or([0; ENCODINGS]);
        for ((at, possible), byte) in possible.iter_mut().enumerate().zip(row) {
            *possible &= if character == SUBSTITUTE { !Encoding(at).is_sloppy() } else { byte != 0 };
        }
        if !possible.contains(&true) {
            break;
        }
    }
    possible.into_iter().enumerate().filter(|&(_, possible)| possible).map(|(at, _)| Encoding(at))
}

/// A text as the bytes of an encoding that has all its characters.
#[derive(Debug, Default)]
pub(super) struct Encoded {
    pub bytes: Vec<u8>,
    /// For each byte, where its character is in the text.
    pub sources: Vec<Span>,
}

impl Encoded {
    /// The bytes of a text in an encoding of [`possible_encodings`].
    ///
    /// # Panics
    /// If the encoding lacks a character of it.
    #[allow(
        clippy::expect_used,
        reason = "`possible_encodings` gives only encodings that have every character"
    )]
    pub(super) fn new(text: &str, encoding: Encoding) -> Self {
        let mut encoded =
            Self { bytes: Vec::with_capacity(text.len()), sources: Vec::with_capacity(text.len()) };
        for (at, character) in text.char_indices() {
            let byte = encoding.byte(character).expect("the encoding has every character of the text");
            encoded.push(byte, Span::new(at, at + character.len_utf8()));
        }
        encoded
    }

    /// Appends a byte.
    pub(super) fn push(&mut self, byte: u8, source: Span) {
        self.bytes.push(byte);
        self.sources.push(source);
    }

    /// Where the characters of these bytes are in the text. There has to be at least one byte.
    #[allow(clippy::indexing_slicing, reason = "each byte has a source")]
    pub(super) fn source(&self, bytes: Span) -> Span {
        let sources = &self.sources[bytes.start..bytes.end];
        sources[1..].iter().copied().fold(sources[0], Span::hull)
    }
}
