//! Enters: a short word. Leaves: the same word as two integers, which are compared and hashed at once.

/// A word of at most 15 bytes, none of them zero, padded with zeros. The byte after them is free: it tells words
/// from parts of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    low: u64,
    high: u64,
}

/// How many bytes of a text are read to make a key.
pub const KEY_BYTES: usize = 16;

/// The longest word that has a key, in bytes.
pub const LONGEST_KEY: usize = KEY_BYTES - 1;

/// The upper bits of a half go into the lower ones in its hash. It is no number of whole bytes: the halves of the same
/// emoji twice would take each other away.
pub(crate) const MIXING_SHIFT: u32 = 27;

/// What the halves are multiplied by then: odd numbers that look like chance.
pub(crate) const LOW_FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
const HIGH_FACTOR: u64 = 0xD6E8_FEB8_6659_FD93;

/// What a word's bytes become on the way into a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Folding {
    /// They stay.
    None = 0,
    /// Letters get the bit that makes them lower-case. The apostrophe of a contraction has it already.
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
    /// The key of no word: it marks a free slot in a table.
    pub const NONE: Self = Self { low: 0, high: 0 };

    /// The key of a word, if it has one.
    #[inline]
    pub fn of(word: &[u8]) -> Option<Self> {
        let length = word.len();
        // Two pieces that overlap, so that no byte is read on its own.
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

    /// The key of the first `length` bytes, at most 63 and none of them zero. From 16 on, no word has this key.
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

    /// The key of the same bytes when more of the word follows.
    #[must_use]
    pub const fn inside_a_word(self) -> Self {
        Self { low: self.low, high: self.high | 1 << 56 }
    }

    /// Whether all bytes are ASCII.
    #[inline]
    pub const fn is_ascii(self) -> bool {
        (self.low | self.high) & 0x8080_8080_8080_8080 == 0
    }

    /// The bytes, padded with zeros.
    pub fn bytes(self) -> [u8; KEY_BYTES] {
        (u128::from(self.high) << 64 | u128::from(self.low)).to_le_bytes()
    }

    /// A number in which the upper bits are well mixed. For a word of at most eight bytes it takes one multiplication, of which
    /// only the lower half counts: that can be done to several words at once.
    #[inline(always)]
    pub const fn hash(self) -> u64 {
        let [low, high] = [self.low ^ self.low >> MIXING_SHIFT, self.high ^ self.high >> MIXING_SHIFT];
        low.wrapping_mul(LOW_FACTOR).wrapping_add(high.wrapping_mul(HIGH_FACTOR))
    }

    /// Both integers.
    pub const fn parts(self) -> [u64; 2] {
        [self.low, self.high]
    }

    /// The key with these integers.
    pub const fn from_parts([low, high]: [u64; 2]) -> Self {
        Self { low, high }
    }
}

/// Whether one of the first bytes is zero.
const fn has_zero(bytes: u128, length: usize) -> bool {
    const ONES: u128 = u128::MAX / 0xFF;
    // The lowest zero byte gets its highest bit set. Only bytes above it may get theirs without being zero.
    let zeros = bytes.wrapping_sub(ONES) & !bytes & ONES << 7;
    zeros.trailing_zeros() < 8 * length as u32
}
