//! Enters: a buffer of records. Leaves: the ids of each that is plain.

use cliptok_bpe::{Key, TokenId, WordTable};

use super::block::{Block, below};
use super::look_up::Found;
use super::masks::{BEYOND, BLOCK, Masks, Plain};
use super::plain_text::NotPlain;
use super::ragged::Ragged;
use super::records::Stop;
use super::scan::{Scan, extend};
use super::words::{Runs, WINDOW};

/// The record that is not ended yet.
struct Open {
    /// Where it begins in the buffer.
    record: usize,
    /// Where its ids begin among all.
    ids: usize,
}

impl Open {
    /// Ends it. The next one begins at this byte.
    #[inline(always)]
    fn end(&mut self, next: usize, ragged: &mut Ragged) {
        ragged.ends.push(ragged.ids.len());
        *self = Self { record: next, ids: ragged.ids.len() };
    }

    /// It is not plain at this byte.
    fn stop(&self, at: usize, ragged: &Ragged) -> Stop {
        Stop { at, record: self.record, open: ragged.ids.len() - self.ids }
    }
}

impl Scan<'_> {
    /// Encodes, with the classes of blocks as `masks` finds them. `find` looks all runs of a block up at once, if it can and if
    /// that is worth it.
    #[inline(always)]
    pub(super) fn encode_plain_by(
        &mut self,
        masks: impl Fn(&[u8; BLOCK]) -> Masks,
        find: impl Fn(&Block<'_>, WordTable) -> Option<Found>,
        records: &[u8],
        plain: Plain,
        ragged: &mut Ragged,
    ) -> Stop {
        let mut open = Open { record: 0, ids: ragged.ids.len() };
        let mut at = 0;
        loop {
            let mut copy = [BEYOND; WINDOW];
            let block = Block::at(records, at, &mut copy, &masks, plain);
            let Block { masks, words, stretch, .. } = &block;
            if let Some(found) = find(&block, self.tables.words) {
                self.append_found(&block, &found, at, &mut open, ragged);
            } else if let Err(other) = self.append_each(&block, at, &mut open, ragged) {
                return open.stop(at + other, ragged);
            }
            if masks.others != 0 {
                let ids = &mut ragged.ids;
                let bytes = stretch.as_ref().and_then(|stretch| records.get(stretch.start..stretch.end));
                match bytes.map(|bytes| self.stretch(bytes, &mut |word| extend(ids, word))) {
                    Some(Ok(())) => {}
                    _ => return open.stop(at + masks.others.trailing_zeros() as usize, ragged),
                }
                at = stretch.as_ref().map_or(at, |stretch| stretch.end);
                continue;
            }
            if words.done == 0 {
                let ids = &mut ragged.ids;
                match self.long_word(records, at, plain, &mut |word| extend(ids, word)) {
                    Ok(length) => at += length,
                    Err(NotPlain) => return open.stop(at, ragged),
                }
            }
            at += words.done;
        }
    }

    /// Appends the ids of a block whose runs were looked up at once.
    #[inline(always)]
    fn append_found(
        &mut self,
        block: &Block<'_>,
        found: &Found,
        at: usize,
        open: &mut Open,
        ragged: &mut Ragged,
    ) {
        let (runs, separators) = (block.runs(), block.masks.separators);
        let mut taken = 0;
        // What is not among the ids, and where records end.
        let mut marks = found.missing | separators;
        while marks != 0 {
            let mark = marks & marks.wrapping_neg();
            let place = marks.trailing_zeros() as usize;
            marks ^= mark;
            let before = (runs.starts & below(place)).count_ones() as usize;
            found.append(taken, before, &mut ragged.ids);
            taken = before;
            if separators & mark != 0 {
                open.end(at + place + 1, ragged);
            } else {
                let (start, length) = Runs { starts: mark, ..runs }.take_first_of_some();
                self.ids_of(block.key_of(start, length), block.window, start, length, &mut ragged.ids);
                taken += 1;
            }
        }
        found.append(taken, runs.starts.count_ones() as usize, &mut ragged.ids);
    }

    /// Appends the ids of a block run by run. In error, a byte of it that is not plain.
    #[inline(always)]
    fn append_each(
        &mut self,
        block: &Block<'_>,
        at: usize,
        open: &mut Open,
        ragged: &mut Ragged,
    ) -> Result<(), usize> {
        let mut runs = block.runs().with(block.stretches);
        let mut separators = block.masks.separators;
        loop {
            let end = separators.trailing_zeros() as usize;
            while runs.starts & below(end) != 0 {
                let (start, length) = runs.take_first();
                let ids = &mut ragged.ids;
                if block.stretches.starts >> (start % BLOCK) & 1 == 1 {
                    let taken = self.stretch_of(block, start, length, &mut |word| extend(ids, word));
                    taken.map_err(|NotPlain| start)?;
                    continue;
                }
                let key = block.key_of(start, length);
                match self.tables.words.find(key) {
                    Some(id) => ids.push(id),
                    None => self.ids_of(key, block.window, start, length, ids),
                }
            }
            if separators == 0 {
                return Ok(());
            }
            separators &= separators - 1;
            open.end(at + end + 1, ragged);
        }
    }

    #[cold]
    #[inline(never)]
    fn ids_of(
        &mut self,
        key: Key,
        window: &[u8; WINDOW],
        start: usize,
        length: usize,
        ids: &mut Vec<TokenId>,
    ) {
        let take = |part: &[u16]| extend(ids, part);
        self.looked_up(key, window, start, length, take);
    }
}
