//! Enters: a Parquet table and an answer for each row. Leaves: the table with the answers in a column; the others stay byte for byte.

use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::{Arc, Mutex};

use parquet::basic::Compression;
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, KeyValue, ParquetMetaData, RowGroupMetaData};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::footer;
use super::pages::extent;
use super::problem::ParquetProblem;
use super::table::Table;
use crate::place::{Place, Source};
use crate::sources::error::SourceError;
use crate::sources::extracted::{Extracted, Extracting, Kept, Slot};
use crate::sources::given_back::Answer;
use crate::sources::noted::Noted;
use crate::sources::reading::Reading;

mod answers;

use answers::Answers;
pub use answers::ColumnKind;

/// Why copying a table ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum CopyError<E> {
    /// The table is damaged, a row has no prompt, or no column can be added.
    Source(SourceError),
    /// The copy cannot be written.
    Write(io::Error),
    /// What answers prompts said so.
    By(E),
}

/// What Arrow's writers keep their schema under. It describes the columns as they were, so it is left out of a copy; types that
/// only Arrow has, such as durations and categories, are then read as what they are stored as.
const ARROW_SCHEMA: &str = "ARROW:schema";

/// Writes the table with the answers to its prompts in the column of this name: behind the others, or in place of the one that is
/// there. The other columns are copied byte for byte, and row groups stay. `answer` is handed each prompt, and the writer of
/// its answer. What is found in the rows on the way is noted. Memory holds the answers of one row group.
///
/// # Errors
/// If the table is damaged or cannot be written, a row has no prompt where it must have one, and whatever `answer` returns.
pub fn copy_with_column<W: Write + Send, E>(
    input: File,
    place: &Place,
    reading: &Reading,
    output: W,
    (field, kind): (&str, ColumnKind),
    noted: &mut Noted,
    mut answer: impl FnMut(&str, &Source, &mut dyn FnMut(Answer<'_>)) -> Result<(), E>,
) -> Result<(), CopyError<E>> {
    let wrong = |error: io::Error| {
        let problem = ParquetProblem::Other(error.to_string());
        CopyError::Source(SourceError::Parquet { place: place.clone(), problem })
    };
    let again = input.try_clone().map_err(wrong)?;
    let mut table = Table::open(again, reading, place).map_err(CopyError::Source)?;
    let failed = Arc::default();
    let output = Output { inner: output, failed: Arc::clone(&failed) };
    let said = |problem| match failed.lock().ok().and_then(|mut failed| failed.take()) {
        Some(error) => CopyError::Write(error),
        None => CopyError::Source(SourceError::Parquet { place: place.clone(), problem }),
    };
    let mut copy = Copy::new(input, output, field, kind).map_err(&said)?;
    while let Some(batch) = table.next().map_err(CopyError::Source)? {
        let first = Source::new(place.clone(), batch.first_row);
        let out = Extracted::default();
        let mut into = Extracting { reading, kept: Kept::Records, first: &first, out, noted };
        batch.rows.extract(&batch.bytes, &mut into);
        let mut rows = into.out;
        let failed = rows.failed.take();
        let mut next = 0;
        for record in rows.records() {
            let Some(Slot::Prompt) = rows.slots_of(record).first() else {
                copy.push(Answer::Nothing).map_err(&said)?;
                continue;
            };
            let Some((text, number)) = rows.prompt(next) else { break };
            next += 1;
            let (mut pushed, mut wrong) = (Pushed::No, None);
            let source = Source { record: number, ..first.clone() };
            answer(text, &source, &mut |answer| {
                if pushed == Pushed::No {
                    pushed = Pushed::Yes;
                    wrong = copy.push(answer).err();
                }
            })
            .map_err(CopyError::By)?;
            if pushed == Pushed::No {
                wrong = copy.push(Answer::Nothing).err();
            }
            if let Some(problem) = wrong {
                return Err(said(problem));
            }
        }
        if let Some(error) = failed {
            return Err(CopyError::Source(error));
        }
    }
    copy.finish().map_err(said)
}

/// Whether a row has its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pushed {
    No,
    Yes,
}

/// A copy in the making.
struct Copy<W: Write + Send> {
    input: File,
    length: u64,
    metadata: ParquetMetaData,
    writer: SerializedFileWriter<W>,
    /// The leaves that the new column takes the place of; empty behind the last one if it takes none's.
    replaced: Range<usize>,
    /// The number of the row group whose answers are collected.
    group: usize,
    answers: Answers,
}

impl<W: Write + Send> Copy<W> {
    fn new(input: File, output: W, field: &str, kind: ColumnKind) -> Result<Self, ParquetProblem> {
        let (metadata, length) = footer::read(&input)?;
        let file = metadata.file_metadata();
        let schema = file.schema_descr();
        let mut fields = schema.root_schema().get_fields().to_vec();
        let at = fields.iter().position(|known| known.name() == field).unwrap_or(fields.len());
        let first = fields.iter().take(at).map(leaves).sum();
        let replaced = first..first + fields.get(at).map_or(0, leaves);
        let column = Arc::new(kind.schema(field)?);
        match fields.get_mut(at) {
            Some(there) => *there = column,
            None => fields.push(column),
        }
        let root = Type::group_type_builder(schema.root_schema().name()).with_fields(fields).build()?;
        let kept = |pair: &&KeyValue| pair.key != ARROW_SCHEMA;
        let pairs = file.key_value_metadata().map(|pairs| pairs.iter().filter(kept).cloned().collect());
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            // The copied columns have none that could stay, since it holds places in the file.
            .set_offset_index_disabled(true)
            .set_key_value_metadata(pairs);
        // Readers know the faults of old writers by it.
        if let Some(by) = file.created_by() {
            properties = properties.set_created_by(by.to_owned());
        }
        let writer = SerializedFileWriter::new(output, Arc::new(root), Arc::new(properties.build()))?;
        let mut copy =
            Self { input, length, metadata, writer, replaced, group: 0, answers: Answers::new(kind) };
        copy.write_full()?;
        Ok(copy)
    }

    /// Adds the answer of the next row.
    fn push(&mut self, answer: Answer<'_>) -> Result<(), ParquetProblem> {
        self.answers.push(answer);
        self.write_full()
    }

    /// Ends the copy, once every row has its answer.
    fn finish(self) -> Result<(), ParquetProblem> {
        if self.group < self.metadata.num_row_groups() {
            return Err(ParquetProblem::Other("it has fewer rows than its row groups say".to_owned()));
        }
        self.writer.close()?;
        Ok(())
    }

    /// Writes the row groups whose answers are all there.
    fn write_full(&mut self) -> Result<(), ParquetProblem> {
        while let Some(group) = self.metadata.row_groups().get(self.group)
            && i64::try_from(self.answers.rows()).is_ok_and(|rows| rows >= group.num_rows())
        {
            let mut writer = self.writer.next_row_group()?;
            let (before, behind) = (..self.replaced.start, self.replaced.end..);
            for chunk in group.columns().get(before).unwrap_or_default() {
                writer.append_column(&self.input, copied(chunk, group, self.length)?)?;
            }
            if let Some(mut column) = writer.next_column()? {
                self.answers.write(&mut column)?;
                column.close()?;
            }
            for chunk in group.columns().get(behind).unwrap_or_default() {
                writer.append_column(&self.input, copied(chunk, group, self.length)?)?;
            }
            writer.close()?;
            self.group += 1;
        }
        Ok(())
    }
}

/// What the crate needs to know of a chunk that is copied. The indexes of its pages and its Bloom filter, which only make readers
/// faster, are not copied.
fn copied(
    chunk: &ColumnChunkMetaData,
    group: &RowGroupMetaData,
    length: u64,
) -> Result<ColumnCloseResult, ParquetProblem> {
    let (start, end) = extent(chunk, length)?;
    let damaged = |found| ParquetProblem::Damaged { offset: start, found };
    let is_inside = u64::try_from(chunk.data_page_offset()).is_ok_and(|data| (start..=end).contains(&data));
    let metadata = match (is_inside, chunk.num_values()) {
        (true, _) => chunk.clone(),
        // pyarrow writes no data for a column without rows, and a place that is none.
        (false, 0) => {
            let at = i64::try_from(start).unwrap_or_default();
            chunk.clone().into_builder().set_data_page_offset(at).build()?
        }
        (false, _) => return Err(damaged("a column's data lie outside of it")),
    };
    // The crate adds these up.
    if !(0..1 << 48).contains(&chunk.uncompressed_size()) {
        return Err(damaged("a column's size makes no sense"));
    }
    if chunk.file_path().is_some() {
        return Err(damaged("a column lies in another file"));
    }
    Ok(ColumnCloseResult {
        bytes_written: end - start,
        rows_written: u64::try_from(group.num_rows()).unwrap_or_default(),
        metadata,
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    })
}

/// How many leaves a field of the schema has.
fn leaves(field: &TypePtr) -> usize {
    if field.is_group() { field.get_fields().iter().map(leaves).sum() } else { 1 }
}

/// A writer that keeps its error: the crate makes words of it.
struct Output<W> {
    inner: W,
    failed: Arc<Mutex<Option<io::Error>>>,
}

impl<W> Output<W> {
    fn noting<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let words = io::Error::new(error.kind(), error.to_string());
            if error.kind() != io::ErrorKind::Interrupted
                && let Ok(mut failed) = self.failed.lock()
            {
                *failed = Some(error);
            }
            words
        })
    }
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match self.inner.write(bytes) {
            // Nobody would say what is wrong otherwise.
            Ok(0) if !bytes.is_empty() => Err(io::ErrorKind::WriteZero.into()),
            written => written,
        };
        self.noting(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.inner.flush();
        self.noting(flushed)
    }
}

impl From<ParquetError> for ParquetProblem {
    fn from(error: ParquetError) -> Self {
        Self::Other(error.to_string())
    }
}
