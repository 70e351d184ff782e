//! Enters: small numbers as Parquet packs them, in runs and in bits. Leaves: them, one by one.
//!
//! Each reader is only a state: the bytes are handed to it with every call, and stay where they are.

use super::thrift::{varint, zigzag};

/// The hybrid of run lengths and packed bits: definition levels and the entries of a dictionary.
#[derive(Clone, Debug)]
pub(super) struct Runs {
    at: usize,
    width: u32,
    left: u64,
    run: Run,
}

#[derive(Clone, Debug)]
enum Run {
    Same(u32),
    Packed(Bits),
}

impl Runs {
    /// Those that begin at this byte, of numbers that take `width` bits, at most 32.
    pub(super) fn new(at: usize, width: u32) -> Self {
        Self { at, width: width.min(32), left: 0, run: Run::Same(0) }
    }

    /// The next number; `None` if the bytes end.
    pub(super) fn next(&mut self, bytes: &[u8]) -> Option<u32> {
        while self.left == 0 {
            let head = take(bytes, &mut self.at)?;
            let count = head >> 1;
            if head & 1 == 0 {
                let end = self.at + self.width.div_ceil(8) as usize;
                let value = bytes.get(self.at..end)?;
                let value = value.iter().rev().fold(0, |number, &byte| number << 8 | u32::from(byte));
                (self.at, self.left, self.run) = (end, count, Run::Same(value));
            } else {
                // Eight numbers a group; some writers leave out the end of the last one.
                let length = count.saturating_mul(u64::from(self.width)).min(bytes.len() as u64) as usize;
                self.run = Run::Packed(Bits::new(self.at));
                self.left = count.saturating_mul(8);
                self.at = self.at.saturating_add(length);
            }
        }
        self.left -= 1;
        match &mut self.run {
            Run::Same(value) => Some(*value),
            Run::Packed(bits) => Some(bits.next(bytes, self.width)? as u32),
        }
    }
}

/// Numbers in packed bits, the lowest bit first.
#[derive(Clone, Debug)]
pub(super) struct Bits {
    byte: usize,
    bit: u32,
}

impl Bits {
    pub(super) const fn new(byte: usize) -> Self {
        Self { byte, bit: 0 }
    }

    /// The next number of `width` bits, at most 56; `None` if the bytes end.
    pub(super) fn next(&mut self, bytes: &[u8], width: u32) -> Option<u64> {
        let end = self.bit + width;
        let holding = bytes.get(self.byte..self.byte + end.div_ceil(8) as usize)?;
        let number = holding.iter().rev().fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
        let number = (number >> self.bit) & ((1 << width) - 1);
        self.byte += (end / 8) as usize;
        self.bit = end % 8;
        Some(number)
    }
}

/// The delta encoding of whole numbers, `DELTA_BINARY_PACKED`, as far as lengths need it: what does not fit in 32 bits wraps.
#[derive(Clone, Debug)]
pub(super) struct Deltas {
    /// Where the next mini block or block begins.
    at: usize,
    per_mini_block: usize,
    mini_blocks: usize,
    /// How many numbers are left.
    left: u64,
    /// The first number, until it is given.
    first: Option<i32>,
    last: i32,
    least: i32,
    /// Where the widths of the mini blocks begin that are left of this block, and how many there are.
    widths: usize,
    blocks_left: usize,
    bits: Bits,
    width: u32,
    left_in_mini_block: usize,
}

impl Deltas {
    /// Those that begin at this byte; `None` if they are damaged.
    pub(super) fn new(bytes: &[u8], mut at: usize) -> Option<Self> {
        let block = take(bytes, &mut at)?;
        let mini_blocks = take(bytes, &mut at)?;
        let left = take(bytes, &mut at)?;
        let first = zigzag(take(bytes, &mut at)?) as i32;
        let per_mini_block = block.checked_div(mini_blocks)?;
        // As the format has it; no writer comes near these limits, which keep the sums below small.
        if per_mini_block == 0 || per_mini_block % 32 != 0 || block > 1 << 24 || mini_blocks > 1 << 16 {
            return None;
        }
        Some(Self {
            at,
            per_mini_block: per_mini_block as usize,
            mini_blocks: mini_blocks as usize,
            left,
            first: Some(first),
            last: first,
            least: 0,
            widths: at,
            blocks_left: 0,
            bits: Bits::new(at),
            width: 0,
            left_in_mini_block: 0,
        })
    }

    /// The next number; `None` after the last one, and if the bytes end before it.
    pub(super) fn next(&mut self, bytes: &[u8]) -> Option<i32> {
        self.left = self.left.checked_sub(1)?;
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        if self.left_in_mini_block == 0 {
            self.next_mini_block(bytes)?;
        }
        self.left_in_mini_block -= 1;
        let delta = self.bits.next(bytes, self.width)? as u32;
        self.last = self.last.wrapping_add(self.least).wrapping_add(delta.cast_signed());
        Some(self.last)
    }

    fn next_mini_block(&mut self, bytes: &[u8]) -> Option<()> {
        if self.blocks_left == 0 {
            self.least = zigzag(take(bytes, &mut self.at)?) as i32;
            (self.widths, self.blocks_left) = (self.at, self.mini_blocks);
            self.at += self.mini_blocks;
        }
        self.width = u32::from(*bytes.get(self.widths)?);
        if self.width > 32 {
            return None;
        }
        self.widths += 1;
        self.blocks_left -= 1;
        self.bits = Bits::new(self.at);
        self.at += self.per_mini_block * self.width as usize / 8;
        self.left_in_mini_block = self.per_mini_block;
        Some(())
    }

    /// How many numbers are left.
    pub(super) const fn left(&self) -> u64 {
        self.left
    }

    /// Where the bytes behind all numbers begin; `None` if the bytes end before.
    pub(super) fn end(&self, bytes: &[u8]) -> Option<usize> {
        let mut walked = self.clone();
        while walked.left > 0 {
            walked.next(bytes)?;
        }
        Some(walked.at)
    }
}

/// The number at this byte, which moves behind it.
fn take(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let (number, length) = varint(bytes.get(*at..)?)?;
    *at += length;
    Some(number)
}
