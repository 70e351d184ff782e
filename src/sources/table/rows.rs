//! Enters: whole rows of a table. Leaves: the prompts in them.

use super::cells::unquoted;
use super::head::Head;
use super::reader::{Ends, Reader, Row, Shape, Wanted};
use crate::sources::error::SourceError;
use crate::sources::extracted::Extracting;
use crate::sources::json::Form;
use crate::sources::text::utf_8;

/// A chunk of a table.
struct Rows<'c> {
    bytes: &'c [u8],
    /// Where it begins in its file, if it is a part of one as it stands.
    before: Option<u64>,
    head: &'c Head,
}

/// Takes the prompt out of every row, up to the first that is wrong. `before` is where the chunk begins in its file, if it is a
/// part of one as it stands.
pub(in crate::sources) fn extract(bytes: &[u8], before: Option<u64>, head: &Head, into: &mut Extracting<'_>) {
    let rows = Rows { bytes, before, head };
    // What holds for all of the chunk is not asked of each cell.
    let text = std::str::from_utf8(bytes).ok();
    let has_nul = memchr::memchr(0, bytes).is_some();
    into.out.reserve(bytes.len());
    let mut reader = Reader::new(head.delimiter, Wanted::Cell(head.prompt));
    let mut number = into.first.record;
    while let Some(row) = reader.next_row(bytes, Ends::WithTable) {
        let first_slot = into.out.slots();
        let is_well_formed = row.shape == Shape::WellFormed && row.cells <= head.width;
        let cell = row.cell.clone().filter(|_| is_well_formed).and_then(|cell| text?.get(cell));
        match cell.and_then(plain) {
            // Where no quotes are, no end of a line is in the cell.
            Some((cell, Quotes::None)) if !has_nul => into.out.push_plain(cell, number),
            Some((cell, _)) => into.out.push(cell, number),
            None => {
                if let Err(error) = rows.push_odd(&row, number, into) {
                    into.out.failed = Some(error);
                    return;
                }
            }
        }
        into.end_record(number, row.range, row.next, Form::Single, first_slot);
        number += 1;
    }
}

/// Whether a cell stands between quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quotes {
    None,
    Around,
}

/// What a cell says, unless quotes are in it.
#[inline]
fn plain(cell: &str) -> Option<(&str, Quotes)> {
    let Some(inner) = cell.strip_prefix('"') else { return Some((cell, Quotes::None)) };
    let inner = inner.strip_suffix('"')?;
    memchr::memchr(b'"', inner.as_bytes()).is_none().then_some((inner, Quotes::Around))
}

impl Rows<'_> {
    /// Takes the prompt out of a row of which something is to be said, or in whose cells quotes are.
    ///
    /// # Errors
    /// If the prompt is not UTF-8, and such bytes are not to be replaced.
    fn push_odd(&self, row: &Row, number: u64, into: &mut Extracting<'_>) -> Result<(), SourceError> {
        let source = into.source(number);
        match row.shape {
            Shape::TextBehindQuote => into.noted.text_behind_quotes.note(&source),
            Shape::OpenQuote => into.noted.open_quotes.note(&source),
            Shape::WellFormed if row.cells > self.head.width => into.noted.long_rows.note(&source),
            Shape::WellFormed => {}
        }
        if row.cell.is_none() {
            into.noted.short_rows.note(&source);
        }
        let cell = row.cell.clone().and_then(|cell| self.bytes.get(cell)).unwrap_or_default();
        match utf_8(&unquoted(cell), None, into.reading.invalid, &source) {
            Ok(decoded) => {
                into.noted.replaced.note_many(&source, decoded.replaced);
                into.out.push(&decoded.text, number);
                Ok(())
            }
            Err(in_cell) => {
                // The row says where in the file.
                let at = self.before.map(|before| before + row.range.start as u64);
                let bytes = self.bytes.get(row.range.clone()).unwrap_or_default();
                Err(utf_8(bytes, at, into.reading.invalid, &source).err().unwrap_or(in_cell))
            }
        }
    }
}
