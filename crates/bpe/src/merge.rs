//! Enters: the bytes of one pre-token. Leaves: the tokens that they merge into.

mod long_word;
mod short_word;

use crate::merges::Merges;
use crate::token::{Rank, TokenId};
use crate::vocabulary::{Vocabulary, WordPosition};

/// A token of a word, and how many bytes of the word it covers.
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
/// word's. An empty word has no tokens.
///
/// Each byte starts as its own token. The last one is a token that ends a word: `last` is `WordPosition::Final` for
/// every word of a text, and `WordPosition::Inner` for bytes inside a longer word. Then, among all neighbors, the rule
/// with the lowest rank applies at its leftmost place, until no rule applies. This is `BPE::merge_word` of tokenizers
/// 0.23.3. `OpenAI`'s `bpe` applies the rule at all its places at once. The result is the same, since a rule always
/// has a higher rank than the rules that made its parts.
///
/// `observe` hears of each merge as it happens.
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
