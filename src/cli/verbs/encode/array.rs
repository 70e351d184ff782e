//! Enters: rows of one length, without their number. Leaves: the array that they are, whose header says how many there are.

use std::io::{self, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

use super::args::{EncodeFormat, Row};
use crate::cli::error::OutputError;
use crate::cli::output::npy;

/// How much of an array is kept in memory, in bytes; beyond that it is in a file without a name.
const IN_MEMORY: usize = 4 << 20;

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
