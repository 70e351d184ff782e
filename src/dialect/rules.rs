//! Enters: nothing. Leaves: what can differ between dialects, as types.

use cliptok_bpe::SpecialToken;

use super::{Model, Step};
use crate::unicode::ClassTables;

/// What one implementation does to a text.
#[derive(Debug)]
pub(crate) struct Rules {
    pub name: &'static str,
    pub packages: &'static str,
    pub usage: Usage,
    /// The model whose rows the implementation makes by itself.
    pub model: Model,
    /// How a prompt spells the start and the end token.
    pub special_spellings: SpecialSpellings,
    /// Which special tokens are cut out of the text before it is normalized.
    pub cut_out: CutOut,
    /// What then happens to each piece, in this order.
    pub steps: &'static [Step],
    /// How the normalized text is cut into pre-tokens.
    pub pattern: Pattern,
}

/// How common an implementation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Usage {
    /// Most models are fed by it or by another one that is as common.
    Widespread,
    /// Programs of today still run it.
    Current,
    /// Programs of today no longer run it; `diff` leaves it out unless asked.
    Outdated,
}

/// How a prompt spells the special tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SpecialSpellings {
    pub start_of_text: &'static str,
    pub end_of_text: &'static str,
}

impl SpecialSpellings {
    /// The spellings of OpenAI and of transformers, which are the vocabulary's own.
    pub(crate) const OF_THE_VOCABULARY: Self = Self {
        start_of_text: SpecialToken::StartOfText.spelling(),
        end_of_text: SpecialToken::EndOfText.spelling(),
    };

    /// How this token is spelled.
    pub(crate) const fn of(self, token: SpecialToken) -> &'static str {
        match token {
            SpecialToken::StartOfText => self.start_of_text,
            SpecialToken::EndOfText => self.end_of_text,
        }
    }
}

/// Which special tokens are found in the text as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CutOut {
    /// None: a spelling goes through normalization with the rest, and may be found by the pattern.
    Nothing,
    /// All of them, in exactly their spelling, wherever they stand.
    ExactSpelling,
    /// All of them, each as a tokenizer folder says of it: in exactly its spelling, or in the normalized text. Without a
    /// folder, they are found in exactly their spelling.
    AsTokensSay,
}

/// CLIP's pre-tokenization pattern: `<|startoftext|>`, `<|endoftext|>`, a contraction, a run of letters, one number, or
/// a run of what is neither of these nor white space. What differs between dialects stands here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern {
    /// What a special token's spelling becomes where the pattern finds it in the normalized text.
    pub special: PatternSpecial,
    /// The endings that are split from a word, in the order in which they are tried.
    pub contractions: &'static [&'static str],
    /// Which characters are letters, numbers and white space.
    pub classes: &'static ClassTables,
}

/// What a special token's spelling becomes where the pattern finds it in the normalized text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PatternSpecial {
    /// It is kept apart from its neighbors, then split as if it were text: `<|`, `startoftext`, `|>`.
    SplitAsText,
    /// It is the special token. Since case is ignored, the long s passes for an s: such a spelling is kept whole, and is
    /// merged as one word.
    Token,
}
