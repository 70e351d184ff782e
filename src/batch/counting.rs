//! Enters: a buffer of records. Leaves: the number of tokens of each that is plain. No ids are made.

use cliptok_bpe::{Key, WordTable};

use super::block::{Block, below};
use super::scan::Scan;

use super::masks::{BEYOND, BLOCK, Masks, Plain};
use super::plain_text::NotPlain;
use super::records::Stop;
use super::words::{Runs, WINDOW};

impl Scan<'_> {
    /// Counts, with the classes of blocks as `masks` finds them, and the runs that are not one token as `missing` does.
    #[inline(always)]
    pub(super) fn count_plain_by(
        &mut self,
        masks: impl Fn(&[u8; BLOCK]) -> Masks,
        missing: impl Fn(&Block<'_>, WordTable) -> u64,
        records: &[u8],
        plain: Plain,
        counts: &mut Vec<usize>,
    ) -> Stop {
        let (mut at, mut record, mut open) = (0, 0, 0_usize);
        loop {
            let mut copy = [BEYOND; WINDOW];
            let block = Block::at(records, at, &mut copy, &masks, plain);
            let Block { masks, words, stretch, .. } = &block;
            // A word counts as one token until it is looked up.
            let mut tokens = words.letters.starts | words.others.starts;
            let mut separators = masks.separators;
            let (first, record_before) = (counts.len(), record);
            while separators != 0 {
                let end = separators.trailing_zeros() as usize;
                separators &= separators - 1;
                counts.push(open + (tokens & below(end)).count_ones() as usize);
                tokens &= !below(end);
                (open, record) = (0, at + end + 1);
            }
            open += tokens.count_ones() as usize;
            let mut missing = Runs { starts: missing(&block, self.tables.words), ..block.runs().longer() };
            while missing.starts != 0 {
                let (start, length) = missing.take_first_of_some();
                let key = block.key_of(start, length);
                let more = self.tokens_of(key, block.window, start, length).saturating_sub(1);
                let ended = (masks.separators & below(start)).count_ones() as usize;
                *counts.get_mut(first + ended).unwrap_or(&mut open) += more;
            }
            let mut stretches = block.stretches;
            while stretches.starts != 0 {
                let (start, length) = stretches.take_first();
                let ended = first + (masks.separators & below(start)).count_ones() as usize;
                let mut tokens = 0;
                if self.stretch_of(&block, start, length, &mut |ids| tokens += ids.len()) == Err(NotPlain) {
                    counts.truncate(ended);
                    let record = block.record_of(start).map_or(record_before, |record| at + record);
                    return Stop { at: at + start, record, open };
                }
                *counts.get_mut(ended).unwrap_or(&mut open) += tokens;
            }
            if masks.others != 0 {
                let mut tokens = 0;
                let bytes = stretch.as_ref().and_then(|stretch| records.get(stretch.start..stretch.end));
                match bytes.map(|bytes| self.stretch(bytes, &mut |ids| tokens += ids.len())) {
                    Some(Ok(())) => open += tokens,
                    _ => return Stop { at: at + masks.others.trailing_zeros() as usize, record, open },
                }
                at = stretch.as_ref().map_or(at, |stretch| stretch.end);
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
