//! Enters: the bytes of one pre-token. Leaves: the tokens that they merge into.

mod long_word;
mod short_word;

use crate::merges::Merges;
use crate::token::{Rank, TokenId};
use crate::vocabulary::{Vocabulary, WordPosition};

/// A token of a word, and how many of the word's bytes it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The token.
    pub id: TokenId,
    /// Its length in bytes.
    pub length: u32,
}

/// One application of a rule, as an observer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Which rule.
    pub rank: Rank,
    /// The left part.
    pub left: TokenId,
    /// The right part.
    pub right: TokenId,
    /// What they became.
    pub merged: TokenId,
    /// Where in the word the left part begins, in bytes.
    pub start: usize,
}

/// Merges the bytes of a word, and appends its tokens to `tokens`. Their lengths add up to the
/// word's. An empty word has none.
///
/// Each byte begins as a token of its own, the last one as one that ends a word (`WordPosition::Final`:
/// every word of a text; `WordPosition::Inner` asks for what bytes become inside a longer word). Then the rule of
/// the lowest rank among all neighbours applies at its leftmost place, until none applies. That is
/// `BPE::merge_word` of tokenizers 0.23.3; `OpenAI`'s `bpe` applies the rule at all its places at once,
/// which is the same, since a rule always has a higher rank than those that made its parts.
///
/// `observe` is told of each merge as it happens.
pub fn merge(
    word: &[u8],
    last: WordPosition,
    vocabulary: &Vocabulary,
    merges: &Merges,
    tokens: &mut Vec<Merged>,
    observe: &mut dyn FnMut(Merge),
) {
    let first = tokens.len();
    let Some((final_byte, inner)) = word.split_last() else {
        return;
    };
    let symbols = inner.iter().map(|&byte| vocabulary.symbol(byte, WordPosition::Inner));
    let symbols = symbols.chain([vocabulary.symbol(*final_byte, last)]);
    tokens.extend(symbols.map(|id| Merged { id, length: 1 }));
    if word.len() <= short_word::LONGEST {
        short_word::merge(tokens, first, merges, observe);
    } else {
        long_word::merge(tokens, first, merges, observe);
    }
}
