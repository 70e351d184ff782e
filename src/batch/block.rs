//! Enters: a place in a buffer. Leaves: the 64 bytes there, with their classes, words and keys.

use cliptok_bpe::{Folding, Key};

use super::masks::{BLOCK, BeyondAscii, Masks, Plain, Separator};
use super::words::{WINDOW, Words};

/// A block of a buffer.
pub(super) struct Block<'b> {
    pub window: &'b [u8; WINDOW],
    pub masks: Masks,
    /// Its words, but for those of a stretch.
    pub words: Words,
    /// The text around the first byte that is not plain by itself, if it may be plain as a whole.
    pub stretch: Option<Stretch>,
}

/// Text between white space that has characters beyond ASCII in it.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    pub start: usize,
    pub end: usize,
}

impl Stretch {
    /// The one around a byte of a block which is not plain by itself.
    fn in_block(records: &[u8], at: usize, other: usize, masks: &Masks, plain: Plain) -> Option<Self> {
        let Masks { letters, digits, symbols, .. } = *masks;
        let white = below(other) & !(letters | digits | symbols);
        Self::of(records, at + BLOCK - white.leading_zeros() as usize, at + other, plain)
    }

    /// That from `start` on, if the byte at `other` is one of a character beyond ASCII, such characters may be plain,
    /// and it ends before the buffer does.
    pub(super) fn of(records: &[u8], start: usize, other: usize, plain: Plain) -> Option<Self> {
        let behind = records.get(other..)?;
        if behind.first()?.is_ascii() || plain.beyond_ascii == BeyondAscii::NotPlain {
            return None;
        }
        let separator = plain.separator.byte();
        let ends =
            |&byte: &u8| byte <= b' ' && matches!(byte, b' ' | b'\t' | b'\r' | b'\n') || byte == separator;
        let end = match behind.iter().position(ends) {
            Some(length) => other + length,
            None if plain.separator == Separator::None => records.len(),
            // The record does not end here, so whoever knows that it does has to look at it again.
            None => return None,
        };
        Some(Self { start, end })
    }

    /// The one behind a space behind this one, if it begins beyond ASCII. In most scripts, most words do.
    #[inline]
    pub(super) fn next(&self, records: &[u8], plain: Plain) -> Option<Self> {
        let start = self.end + 1;
        match records.get(self.end..)? {
            [b' ', first, ..] if !first.is_ascii() => Self::of(records, start, start, plain),
            _ => None,
        }
    }
}

impl<'b> Block<'b> {
    /// The block that begins at this byte. `copy` is filled with what is beyond the end.
    #[allow(clippy::expect_used, reason = "both lengths are constants")]
    #[inline(always)]
    pub(super) fn at(
        records: &'b [u8],
        at: usize,
        copy: &'b mut [u8; WINDOW],
        masks: &impl Fn(&[u8; BLOCK]) -> Masks,
        plain: Plain,
    ) -> Self {
        let window = window(records, at, copy);
        let masks = masks(window.first_chunk().expect("a window is longer than a block"));
        let other = masks.others.trailing_zeros() as usize;
        let masks = Masks { others: masks.others, ..masks.only(below(other)) };
        let mut words = Words::of(&masks, window, plain.symbols);
        let mut stretch = None;
        if masks.others != 0 {
            stretch = Stretch::in_block(records, at, other, &masks, plain);
            if let Some(stretch) = &stretch {
                words.keep_below(stretch.start - at);
            }
        }
        Self { window, masks, words, stretch }
    }

    /// The key of a run.
    #[inline(always)]
    pub(super) fn key(&self, start: usize, length: usize, folding: Folding) -> Key {
        let bytes = self.window.get(start % BLOCK..).and_then(|rest| rest.first_chunk());
        bytes.map_or(Key::NONE, |bytes| Key::of_first(bytes, length, folding))
    }
}

/// The bits below this one; all of them from 64 on.
#[inline(always)]
pub(super) const fn below(bit: usize) -> u64 {
    if bit < BLOCK { (1 << bit) - 1 } else { u64::MAX }
}

/// The block at this byte, with what stands behind it; beyond the end stands what is not plain.
#[allow(clippy::indexing_slicing, reason = "a block begins within the buffer, or at its end")]
#[inline(always)]
fn window<'b>(bytes: &'b [u8], at: usize, copy: &'b mut [u8; WINDOW]) -> &'b [u8; WINDOW] {
    let rest = &bytes[at..];
    if let Some(window) = rest.first_chunk() {
        return window;
    }
    for (place, &byte) in copy.iter_mut().zip(rest) {
        *place = byte;
    }
    copy
}
