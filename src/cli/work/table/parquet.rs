//! Enters: an input that may be a Parquet table. Leaves: the table with what answers its prompts in a column.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Column;
use crate::cli::error::OutputError;
use crate::cli::input::Input;
use crate::cli::output::{Reader, Sink};
use crate::cli::terminal::Progress;
use crate::cli::work::{Answers, notice_each};
use crate::sources::{
    self, Answer, ColumnKind, CopyError, Format, Noted, Place, Reading, Source, SourceError, copy_with_column,
};

/// A table that is to be given back with a column of answers.
pub(crate) struct Table {
    path: PathBuf,
    reading: Reading,
    field: String,
    kind: ColumnKind,
}

impl Table {
    /// The table that an input is; `None` if it is none, or if it is more than one table.
    pub(crate) fn of(input: &Input, field: Option<&str>, column: Column) -> Option<Self> {
        let [sources::File::Path(path)] = input.files.as_slice() else { return None };
        let is_table = match input.reading.from {
            Some(format) => format == Format::Parquet,
            None => begins_a_table(path),
        };
        let kind = match column {
            Column::Numbers => ColumnKind::Numbers,
            Column::Ids => ColumnKind::Ids,
            Column::Texts => ColumnKind::Texts,
        };
        let is_sole = input.arguments.is_empty() && is_table;
        let (path, reading, field) = (path.clone(), input.reading.clone(), field?.to_owned());
        is_sole.then_some(Self { path, reading, field, kind })
    }
}

/// Whether the file can be opened and its first bytes are those of Parquet.
fn begins_a_table(path: &Path) -> bool {
    let mut first = [0; 4];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && first == *b"PAR1"
}

impl Answers {
    /// Writes the table with an answer in each row. What is to be said of the prompts is taken at the end.
    ///
    /// # Errors
    /// If the table is wrong or cannot be written, and whatever `answer` returns.
    pub(crate) fn give_table_back<D: Default>(
        &mut self,
        table: Table,
        mut answer: impl FnMut(&str, &Source, &mut dyn FnMut(Answer<'_>), &mut D) -> Result<()>,
        mut take: impl FnMut(&mut Sink, &Progress, &mut D) -> Result<()>,
    ) -> Result<()> {
        if self.reader() == Reader::Terminal {
            return Err(OutputError::TableOnTerminal.into());
        }
        let Table { path, reading, field, kind } = table;
        let file = File::open(&path);
        let file = file.map_err(|error| SourceError::Open { path: path.clone(), error })?;
        let (mut noted, mut done) = (Noted::default(), D::default());
        let place = Place::File(path);
        let column = (field.as_str(), kind);
        let copied = copy_with_column(
            file,
            &place,
            &reading,
            &mut self.sink,
            column,
            &mut noted,
            |text, source, write| answer(text, source, write, &mut done),
        );
        let progress = Progress::unseen();
        let taken = take(&mut self.sink, &progress, &mut done);
        notice_each(&noted.words());
        match copied {
            Ok(()) => taken,
            Err(CopyError::Source(error)) => Err(error.into()),
            Err(CopyError::Write(error)) => Err(error.into()),
            Err(CopyError::By(error)) => Err(error),
        }
    }
}
