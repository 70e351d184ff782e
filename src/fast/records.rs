//! Enters: a buffer of records. Leaves: the number of tokens of each, or their ids, up to the first that is not plain.

use super::key::{Folding, Key, LONGEST};
use super::masks::{BEYOND, BeyondAscii, BLOCK, Masks, Plain, Separator};
use super::words::{WINDOW, Words};
#[cfg(target_arch = "x86_64")]
use super::avx2;
use super::plain_text::NotPlain;
use super::{Volume, extend};
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

/// Text between white space that has characters beyond ASCII in it.
struct Stretch {
    start: usize,
    end: usize,
}

impl Stretch {
    /// That round a byte of a block which is not plain by itself.
    fn in_block(records: &[u8], at: usize, other: usize, masks: &Masks, plain: Plain) -> Option<Self> {
        let Masks { letters, digits, symbols, .. } = *masks;
        let white = below(other) & !(letters | digits | symbols);
        Self::of(records, at + BLOCK - white.leading_zeros() as usize, at + other, plain)
    }

    /// That from `start` on, if the byte at `other` is one of a character beyond ASCII, and such characters may be
    /// plain.
    fn of(records: &[u8], start: usize, other: usize, plain: Plain) -> Option<Self> {
        let behind = records.get(other..)?;
        if behind.first()?.is_ascii() || plain.beyond_ascii == BeyondAscii::NotPlain {
            return None;
        }
        let ends = |&byte: &u8| matches!(byte, b' ' | b'\t' | b'\r') || byte == plain.separator.byte();
        Some(Self { start, end: other + behind.iter().position(ends).unwrap_or(behind.len()) })
    }
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

    #[inline(always)]
    pub(super) fn count_plain_by(&mut self, masks: impl Fn(&[u8; BLOCK]) -> Masks, records: &[u8], plain: Plain, counts: &mut Vec<usize>) -> Stop {
        let table = self.stages.prepared.table;
        let (mut at, mut record, mut open) = (0, 0, 0_usize);
        loop {
            let mut copy = [BEYOND; WINDOW];
            let window = window(records, at, &mut copy);
            let (masks, mut words) = of(window, &masks);
            let other = masks.others.trailing_zeros() as usize;
            let stretch = if masks.others == 0 { None } else { Stretch::in_block(records, at, other, &masks, plain) };
            if let Some(stretch) = &stretch {
                words.keep_below(stretch.start - at);
            }
            // A word counts as one token until it is looked up.
            let mut tokens = words.letters.starts | words.others.starts;
            let mut separators = masks.separators;
            let first = counts.len();
            while separators != 0 {
                let end = separators.trailing_zeros() as usize;
                separators &= separators - 1;
                counts.push(open + (tokens & below(end)).count_ones() as usize);
                tokens &= !below(end);
                (open, record) = (0, at + end + 1);
            }
            open += tokens.count_ones() as usize;
            // A single byte is always one token.
            for (mut runs, folding) in
                [(words.letters.longer(), Folding::Letters), (words.others.longer(), Folding::None)]
            {
                while runs.starts != 0 {
                    let (start, length) = runs.take_first();
                    let key = key(window, start, length, folding);
                    if !table.holds(key) {
                        let more = self.tokens_of(key, window, start, length) - 1;
                        let ended = (masks.separators & below(start)).count_ones() as usize;
                        *counts.get_mut(first + ended).unwrap_or(&mut open) += more;
                    }
                }
            }
            if masks.others != 0 {
                let mut tokens = 0;
                let bytes = stretch.as_ref().and_then(|stretch| records.get(stretch.start..stretch.end));
                match bytes.map(|bytes| self.stretch(bytes, &mut |ids| tokens += ids.len())) {
                    Some(Ok(())) => open += tokens,
                    _ => return Stop { at: at + other, record, open },
                }
                at = stretch.map_or(at, |stretch| stretch.end);
                continue;
            }
            if words.done == 0 {
                match self.long_word(records, at, plain, &mut |ids| open += ids.len()) {
                    Ok(length) => at += length,
                    Err(NotPlain) => return Stop { at, record, open },
                }
            }
            at += words.done;
        }
    }

