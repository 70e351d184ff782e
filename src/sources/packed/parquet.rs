//! Enters: a Parquet table. Leaves: the prompts of its rows.

use std::fs::File;

use super::Batch;
use crate::place::{Part, Place, Source};
use crate::sources::error::SourceError;
use crate::sources::extracted::{Extracted, Extracting, Kept};
use crate::sources::noted::Noted;
use crate::sources::parquet::Table;
use crate::sources::prepared::{Prepared, PreparedPrompt};
use crate::sources::reading::Reading;

/// The rows of a table.
pub(super) struct Rows {
    table: Table,
    reading: Reading,
    source: Source,
}

impl Rows {
    /// Those of the table at this place, which has to be a file: what a table holds is said at its end.
    ///
    /// # Errors
    /// If it cannot be opened, or is no table with such a column of strings.
    pub(super) fn of(source: &Source, reading: &Reading) -> Result<Self, SourceError> {
        let Place::File(path) = &source.place else {
            return Err(SourceError::NotAFile { place: source.place.clone() });
        };
        let file = File::open(path).map_err(|error| SourceError::Open { path: path.clone(), error })?;
        let table = Table::open(file, reading, &source.place)?;
        Ok(Self { table, reading: reading.clone(), source: source.clone() })
    }

    /// The next of them; nothing behind the last one.
    ///
    /// # Errors
    /// If the table is damaged there.
    pub(super) fn next(&mut self) -> Result<Batch, SourceError> {
        let Some(batch) = self.table.next()? else { return Ok(Batch::default()) };
        let first = Source { record: batch.first_row, ..self.source.clone() };
        let mut noted = Noted::default();
        let out = Extracted::default();
        let mut into =
            Extracting { reading: &self.reading, kept: Kept::Prompts, first: &first, out, noted: &mut noted };
        batch.rows.extract(&batch.bytes, &mut into);
        let out = into.out;
        let texts = (0..).map_while(|nth| out.prompt(nth));
        let prompts = texts.map(|(text, number)| PreparedPrompt {
            text: text.to_owned(),
            number,
            part: Part::default(),
        });
        let prepared = Prepared {
            prompts: prompts.collect(),
            written: None,
            size: batch.bytes.len(),
            kind: "a Parquet table",
        };
        Ok(Batch { ready: Some((prepared, noted)), failed: out.failed })
    }
}
