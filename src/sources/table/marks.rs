//! Enters: 64 bytes of a table. Leaves: a bit for each that can end a cell or a row, or begin or end quotes; and which do.

use crate::sources::bits::{BLOCK, bits, bits_at_end};

/// Which of 64 bytes mean something, the first in the lowest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// What separates cells.
    pub separators: u64,
    pub quotes: u64,
    /// Line feeds and carriage returns.
    pub line_ends: u64,
}

/// Whether quotes are open before the first byte of a block or behind its last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// They are not, and a quote does not open any.
    Outside,
    /// They are not, and a quote opens some: a cell begins here.
    AtStart,
    /// They are.
    Open,
    /// A quote has closed them, unless another one follows.
    Closed,
}

impl Marks {
    /// Those of a block. Separators are looked for where a quote makes a difference, and where they are wanted.
    #[inline(always)]
    #[allow(clippy::needless_bitwise_bool, reason = "a branch would part the bytes")]
    pub(super) fn of(block: &[u8; BLOCK], delimiter: u8, separators: Separators) -> Self {
        let others = bits(block, |byte| is_quote(byte) | is_line_end(byte));
        // Most blocks have no quotes, which is found sooner than where they are.
        let has_quotes = block.iter().fold(false, |has, &byte| has | is_quote(byte));
        let quotes = if has_quotes { bits(block, is_quote) } else { 0 };
        let separators = if separators == Separators::Wanted || has_quotes {
            bits(block, |byte| byte == delimiter)
        } else {
            0
        };
        Self { separators, quotes, line_ends: others ^ quotes }
    }

    /// Those of what is left at the end of a buffer, which is shorter than a block.
    pub(super) fn of_rest(rest: &[u8], delimiter: u8) -> Self {
        Self {
            separators: bits_at_end(rest, |byte| byte == delimiter),
            quotes: bits_at_end(rest, is_quote),
            line_ends: bits_at_end(rest, is_line_end),
        }
    }

    /// The marks outside of quotes, without the quotes; and what the block of this length leaves open. `None` if a quote
    /// stands where RFC 4180 has none: then each has to be looked at.
    #[inline(always)]
    pub(super) fn outside(self, before: Quotes, length: usize) -> Option<(Self, Quotes)> {
        let Self { separators, quotes, line_ends } = self;
        let ends = separators | line_ends;
        if before == Quotes::Closed && (ends | quotes) & 1 == 0 {
            return None;
        }
        let open_before = if before == Quotes::Open { u64::MAX } else { 0 };
        if quotes == 0 {
            let behind = if before == Quotes::Open { Quotes::Open } else { Quotes::Outside };
            return Some((
                Self { separators: separators & !open_before, quotes, line_ends: line_ends & !open_before },
                behind,
            ));
        }
        if separators & quotes != 0 {
            return None;
        }
        // From an opening quote on, without the closing one.
        let open = xor_of_those_before(quotes) ^ open_before;
        let (opening, closing) = (quotes & open, quotes & !open);
        let may_open = match before {
            Quotes::AtStart | Quotes::Closed => 1,
            Quotes::Outside | Quotes::Open => 0,
        };
        // Behind a quote that closes, the next one is the second of two.
        let opens_wrongly = opening & !((((ends & !open) | closing) << 1) | may_open);
        let last = 1_u64.rotate_right(1) >> (BLOCK - length.clamp(1, BLOCK));
        let closes_wrongly = closing & !((ends | quotes) >> 1) & !last;
        if opens_wrongly | closes_wrongly != 0 {
            return None;
        }
        let behind = match (closing & last != 0, open & last != 0) {
            (true, _) => Quotes::Closed,
            (false, true) => Quotes::Open,
            (false, false) => Quotes::Outside,
        };
        Some((Self { separators: separators & !open, quotes: 0, line_ends: line_ends & !open }, behind))
    }
}

/// Whether separators are looked for in every block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separators {
    Wanted,
    NotWanted,
}

#[inline(always)]
const fn is_quote(byte: u8) -> bool {
    byte == b'"'
}

#[inline(always)]
#[allow(clippy::needless_bitwise_bool, reason = "a branch would part the bytes")]
const fn is_line_end(byte: u8) -> bool {
    (byte == b'\n') | (byte == b'\r')
}

/// For each bit whether the number of those that are set up to it, itself included, is odd.
const fn xor_of_those_before(mut bits: u64) -> u64 {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^ (bits << 32)
}
