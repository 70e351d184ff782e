//! Enters: entries with their cosines, in any order. Leaves: the closest of them, the closest first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use cliptok_bpe::TokenId;

/// An entry, and how close it lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closest {
    /// The entry.
    pub id: TokenId,
    /// Its cosine with the vector: from -1 to 1, and 1 in the same direction.
    pub cosine: f64,
}

/// Which of two is listed first: `Less` is the closer one, and of two at the same distance, the one with the smaller id.
impl Ord for Closest {
    fn cmp(&self, other: &Self) -> Ordering {
        // Minus zero is as close as zero.
        let [own, theirs] = [self, other].map(|one| one.cosine + 0.0);
        theirs.total_cmp(&own).then(self.id.cmp(&other.id))
    }
}

impl PartialOrd for Closest {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Eq for Closest {}

/// The closest entries so far.
pub(super) struct Best {
    most: usize,
    /// The last one in the order is on top.
    heap: BinaryHeap<Closest>,
}

impl Best {
    /// Keeps so many.
    pub(super) const fn of(most: usize) -> Self {
        Self { most, heap: BinaryHeap::new() }
    }

    /// Keeps an entry if it is one of the closest.
    pub(super) fn offer(&mut self, entry: Closest) {
        if self.heap.len() < self.most {
            self.heap.push(entry);
        } else if let Some(mut last) = self.heap.peek_mut()
            && entry < *last
        {
            *last = entry;
        }
    }

    /// Keeps what is closest of both.
    pub(super) fn take(&mut self, other: Self) {
        for entry in other.heap {
            self.offer(entry);
        }
    }

    /// The entries, the closest first.
    pub(super) fn sorted(self) -> Vec<Closest> {
        self.heap.into_sorted_vec()
    }
}
