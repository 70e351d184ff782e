//! Enters: the key of a word. Leaves: the one token that it is, if it is one.

use std::fmt;

use crate::key::Key;
use crate::perfect_hash::{self, Displacements, GROUPS, group, slot};
use crate::token::TokenId;

/// How many slots a table has. CLIP's vocabulary fills about half of them, so that each word gets its own slot.
pub const SLOTS: usize = 1 << 16;

/// The words that are one token each. Every word has its own slot, so one lookup is enough: a word that is not in its
/// slot is not in the table.
///
/// Keys and ids are stored separately, since counting needs no ids.
#[derive(Clone, Copy)]
pub struct WordTable {
    /// The key in each slot; [`Key::NONE`] where it is free.
    pub keys: &'static [[u64; 2]; SLOTS],
    /// The id of the word in each slot.
    pub ids: &'static [u16; SLOTS],
    /// How many times each group of words moves to find its slots.
    pub displacements: &'static Displacements,
}

impl fmt::Debug for WordTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.keys.iter().filter(|&&key| key != Key::NONE.parts()).count();
        f.debug_struct("WordTable").field("words", &words).finish_non_exhaustive()
    }
}

#[allow(clippy::indexing_slicing, reason = "groups are below GROUPS, and slots below SLOTS")]
impl WordTable {
    /// A table without words, for a vocabulary that is loaded at run time. It finds nothing, so every word is merged.
    pub const EMPTY: Self = {
        static KEYS: [[u64; 2]; SLOTS] = [[0; 2]; SLOTS];
        static IDS: [u16; SLOTS] = [0; SLOTS];
        static DISPLACEMENTS: Displacements = [0; GROUPS];
        Self { keys: &KEYS, ids: &IDS, displacements: &DISPLACEMENTS }
    };

    /// Whether the word is one token.
    #[inline(always)]
    pub fn holds(&self, key: Key) -> bool {
        Key::from_parts(self.keys[self.slot(key)]) == key
    }

    /// The token, if the word is one token.
    #[inline(always)]
    pub fn find(&self, key: Key) -> Option<TokenId> {
        let slot = self.slot(key);
        if Key::from_parts(self.keys[slot]) == key { Some(TokenId(self.ids[slot])) } else { None }
    }

    #[inline(always)]
    fn slot(&self, key: Key) -> usize {
        let hash = key.hash();
        slot(hash, self.displacements[group(hash)], SLOTS)
    }
}

/// The layout of a [`WordTable`], for writing it into a program.
pub struct WordLayout {
    /// The key in each slot; [`Key::NONE`] where it is free.
    pub keys: Vec<[u64; 2]>,
    /// The id of the word in each slot.
    pub ids: Vec<u16>,
    /// How many times each group of words moves to find its slots.
    pub displacements: Vec<u16>,
}

impl WordLayout {
    /// Lays out distinct words that are one token each: at most three quarters of [`SLOTS`]. `None` if no layout was
    /// found.
    #[allow(clippy::indexing_slicing, reason = "groups are below GROUPS, and slots below SLOTS")]
    pub fn of(words: &[(Key, TokenId)]) -> Option<Self> {
        let displacements = perfect_hash::lay_out(words.iter().map(|(key, _)| key.hash()), SLOTS)?;
        let (mut keys, mut ids) = (vec![Key::NONE.parts(); SLOTS], vec![0; SLOTS]);
        for &(key, id) in words {
            let slot = slot(key.hash(), displacements[group(key.hash())], SLOTS);
            (keys[slot], ids[slot]) = (key.parts(), id.0);
        }
        Some(Self { keys, ids, displacements })
    }
}
