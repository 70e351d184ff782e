//! Enters: a word or a stretch that is too long for a key, with its tokens. Leaves: the tokens, when it comes again.

use cliptok_bpe::LONGEST_KEY;

/// The longest that is remembered, in bytes. What is longer seldom comes again.
const LONGEST: usize = 48;

/// Places of a cache that has just begun, and of one that is wiped when it is full: with the bytes and the ids at most
/// 4 MiB. Each time there are four times as many.
const FIRST_PLACES: usize = 1 << 9;
const MOST_PLACES: usize = 1 << 15;

/// What was made of long words that came up: bounded, in open addressing. It compares every byte, so that it remembers
/// and never decides.
#[derive(Clone, Debug, Default)]
pub(super) struct LongWords {
    entries: Vec<Entry>,
    used: usize,
    /// The bytes of all words.
    bytes: Vec<u8>,
    /// Their ids.
    ids: Vec<u16>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u64,
    first_byte: u32,
    first_id: u32,
    /// How many bytes; none where the place is free.
    length: u16,
    ids: u16,
}

const FREE: Entry = Entry { hash: 0, first_byte: 0, first_id: 0, length: 0, ids: 0 };

impl LongWords {
    /// The ids of a word that is remembered.
    pub(super) fn find(&self, word: &[u8]) -> Option<&[u16]> {
        if !is_remembered(word) {
            return None;
        }
        let entry = self.entries.get(self.place(word, hash(word))?)?;
        let first = entry.first_id as usize;
        let ids = self.ids.get(first..first + usize::from(entry.ids));
        ids.filter(|_| entry.length != 0)
    }

    /// Remembers the ids of a word that is not remembered yet, if it is not too long.
    pub(super) fn remember(&mut self, word: &[u8], ids: &[u16]) {
        if !is_remembered(word) {
            return;
        }
        if self.used * 4 >= self.entries.len() * 3 {
            self.make_room();
        }
        let hash = hash(word);
        let entry = Entry {
            hash,
            first_byte: self.bytes.len() as u32,
            first_id: self.ids.len() as u32,
            length: word.len() as u16,
            ids: ids.len() as u16,
        };
        let place = self.place(word, hash);
        if let Some(free) = place.and_then(|place| self.entries.get_mut(place)) {
            *free = entry;
            self.used += 1;
            self.bytes.extend_from_slice(word);
            self.ids.extend_from_slice(ids);
        }
    }

    /// The place where the word stands, or would: a quarter of the places is free, so the walk ends.
    fn place(&self, word: &[u8], hash: u64) -> Option<usize> {
        let last = self.entries.len().checked_sub(1)?;
        let mut place = (hash >> 32) as usize & last;
        loop {
            let there = self.entries.get(place)?;
            let first = there.first_byte as usize;
            let is_it = || self.bytes.get(first..first + usize::from(there.length)) == Some(word);
            if there.length == 0 || there.hash == hash && is_it() {
                return Some(place);
            }
            place = (place + 1) & last;
        }
    }

    fn make_room(&mut self) {
        if self.entries.len() >= MOST_PLACES {
            self.used = 0;
            self.entries.fill(FREE);
            self.bytes.clear();
            self.ids.clear();
            return;
        }
        let places = (self.entries.len() * 4).max(FIRST_PLACES);
        for entry in std::mem::replace(&mut self.entries, vec![FREE; places]) {
            // All are different, so the first free place is its own.
            let mut place = (entry.hash >> 32) as usize & (places - 1);
            while self.entries.get(place).is_some_and(|there| there.length != 0) {
                place = (place + 1) & (places - 1);
            }
            if let Some(free) = self.entries.get_mut(place).filter(|_| entry.length != 0) {
                *free = entry;
            }
        }
    }
}

const fn is_remembered(word: &[u8]) -> bool {
    LONGEST_KEY < word.len() && word.len() <= LONGEST
}

/// A number whose bits are all well mixed, eight bytes at a time; the last eight may overlap those before.
fn hash(word: &[u8]) -> u64 {
    let mixed = |hash: u64, eight: &[u8; 8]| {
        let product = u128::from(hash ^ u64::from_le_bytes(*eight)) * u128::from(0x9E37_79B9_7F4A_7C15_u64);
        product as u64 ^ (product >> 64) as u64
    };
    let (eights, _) = word.as_chunks::<8>();
    eights.iter().chain(word.last_chunk()).fold(word.len() as u64 ^ 0xD6E8_FEB8_6659_FD93, mixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_what_was_last_remembered() {
        let mut words = LongWords::default();
        let made = |number: usize| (format!("{number:016}{}", "é".repeat(number % 20)), [number as u16; 3]);
        // More than it has places for, so that it grows and is wiped.
        for number in 0..2 * MOST_PLACES {
            let (word, ids) = made(number);
            assert_eq!(words.find(word.as_bytes()), None);
            words.remember(word.as_bytes(), &ids);
            let is_short = word.len() <= LONGEST;
            assert_eq!(words.find(word.as_bytes()), is_short.then_some(&ids[..]), "{word}");
            let (earlier, ids) = made(number / 2);
            assert!(words.find(earlier.as_bytes()).is_none_or(|found| found == ids), "{earlier}");
        }
        assert!(words.entries.len() == MOST_PLACES && words.bytes.len() <= MOST_PLACES * LONGEST);
        assert_eq!(words.find(b"short"), None);
    }
}
