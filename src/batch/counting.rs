//! Enters: a buffer of records. Leaves: the number of tokens of each that is plain. No ids are made.

use cliptok_bpe::{Folding, Key};

use super::block::{Block, below};
use super::scan::Scan;

use super::masks::{BEYOND, BLOCK, Masks, Plain};
use super::plain_text::NotPlain;
use super::records::Stop;
use super::words::WINDOW;

impl Scan<'_> {
    /// Counts, with the classes of blocks as `masks` finds them.
    #[inline(always)]
    pub(super) fn count_plain_by(
        &mut self,
        masks: impl Fn(&[u8; BLOCK]) -> Masks,
        records: &[u8],
        plain: Plain,
        counts: &mut Vec<usize>,
    ) -> Stop {
        let table = self.tables.words;
        let (mut at, mut record, mut open) = (0, 0, 0_usize);
        loop {
            let mut copy = [BEYOND; WINDOW];
            let block = Block::at(records, at, &mut copy, &masks, plain);
            let Block { masks, words, .. } = &block;
            // A word counts as one token until it is looked up.
            let mut tokens = words.letters.starts | words.others.starts;
            let mut separators = masks.separators;
            let first = counts.len();
            while separators != 0 {
                let end = separators.trailing_zeros() as usize;
                separators &= separators - 1;
                counts.push(open + (tokens & below(end)).count_ones() as usize);
                tokens &= !below(end);
                (open, record) = (0, at + end + 1);
            }
            open += tokens.count_ones() as usize;
            // A single byte is always one token.
            for (mut runs, folding) in
                [(words.letters.longer(), Folding::Letters), (words.others.longer(), Folding::None)]
            {
                while runs.starts != 0 {
                    let (start, length) = runs.take_first();
                    let key = block.key(start, length, folding);
                    if !table.holds(key) {
                        let more = self.tokens_of(key, block.window, start, length).saturating_sub(1);
                        let ended = (masks.separators & below(start)).count_ones() as usize;
                        *counts.get_mut(first + ended).unwrap_or(&mut open) += more;
                    }
                }
            }
            if masks.others != 0 {
                let mut tokens = 0;
                match self.stretches(records, block.stretch, plain, &mut |ids| tokens += ids.len()) {
                    Ok(end) => (at, open) = (end, open + tokens),
                    Err(NotPlain) => {
                        return Stop { at: at + masks.others.trailing_zeros() as usize, record, open };
                    }
                }
                continue;
            }
            if words.done == 0 {
                match self.long_word(records, at, plain, &mut |ids| open += ids.len()) {
                    Ok(length) => at += length,
                    Err(NotPlain) => return Stop { at, record, open },
                }
            }
            at += words.done;
        }
    }

    #[cold]
    #[inline(never)]
    fn tokens_of(&mut self, key: Key, window: &[u8; WINDOW], start: usize, length: usize) -> usize {
        let mut tokens = 0;
        self.looked_up(key, window, start, length, |ids| tokens += ids.len());
        tokens
    }
}
