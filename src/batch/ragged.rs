//! Enters: the ids of texts, one after the other. Leaves: all of them in one buffer, with where those of each text end.

use cliptok_bpe::TokenId;

/// The ids of many texts or lines, one after the other, without start, end and pads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ragged {
    /// All ids.
    pub(super) ids: Vec<TokenId>,
    /// For each text, where its ids end.
    pub(super) ends: Vec<usize>,
}

impl Ragged {
    /// How many texts there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no text.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The ids of each text, in order.
    #[allow(clippy::indexing_slicing, reason = "each text ends where the next one begins, or with the ids")]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[TokenId]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| &self.ids[std::mem::replace(&mut start, end)..end])
    }

    /// The ids of all texts, one after the other, as bare numbers.
    pub fn flat(&self) -> Vec<u16> {
        self.ids.iter().map(|id| id.0).collect()
    }

    /// Where the ids of each text begin among all of them, and one more for where the last ones end: what arrays of
    /// lists are made of elsewhere.
    pub fn offsets(&self) -> Vec<usize> {
        std::iter::once(0).chain(self.ends.iter().copied()).collect()
    }

    /// Empties it, and keeps its memory.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.ends.clear();
    }
}