    #[inline(always)]
    pub(super) fn encode_plain_by(&mut self, masks: impl Fn(&[u8; BLOCK]) -> Masks, records: &[u8], plain: Plain, rows: &mut Rows) -> Stop {
        let table = self.stages.prepared.table;
        let (mut at, mut record, mut begun) = (0, 0, rows.ids.len());
        loop {
            let mut copy = [BEYOND; WINDOW];
            let window = window(records, at, &mut copy);
            let (masks, mut words) = of(window, &masks);
            let other = masks.others.trailing_zeros() as usize;
            let stretch = if masks.others == 0 { None } else { Stretch::in_block(records, at, other, &masks, plain) };
            if let Some(stretch) = &stretch {
                words.keep_below(stretch.start - at);
            }
            let mut runs = words.letters.with(words.others);
            let mut separators = masks.separators;
            loop {
                let end = separators.trailing_zeros() as usize;
                while runs.starts & below(end) != 0 {
                    let (start, length) = runs.take_first();
                    let is_word = words.letters.starts >> (start % BLOCK) & 1 == 1;
                    let folding = if is_word { Folding::Letters } else { Folding::None };
                    let key = key(window, start, length, folding);
                    match table.find(key) {
                        Some(id) => rows.ids.push(id),
                        None => self.ids_of(key, window, start, length, &mut rows.ids),
                    }
                }
                if separators == 0 {
                    break;
                }
                separators &= separators - 1;
                rows.ends.push(rows.ids.len());
                (begun, record) = (rows.ids.len(), at + end + 1);
            }
            if masks.others != 0 {
                let ids = &mut rows.ids;
                let bytes = stretch.as_ref().and_then(|stretch| records.get(stretch.start..stretch.end));
                match bytes.map(|bytes| self.stretch(bytes, &mut |word| extend(ids, word))) {
                    Some(Ok(())) => {}
                    _ => return Stop { at: at + other, record, open: rows.ids.len() - begun },
                }
                at = stretch.map_or(at, |stretch| stretch.end);
                continue;
            }
            if words.done == 0 {
                let ids = &mut rows.ids;
                match self.long_word(records, at, plain, &mut |word| extend(ids, word)) {
                    Ok(length) => at += length,
                    Err(NotPlain) => return Stop { at, record, open: rows.ids.len() - begun },
                }
            }
            at += words.done;
        }
    }

    /// Hands over the ids of a run of letters or of symbols that is longer than a block, or of the stretch that it is
    /// part of. Returns its length.
    fn long_word(
        &mut self,
        bytes: &[u8],
        at: usize,
        plain: Plain,
        take: &mut impl FnMut(&[u16]),
    ) -> Result<usize, NotPlain> {
        let rest = bytes.get(at..).unwrap_or_default();
        let letters = rest.first().is_some_and(u8::is_ascii_alphabetic);
        let goes_on = |byte: &u8| match letters {
            true => byte.is_ascii_alphabetic(),
            false => byte.is_ascii_punctuation() && !plain.excluded.contains(byte),
        };
        let length = rest.iter().position(|byte| !goes_on(byte)).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        if rest.get(length).is_none_or(u8::is_ascii) {
            self.word(&word.to_ascii_lowercase(), take);
            return Ok(length);
        }
        let Some(stretch) = Stretch::of(bytes, at, at + length, plain) else { return Err(NotPlain) };
        self.stretch(bytes.get(at..stretch.end).unwrap_or_default(), take)?;
        Ok(stretch.end - at)
    }

    #[cold]
    #[inline(never)]
    fn tokens_of(&mut self, key: Key, window: &[u8; WINDOW], start: usize, length: usize) -> usize {
        let mut tokens = 0;
        self.looked_up(key, window, start, length, |ids| tokens += ids.len());
        tokens
    }

    #[cold]
    #[inline(never)]
    fn ids_of(
        &mut self,
        key: Key,
        window: &[u8; WINDOW],
        start: usize,
        length: usize,
        ids: &mut Vec<TokenId>,
    ) {
        let take = |part: &[u16]| extend(ids, part);
        self.looked_up(key, window, start, length, take);
    }

    /// The ids of a word that is not one token.
    #[inline(always)]
    fn looked_up(
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

/// The bits below this one; all of them from 64 on.
#[inline(always)]
const fn below(bit: usize) -> u64 {
    if bit < BLOCK { (1 << bit) - 1 } else { u64::MAX }
}

/// The block at this byte, with what stands behind it; beyond the end stands what is not plain.
#[inline(always)]
fn window<'b>(bytes: &'b [u8], at: usize, copy: &'b mut [u8; WINDOW]) -> &'b [u8; WINDOW] {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(window) => window,
        None => {
            for (place, &byte) in copy.iter_mut().zip(rest) {
                *place = byte;
            }
            copy
        }
    }
}

/// The classes and the words of a block, up to the first byte that is not plain.
#[inline(always)]
fn of(window: &[u8; WINDOW], masks: &impl Fn(&[u8; BLOCK]) -> Masks) -> (Masks, Words) {
    let masks = window.first_chunk().map(masks).unwrap_or_default();
    let stop = masks.others.trailing_zeros() as usize;
    let masks = Masks { others: masks.others, ..masks.only(below(stop)) };
    let words = Words::of(&masks, window);
    (masks, words)
}

/// The key of a run in a block.
#[inline(always)]
fn key(window: &[u8; WINDOW], start: usize, length: usize, folding: Folding) -> Key {
    let bytes = window.get(start % BLOCK..).and_then(|rest| rest.first_chunk());
    bytes.map_or(Key::NONE, |bytes| Key::of_first(bytes, length, folding))
}
