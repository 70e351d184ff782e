//! Enters: a table that was opened. Leaves: it behind its header, and what the header says.

use std::sync::Arc;

use super::{End, Open, read};
use crate::sources::chunks::CHUNK;
use crate::sources::error::SourceError;
use crate::sources::format::Format;
use crate::sources::reading::Reading;
use crate::sources::shape::Shape;
use crate::sources::table::head::{Head, delimiter, said_delimiter};
use crate::sources::table::reader::{Ends, Reader, Row, Wanted};

impl Open {
    /// Reads the header of a table.
    pub(super) fn begin_table(&mut self, format: Format, reading: &Reading) -> Result<(), SourceError> {
        let mut said = None;
        let mut said_in = Vec::new();
        loop {
            // What separates cells is not known yet; in a row that is no name of a separator, rows end alike for all.
            let Some((row, bytes)) = self.first_row(said.unwrap_or(b','))? else {
                let head = Head {
                    delimiter: b',',
                    said: said_in,
                    columns: Vec::new(),
                    width: 1,
                    prompt: 0,
                    raw: None,
                };
                self.shape = Shape::Table(Arc::new(head));
                return Ok(());
            };
            if said.is_none()
                && self.source.record == 1
                && let Some(delimiter) = said_delimiter(&bytes)
            {
                said = Some(delimiter);
                said_in = self.rest.get(row.range.start..row.next).unwrap_or_default().to_vec();
                self.pass(row.next);
                continue;
            }
            let delimiter = said.unwrap_or_else(|| delimiter(&bytes, format));
            let (row, bytes) = match self.first_row(delimiter)? {
                Some(first) => first,
                None => (row, bytes),
            };
            let line_break = self.rest.get(row.range.end..row.next).unwrap_or_default();
            let mut head =
                Head::of(&bytes, line_break, delimiter, reading.header, &reading.field, &self.source.place)?;
            head.said = said_in;
            if head.raw.is_some() {
                self.pass(row.next);
            }
            self.shape = Shape::Table(Arc::new(head));
            return Ok(());
        }
    }

    /// The first row of what is not read yet, which is read on until it is there.
    fn first_row(&mut self, delimiter: u8) -> Result<Option<(Row, Vec<u8>)>, SourceError> {
        let mut reader = Reader::new(delimiter, Wanted::Rows);
        loop {
            let ends = if self.end == End::Reached { Ends::WithTable } else { Ends::Anywhere };
            if let Some(found) = reader.next_row(&self.rest, ends) {
                let bytes = self.rest.get(found.range.clone()).unwrap_or_default().to_vec();
                return Ok(Some((found, bytes)));
            }
            if self.end == End::Reached {
                return Ok(None);
            }
            let filled = self.rest.len();
            self.rest.resize(filled + CHUNK, 0);
            let room = self.rest.get_mut(filled..).unwrap_or_default();
            let read = read(&mut *self.reader, room, &self.source)?;
            self.rest.truncate(filled + read);
            if read == 0 {
                self.end = End::Reached;
            }
        }
    }

    /// Leaves a row behind.
    fn pass(&mut self, length: usize) {
        self.rest.drain(..length);
        self.offset = self.offset.map(|offset| offset + length as u64);
        self.source.record += 1;
    }
}
