//! Enters: a table, and its file. Leaves: its rows, a block at a time.

use std::fmt;
use std::fs::File;
use std::io::Read;

use super::error::EmbeddingsError;
use super::table::Table;

/// About how many bytes of the file are read at once.
const BLOCK_BYTES: usize = 1 << 20;

/// The rows of a table, which are read a block at a time into the same memory: about five megabytes, however large the table is.
///
/// ```no_run
/// use std::path::Path;
///
/// use cliptok::embeddings::ModelFile;
///
/// let model = ModelFile::open(Path::new("v1-5-pruned-emaonly.safetensors"))?;
/// for table in model.tables() {
///     let mut blocks = table.blocks()?;
///     let mut zero_rows = 0;
///     while let Some(block) = blocks.next_block()? {
///         zero_rows += block.rows().filter(|row| row.iter().all(|number| *number == 0.0)).count();
///     }
///     println!("{}: {zero_rows} rows are zero", table.name());
/// }
/// # Ok::<(), cliptok::embeddings::EmbeddingsError>(())
/// ```
pub struct Blocks {
    file: File,
    table: Table,
    row_bytes: usize,
    next_row: u64,
    bytes: Vec<u8>,
    numbers: Vec<f32>,
}

/// Rows that follow one another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block<'a> {
    /// The row of the table that is the first one here.
    pub first_row: u64,
    /// The numbers of all rows, row by row.
    pub numbers: &'a [f32],
    /// How many numbers a row has.
    pub width: usize,
}

impl<'a> Block<'a> {
    /// Each row.
    pub fn rows(&self) -> std::slice::ChunksExact<'a, f32> {
        // No table of that width is read; it would be none here.
        self.numbers.chunks_exact(self.width.max(1))
    }
}

impl Blocks {
    /// `file` is where the table begins, whose rows have so many bytes each, at least one.
    pub(super) fn new(file: File, table: Table, row_bytes: usize) -> Self {
        Self { file, table, row_bytes, next_row: 0, bytes: Vec::new(), numbers: Vec::new() }
    }

    /// The rows behind those of the last block; `None` behind the last row.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn next_block(&mut self) -> Result<Option<Block<'_>>, EmbeddingsError> {
        let mut numbers = std::mem::take(&mut self.numbers);
        let read = self.next_into(&mut numbers);
        self.numbers = numbers;
        let width = self.table.width() as usize;
        Ok(read?.map(|first_row| Block { first_row, numbers: &self.numbers, width }))
    }

    /// The same into memory that is there, in which nothing else is left. Returns the first row; `None` behind the last row.
    pub(super) fn next_into(&mut self, numbers: &mut Vec<f32>) -> Result<Option<u64>, EmbeddingsError> {
        numbers.clear();
        let left = self.table.rows() - self.next_row;
        let most = (BLOCK_BYTES / self.row_bytes).max(1);
        let rows = usize::try_from(left).map_or(most, |left| left.min(most));
        if rows == 0 {
            return Ok(None);
        }
        self.bytes.resize(rows * self.row_bytes, 0);
        self.file.read_exact(&mut self.bytes).map_err(|error| self.table.system(error))?;
        let read = self.table.dtype().read_into(&self.bytes, numbers);
        read.ok_or_else(|| self.table.type_not_read())?;
        let first_row = self.next_row;
        self.next_row += rows as u64;
        Ok(Some(first_row))
    }
}

impl fmt::Debug for Blocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, next_row, .. } = self;
        f.debug_struct("Blocks").field("table", table).field("next_row", next_row).finish_non_exhaustive()
    }
}
