//! Enters: 64 bytes, and what is asked of each. Leaves: the answers, as the bits of an integer.

/// How many bytes are asked together: as many as an integer has bits.
pub(super) const BLOCK: usize = 64;

/// The bit that each byte leaves: all of a group of eight leave the same one.
#[allow(clippy::indexing_slicing, reason = "it is evaluated by the compiler")]
const OF_GROUP: [u8; BLOCK] = {
    let mut bits = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        bits[at] = 1 << (at / 8);
        at += 1;
    }
    bits
};

/// The bits of those bytes of which this is true, the first in the lowest.
#[inline(always)]
pub(super) fn bits(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
    // In this form, with an array between, the compiler asks sixteen bytes at once; without one, it asks them one by one,
    // which takes ten times as long.
    let mut marked = [0; BLOCK];
    for ((mark, &byte), bit) in marked.iter_mut().zip(block).zip(OF_GROUP) {
        *mark = if is(byte) { bit } else { 0 };
    }
    let groups = marked.as_chunks().0.iter();
    transposed(groups.fold(0, |bits, group| bits | u64::from_le_bytes(*group)))
}

/// The bits of at most 64 bytes that a buffer ends with.
pub(super) fn bits_at_end(bytes: &[u8], is: impl Fn(u8) -> bool) -> u64 {
    let marks = bytes.iter().take(BLOCK).enumerate().map(|(at, &byte)| u64::from(is(byte)) << at);
    marks.fold(0, |bits, mark| bits | mark)
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
