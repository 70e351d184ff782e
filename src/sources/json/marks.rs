//! Enters: a buffer of JSON. Leaves: where the next byte is that ends a string, or is special in one.

use crate::sources::bits::{BLOCK, bits, bits_at_end};

/// Quotes, backslashes, and control characters of a buffer, 64 bytes at a time.
#[derive(Clone, Debug)]
pub(super) struct StringMarks<'b> {
    bytes: &'b [u8],
    /// Where the block begins.
    at: usize,
    length: usize,
    bits: u64,
}

impl<'b> StringMarks<'b> {
    pub(super) const fn of(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0, length: 0, bits: 0 }
    }

    /// The first mark from here on. Questions go forward.
    #[inline(always)]
    pub(super) fn next(&mut self, mut from: usize) -> Option<usize> {
        loop {
            let within = from.wrapping_sub(self.at);
            if within < self.length {
                let left = self.bits >> within;
                if left != 0 {
                    return Some(from + left.trailing_zeros() as usize);
                }
                from = self.at + self.length;
            }
            let rest = self.bytes.get(from..).filter(|rest| !rest.is_empty())?;
            self.at = from;
            (self.length, self.bits) = match rest.first_chunk() {
                Some(block) => (BLOCK, bits(block, is_marked)),
                None => (rest.len(), bits_at_end(rest, is_marked)),
            };
        }
    }
}

#[inline(always)]
#[allow(clippy::needless_bitwise_bool, reason = "a branch would part the bytes")]
const fn is_marked(byte: u8) -> bool {
    (byte == b'"') | (byte == b'\\') | (byte < 0x20)
}
