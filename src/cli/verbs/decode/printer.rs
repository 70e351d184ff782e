//! Enters: the bytes of ids. Leaves: them as answers of `decode`, in each of its formats.

use std::io::{self, Write};

use super::args::Spelling;
use crate::cli::options::AnswerFormat;
use crate::cli::output::{Reader, tsv};
use crate::report::escape::{bytes_as_text, escaped_bytes, hex};
use crate::report::json::Stream;
use crate::report::{DecodeReport, Source};

/// The header of what `decode` prints.
const DECODE: &[&str] = &["source", "bytes", "text"];

/// Writes decoded bytes in the format that was asked for.
pub(super) struct Printer {
    pub format: AnswerFormat,
    pub spelling: Spelling,
    pub reader: Reader,
    pub stream: Stream,
    /// How many answers were no text.
    pub not_text: u64,
}

impl Printer {
    /// Writes what comes before the first answer.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.format == AnswerFormat::Tsv { tsv::header(out, DECODE) } else { Ok(()) }
    }

    /// Writes the bytes of one sequence of ids.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn write(&mut self, out: &mut dyn Write, source: &Source, bytes: &[u8]) -> io::Result<()> {
        match (self.format, self.spelling) {
            (AnswerFormat::Human, Spelling::Hex) => writeln!(out, "{}", hex(bytes, " "))?,
            (AnswerFormat::Human, Spelling::Text) => {
                self.not_text += u64::from(std::str::from_utf8(bytes).is_err());
                match self.reader {
                    Reader::Terminal => writeln!(out, "{}", escaped_bytes(bytes))?,
                    Reader::Program => writeln!(out, "{}", bytes_as_text(bytes))?,
                }
            }
            (AnswerFormat::Tsv, _) => {
                tsv::line(out, &[&tsv::source(source), &hex(bytes, " "), &tsv::field(bytes)])?;
            }
            (AnswerFormat::Json | AnswerFormat::Jsonl, _) => {
                self.stream.push(out, &DecodeReport::new(source, bytes))?;
            }
        }
        Ok(())
    }

    /// Writes what comes after the last answer.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.stream.end(out)
    }
}
