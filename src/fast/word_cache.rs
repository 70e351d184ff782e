//! Enters: the key of a word, or of a part of one, with its tokens. Leaves: the tokens, when the key comes again.

use super::key::Key;

/// How many tokens an entry holds at most.
const MOST_TOKENS: usize = 7;

/// Places of a cache that has just begun, and of one that is wiped when it is full: 4 MiB.
const FIRST_PLACES: usize = 1 << 10;
const MOST_PLACES: usize = 1 << 17;

/// What merging made of words that came up: bounded, in open addressing. It remembers and never decides, so
/// that a cache that is wiped costs time and nothing else.
#[derive(Clone, Debug, Default)]
pub struct WordCache {
    entries: Vec<Entry>,
    used: usize,
}

/// 32 bytes: half a cache line.
#[derive(Clone, Copy, Debug)]
struct Entry {
    key: Key,
    tokens: Tokens,
}

/// The tokens of a word.
#[derive(Clone, Copy, Debug)]
pub struct Tokens {
    ids: [u16; MOST_TOKENS],
    length: u16,
}

impl Tokens {
    /// Their ids.
    pub fn ids(&self) -> &[u16] {
        self.ids.get(..usize::from(self.length)).unwrap_or_default()
    }
}

const FREE: Entry = Entry { key: Key::NONE, tokens: Tokens { ids: [0; MOST_TOKENS], length: 0 } };

impl WordCache {
    /// The tokens of a word that is remembered.
    #[inline]
    pub fn find(&self, key: Key) -> Option<Tokens> {
        self.entries.get(self.place(key)?).filter(|entry| entry.key == key).map(|entry| entry.tokens)
    }

    /// Remembers the ids of a word that is not remembered yet. More than seven are too many to remember.
    pub fn remember(&mut self, key: Key, ids: &[u16]) {
        if ids.len() > MOST_TOKENS {
            return;
        }
        if self.used * 4 >= self.entries.len() * 3 {
            self.make_room();
        }
        let Some(entry) = self.place(key).and_then(|place| self.entries.get_mut(place)) else {
            return;
        };
        self.used += usize::from(entry.key == Key::NONE);
        let mut tokens = Tokens { length: ids.len() as u16, ..FREE.tokens };
        for (place, &id) in tokens.ids.iter_mut().zip(ids) {
            *place = id;
        }
        *entry = Entry { key, tokens };
    }

    /// The place where the key stands, or would: a quarter of the places is free, so the walk ends.
    fn place(&self, key: Key) -> Option<usize> {
        let last = self.entries.len().checked_sub(1)?;
        let mut place = (key.hash() >> 32) as usize & last;
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
            return;
        }
        let places = (self.entries.len() * 4).max(FIRST_PLACES);
        let entries = std::mem::replace(&mut self.entries, vec![FREE; places]);
        for entry in entries.into_iter().filter(|entry| entry.key != Key::NONE) {
            if let Some(place) = self.place(entry.key).and_then(|place| self.entries.get_mut(place)) {
                *place = entry;
                self.used += 1;
            }
        }
    }
}
