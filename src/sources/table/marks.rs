//! Enters: 64 bytes of a table. Leaves: a bit for each that can end a cell or a row, or begin or end quotes.

/// How many bytes are looked at together: as many as an integer has bits.
pub(super) const BLOCK: usize = 64;

/// Which of 64 bytes mean something, the first in the lowest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// What separates cells, unless that is a quote.
    pub separators: u64,
    /// Quotes, line feeds, and carriage returns.
    pub others: u64,
}

impl Marks {
    /// Quotes and ends of lines alone: most rows need no more to be told apart.
    pub(super) fn of_rows(block: &[u8; BLOCK]) -> Self {
        Self { separators: 0, others: bits(block, is_other) }
    }

    /// Those of a table whose cells are separated by this byte.
    pub(super) fn of_cells(block: &[u8; BLOCK], delimiter: u8) -> Self {
        let others = bits(block, is_other);
        Self { separators: bits(block, |byte| byte == delimiter) & !others, others }
    }
}

#[inline(always)]
#[allow(clippy::needless_bitwise_bool, reason = "a branch would part the bytes")]
const fn is_other(byte: u8) -> bool {
    (byte == b'"') | (byte == b'\n') | (byte == b'\r')
}

/// The bits of those bytes of which this is true.
#[inline(always)]
fn bits(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
    // Each group of eight bytes leaves its own bit in eight others. This needs no branch, so that the compiler does sixteen
    // bytes and more at once.
    let mut eight = [0; 8];
    for (group, bytes) in block.as_chunks::<8>().0.iter().enumerate() {
        for (bits, &byte) in eight.iter_mut().zip(bytes) {
            *bits |= u8::from(is(byte)) << group;
        }
    }
    transposed(u64::from_le_bytes(eight))
}

/// A square of eight times eight bits, mirrored: bit 8 a + b becomes bit 8 b + a.
const fn transposed(bits: u64) -> u64 {
    let bits = swapped(bits, 7, 0x00AA_00AA_00AA_00AA);
    let bits = swapped(bits, 14, 0x0000_CCCC_0000_CCCC);
    swapped(bits, 28, 0x0000_0000_F0F0_F0F0)
}

/// Bits with those that are marked and those so many places above them in each other's place.
const fn swapped(bits: u64, places: u32, marked: u64) -> u64 {
    let differ = (bits ^ (bits >> places)) & marked;
    bits ^ differ ^ (differ << places)
}
