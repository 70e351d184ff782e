//! Enters: nothing. Leaves: a token that is found by its spelling before a text is split, and how it is found, as types.

use crate::token::TokenId;

/// A token that a tokenizer folder adds to the vocabulary, or that it names for a purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedToken {
    /// The text that stands for it; never empty.
    pub spelling: String,
    /// Its number.
    pub id: TokenId,
    /// Which text it is looked for in.
    pub found_in: FoundIn,
    /// What may stand beside it.
    pub beside: Beside,
    /// Which white space around it belongs to it.
    pub takes: Takes,
}

/// Which text a token is looked for in: the setting `normalized` of a tokenizer folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundIn {
    /// The text as typed: its exact spelling is found.
    TypedText,
    /// The normalized text: whatever normalizes to the same as its spelling is found, in any case.
    NormalizedText,
}

/// What may stand beside a token: the setting `single_word`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Anything.
    Anything,
    /// No letter, digit, mark or underscore.
    NoWord,
}

/// Which white space around a token belongs to it: the settings `lstrip` and `rstrip`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// None.
    Nothing,
    /// That before it.
    Before,
    /// That behind it.
    Behind,
    /// Both.
    Both,
}

impl Takes {
    /// Whether white space before the token belongs to it.
    pub const fn before(self) -> bool {
        matches!(self, Self::Before | Self::Both)
    }

    /// Whether white space behind the token belongs to it.
    pub const fn behind(self) -> bool {
        matches!(self, Self::Behind | Self::Both)
    }
}

impl AddedToken {
    /// A token that is found wherever it is spelled exactly.
    pub const fn exact(spelling: String, id: TokenId) -> Self {
        Self { spelling, id, found_in: FoundIn::TypedText, beside: Beside::Anything, takes: Takes::Nothing }
    }
}
