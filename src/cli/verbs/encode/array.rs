//! Enters: rows of one length, without their number. Leaves: the array that they are, whose header says how many there are.

use std::io::{self, Seek, SeekFrom, Write};
use std::path::PathBuf;

use tempfile::SpooledTempFile;

use super::args::{EncodeFormat, Row};
use crate::cli::error::OutputError;
use crate::cli::output::{Sink, Target, npy};

/// How much of an array is kept in memory, in bytes; beyond that it is in a file without a name.
const IN_MEMORY: usize = 4 << 20;

/// Where the rows of each prompt begin among all rows, and one more for where the last ones end.
pub(super) struct Offsets {
    path: PathBuf,
    offsets: Vec<u64>,
}

impl Offsets {
    /// Those of no prompt yet, to be written to this file.
    pub(super) fn of(path: PathBuf) -> Self {
        Self { path, offsets: vec![0] }
    }

    /// Adds prompts with so many rows each.
    pub(super) fn add(&mut self, rows: &[u64]) {
        let mut end = self.offsets.last().copied().unwrap_or_default();
        for rows in rows {
            end += rows;
            self.offsets.push(end);
        }
    }

    /// Writes them, whole or not at all.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(super) fn write(self) -> anyhow::Result<()> {
        let mut sink = Sink::open(&Target::named(self.path))?;
        sink.write_all(&npy::header_of_list(self.offsets.len()))?;
        for offset in &self.offsets {
            sink.write_all(&offset.to_le_bytes())?;
        }
        sink.finish()
    }
}

/// An array that grows.
pub(super) struct Array {
    rows: u64,
    columns: usize,
    spool: SpooledTempFile,
}

impl Array {
    /// An empty one, if the format is an array.
    pub(super) fn of(format: EncodeFormat, row: Row) -> Option<Self> {
        match (format, row) {
            (EncodeFormat::Npy, Row::Padded(padding)) => {
                let columns = padding.context_length.slots();
                Some(Self { rows: 0, columns, spool: tempfile::spooled_tempfile(IN_MEMORY) })
            }
            _ => None,
        }
    }

    /// Appends so many rows.
    ///
    /// # Errors
    /// If the temporary file cannot be written.
    pub(super) fn append(&mut self, ids: &[u8], rows: u64) -> Result<(), OutputError> {
        self.rows += rows;
        self.spool.write_all(ids).map_err(OutputError::Spool)
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// If `out` cannot be written, or the temporary file not be read.
    pub(super) fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&npy::header(self.rows, self.columns))?;
        self.spool.seek(SeekFrom::Start(0))?;
        io::copy(&mut self.spool, out).map(drop)
    }
}
