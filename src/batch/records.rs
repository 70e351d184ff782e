//! Enters: a buffer of records. Leaves: the number of tokens of each, or their ids, up to the first that is not plain.

use super::BatchEncoder;
use super::block::Stretch;
use super::look_up;
use super::masks::{Anything, Masks, Plain, Separator};
use super::plain_text::NotPlain;
use super::ragged::Ragged;
use super::scan::Scan;
use super::words::WINDOW;
#[cfg(all(target_arch = "x86_64", not(feature = "portable")))]
use super::{avx2, avx512};
use cliptok_bpe::{Key, LONGEST_KEY, WordPosition};

/// Where plain records end.
pub(super) struct Stop {
    /// The first byte that is not plain, or the end.
    pub at: usize,
    /// The beginning of the record that it stands in.
    pub record: usize,
    /// How many tokens that record has so far.
    pub open: usize,
}

impl BatchEncoder {
    /// Appends the number of tokens of each line, as long as they are plain. Returns the bytes that are done with: up to
    /// the first line that is not plain, or not ended.
    pub(super) fn count_plain_lines(
        &mut self,
        lines: &[u8],
        separator: Separator,
        counts: &mut Vec<usize>,
    ) -> usize {
        self.count_lines_plain_to(&[], lines, separator, counts)
    }

    /// The same for what is plain to others too.
    pub(crate) fn count_lines_plain_to(
        &mut self,
        others: &[Self],
        lines: &[u8],
        separator: Separator,
        counts: &mut Vec<usize>,
    ) -> usize {
        let Some(plain) = others.iter().try_fold(self.plain, |plain, other| plain.and(other.plain)) else {
            return 0;
        };
        if separator == Separator::None {
            // No line ends before the buffer does, and a byte that no text has is not to end one.
            return 0;
        }
        let plain = Plain { separator, ..plain };
        self.scan().count_plain(lines, plain, counts).record
    }

    /// Appends the ids of each line, as long as they are plain. Returns the bytes that are done with: up to the first
    /// line that is not plain, or not ended.
    pub(super) fn encode_plain_lines(
        &mut self,
        lines: &[u8],
        separator: Separator,
        ragged: &mut Ragged,
    ) -> usize {
        if separator == Separator::None {
            return 0;
        }
        let plain = Plain { separator, ..self.plain };
        let stop = self.scan().encode_plain(lines, plain, ragged);
        ragged.ids.truncate(ragged.ids.len() - stop.open);
        stop.record
    }
}

impl Scan<'_> {
    /// Counts with the widest instructions that the processor has.
    pub(super) fn count_plain(&mut self, records: &[u8], plain: Plain, counts: &mut Vec<usize>) -> Stop {
        if plain.anything == Anything::Nothing {
            return Stop { at: 0, record: 0, open: 0 };
        }
        #[cfg(all(target_arch = "x86_64", not(feature = "portable")))]
        if let Some(stop) = avx512::count_plain(self, records, plain, counts)
            .or_else(|| avx2::count_plain(self, records, plain, counts))
        {
            return stop;
        }
        self.count_plain_by(|block| Masks::of(block, plain), look_up::missing, records, plain, counts)
    }

    /// Encodes with the widest instructions that the processor has.
    pub(super) fn encode_plain(&mut self, records: &[u8], plain: Plain, ragged: &mut Ragged) -> Stop {
        if plain.anything == Anything::Nothing {
            return Stop { at: 0, record: 0, open: 0 };
        }
        #[cfg(all(target_arch = "x86_64", not(feature = "portable")))]
        if let Some(stop) = avx512::encode_plain(self, records, plain, ragged)
            .or_else(|| avx2::encode_plain(self, records, plain, ragged))
        {
            return stop;
        }
        self.encode_plain_by(|block| Masks::of(block, plain), |_, _| None, records, plain, ragged)
    }

    /// Hands over the ids of a run of letters or of symbols that is longer than a block, or of the stretch that it is
    /// part of. Returns its length. Symbols that are words alone end in the block that they begin in, and never come here.
    #[allow(clippy::indexing_slicing, reason = "runs and stretches end within the buffer")]
    pub(super) fn long_word(
        &mut self,
        bytes: &[u8],
        at: usize,
        plain: Plain,
        take: &mut impl FnMut(&[u16]),
    ) -> Result<usize, NotPlain> {
        let rest = &bytes[at..];
        let letters = rest.first().is_some_and(u8::is_ascii_alphabetic);
        let goes_on = |byte: &u8| {
            if letters {
                byte.is_ascii_alphabetic()
            } else {
                byte.is_ascii_punctuation() && !plain.excluded.contains(byte)
            }
        };
        let length = rest.iter().position(|byte| !goes_on(byte)).unwrap_or(rest.len());
        let word = &rest[..length];
        if length == rest.len() && plain.separator != Separator::None {
            // The record does not end here, so whoever knows that it does has to look at it again.
            return Err(NotPlain);
        }
        if rest.get(length).is_none_or(u8::is_ascii) {
            self.word(&word.to_ascii_lowercase(), take);
            return Ok(length);
        }
        let Some(stretch) = Stretch::of(bytes, at, at + length, plain) else { return Err(NotPlain) };
        self.stretch(&bytes[at..stretch.end], take)?;
        Ok(stretch.end - at)
    }

    /// The ids of a word that is not one token.
    #[inline(always)]
    #[allow(clippy::indexing_slicing, reason = "a run ends within its block")]
    pub(super) fn looked_up(
        &mut self,
        key: Key,
        window: &[u8; WINDOW],
        start: usize,
        length: usize,
        mut take: impl FnMut(&[u16]),
    ) {
        if length <= LONGEST_KEY {
            self.part(Some(key), &key.bytes()[..length], WordPosition::Final, &mut take);
        } else {
            let word = &window[start..start + length];
            self.word(&word.to_ascii_lowercase(), &mut take);
        }
    }
}
