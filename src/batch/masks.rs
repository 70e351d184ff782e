//! Enters: 64 bytes of a text. Leaves: a bit for each: which are letters, digits, symbols, and which are not plain.

/// How many bytes are looked at together: as many as an integer has bits.
pub(super) const BLOCK: usize = 64;

/// What is plain: text that every step of a dialect leaves as it is, but for lower-casing and for spaces around symbols.
/// Letters, digits, spaces, tabs, carriage returns and line feeds of ASCII are, and its other printable characters but
/// those that are excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plain {
    /// Symbols that are not plain: the first of special tokens, of character references, and a pad that
    /// is special. Where there is no such character, another one stands twice.
    pub excluded: [u8; 3],
    /// Whether any text is plain.
    pub anything: Anything,
    /// What is made of text beyond ASCII.
    pub beyond_ascii: BeyondAscii,
    /// Whether symbols that stand together are one word.
    pub symbols: Symbols,
    /// What ends a record.
    pub separator: Separator,
}

/// Whether symbols that stand together are one word; as bits, those that may go on with the symbol before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub(super) enum Symbols {
    /// They are, and an apostrophe may begin a contraction.
    Runs = u64::MAX,
    /// Each of them is a word, the apostrophe too.
    Alone = 0,
}

/// Whether any text is plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anything {
    /// All that has nothing in it which is not.
    Perhaps,
    /// No text: some token begins with a letter, or too many of them with symbols.
    Nothing,
}

/// What is made of text beyond ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BeyondAscii {
    /// It is plain where all of its characters are.
    ByCharacters,
    /// It is not plain.
    NotPlain,
}

impl Plain {
    /// What is plain to both, and cut into the same words by both; `None` where that would have to be asked of each run of
    /// symbols.
    #[must_use]
    pub(super) fn and(self, other: Self) -> Option<Self> {
        if self.symbols != other.symbols
            || [self, other].iter().any(|plain| plain.anything == Anything::Nothing)
        {
            return None;
        }
        let [token, reference, pad] = self.excluded;
        let [_, other_reference, other_pad] = other.excluded;
        // One that is missing stands for the token's.
        let either = |one: u8, other: u8| if one == token { other } else { one };
        Some(Self {
            excluded: [token, either(reference, other_reference), either(pad, other_pad)],
            // Each dialect has characters of its own.
            beyond_ascii: BeyondAscii::NotPlain,
            ..self
        })
    }
}

/// What ends each line of a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Separator {
    /// A line feed, perhaps with a carriage return before it.
    LineFeed,
    /// A NUL byte.
    Nul,
    /// Nothing: the buffer is one line.
    None,
}

impl Separator {
    /// The byte; for no separator one that no text has, since the scanners compare bytes with it.
    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::LineFeed => b'\n',
            Self::Nul => b'\0',
            Self::None => 0xFF,
        }
    }

    /// The first line of a buffer, without what ends it, and everything behind it.
    ///
    /// ```
    /// use cliptok::batch::Separator;
    /// assert_eq!(Separator::LineFeed.split_first(b"a\r\nb\n"), (&b"a"[..], &b"b\n"[..]));
    /// ```
    pub fn split_first(self, buffer: &[u8]) -> (&[u8], &[u8]) {
        let end = match self {
            Self::None => None,
            Self::LineFeed | Self::Nul => memchr::memchr(self.byte(), buffer),
        };
        let Some((line, behind)) = end.and_then(|end| buffer.split_at_checked(end)) else {
            return (buffer, &[]);
        };
        let line = if self == Self::LineFeed { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
        (line, behind.get(1..).unwrap_or_default())
    }
}

/// What stands for bytes beyond the end: no text has it, and it is no separator.
pub(super) const BEYOND: u8 = 0xFE;

/// The classes of 64 bytes, the first in the lowest bit. White space is in none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Masks {
    /// Letters, of both cases.
    pub letters: u64,
    /// Digits.
    pub digits: u64,
    /// Other printable characters.
    pub symbols: u64,
    /// Of these, apostrophes.
    pub apostrophes: u64,
    /// Ends of records.
    pub separators: u64,
    /// What is not plain.
    pub others: u64,
}

/// The bit of each class in a byte.
const LETTER: u32 = 0;
const DIGIT: u32 = 1;
const SYMBOL: u32 = 2;
const SEPARATOR: u32 = 3;
const OTHER: u32 = 4;
const APOSTROPHE: u32 = 5;

impl Masks {
    /// The classes of these bytes.
    #[inline]
    pub(super) fn of(block: &[u8; BLOCK], plain: Plain) -> Self {
        // Without a branch or a table, so that the compiler does sixteen bytes and more at once.
        let (excluded, separator) = (plain.excluded, plain.separator.byte());
        let mut classes = [0; BLOCK];
        for (class_there, &byte) in classes.iter_mut().zip(block) {
            *class_there = class(byte, excluded, separator);
        }
        let mut masks = Self::default();
        for (index, eight) in classes.as_chunks::<8>().0.iter().enumerate() {
            let eight = u64::from_le_bytes(*eight);
            masks.letters |= gathered(eight, LETTER) << (8 * index);
            masks.digits |= gathered(eight, DIGIT) << (8 * index);
            masks.symbols |= gathered(eight, SYMBOL) << (8 * index);
            masks.separators |= gathered(eight, SEPARATOR) << (8 * index);
            masks.apostrophes |= gathered(eight, APOSTROPHE) << (8 * index);
            masks.others |= gathered(eight, OTHER) << (8 * index);
        }
        masks
    }

    /// The classes of only those bytes that are marked.
    #[must_use]
    #[inline]
    pub(super) const fn only(self, marked: u64) -> Self {
        Self {
            letters: self.letters & marked,
            digits: self.digits & marked,
            symbols: self.symbols & marked,
            apostrophes: self.apostrophes & marked,
            separators: self.separators & marked,
            others: self.others & marked,
        }
    }
}

/// The class of a byte. It is put in a way in which the compiler sees that it can do sixteen bytes at once, and more.
#[inline(always)]
#[allow(clippy::needless_bitwise_bool, reason = "a branch would part the bytes")]
const fn class(byte: u8, [first, second, third]: [u8; 3], separator: u8) -> u8 {
    let letter = ((byte | 0x20).wrapping_sub(b'a') < 26) as u8;
    let digit = (byte.wrapping_sub(b'0') < 10) as u8;
    let printable = (byte.wrapping_sub(b'!') <= b'~' - b'!') as u8;
    let excluded = ((byte == first) | (byte == second) | (byte == third)) as u8;
    let white = ((byte == b' ') | (byte == b'\t') | (byte == b'\r') | (byte == b'\n')) as u8;
    let separator = (byte == separator) as u8;
    let symbol = printable & !(letter | digit | excluded);
    let other = ((printable | white | separator) ^ 1) | excluded;
    let apostrophe = (byte == b'\'') as u8;
    letter << LETTER
        | digit << DIGIT
        | (symbol & 1) << SYMBOL
        | separator << SEPARATOR
        | (other & 1) << OTHER
        | apostrophe << APOSTROPHE
}

/// The bits of a class in eight bytes, side by side.
#[inline]
const fn gathered(eight: u64, class: u32) -> u64 {
    let bits = eight >> class & 0x0101_0101_0101_0101;
    // Each bit is moved to its own place in the uppermost byte, and nothing is carried.
    bits.wrapping_mul(0x0102_0408_1020_4080) >> 56
}
