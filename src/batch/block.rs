//! Enters: a place in a buffer. Leaves: the 64 bytes there, with their classes, words and keys.

use cliptok_bpe::{Folding, Key};

use super::masks::{BLOCK, BeyondAscii, Masks, Plain, Separator};
use super::whole::Whole;
use super::words::{Runs, WINDOW, Words};

/// A block of a buffer.
pub(super) struct Block<'b> {
    pub window: &'b [u8; WINDOW],
    pub masks: Masks,
    /// Its words, but for those of a stretch.
    pub words: Words,
    /// Text between white space with characters beyond ASCII, where all of it lies in the block.
    pub stretches: Runs,
    /// The text around the first byte that is not plain by itself, if it may be plain as a whole.
    pub stretch: Option<Stretch>,
}

/// Text between white space that has characters beyond ASCII in it.
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
        let ends =
            |&byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n') || byte == plain.separator.byte();
        let end = match behind.iter().position(ends) {
            Some(length) => other + length,
            None if plain.separator == Separator::None => records.len(),
            // The record does not end here, so whoever knows that it does has to look at it again.
            None => return None,
        };
        Some(Self { start, end })
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
        if masks.others != 0
            && let Some(whole) = Whole::of(&masks, window, plain)
        {
            let masks = masks.only(whole.rest);
            let words = Words { done: whole.done, ..Words::of(&masks, window, plain.symbols) };
            return Self { window, masks, words, stretches: whole.stretches, stretch: None };
        }
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
        Self { window, masks, words, stretches: Runs::NONE, stretch }
    }

    /// Its words, digits and runs of symbols.
    #[inline(always)]
    pub(super) const fn runs(&self) -> Runs {
        self.words.letters.with(self.words.others)
    }

    /// The bytes of a run.
    #[inline(always)]
    pub(super) fn bytes(&self, start: usize, length: usize) -> &[u8] {
        self.window.get(start..start + length).unwrap_or_default()
    }

    /// Where the record begins in which this bit of the block stands, if that is in the block.
    pub(super) fn record_of(&self, bit: usize) -> Option<usize> {
        let before = self.masks.separators & below(bit);
        (before != 0).then(|| BLOCK - before.leading_zeros() as usize)
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
