//! Enters: the classes of 64 bytes of plain text. Leaves: where its words, digits and runs of symbols begin and end.

use super::masks::{BLOCK, Masks, Symbols};

/// A block with as many bytes behind it as a key may need.
pub(super) const WINDOW: usize = BLOCK + cliptok_bpe::KEY_BYTES;

/// Runs of bytes in a block: the nth lowest bit of `starts` and the nth lowest of `ends` belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Runs {
    /// The first byte of each.
    pub starts: u64,
    /// The byte behind the last one of each.
    pub ends: u64,
}

/// The pre-tokens of a block that begins with one, or with white space: those that end in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// Words, and contractions.
    pub letters: Runs,
    /// Digits, and runs of symbols.
    pub others: Runs,
    /// How many bytes of the block are done with. The next block begins behind them.
    pub done: usize,
}

impl Runs {
    /// No runs.
    pub(super) const NONE: Self = Self { starts: 0, ends: 0 };

    /// The single bytes, marked by their starts.
    #[inline(always)]
    pub(super) const fn single(self) -> u64 {
        self.starts & self.ends >> 1
    }

    /// The runs that are longer than one byte.
    #[inline(always)]
    pub(super) const fn longer(self) -> Self {
        let single = self.single();
        Self { starts: self.starts & !single, ends: self.ends & !(single << 1) }
    }

    /// The runs of both.
    #[inline(always)]
    pub(super) const fn with(self, other: Self) -> Self {
        Self { starts: self.starts | other.starts, ends: self.ends | other.ends }
    }

    /// Takes the first run away; gives its start and its length.
    #[inline(always)]
    pub(super) const fn take_first(&mut self) -> (usize, usize) {
        let (start, end) = (self.starts.trailing_zeros(), self.ends.trailing_zeros());
        self.starts &= self.starts.wrapping_sub(1);
        self.ends &= self.ends.wrapping_sub(1);
        (start as usize, end.wrapping_sub(start) as usize)
    }

    /// The same where ends may be left of runs that are not there. None of them begins where this one does.
    #[inline(always)]
    pub(super) const fn take_first_of_some(&mut self) -> (usize, usize) {
        let start = self.starts.trailing_zeros();
        self.starts &= self.starts.wrapping_sub(1);
        let length = (self.ends >> 1).wrapping_shr(start).trailing_zeros() + 1;
        (start as usize, length as usize)
    }
}

impl Words {
    /// Finds them by CLIP's pattern: `'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`, where case is
    /// ignored, since the text is not in lower case yet. What is not plain is white space to it.
    #[inline(always)]
    pub(super) fn of(masks: &Masks, window: &[u8; WINDOW], symbols_make: Symbols) -> Self {
        let Masks { letters, digits, symbols, apostrophes, .. } = *masks;
        // Symbols of which another one may be the rest.
        let joining = symbols & symbols_make as u64;
        let first_symbols = symbols & !(joining << 1);
        let mut words = Self {
            letters: Runs { starts: letters & !(letters << 1), ends: letters << 1 & !letters },
            others: Runs { starts: first_symbols | digits, ends: symbols << 1 & !joining | digits << 1 },
            done: BLOCK,
        };
        let before_letters = first_symbols & letters >> 1 & apostrophes & joining;
        if before_letters != 0 {
            words.split_contractions(before_letters, letters, window);
        }
        words.leave_unfinished();
        words
    }

    /// Leaves out what does not begin among so many first bytes of the block.
    pub(super) fn keep_below(&mut self, length: usize) {
        let kept = u64::MAX.checked_shr((BLOCK - length) as u32).unwrap_or(0);
        for runs in [&mut self.letters, &mut self.others] {
            runs.starts &= kept;
            runs.ends &= kept;
        }
    }

    /// Makes one word of each contraction. `candidates` are apostrophes between others than symbols, with a letter
    /// behind.
    #[cold]
    fn split_contractions(&mut self, mut candidates: u64, letters: u64, window: &[u8; WINDOW]) {
        while candidates != 0 {
            let at = candidates.trailing_zeros() as usize;
            candidates &= candidates - 1;
            let Some(&[_, first, second]) = window.get(at..at + 3) else { continue };
            let length = match (first.to_ascii_lowercase(), second.to_ascii_lowercase()) {
                (b's' | b't' | b'm' | b'd', _) => 2,
                (b'r' | b'v', b'e') | (b'l', b'l') => 3,
                _ => continue,
            };
            let apostrophe = 1_u64 << at;
            self.others.starts &= !apostrophe;
            self.others.ends &= !(apostrophe << 1);
            self.letters.starts = self.letters.starts & !(apostrophe << 1) | apostrophe;
            // Beyond the block there is no bit: the contraction is left to the next one.
            let end = u64::try_from(u128::from(apostrophe) << length).unwrap_or(0);
            self.letters.ends |= end;
            self.letters.starts |= end & letters;
        }
    }

    /// Leaves what does not end in the block to the next one.
    #[inline(always)]
    fn leave_unfinished(&mut self) {
        let Runs { starts, ends } = self.letters.with(self.others);
        if starts != 0 && starts.leading_zeros() <= ends.leading_zeros() {
            self.done = 63 - starts.leading_zeros() as usize;
            let last = 1 << self.done;
            self.letters.starts &= !last;
            self.others.starts &= !last;
        }
    }
}
