//! Enters: a page of a column of strings. Leaves: its cells, one by one, as bytes or null.
//!
//! The crate `parquet` decodes pages too, and panics at lengths that lie: so they are decoded here, and a test compares the two.

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::Page;

use super::runs::{Deltas, Runs};

/// The entries of a dictionary page.
pub(super) struct Dictionary {
    page: Bytes,
    entries: Vec<(usize, usize)>,
}

/// What is left of a data page.
pub(super) struct Cells {
    page: Bytes,
    left: u32,
    /// The definition levels, and that of a value; none if no cell can be null.
    levels: Option<(Runs, u32)>,
    values: Values,
}

/// Where the next value is.
enum Values {
    Plain { at: usize },
    Entries(Runs),
    DeltaLength { lengths: Deltas, at: usize },
    DeltaText { prefixes: Deltas, suffixes: Deltas, at: usize, last: Vec<u8> },
}

/// One cell of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Text,
    Null,
}

/// What is wrong with a page.
pub(super) type Fault = &'static str;

const TOO_SHORT: Fault = "a page ends before its values do";

impl Dictionary {
    /// Reads the entries of a dictionary page.
    ///
    /// # Errors
    /// If it is damaged.
    pub(super) fn new(page: Bytes, count: u32, encoding: Encoding) -> Result<Self, Fault> {
        #[allow(deprecated, reason = "old writers name it")]
        if !matches!(encoding, Encoding::PLAIN | Encoding::PLAIN_DICTIONARY) {
            return Err("a dictionary has an encoding that dictionaries do not have");
        }
        let mut at = 0;
        let mut entries = Vec::new();
        for _ in 0..count {
            let (start, end) = plain(&page, at).ok_or("a dictionary ends before its entries do")?;
            entries.push((start, end));
            at = end;
        }
        Ok(Self { page, entries })
    }

    fn entry(&self, number: u32) -> Option<&[u8]> {
        let &(start, end) = self.entries.get(number as usize)?;
        self.page.get(start..end)
    }
}

impl Cells {
    /// Those of a data page of a column whose values have this definition level.
    ///
    /// # Errors
    /// If it is damaged, or no data page.
    pub(super) fn new(page: Page, level: u32) -> Result<Self, Fault> {
        let width = u32::BITS - level.leading_zeros();
        match page {
            Page::DataPage { buf, num_values, encoding, def_level_encoding, .. } => {
                if level == 0 {
                    return Self::with(buf, num_values, None, 0, encoding);
                }
                if def_level_encoding != Encoding::RLE {
                    return Err("a page has levels in an encoding that no writer of the last ten years uses");
                }
                let length = buf.first_chunk().map(|length| u32::from_le_bytes(*length) as usize);
                let at = length.and_then(|length| length.checked_add(4)).filter(|&end| end <= buf.len());
                let at = at.ok_or("a page's levels are longer than the page")?;
                Self::with(buf, num_values, Some((Runs::new(4, width), level)), at, encoding)
            }
            Page::DataPageV2 {
                buf, num_values, encoding, def_levels_byte_len, rep_levels_byte_len, ..
            } => {
                let start = rep_levels_byte_len as usize;
                let levels = (level > 0).then(|| (Runs::new(start, width), level));
                let at = start.saturating_add(def_levels_byte_len as usize);
                Self::with(buf, num_values, levels, at, encoding)
            }
            Page::DictionaryPage { .. } => Err("a dictionary stands where values should"),
        }
    }

    fn with(
        page: Bytes,
        left: u32,
        levels: Option<(Runs, u32)>,
        at: usize,
        encoding: Encoding,
    ) -> Result<Self, Fault> {
        let deltas = |at| Deltas::new(&page, at);
        #[allow(deprecated, reason = "old writers name it")]
        let values = match encoding {
            Encoding::PLAIN => Some(Values::Plain { at }),
            // A page of nulls may have no values at all.
            Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY => {
                let width = page.get(at).copied().unwrap_or_default();
                (width <= 32).then(|| Values::Entries(Runs::new(at + 1, u32::from(width))))
            }
            _ if page.len() <= at => Some(Values::Plain { at }),
            Encoding::DELTA_LENGTH_BYTE_ARRAY => deltas(at).and_then(|lengths| {
                (lengths.left() <= u64::from(left)).then_some(())?;
                let at = lengths.end(&page)?;
                Some(Values::DeltaLength { lengths, at })
            }),
            Encoding::DELTA_BYTE_ARRAY => deltas(at).and_then(|prefixes| {
                (prefixes.left() <= u64::from(left)).then_some(())?;
                let suffixes = deltas(prefixes.end(&page)?)?;
                (suffixes.left() <= u64::from(left)).then_some(())?;
                let at = suffixes.end(&page)?;
                Some(Values::DeltaText { prefixes, suffixes, at, last: Vec::new() })
            }),
            _ => return Err("a page has an encoding that strings do not have"),
        };
        Ok(Self { left, levels, values: values.ok_or("the lengths in a page make no sense")?, page })
    }

    /// How many cells are left.
    pub(super) const fn left(&self) -> u32 {
        self.left
    }

    /// The next cell, whose text is written behind `out`.
    ///
    /// # Errors
    /// If the page is damaged there.
    pub(super) fn next(&mut self, dictionary: Option<&Dictionary>, out: &mut Vec<u8>) -> Result<Cell, Fault> {
        self.left = self.left.saturating_sub(1);
        if let Some((runs, level)) = &mut self.levels
            && runs.next(&self.page).ok_or("a page ends before its levels do")? != *level
        {
            return Ok(Cell::Null);
        }
        let bytes: &[u8] = &self.page;
        match &mut self.values {
            Values::Plain { at } => {
                let (start, end) = plain(bytes, *at).ok_or(TOO_SHORT)?;
                out.extend_from_slice(bytes.get(start..end).ok_or(TOO_SHORT)?);
                *at = end;
            }
            Values::Entries(runs) => {
                let number = runs.next(bytes).ok_or(TOO_SHORT)?;
                let dictionary = dictionary.ok_or("a column has no dictionary, and its pages need one")?;
                out.extend_from_slice(dictionary.entry(number).ok_or("a dictionary lacks an entry")?);
            }
            Values::DeltaLength { lengths, at } => {
                out.extend_from_slice(next_text(bytes, lengths, at).ok_or(TOO_SHORT)?);
            }
            Values::DeltaText { prefixes, suffixes, at, last } => {
                let prefix = prefixes.next(bytes).and_then(|length| usize::try_from(length).ok());
                let prefix = prefix.filter(|&length| length <= last.len());
                last.truncate(prefix.ok_or("a text begins with more of the one before than that has")?);
                last.extend_from_slice(next_text(bytes, suffixes, at).ok_or(TOO_SHORT)?);
                out.extend_from_slice(last);
            }
        }
        Ok(Cell::Text)
    }
}

/// Where a value lies that stands behind its length.
fn plain(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let length = u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?);
    let start = at + 4;
    let end = start.checked_add(length as usize).filter(|&end| end <= bytes.len())?;
    Some((start, end))
}

/// The next text of those that stand behind all their lengths.
fn next_text<'b>(bytes: &'b [u8], lengths: &mut Deltas, at: &mut usize) -> Option<&'b [u8]> {
    let end = at.checked_add(usize::try_from(lengths.next(bytes)?).ok()?)?;
    let text = bytes.get(*at..end)?;
    *at = end;
    Some(text)
}
