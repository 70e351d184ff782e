//! Enters: an entry of the vocabulary, or a token of a prompt. Leaves: the form in which every verb shows it.

use cliptok_bpe::{TokenId, TokenKind, Vocabulary};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::Weight;
use super::escape::hex;
use super::serialize::text_of;
use crate::encoder::Encoder;
use crate::encoding::{Encoding, Token};
use crate::text::{Sharing, Span, sharing};

/// An entry of the vocabulary. JSON: `id`, `text` (null if the bytes are not UTF-8), `bytes`, `kind`, `ends_word`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EntryReport<'v> {
    /// Its number.
    pub id: TokenId,
    /// Its bytes. For a special token, they are its spelling.
    pub bytes: &'v [u8],
    /// What the bytes are on their own.
    pub kind: TokenKind,
    /// Whether a word ends with it.
    pub ends_word: bool,
}

impl<'v> EntryReport<'v> {
    /// The entry with this id in this vocabulary.
    ///
    /// # Panics
    /// If the vocabulary has no such id.
    pub fn of(id: TokenId, vocabulary: &'v Vocabulary) -> Self {
        let (kind, ends_word) = (vocabulary.kind(id), vocabulary.ends_word(id));
        Self { id, bytes: vocabulary.bytes(id), kind, ends_word }
    }

    /// The bytes as text; `None` if they are not UTF-8.
    pub fn text(&self) -> Option<&'v str> {
        text_of(self.bytes)
    }
}

impl Serialize for EntryReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("Entry", 5)?;
        self.serialize_fields(&mut entry)?;
        entry.end()
    }
}

impl EntryReport<'_> {
    pub(super) fn serialize_fields<S: SerializeStruct>(&self, entry: &mut S) -> Result<(), S::Error> {
        entry.serialize_field("id", &self.id)?;
        entry.serialize_field("text", &self.text())?;
        entry.serialize_field("bytes", &hex(self.bytes, ""))?;
        entry.serialize_field("kind", &self.kind)?;
        entry.serialize_field("ends_word", &self.ends_word)
    }
}

/// A token of a prompt: an entry with its place. JSON: the keys of an entry, then `characters`, `normalized`, `original`,
/// `row`, `slot`, `weight`. It is the same object in every verb.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct TokenReport<'p> {
    /// Its entry. The kind is special if it was typed as a special token.
    pub entry: EntryReport<'p>,
    /// The whole characters of the prompt that it has bytes of.
    pub characters: &'p str,
    /// Its bytes in the normalized text.
    pub normalized: Span,
    /// Its bytes in the prompt.
    pub original: Span,
    /// The row that has a slot for it, from 0; `None` if it was cut, or if no row was made.
    pub row: Option<usize>,
    /// Its slot in that row, from 0; `None` if it was cut, or if no row was made.
    pub slot: Option<usize>,
    /// Its weight in a prompt syntax; `None` without a syntax.
    pub weight: Option<Weight>,
    /// Whether it shares a grapheme with its neighbors. Not in JSON.
    pub sharing: Sharing,
}

impl<'p> TokenReport<'p> {
    /// The tokens of an encoding of this prompt, without a row.
    pub fn all(prompt: &'p str, encoding: &Encoding, encoder: &'p Encoder) -> Vec<Self> {
        let spans: Vec<Span> = encoding.tokens.iter().map(|token| token.original).collect();
        let tokens = encoding.tokens.iter().zip(sharing(prompt, &spans));
        tokens.map(|(token, sharing)| Self::of(prompt, token, sharing, encoder.vocabulary())).collect()
    }

    fn of(prompt: &'p str, token: &Token, sharing: Sharing, vocabulary: &'p Vocabulary) -> Self {
        Self {
            // A typed pad of a model may be special. The token knows that, the vocabulary does not.
            entry: EntryReport { kind: token.kind, ..EntryReport::of(token.id, vocabulary) },
            characters: token.original.widened(prompt).of(prompt),
            normalized: token.normalized,
            original: token.original,
            row: None,
            slot: None,
            weight: None,
            sharing,
        }
    }
}

impl Serialize for TokenReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut token = serializer.serialize_struct("Token", 11)?;
        self.entry.serialize_fields(&mut token)?;
        token.serialize_field("characters", self.characters)?;
        token.serialize_field("normalized", &self.normalized)?;
        token.serialize_field("original", &self.original)?;
        token.serialize_field("row", &self.row)?;
        token.serialize_field("slot", &self.slot)?;
        token.serialize_field("weight", &self.weight)?;
        token.end()
    }
}
