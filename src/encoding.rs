//! Enters: a text and what its pre-tokens merged into. Leaves: tokens, each with both of its spans.

use cliptok_bpe::{Merged, TokenId, TokenKind, Vocabulary};

use crate::dialect::Step;
use crate::normalize::Normalized;
use crate::pre_tokenize::{PreToken, PreTokenKind};
use crate::text::Span;

/// A token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    /// Its number in the vocabulary.
    pub id: TokenId,
    /// What its bytes are on their own.
    pub kind: TokenKind,
    /// Whether the word ends with it.
    pub ends_word: bool,
    /// Its bytes in the normalized text.
    pub normalized: Span,
    /// The bytes of the original text that those came from. If a character was changed, this is the
    /// whole character. If it was kept, a fragment has only its own bytes.
    pub original: Span,
}

/// A text as the tokenizer sees it, without start, end and padding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Encoding {
    /// The normalized text.
    pub normalized: String,
    /// The normalization steps that changed something.
    pub changed_by: Vec<Step>,
    /// The tokens, from left to right.
    pub tokens: Vec<Token>,
}

impl Encoding {
    /// The encoding of a normalized text, still without words.
    pub(crate) fn of(normalized: &Normalized<'_>) -> Self {
        Self {
            normalized: normalized.text().to_owned(),
            changed_by: normalized.changed_by().to_vec(),
            tokens: Vec::new(),
        }
    }

    /// Appends the tokens of a word of the text.
    pub(crate) fn push(
        &mut self,
        word: PreToken,
        merged: &[Merged],
        normalized: &Normalized<'_>,
        vocabulary: &Vocabulary,
    ) {
        let mut start = word.span.start;
        for &Merged { id, length } in merged {
            let span = Span::new(start, start + length as usize);
            start = span.end;
            self.tokens.push(Token {
                id,
                kind: match word.kind {
                    PreTokenKind::Special(_) => TokenKind::Special,
                    PreTokenKind::Word => vocabulary.kind(id),
                },
                ends_word: vocabulary.ends_word(id),
                normalized: span,
                original: normalized.alignment().original(span),
            });
        }
    }

    /// The ids of the tokens.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = TokenId> {
        self.tokens.iter().map(|token| token.id)
    }
}
