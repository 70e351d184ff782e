//! Enters: a buffer that fills. Leaves: the marks in it, 64 bytes at a time, each of them once.

use super::marks::{BLOCK, Marks};

/// The marks of a block that were not taken yet, and where it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    at: usize,
    length: usize,
    left: Marks,
}

impl Blocks {
    /// Where the next quote or end of a line is in the block, if there is one.
    #[inline(always)]
    pub(super) const fn next_other(&self) -> Option<usize> {
        match self.left.others {
            0 => None,
            others => Some(self.at + others.trailing_zeros() as usize),
        }
    }

    /// Takes the next quote or end of a line. Returns the separators before it.
    #[inline(always)]
    pub(super) const fn take_other(&mut self) -> Separators {
        let before = self.left.others.wrapping_sub(1) & !self.left.others;
        let taken = self.left.separators & before;
        self.left.separators ^= taken;
        self.left.others &= self.left.others.wrapping_sub(1);
        Separators { at: self.at, bits: taken }
    }

    /// Takes the separators that are left where no other mark is.
    #[inline(always)]
    pub(super) const fn take_rest(&mut self) -> Separators {
        let bits = self.left.separators;
        self.left.separators = 0;
        Separators { at: self.at, bits }
    }

    /// Where the block ends.
    pub(super) const fn end(&self) -> usize {
        self.at + self.length
    }

    /// Goes on to the bytes behind the block, if there are some.
    #[inline(always)]
    pub(super) fn advance(&mut self, bytes: &[u8], marks: impl Fn(&[u8; BLOCK]) -> Marks) -> Option<()> {
        let at = self.end();
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        if let Some(block) = rest.first_chunk() {
            *self = Self { at, length: BLOCK, left: marks(block) };
            return Some(());
        }
        let mut block = [0; BLOCK];
        for (to, &from) in block.iter_mut().zip(rest) {
            *to = from;
        }
        let Marks { separators, others } = marks(&block);
        // A byte that is not there may look like a separator.
        let there = (1 << rest.len()) - 1;
        let left = Marks { separators: separators & there, others: others & there };
        *self = Self { at, length: rest.len(), left };
        Some(())
    }
}

/// Places of separators in one block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Separators {
    at: usize,
    bits: u64,
}

impl Separators {
    pub(super) const fn count(self) -> usize {
        self.bits.count_ones() as usize
    }

    /// The place of the nth, from 0, if there are so many.
    #[inline(always)]
    pub(super) fn place(self, nth: usize) -> Option<usize> {
        let mut bits = self.bits;
        for _ in 0..nth.min(self.count()) {
            bits &= bits.wrapping_sub(1);
        }
        (bits != 0).then_some(self.at + bits.trailing_zeros() as usize)
    }
}
