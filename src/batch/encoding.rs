//! Enters: a buffer of records. Leaves: the ids of each that is plain.

use cliptok_bpe::{Folding, Key, TokenId};

use super::block::{Block, below};

use super::masks::{BEYOND, BLOCK, Masks, Plain};
use super::plain_text::NotPlain;
use super::ragged::Ragged;
use super::records::Stop;
use super::scan::{Scan, extend};
use super::words::WINDOW;

impl Scan<'_> {
    /// Encodes, with the classes of blocks as `masks` finds them.
    #[inline(always)]
    pub(super) fn encode_plain_by(
        &mut self,
        masks: impl Fn(&[u8; BLOCK]) -> Masks,
        records: &[u8],
        plain: Plain,
        ragged: &mut Ragged,
    ) -> Stop {
        let table = self.tables.words;
        let (mut at, mut record, mut begun) = (0, 0, ragged.ids.len());
        loop {
            let mut copy = [BEYOND; WINDOW];
            let block = Block::at(records, at, &mut copy, &masks, plain);
            let Block { masks, words, .. } = &block;
            let mut runs = words.letters.with(words.others);
            let mut separators = masks.separators;
            loop {
                let end = separators.trailing_zeros() as usize;
                while runs.starts & below(end) != 0 {
                    let (start, length) = runs.take_first();
                    let is_word = words.letters.starts >> (start % BLOCK) & 1 == 1;
                    let folding = if is_word { Folding::Letters } else { Folding::None };
                    let key = block.key(start, length, folding);
                    match table.find(key) {
                        Some(id) => ragged.ids.push(id),
                        None => self.ids_of(key, block.window, start, length, &mut ragged.ids),
                    }
                }
                if separators == 0 {
                    break;
                }
                separators &= separators - 1;
                ragged.ends.push(ragged.ids.len());
                (begun, record) = (ragged.ids.len(), at + end + 1);
            }
            if masks.others != 0 {
                let ids = &mut ragged.ids;
                match self.stretches(records, block.stretch, plain, &mut |word| extend(ids, word)) {
                    Ok(end) => at = end,
                    Err(NotPlain) => {
                        return Stop {
                            at: at + masks.others.trailing_zeros() as usize,
                            record,
                            open: ragged.ids.len() - begun,
                        };
                    }
                }
                continue;
            }
            if words.done == 0 {
                let ids = &mut ragged.ids;
                match self.long_word(records, at, plain, &mut |word| extend(ids, word)) {
                    Ok(length) => at += length,
                    Err(NotPlain) => return Stop { at, record, open: ragged.ids.len() - begun },
                }
            }
            at += words.done;
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
