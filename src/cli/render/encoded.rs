//! Enters: rows of ids. Leaves: them as answers of `encode`, in each of its formats.

use std::io::{self, Write};

use cliptok::TokenId;

use super::json::Stream;
use super::json::wire::EncodeWire;
use super::{ids, tsv};
use crate::cli::args::EncodeFormat;
use crate::cli::origin::Origin;

/// Writes rows in the format that was asked for.
pub struct Printer {
    pub format: EncodeFormat,
    pub stream: Stream,
}

impl Printer {
    /// Writes what comes before the first row.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.format == EncodeFormat::Tsv { tsv::header(out, tsv::ENCODE) } else { Ok(()) }
    }

    /// Appends a row, of which so many tokens did not fit.
    ///
    /// # Errors
    /// None that a vector would give.
    pub fn row(
        &mut self,
        out: &mut Vec<u8>,
        origin: &Origin,
        row: &[TokenId],
        over: usize,
    ) -> io::Result<()> {
        match self.format {
            EncodeFormat::Ids => ids::push_line(out, row, b' '),
            EncodeFormat::Csv => ids::push_line(out, row, b','),
            EncodeFormat::U16 | EncodeFormat::Npy => ids::push_bytes(out, row),
            EncodeFormat::Tsv => {
                write!(out, "{}\t", tsv::source(origin))?;
                ids::push_line(out, row, b' ');
            }
            EncodeFormat::Json | EncodeFormat::Jsonl => {
                self.stream.push(out, &EncodeWire::of(origin, row, over))?;
            }
        }
        Ok(())
    }

    /// Writes rows that another printer, with a part of this one's stream, has written.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn append(&mut self, out: &mut dyn Write, rows: &[u8]) -> io::Result<()> {
        self.stream.append(out, rows)
    }

    /// Writes what comes after the last row.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.stream.end(out)
    }
}
