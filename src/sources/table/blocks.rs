//! Enters: a buffer that fills. Leaves: the marks in it, 64 bytes at a time, each of them once.

use super::marks::{Marks, Quotes, Separators};
use crate::sources::bits::BLOCK;

/// The marks of a block that were not taken yet, and where it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    at: usize,
    length: usize,
    separators: u64,
    /// Ends of lines, and quotes if each has to be looked at.
    others: u64,
}

impl Blocks {
    /// Where the next mark that is no separator is in the block, if there is one.
    #[inline(always)]
    pub(super) const fn next_other(&self) -> Option<usize> {
        match self.others {
            0 => None,
            others => Some(self.at + others.trailing_zeros() as usize),
        }
    }

    /// Takes the next mark that is no separator. Returns the separators before it.
    #[inline(always)]
    pub(super) const fn take_other(&mut self) -> Places {
        let before = self.others.wrapping_sub(1) & !self.others;
        let taken = self.separators & before;
        self.separators ^= taken;
        self.others &= self.others.wrapping_sub(1);
        Places { at: self.at, bits: taken }
    }

    /// Takes the separators that are left where no other mark is.
    #[inline(always)]
    pub(super) const fn take_rest(&mut self) -> Places {
        let bits = self.separators;
        self.separators = 0;
        Places { at: self.at, bits }
    }

    /// Takes all ends of lines of a block without quotes. Returns how many of them end a row, if a row begins at `row` and
    /// at no later place before the block, and where the last one is.
    #[inline(always)]
    pub(super) fn take_line_ends(&mut self, row: usize) -> (u32, Option<usize>) {
        let begun = row.saturating_sub(self.at).min(BLOCK - 1);
        let left = self.others >> begun << begun;
        // Of ends of lines side by side, only the first ends a row; none does where the row begins.
        let behind = (left << 1) | if row >= self.at { 1 << begun } else { 0 };
        let last = (left != 0).then(|| self.at + left.ilog2() as usize);
        (self.others, self.separators) = (0, 0);
        ((left & !behind).count_ones(), last)
    }

    /// Where the block ends.
    pub(super) const fn end(&self) -> usize {
        self.at + self.length
    }

    /// Goes on to the bytes behind the block, if there are some.
    #[inline(always)]
    pub(super) fn advance(
        &mut self,
        bytes: &[u8],
        delimiter: u8,
        separators: Separators,
        quotes: Quotes,
    ) -> Option<Entered> {
        let at = self.end();
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let (marks, length) = match rest.first_chunk() {
            Some(block) => (Marks::of(block, delimiter, separators), BLOCK),
            None => (Marks::of_rest(rest, delimiter), rest.len()),
        };
        let (marks, entered) = match marks.outside(quotes, length) {
            Some((marks, behind)) => (marks, Entered::WithoutQuotes { behind }),
            None => (Marks { separators: marks.separators & !marks.quotes, ..marks }, Entered::WithQuotes),
        };
        let others = marks.quotes | marks.line_ends;
        *self = Self { at, length, separators: marks.separators, others };
        Some(entered)
    }
}

/// Which marks of a block there are to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entered {
    /// Those outside of quotes, without the quotes; and this is so behind the block.
    WithoutQuotes { behind: Quotes },
    /// All of them, since each quote has to be looked at.
    WithQuotes,
}

/// Places of separators in one block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    at: usize,
    bits: u64,
}

impl Places {
    pub(super) const fn count(self) -> usize {
        self.bits.count_ones() as usize
    }

    /// The nth, from 0, if there are so many.
    #[inline(always)]
    pub(super) fn nth(self, nth: usize) -> Option<usize> {
        let mut bits = self.bits;
        for _ in 0..nth.min(self.count()) {
            bits &= bits.wrapping_sub(1);
        }
        (bits != 0).then_some(self.at + bits.trailing_zeros() as usize)
    }
}
