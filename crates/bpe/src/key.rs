//! Enters: a short word. Leaves: it as two integers, which are compared and hashed at once.

/// A word of at most 15 bytes, none of them zero, filled up with zeros. The byte behind them is free, and tells
/// words from parts of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    low: u64,
    high: u64,
}

/// How many bytes of a text are looked at to make a key.
pub const KEY_BYTES: usize = 16;

/// The longest word that has a key, in bytes.
pub const LONGEST_KEY: usize = KEY_BYTES - 1;

/// What a word's bytes become on the way into a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Folding {
    /// They stay.
    None = 0,
    /// Letters, and the apostrophe of a contraction, get the bit that makes them lower-case.
    Letters = 0x2020_2020_2020_2020,
}

/// For each length, which bytes count.
static KEPT: [Key; 64] = {
    let mut kept = [Key { low: u64::MAX, high: u64::MAX }; 64];
    let mut length = 0;
    #[allow(clippy::indexing_slicing, reason = "it runs at compile time")]
    while length < KEY_BYTES {
        let bits = (1_u128 << (8 * length)) - 1;
        kept[length] = Key { low: bits as u64, high: (bits >> 64) as u64 };
        length += 1;
    }
    kept
};

impl Key {
    /// What no word has: the mark of a free place in a table.
    pub const NONE: Self = Self { low: 0, high: 0 };

    /// The key of a word, if it has one.
    #[inline]
    pub fn of(word: &[u8]) -> Option<Self> {
        let length = word.len();
        // Two pieces that overlap, so that no byte is looked at alone.
        let both = if let (Some(first), Some(last), ..=LONGEST_KEY) =
            (word.first_chunk(), word.last_chunk(), length)
        {
            u128::from(u64::from_le_bytes(*first))
                | u128::from(u64::from_le_bytes(*last)) << (8 * (length - size_of::<u64>()))
        } else if let (Some(first), Some(last), ..8) = (word.first_chunk(), word.last_chunk(), length) {
            let last = u64::from(u32::from_le_bytes(*last)) << (8 * (length - size_of::<u32>()));
            u128::from(u64::from(u32::from_le_bytes(*first)) | last)
        } else if length < size_of::<u32>() {
            word.iter().rev().fold(0, |both, &byte| both << 8 | u128::from(byte))
        } else {
            return None;
        };
        let key = Self { low: both as u64, high: (both >> 64) as u64 };
        (length > 0 && !has_zero(both, length)).then_some(key)
    }

    /// The key of the first bytes of these, up to 63, none of them zero. From 16 on it is one that no word has.
    #[inline(always)]
    #[allow(clippy::indexing_slicing, reason = "a remainder is below the length")]
    pub fn of_first(bytes: &[u8; KEY_BYTES], length: usize, folding: Folding) -> Self {
        let both = u128::from_le_bytes(*bytes);
        let kept = KEPT[length % KEPT.len()];
        Self {
            low: (both as u64 | folding as u64) & kept.low,
            high: ((both >> 64) as u64 | folding as u64) & kept.high,
        }
    }

    /// The key of the same bytes where more of the word follows.
    #[must_use]
    pub const fn inside_a_word(self) -> Self {
        Self { low: self.low, high: self.high | 1 << 56 }
    }

    /// Whether all bytes are ASCII.
    #[inline]
    pub const fn is_ascii(self) -> bool {
        (self.low | self.high) & 0x8080_8080_8080_8080 == 0
    }

    /// The bytes, filled up with zeros.
    pub fn bytes(self) -> [u8; KEY_BYTES] {
        (u128::from(self.high) << 64 | u128::from(self.low)).to_le_bytes()
    }

    /// A number that is well mixed in all bits: both halves of a product.
    #[inline(always)]
    pub const fn hash(self) -> u64 {
        let product =
            (self.low ^ 0x9E37_79B9_7F4A_7C15) as u128 * (self.high ^ 0xD6E8_FEB8_6659_FD93) as u128;
        product as u64 ^ (product >> 64) as u64
    }

    /// Both integers.
    pub const fn parts(self) -> [u64; 2] {
        [self.low, self.high]
    }

    /// The key of these integers.
    pub const fn from_parts([low, high]: [u64; 2]) -> Self {
        Self { low, high }
    }
}

/// Whether one of the first bytes is zero.
const fn has_zero(bytes: u128, length: usize) -> bool {
    const ONES: u128 = u128::MAX / 0xFF;
    // The lowest byte that is zero gets its highest bit; only bytes above it may get theirs without being zero.
    let zeros = bytes.wrapping_sub(ONES) & !bytes & ONES << 7;
    zeros.trailing_zeros() < 8 * length as u32
}
