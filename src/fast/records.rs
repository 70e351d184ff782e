//! Enters: a buffer of records. Leaves: the number of tokens of each, or their ids, up to the first that is not plain.

use super::Volume;
#[cfg(target_arch = "x86_64")]
use super::avx2;
use super::block::Stretch;
use super::key::{Key, LONGEST};
use super::masks::{Masks, Plain, Separator};
use super::plain_text::NotPlain;
use super::words::WINDOW;
use crate::token::TokenId;

/// The ids of many records, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// All ids.
    pub ids: Vec<TokenId>,
    /// For each record, where its ids end.
    pub ends: Vec<usize>,
}

impl Rows {
    /// The ids of each record.
    pub fn iter(&self) -> impl Iterator<Item = &[TokenId]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.ids.get(start..end).unwrap_or_default())
    }

    /// Empties it, and keeps its room.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.ends.clear();
    }
}

/// Where plain records end.
pub(super) struct Stop {
    /// The first byte that is not plain, or the end.
    pub at: usize,
    /// The beginning of the record that it stands in.
    pub record: usize,
    /// How many tokens that record has so far.
    pub open: usize,
}

impl Volume<'_> {
    /// Appends the number of tokens of each record of `records` that ends in `separator`, as long as they are plain.
    /// Returns the bytes that are done with: up to the first record that is not plain, or not ended.
    pub fn count_records(&mut self, records: &[u8], separator: Separator, counts: &mut Vec<usize>) -> usize {
        self.count_records_plain_to(&[], records, separator, counts)
    }

    /// The same for what is plain to others too.
    pub(crate) fn count_records_plain_to(
        &mut self,
        others: &[Volume<'_>],
        records: &[u8],
        separator: Separator,
        counts: &mut Vec<usize>,
    ) -> usize {
        let plain = others.iter().fold(self.plain, |plain, other| plain.and(other.plain));
        let plain = Plain { separator, ..plain };
        #[cfg(target_arch = "x86_64")]
        if let Some(stop) = avx2::count_plain(self, records, plain, counts) {
            return stop.record;
        }
        self.count_plain(records, plain, counts).record
    }

    /// Appends the ids of each record of `records` that ends in `separator`, as long as they are plain. Returns the
    /// bytes that are done with: up to the first record that is not plain, or not ended.
    pub fn encode_records(&mut self, records: &[u8], separator: Separator, rows: &mut Rows) -> usize {
        let plain = Plain { separator, ..self.plain };
        #[cfg(target_arch = "x86_64")]
        let vectorised = avx2::encode_plain(self, records, plain, rows);
        #[cfg(not(target_arch = "x86_64"))]
        let vectorised = None;
        let stop = vectorised.unwrap_or_else(|| self.encode_plain(records, plain, rows));
        rows.ids.truncate(rows.ids.len() - stop.open);
        stop.record
    }

    /// Counts with instructions that every processor has.
    pub(super) fn count_plain(&mut self, records: &[u8], plain: Plain, counts: &mut Vec<usize>) -> Stop {
        self.count_plain_by(|block| Masks::of(block, plain), records, plain, counts)
    }

    /// Encodes with instructions that every processor has.
    pub(super) fn encode_plain(&mut self, records: &[u8], plain: Plain, rows: &mut Rows) -> Stop {
        self.encode_plain_by(|block| Masks::of(block, plain), records, plain, rows)
    }

    /// Hands over the ids of a run of letters or of symbols that is longer than a block, or of the stretch that it is
    /// part of. Returns its length.
    pub(super) fn long_word(
        &mut self,
        bytes: &[u8],
        at: usize,
        plain: Plain,
        take: &mut impl FnMut(&[u16]),
    ) -> Result<usize, NotPlain> {
        let rest = bytes.get(at..).unwrap_or_default();
        let letters = rest.first().is_some_and(u8::is_ascii_alphabetic);
        let goes_on = |byte: &u8| {
            if letters {
                byte.is_ascii_alphabetic()
            } else {
                byte.is_ascii_punctuation() && !plain.excluded.contains(byte)
            }
        };
        let length = rest.iter().position(|byte| !goes_on(byte)).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        if length == rest.len() && plain.separator != Separator::None {
            // The record does not end here, so whoever knows that it does has to look at it again.
            return Err(NotPlain);
        }
        if rest.get(length).is_none_or(u8::is_ascii) {
            self.word(&word.to_ascii_lowercase(), take);
            return Ok(length);
        }
        let Some(stretch) = Stretch::of(bytes, at, at + length, plain) else { return Err(NotPlain) };
        self.stretch(bytes.get(at..stretch.end).unwrap_or_default(), take)?;
        Ok(stretch.end - at)
    }

    /// The ids of a word that is not one token.
    #[inline(always)]
    pub(super) fn looked_up(
        &mut self,
        key: Key,
        window: &[u8; WINDOW],
        start: usize,
        length: usize,
        mut take: impl FnMut(&[u16]),
    ) {
        if length <= LONGEST {
            self.short_word(key, key.bytes().get(..length).unwrap_or_default(), &mut take);
        } else {
            let word = window.get(start..start + length).unwrap_or_default();
            self.word(&word.to_ascii_lowercase(), &mut take);
        }
    }
}
