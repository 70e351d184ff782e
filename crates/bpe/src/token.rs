//! Enters: numbers and bytes from the vocabulary. Leaves: ids, ranks and kinds of tokens.

use std::fmt;

use serde::{Serialize, Serializer};

/// The number of a vocabulary entry. CLIP's vocabulary has 49,408 of them; two bytes hold them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub u16);

impl TokenId {
    /// The id as a position in a table.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for TokenId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.0)
    }
}

/// The position of a rule in `merges.txt`, from 0: the rule of lowest rank merges first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(pub u16);

impl Serialize for Rank {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.0)
    }
}

/// The two tokens that carry no text but tell the model where the prompt begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpecialToken {
    /// `<|startoftext|>`, id 49406.
    StartOfText,
    /// `<|endoftext|>`, id 49407. CLIP pools from the first of these.
    EndOfText,
}

impl SpecialToken {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::StartOfText, Self::EndOfText];

    /// How the vocabulary spells it. A dialect may expect another spelling in a prompt.
    pub const fn spelling(self) -> &'static str {
        match self {
            Self::StartOfText => "<|startoftext|>",
            Self::EndOfText => "<|endoftext|>",
        }
    }
}

/// What a token's bytes are on their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Whole characters.
    Whole,
    /// Several bytes that cut a character, such as `F0 9F 8F`, the beginning of 🏯.
    Fragment,
    /// One byte of a longer character, such as `AF`, the end of 🏯.
    Byte,
    /// A special token: it stands for no text.
    Special,
}

impl TokenKind {
    /// The kind of an ordinary token with these bytes: never [`TokenKind::Special`].
    ///
    /// ```
    /// use cliptok_bpe::TokenKind;
    /// assert_eq!(TokenKind::of_bytes("🏯".as_bytes()), TokenKind::Whole);
    /// assert_eq!(TokenKind::of_bytes(b"\xF0\x9F\x8F"), TokenKind::Fragment);
    /// assert_eq!(TokenKind::of_bytes(b"\xAF"), TokenKind::Byte);
    /// ```
    pub fn of_bytes(bytes: &[u8]) -> Self {
        match bytes {
            _ if std::str::from_utf8(bytes).is_ok() => Self::Whole,
            [_] => Self::Byte,
            _ => Self::Fragment,
        }
    }

    /// Whether the token falls back to parts of a character: its bytes are no UTF-8 on their own.
    pub const fn is_fallback(self) -> bool {
        matches!(self, Self::Fragment | Self::Byte)
    }

    /// Its usual name, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Fragment => "fragment",
            Self::Byte => "byte",
            Self::Special => "special",
        }
    }
}

impl Serialize for TokenKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
