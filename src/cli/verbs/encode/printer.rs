//! Enters: rows of ids. Leaves: them as answers of `encode`, in each of its formats.

use std::io::{self, Write};

use super::args::EncodeFormat;
use super::program;
use crate::TokenId;
use crate::cli::output::{ids, tsv};
use crate::report::json::Stream;
use crate::report::{EncodeReport, RowReport, Source};

/// The header of what `encode` prints.
const ENCODE: &[&str] = &["source", "ids"];

/// Writes rows in the format that was asked for.
pub(super) struct Printer {
    pub format: EncodeFormat,
    pub stream: Stream,
}

impl Printer {
    /// Writes what comes before the first row.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.format == EncodeFormat::Tsv { tsv::header(out, ENCODE) } else { Ok(()) }
    }

    /// Appends a row, of which so many tokens did not fit; none where no row was laid out.
    ///
    /// # Errors
    /// None that a vector would give.
    pub(super) fn row(
        &mut self,
        out: &mut Vec<u8>,
        source: &Source,
        row: &[TokenId],
        over: Option<usize>,
    ) -> io::Result<()> {
        match self.format {
            EncodeFormat::Ids => ids::push_line(out, row, b' '),
            EncodeFormat::Csv => ids::push_line(out, row, b','),
            EncodeFormat::U16 | EncodeFormat::Npy => ids::push_bytes(out, row),
            EncodeFormat::Tsv => {
                write!(out, "{}\t", tsv::source(source))?;
                ids::push_line(out, row, b' ');
            }
            EncodeFormat::Json | EncodeFormat::Jsonl => {
                self.stream.push(out, &EncodeReport::new(source, row, over))?;
            }
        }
        Ok(())
    }

    /// Appends the rows that a program fills with a prompt, and how many tokens it cut, on one line; `None` if the program
    /// fails, which has a line of its own, and no row in an array.
    ///
    /// # Errors
    /// None that a vector would give.
    pub(super) fn rows(
        &mut self,
        out: &mut Vec<u8>,
        source: &Source,
        rows: Option<(Vec<RowReport>, Option<usize>)>,
    ) -> io::Result<()> {
        let line = |out: &mut Vec<u8>, between: u8| match &rows {
            None => out.extend_from_slice(b"-\n"),
            Some((rows, _)) => ids::push_line_with_gaps(out, program::ids(rows), between),
        };
        match self.format {
            EncodeFormat::Ids => line(out, b' '),
            EncodeFormat::Csv => line(out, b','),
            EncodeFormat::U16 | EncodeFormat::Npy => {
                let ids: Vec<TokenId> =
                    rows.iter().flat_map(|(rows, _)| program::ids(rows)).flatten().collect();
                ids::push_bytes(out, &ids);
            }
            EncodeFormat::Tsv => {
                write!(out, "{}\t", tsv::source(source))?;
                line(out, b' ');
            }
            EncodeFormat::Json | EncodeFormat::Jsonl => {
                let (rows, over) = rows.map_or((None, None), |(rows, over)| (Some(rows), over));
                self.stream.push(out, &EncodeReport::of_rows(source, rows, over))?;
            }
        }
        Ok(())
    }

    /// Writes rows that another printer, with a part of this one's stream, has written.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn append(&mut self, out: &mut dyn Write, rows: &[u8]) -> io::Result<()> {
        self.stream.append(out, rows)
    }

    /// Writes what comes after the last row.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.stream.end(out)
    }
}

/// A row that is written while its ids come.
pub(super) struct GrowingRow {
    style: Style,
    written: Written,
}

/// How the ids of a row stand.
#[derive(Clone, Copy)]
enum Style {
    Line { between: u8 },
    LineOfTable,
    Bytes,
}

/// What there is of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    Nothing,
    /// All that stands before ids.
    Start,
    Ids,
}

impl GrowingRow {
    /// A row that has not begun; `None` if the format can only write a whole one.
    pub(super) const fn of(format: EncodeFormat) -> Option<Self> {
        let style = match format {
            EncodeFormat::Ids => Style::Line { between: b' ' },
            EncodeFormat::Csv => Style::Line { between: b',' },
            EncodeFormat::Tsv => Style::LineOfTable,
            EncodeFormat::U16 | EncodeFormat::Npy => Style::Bytes,
            EncodeFormat::Json | EncodeFormat::Jsonl => return None,
        };
        Some(Self { style, written: Written::Nothing })
    }

    /// Whether some of it was written.
    pub(super) fn has_begun(&self) -> bool {
        self.written != Written::Nothing
    }

    /// Writes more ids, or none.
    ///
    /// # Errors
    /// None that a vector would give.
    pub(super) fn append(&mut self, out: &mut Vec<u8>, source: &Source, ids: &[TokenId]) -> io::Result<()> {
        let before = self.written;
        if before == Written::Nothing {
            if let Style::LineOfTable = self.style {
                write!(out, "{}\t", tsv::source(source))?;
            }
            self.written = Written::Start;
        }
        if ids.is_empty() {
            return Ok(());
        }
        self.written = Written::Ids;
        let between = match self.style {
            Style::Bytes => {
                ids::push_bytes(out, ids);
                return Ok(());
            }
            Style::Line { between } => between,
            Style::LineOfTable => b' ',
        };
        if before == Written::Ids {
            out.push(between);
        }
        ids::push_line(out, ids, between);
        // The line is not at its end.
        out.pop();
        Ok(())
    }

    /// Ends it; what comes then is another row.
    pub(super) fn end(&mut self, out: &mut Vec<u8>) {
        match self.style {
            Style::Line { .. } | Style::LineOfTable => out.push(b'\n'),
            Style::Bytes => {}
        }
        self.written = Written::Nothing;
    }
}
