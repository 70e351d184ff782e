//! Enters: a Parquet file. Leaves: the cells of its prompt's column, in batches that fit in memory.

use std::fs::File;
use std::sync::Arc;

use parquet::column::page::Page;
use parquet::file::metadata::ParquetMetaData;

use super::cells::{Cell, Cells, Dictionary, Fault};
use super::column::Column;
use super::footer;
use super::pages::Pages;
use super::problem::ParquetProblem;
use crate::place::Place;
use crate::sources::error::SourceError;
use crate::sources::extracted::Extracting;
use crate::sources::json::Form;
use crate::sources::reading::Reading;
use crate::sources::text::utf_8;

/// A table whose prompts are read from the first row to the last.
pub(crate) struct Table {
    file: Arc<File>,
    length: u64,
    metadata: ParquetMetaData,
    column: Column,
    place: Place,
    /// The number of the row group behind the open one.
    next_group: usize,
    open: Option<Group>,
    /// The number of the next row.
    row: u64,
    /// What ended the reading, once the rows before it are handed out.
    failed: Option<ParquetProblem>,
}

/// A row group that is being read.
struct Group {
    pages: Pages,
    dictionary: Option<Dictionary>,
    page: Option<(Cells, u64)>,
    rows_left: u64,
}

/// Some rows, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// The number of the first one, from 1.
    pub first_row: u64,
    /// The texts, one behind the other.
    pub bytes: Vec<u8>,
    /// Where they end.
    pub rows: Rows,
}

/// What the rows of a batch have.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// Where each text ends; `None` where there is null.
    ends: Vec<Option<usize>>,
    /// The path of the column.
    column: String,
}

/// A batch has at most so many rows, and ends behind the text with which it has so many bytes.
const ROWS: usize = 8192;
const BYTES: usize = 1 << 20;

impl Table {
    /// The table in this file.
    ///
    /// # Errors
    /// If it is damaged, or has no such column of strings.
    pub(crate) fn open(file: File, reading: &Reading, place: &Place) -> Result<Self, SourceError> {
        let wrong = |problem| SourceError::Parquet { place: place.clone(), problem };
        let (metadata, length) = footer::read(&file).map_err(wrong)?;
        let column = Column::find(metadata.file_metadata().schema_descr(), &reading.field, place)?;
        Ok(Self {
            file: Arc::new(file),
            length,
            metadata,
            column,
            place: place.clone(),
            next_group: 0,
            open: None,
            row: 1,
            failed: None,
        })
    }

    /// The next rows; `None` after the last one. Those before an error come first.
    ///
    /// # Errors
    /// If the table is damaged there.
    pub(crate) fn next(&mut self) -> Result<Option<Batch>, SourceError> {
        let mut batch = Batch { first_row: self.row, ..Batch::default() };
        batch.rows.column.clone_from(&self.column.name);
        while self.failed.is_none() && batch.rows.ends.len() < ROWS && batch.bytes.len() < BYTES {
            let before = batch.bytes.len();
            match self.cell(&mut batch.bytes) {
                Ok(Some(Cell::Text)) => batch.rows.ends.push(Some(batch.bytes.len())),
                Ok(Some(Cell::Null)) => batch.rows.ends.push(None),
                Ok(None) => break,
                Err(problem) => {
                    batch.bytes.truncate(before);
                    self.failed = Some(problem);
                }
            }
        }
        if !batch.rows.ends.is_empty() {
            return Ok(Some(batch));
        }
        match self.failed.take() {
            Some(problem) => {
                // Reading ends there.
                (self.open, self.next_group) = (None, self.metadata.num_row_groups());
                Err(SourceError::Parquet { place: self.place.clone(), problem })
            }
            None => Ok(None),
        }
    }

    /// The next cell, whose text is written behind `out`; `None` after the last one.
    fn cell(&mut self, out: &mut Vec<u8>) -> Result<Option<Cell>, ParquetProblem> {
        loop {
            match &mut self.open {
                Some(group) if group.rows_left > 0 => {
                    group.rows_left -= 1;
                    self.row += 1;
                    return group.cell(self.column.level, out).map(Some);
                }
                _ => {
                    self.open = self.next_group()?;
                    if self.open.is_none() {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Opens the next row group; `None` behind the last one.
    fn next_group(&mut self) -> Result<Option<Group>, ParquetProblem> {
        let Some(group) = self.metadata.row_groups().get(self.next_group) else { return Ok(None) };
        self.next_group += 1;
        let damaged = ParquetProblem::Damaged { offset: 0, found: "a row group lacks the column" };
        let chunk = group.columns().get(self.column.leaf).ok_or_else(|| damaged.clone())?;
        let rows = u64::try_from(group.num_rows()).map_err(|_| damaged)?;
        let pages = Pages::of(&self.file, self.length, chunk, rows as usize)?;
        Ok(Some(Group { pages, dictionary: None, page: None, rows_left: rows }))
    }
}

impl Group {
    /// The next cell.
    fn cell(&mut self, level: u32, out: &mut Vec<u8>) -> Result<Cell, ParquetProblem> {
        loop {
            if let Some((cells, offset)) = &mut self.page
                && cells.left() > 0
            {
                let offset = *offset;
                let damaged = |found: Fault| ParquetProblem::Damaged { offset, found };
                return cells.next(self.dictionary.as_ref(), out).map_err(damaged);
            }
            let Some((page, offset)) = self.pages.next()? else {
                let found = "a column ends before its row group does";
                return Err(ParquetProblem::Damaged { offset: self.pages.end(), found });
            };
            let damaged = |found: Fault| ParquetProblem::Damaged { offset, found };
            match page {
                Page::DictionaryPage { buf, num_values, encoding, .. } => {
                    self.dictionary = Some(Dictionary::new(buf, num_values, encoding).map_err(damaged)?);
                }
                page => self.page = Some((Cells::new(page, level).map_err(damaged)?, offset)),
            }
        }
    }
}

impl Rows {
    /// Takes the prompts out of the rows, whose texts these are, up to the first that is wrong.
    pub(crate) fn extract(&self, bytes: &[u8], into: &mut Extracting<'_>) {
        let mut start = 0;
        for (number, end) in (into.first.record..).zip(&self.ends) {
            let source = into.source(number);
            let first_slot = into.out.slots();
            let range = start..end.unwrap_or(start);
            start = range.end;
            let pushed = if end.is_some() {
                let text = bytes.get(range.clone()).unwrap_or_default();
                utf_8(text, None, into.reading.invalid, &source).map(|decoded| {
                    into.noted.replaced.note_many(&source, decoded.replaced);
                    into.out.push(&decoded.text, number);
                })
            } else {
                let null = || SourceError::Nothing {
                    source: source.clone(),
                    field: self.column.clone(),
                    found: "null",
                };
                into.out.push_missing(into.reading.missing, &source, into.noted, null)
            };
            if let Err(error) = pushed {
                into.out.failed = Some(error);
                return;
            }
            into.end_record(number, range.clone(), range.end, Form::Single, first_slot);
        }
    }
}
