//! Enters: the key of a word, or of a part of one, with its tokens. Leaves: the tokens, when the key comes again.

use cliptok_bpe::Key;

/// How many ids an entry holds. More of them lie elsewhere.
const IN_ENTRY: usize = 7;

/// Places of a cache that has just begun, and of one that is wiped when it is full: 4 MiB. Each time there are twice as
/// many: what fits into half as much stays closer to the processor.
const FIRST_PLACES: usize = 1 << 10;
const MOST_PLACES: usize = 1 << 17;

/// What merging made of words that came up: bounded, in open addressing. It remembers and never decides, so
/// that a cache that is wiped costs time and nothing else.
#[derive(Clone, Debug, Default)]
pub(super) struct WordCache {
    entries: Vec<Entry>,
    used: usize,
    /// The ids of words that have more than an entry holds.
    many: Vec<u16>,
}

/// 32 bytes: half a cache line.
#[derive(Clone, Copy, Debug)]
struct Entry {
    key: Key,
    /// The ids, or if they are too many, where they begin among those of all such words, the lower half first.
    ids: [u16; IN_ENTRY],
    length: u16,
}

const FREE: Entry = Entry { key: Key::NONE, ids: [0; IN_ENTRY], length: 0 };

impl WordCache {
    /// The ids of a word that is remembered.
    #[inline]
    pub(super) fn find(&self, key: Key) -> Option<&[u16]> {
        let entry = self.entries.get(self.place(key)?).filter(|entry| entry.key == key)?;
        let length = usize::from(entry.length);
        entry.ids.get(..length).or_else(|| {
            let [low, high, ..] = entry.ids;
            let first = usize::from(low) | usize::from(high) << 16;
            self.many.get(first..first + length)
        })
    }

    /// Remembers the ids of a word that is not remembered yet.
    pub(super) fn remember(&mut self, key: Key, ids: &[u16]) {
        if self.used * 4 >= self.entries.len() * 3 {
            self.make_room();
        }
        let Some(place) = self.place(key) else { return };
        let mut entry = Entry { key, length: ids.len() as u16, ..FREE };
        if let Some(room) = entry.ids.get_mut(..ids.len()) {
            room.copy_from_slice(ids);
        } else {
            let first = self.many.len();
            [entry.ids[0], entry.ids[1]] = [first as u16, (first >> 16) as u16];
            self.many.extend_from_slice(ids);
        }
        if let Some(free) = self.entries.get_mut(place) {
            *free = entry;
            self.used += 1;
        }
    }

    /// The place where the key stands, or would: a quarter of the places is free, so the walk ends.
    fn place(&self, key: Key) -> Option<usize> {
        let last = self.entries.len().checked_sub(1)?;
        // Its highest bits are mixed best.
        let mut place = (key.hash() >> (u64::BITS - MOST_PLACES.ilog2())) as usize & last;
        loop {
            let there = self.entries.get(place)?.key;
            if there == key || there == Key::NONE {
                return Some(place);
            }
            place = (place + 1) & last;
        }
    }

    fn make_room(&mut self) {
        self.used = 0;
        if self.entries.len() >= MOST_PLACES {
            self.entries.fill(FREE);
            self.many.clear();
            return;
        }
        let places = (self.entries.len() * 2).max(FIRST_PLACES);
        let entries = std::mem::replace(&mut self.entries, vec![FREE; places]);
        for entry in entries.into_iter().filter(|entry| entry.key != Key::NONE) {
            if let Some(place) = self.place(entry.key).and_then(|place| self.entries.get_mut(place)) {
                *place = entry;
                self.used += 1;
            }
        }
    }
}
