//! Enters: whole rows of a table. Leaves: the prompts in them.

use std::io::{Cursor, Read};

use csv::ByteRecord;

use super::head::Head;
use super::split::{Row, Shape, rows};
use crate::sources::extracted::Extracting;
use crate::sources::json::Form;
use crate::sources::text::utf_8;

/// Takes the prompt out of every row, up to the first that is wrong. `before` is where the chunk begins in its file, if it is a
/// part of one as it stands.
#[allow(
    clippy::panic,
    reason = "only a bug makes the two readers of rows disagree, and answers would be given to other rows"
)]
pub(in crate::sources) fn extract(bytes: &[u8], before: Option<u64>, head: &Head, into: &mut Extracting<'_>) {
    // The crate leaves out a byte order mark at the start, which here is part of a cell; it passes over a blank line too.
    let blank: &[u8] = if bytes.starts_with("\u{FEFF}".as_bytes()) { b"\n" } else { b"" };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(head.delimiter)
        .from_reader(Cursor::new(blank).chain(bytes));
    let mut record = ByteRecord::new();
    for (number, Row { range, next, shape }) in (into.first.record..).zip(rows(bytes, head.delimiter)) {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            ended => {
                panic!("a row begins at byte {} for one reader and not for the other: {ended:?}", range.start)
            }
        }
        let is_long = shape == Shape::WellFormed && record.len() > head.width;
        let cell = record.get(head.prompt);
        let first_slot = into.out.slots();
        match cell.map(std::str::from_utf8) {
            Some(Ok(cell)) if shape == Shape::WellFormed && !is_long => into.out.push(cell, number),
            _ => {
                let source = into.source(number);
                match shape {
                    Shape::TextBehindQuote => into.noted.text_behind_quotes.note(&source),
                    Shape::OpenQuote => into.noted.open_quotes.note(&source),
                    Shape::WellFormed if is_long => into.noted.long_rows.note(&source),
                    Shape::WellFormed => {}
                }
                if cell.is_none() {
                    into.noted.short_rows.note(&source);
                }
                let at = before.map(|before| before + range.start as u64);
                match utf_8(cell.unwrap_or_default(), None, into.reading.invalid, &source) {
                    Ok(decoded) => {
                        into.noted.replaced.note_many(&source, decoded.replaced);
                        into.out.push(&decoded.text, number);
                    }
                    Err(in_cell) => {
                        // The row says where in the file.
                        let row = bytes.get(range.clone()).unwrap_or_default();
                        let in_row = utf_8(row, at, into.reading.invalid, &source).err();
                        into.out.failed = Some(in_row.unwrap_or(in_cell));
                        return;
                    }
                }
            }
        }
        into.end_record(number, range, next, Form::Single, first_slot);
    }
}
