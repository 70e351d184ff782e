//! Enters: the key of a word. Leaves: the one token that it is, if it is one.

use std::fmt;

use crate::key::Key;
use crate::perfect_hash::{self, Displacements, GROUPS, group, slot};
use crate::token::TokenId;

/// How many slots there are for words of at most eight bytes, a power of two. CLIP's vocabulary fills seven of eight.
pub(crate) const SHORT_SLOTS: usize = 1 << 15;

/// How many there are for longer words. CLIP's vocabulary fills three of four.
const LONG_SLOTS: usize = 1 << 13;

/// How many slots a table has.
pub const SLOTS: usize = SHORT_SLOTS + LONG_SLOTS;

/// The second halves of the keys of longer words, and a zero before them for all others.
pub const SECOND_HALVES: usize = 1 + LONG_SLOTS;

/// The words that are one token each. Every word has its own slot, so one lookup is enough: a word that is not in its
/// slot is not in the table.
///
/// Most words that come up have at most eight bytes, and eight bytes are all that is stored of them: more of the table
/// stays close to the processor. Ids are stored separately, since counting needs none.
#[derive(Clone, Copy)]
pub struct WordTable {
    /// The first half of the key in each slot, short words before longer ones; zero where it is free.
    pub first_halves: &'static [u64; SLOTS],
    /// The second half of the keys of longer words, behind a zero.
    pub second_halves: &'static [u64; SECOND_HALVES],
    /// The id of the word in each slot.
    pub ids: &'static [u16; SLOTS],
    /// How many times each group of words moves to find its slots.
    pub displacements: &'static Displacements,
}

impl fmt::Debug for WordTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.first_halves.iter().filter(|&&half| half != 0).count();
        f.debug_struct("WordTable").field("words", &words).finish_non_exhaustive()
    }
}

/// Where a key is, if it is in the table.
#[derive(Clone, Copy)]
struct Place {
    /// Its slot.
    slot: usize,
    /// The index of its second half.
    second_half: usize,
}

impl Place {
    /// That of a key whose group moves so many times. There is no branch here: which words are long can't be foreseen.
    #[inline(always)]
    const fn of(hash: u64, is_long: bool, displacement: u16) -> Self {
        let slots = if is_long { LONG_SLOTS } else { SHORT_SLOTS };
        let slot = slot(hash, displacement, slots);
        let is_long = is_long as usize;
        Self { slot: slot + is_long * SHORT_SLOTS, second_half: (slot + 1) * is_long }
    }
}

/// Whether a key needs both halves.
#[inline(always)]
const fn is_long(key: Key) -> bool {
    let [_, second] = key.parts();
    second != 0
}

#[allow(clippy::indexing_slicing, reason = "groups are below GROUPS, and slots below SLOTS")]
impl WordTable {
    /// A table without words, for a vocabulary that is loaded at run time. It finds nothing, so every word is merged.
    pub const EMPTY: Self = {
        static FIRST_HALVES: [u64; SLOTS] = [0; SLOTS];
        static SECOND_HALVES: [u64; self::SECOND_HALVES] = [0; self::SECOND_HALVES];
        static IDS: [u16; SLOTS] = [0; SLOTS];
        static DISPLACEMENTS: Displacements = [0; GROUPS];
        Self {
            first_halves: &FIRST_HALVES,
            second_halves: &SECOND_HALVES,
            ids: &IDS,
            displacements: &DISPLACEMENTS,
        }
    };

    /// The table of a layout, which is never given back.
    pub(crate) fn leaked(layout: WordLayout) -> Self {
        Self {
            first_halves: leaked(layout.first_halves),
            second_halves: leaked(layout.second_halves),
            ids: leaked(layout.ids),
            displacements: leaked(layout.displacements),
        }
    }

    /// Whether the word is one token.
    #[inline(always)]
    pub fn holds(&self, key: Key) -> bool {
        self.is_at(key, self.place(key))
    }

    /// Whether a word of at most eight bytes is one token: the same for half of the work. Enters the first half of its key,
    /// whose second half is zero.
    #[inline(always)]
    pub fn holds_short(&self, first_half: u64) -> bool {
        let hash = Key::from_parts([first_half, 0]).hash();
        self.first_halves[slot(hash, self.displacements[group(hash)], SHORT_SLOTS)] == first_half
    }

    /// The token, if the word is one token.
    #[inline(always)]
    pub fn find(&self, key: Key) -> Option<TokenId> {
        let place = self.place(key);
        if self.is_at(key, place) { Some(TokenId(self.ids[place.slot])) } else { None }
    }

    #[inline(always)]
    fn place(&self, key: Key) -> Place {
        let hash = key.hash();
        Place::of(hash, is_long(key), self.displacements[group(hash)])
    }

    /// Both halves are compared at once.
    #[inline(always)]
    fn is_at(&self, key: Key, place: Place) -> bool {
        let [first, second] = key.parts();
        (self.first_halves[place.slot] ^ first) | (self.second_halves[place.second_half] ^ second) == 0
    }
}

#[allow(clippy::expect_used, reason = "a layout has as many slots as its table")]
fn leaked<T: std::fmt::Debug, const N: usize>(values: Vec<T>) -> &'static [T; N] {
    let values: Box<[T; N]> = values.try_into().expect("a layout fits its table");
    Box::leak(values)
}

/// The layout of a [`WordTable`], for writing it into a program.
pub struct WordLayout {
    /// The first half of the key in each slot, short words before longer ones; zero where it is free.
    pub first_halves: Vec<u64>,
    /// The second half of the keys of longer words, behind a zero.
    pub second_halves: Vec<u64>,
    /// The id of the word in each slot.
    pub ids: Vec<u16>,
    /// How many times each group of words moves to find its slots.
    pub displacements: Vec<u16>,
}

impl WordLayout {
    /// Lays out distinct words that are one token each: seven eighths of the slots for short words, and of those for
    /// longer ones, at most. `None` if no layout was found.
    pub fn of(words: &[(Key, TokenId)]) -> Option<Self> {
        let members = words.iter().map(|(key, _)| (key.hash(), is_long(*key)));
        let place = |hash, is_long, displacement| Place::of(hash, is_long, displacement).slot;
        let displacements = perfect_hash::lay_out(members, SLOTS, place)?;
        Some(Self::with_displacements(words, displacements))
    }

    /// Lays out such words where it is known how many times each group of them moves.
    #[allow(clippy::indexing_slicing, reason = "groups are below GROUPS, and slots below SLOTS")]
    pub(crate) fn with_displacements(words: &[(Key, TokenId)], displacements: Vec<u16>) -> Self {
        let mut layout = Self {
            first_halves: vec![0; SLOTS],
            second_halves: vec![0; SECOND_HALVES],
            ids: vec![0; SLOTS],
            displacements,
        };
        for &(key, id) in words {
            let place = Place::of(key.hash(), is_long(key), layout.displacements[group(key.hash())]);
            let [first, second] = key.parts();
            layout.first_halves[place.slot] = first;
            layout.second_halves[place.second_half] = second;
            layout.ids[place.slot] = id.0;
        }
        layout
    }
}
