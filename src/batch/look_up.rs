//! Enters: the runs of a block. Leaves: which of them are not one token each, and the ids of those that are.

use cliptok_bpe::{Folding, Key, TokenId, WordTable};

use super::block::Block;
use super::masks::BLOCK;
use super::words::Runs;

/// The longest run of which half a key says everything, in bytes.
pub(super) const SHORT: usize = 8;

/// What was found of the runs of a block.
pub(super) struct Found {
    /// Those that are not one token each, marked by their first bytes.
    pub missing: u64,
    /// The ids of the others, in order, with gaps for those that are missing. Behind the last one they mean nothing.
    pub ids: [TokenId; 2 * BLOCK],
}

impl Found {
    /// Appends the ids from one to another. So many are copied each time as there may be, since that takes no loop.
    #[inline(always)]
    pub(super) fn append(&self, first: usize, end: usize, ids: &mut Vec<TokenId>) {
        let before = ids.len();
        if first < end
            && let Some(block) = self.ids.get(first..).and_then(|rest| rest.first_chunk::<BLOCK>())
        {
            ids.extend_from_slice(block);
            ids.truncate(before + (end - first));
        }
    }
}

/// Which runs are not one token each, marked by their first bytes. A single byte always is one.
#[inline(always)]
pub(super) fn missing(block: &Block<'_>, table: WordTable) -> u64 {
    let mut missing = 0;
    let runs = block.runs().longer();
    let short_words = block.short_words();
    let mut short = Runs { starts: runs.starts & short_words, ..runs };
    while short.starts != 0 {
        let (start, length) = short.take_first_of_some();
        missing |= u64::from(!table.holds_short(block.short_key(start, length))) << (start % BLOCK);
    }
    let mut rest = Runs { starts: runs.starts & !short_words, ..runs };
    while rest.starts != 0 {
        let (start, length) = rest.take_first_of_some();
        missing |= u64::from(!table.holds(block.key_of(start, length))) << (start % BLOCK);
    }
    missing
}

impl Block<'_> {
    /// The first bytes of words that half a key is enough for.
    #[inline(always)]
    fn short_words(&self) -> u64 {
        let letters = self.masks.letters;
        let two = letters & letters >> 1;
        let four = two & two >> 2;
        let nine = four & four >> 4 & letters >> SHORT;
        self.words.letters.starts & !nine
    }

    /// The first half of the key of a word of at most eight bytes, whose second half is zero.
    #[inline(always)]
    fn short_key(&self, start: usize, length: usize) -> u64 {
        let bytes = self.window.get(start % BLOCK..).and_then(|rest| rest.first_chunk());
        let folded = bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes)) | Folding::Letters as u64;
        folded & u64::MAX.wrapping_shr(64 - 8 * length as u32)
    }

    /// The key of a run.
    #[inline(always)]
    pub(super) fn key_of(&self, start: usize, length: usize) -> Key {
        let is_word = self.words.letters.starts >> (start % BLOCK) & 1 == 1;
        self.key(start, length, if is_word { Folding::Letters } else { Folding::None })
    }
}
