//! Enters: a text and what its pre-tokens merged into. Leaves: tokens, each with both of its spans.

use crate::dialect::Step;
use crate::span::Span;
use crate::token::{TokenId, TokenKind};

/// A token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number in the vocabulary.
    pub id: TokenId,
    /// What its bytes are on their own.
    pub kind: TokenKind,
    /// Whether the word ends with it.
    pub ends_word: bool,
    /// The bytes of the normalised text that it is.
    pub normalized: Span,
    /// The bytes of the original text that those came from. Where a character was changed, this is
    /// the whole of it; where it was kept, a fragment has only its own bytes.
    pub original: Span,
}

/// A text as the tokenizer sees it, without start, end and padding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The normalised text.
    pub normalized: String,
    /// The normalisation steps that changed anything.
    pub changed_by: Vec<Step>,
    /// The tokens, from left to right.
    pub tokens: Vec<Token>,
}

impl Encoding {
    /// The ids of the tokens.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = TokenId> {
        self.tokens.iter().map(|token| token.id)
    }
}
