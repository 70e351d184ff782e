//! Enters: a Parquet table. Leaves: its prompts, one after the other, each with its row.

use std::collections::VecDeque;
use std::fs::File;

use super::table::Table;
use crate::place::{Place, Source};
use crate::sources::error::SourceError;
use crate::sources::extracted::{Extracted, Extracting, Kept};
use crate::sources::noted::Noted;
use crate::sources::prompts::Prompt;
use crate::sources::reading::Reading;

/// The prompts of a Parquet table, in order. Only a batch of rows lies in memory.
pub struct ParquetPrompts {
    table: Table,
    place: Place,
    reading: Reading,
    ready: VecDeque<Prompt>,
    failed: Option<SourceError>,
    ending: Ending,
    noted: Noted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Ahead,
    Reached,
}

impl ParquetPrompts {
    /// Those of the column that `reading` names, or of the usual ones.
    ///
    /// # Errors
    /// If the file is damaged, or has no such column of strings.
    pub fn of(file: File, place: Place, reading: Reading) -> Result<Self, SourceError> {
        let table = Table::open(file, &reading, &place)?;
        Ok(Self {
            table,
            place,
            reading,
            ready: VecDeque::new(),
            failed: None,
            ending: Ending::Ahead,
            noted: Noted::default(),
        })
    }

    /// What was remarkable about the rows so far.
    pub const fn noted(&self) -> &Noted {
        &self.noted
    }

    fn advance(&mut self) -> Result<Ending, SourceError> {
        let Some(batch) = self.table.next()? else { return Ok(Ending::Reached) };
        let first = Source::new(self.place.clone(), batch.first_row);
        let mut into = Extracting {
            reading: &self.reading,
            kept: Kept::Prompts,
            first: &first,
            out: Extracted::default(),
            noted: &mut self.noted,
        };
        batch.rows.extract(&batch.bytes, &mut into);
        let mut out = into.out;
        let mut nth = 0;
        while let Some((text, record)) = out.prompt(nth) {
            let source = Source { record, ..first.clone() };
            self.ready.push_back(Prompt { text: text.to_owned(), source, written: None });
            nth += 1;
        }
        self.failed = out.failed.take();
        Ok(Ending::Ahead)
    }
}

impl Iterator for ParquetPrompts {
    type Item = Result<Prompt, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(prompt) = self.ready.pop_front() {
                return Some(Ok(prompt));
            }
            if let Some(error) = self.failed.take() {
                // Reading ends there.
                self.ending = Ending::Reached;
                return Some(Err(error));
            }
            if self.ending == Ending::Reached {
                return None;
            }
            match self.advance() {
                Ok(ending) => self.ending = ending,
                Err(error) => self.failed = Some(error),
            }
        }
    }
}
