//! Enters: a vocabulary. Leaves: the pairs of bytes that no token has side by side, so that a word can be split between them.

use std::borrow::Cow;
use std::fmt;

use crate::token::TokenKind;
use crate::vocabulary::Vocabulary;

/// A bit for each pair of bytes.
const WORDS: usize = 256 * 256 / 64;

/// The pairs of bytes that are side by side in some entry.
///
/// A merge across any other pair would make a token that contains it, and there is none. So the part before it and the
/// part after it merge on their own. Chinese splits into its characters this way.
#[derive(Clone)]
pub struct Seams {
    joined: Cow<'static, [u64]>,
}

impl fmt::Debug for Seams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: u32 = self.joined.iter().map(|bits| bits.count_ones()).sum();
        f.debug_struct("Seams").field("joined_pairs", &pairs).finish_non_exhaustive()
    }
}

#[allow(clippy::indexing_slicing, reason = "a pair is two bytes, and there is a bit for each pair")]
impl Seams {
    /// The pairs in a vocabulary.
    pub fn of(vocabulary: &Vocabulary) -> Self {
        if vocabulary.unknown().is_some() {
            // What stands for missing bytes may merge, and its entry does not show which bytes it stands for.
            return Self { joined: Cow::Owned(vec![u64::MAX; WORDS]) };
        }
        let mut joined = vec![0; WORDS];
        for id in vocabulary.ids().filter(|&id| vocabulary.kind(id) != TokenKind::Special) {
            for pair in vocabulary.bytes(id).windows(2) {
                joined[word_of(pair[0], pair[1])] |= bit_of(pair[1]);
            }
        }
        Self { joined: Cow::Owned(joined) }
    }

    /// The pairs that the build script laid out.
    pub const fn from_bits(joined: &'static [u64; 256 * 256 / 64]) -> Self {
        Self { joined: Cow::Borrowed(joined) }
    }

    /// The bits, for laying them out.
    pub fn bits(&self) -> &[u64] {
        &self.joined
    }

    /// The length of the first part of a word that merges on its own: up to the first seam, or all of it.
    pub fn first_part(&self, word: &[u8]) -> usize {
        let seam = word.windows(2).position(|pair| !self.may_join(pair[0], pair[1]));
        seam.map_or(word.len(), |before| before + 1)
    }

    fn may_join(&self, left: u8, right: u8) -> bool {
        self.joined[word_of(left, right)] & bit_of(right) != 0
    }
}

fn word_of(left: u8, right: u8) -> usize {
    usize::from(left) * 4 + usize::from(right / 64)
}

const fn bit_of(right: u8) -> u64 {
    1 << (right % 64)
}
