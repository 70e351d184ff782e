//! Enters: what is left of prompts. Leaves: it as answers of `fit`, in each of its formats.

use std::io::{self, Write};

use crate::cli::options::AnswerFormat;
use crate::cli::output::tsv;
use crate::explain::Fitted;
use crate::report::escape::escaped;
use crate::report::json::Stream;
use crate::report::{FitReport, Source};

/// The header of what `fit` prints.
const FIT: &[&str] = &["source", "tokens", "text", "cut"];

/// Whom texts are printed for, which says what may stand in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextsFor {
    /// A person at a terminal.
    Eye,
    /// A program, which gets every byte.
    Program,
    /// A file that stands for another one, and has its bytes.
    File,
    /// A program that reads lines, where prompts can have newlines in them.
    LineReader,
}

/// Writes texts in the format that was asked for.
pub(super) struct Printer {
    pub format: AnswerFormat,
    pub texts_for: TextsFor,
    pub stream: Stream,
}

impl Printer {
    /// Writes what comes before the first answer.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.format == AnswerFormat::Tsv { tsv::header(out, FIT) } else { Ok(()) }
    }

    /// Writes what is left of a prompt; in text, with what stood behind the prompt.
    ///
    /// # Errors
    /// If `out` cannot be written.
    #[inline]
    pub(super) fn fitted(
        &mut self,
        out: &mut Vec<u8>,
        source: &Source,
        fitted: &Fitted<'_>,
        end: &[u8],
    ) -> io::Result<()> {
        match self.format {
            AnswerFormat::Human => self.text(out, fitted.text(), end),
            AnswerFormat::Tsv => {
                let cut = fitted.cut().and_then(|cut| cut.slice(fitted.prompt())).unwrap_or_default();
                let [text, cut] = [fitted.text(), cut].map(|text| tsv::field(text.as_bytes()));
                tsv::line(out, &[&tsv::source(source), &fitted.count(), &text, &cut])?;
            }
            AnswerFormat::Json | AnswerFormat::Jsonl => {
                self.stream.push(out, &FitReport::new(source, fitted))?;
            }
        }
        Ok(())
    }

    /// Writes a prompt on which its program fails, as it is.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn raised(
        &mut self,
        out: &mut Vec<u8>,
        source: &Source,
        prompt: &str,
        end: &[u8],
    ) -> io::Result<()> {
        match self.format {
            AnswerFormat::Human => self.text(out, prompt, end),
            AnswerFormat::Tsv => {
                tsv::line(out, &[&tsv::source(source), &"-", &tsv::field(prompt.as_bytes()), &""])?;
            }
            AnswerFormat::Json | AnswerFormat::Jsonl => {
                self.stream.push(out, &FitReport::raised(source, prompt))?;
            }
        }
        Ok(())
    }

    #[inline]
    fn text(&self, out: &mut Vec<u8>, text: &str, end: &[u8]) {
        match self.texts_for {
            TextsFor::Program | TextsFor::File => out.extend_from_slice(text.as_bytes()),
            TextsFor::Eye => out.extend_from_slice(escaped(text).as_bytes()),
            TextsFor::LineReader => {
                let on_one_line = text.replace('\n', "\\n").replace('\r', "\\r");
                out.extend_from_slice(on_one_line.as_bytes());
            }
        }
        out.extend_from_slice(end);
    }

    /// Writes answers that another printer, with a part of this one's stream, has written.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn append(&mut self, out: &mut dyn Write, answers: &[u8]) -> io::Result<()> {
        self.stream.append(out, answers)
    }

    /// Writes what comes after the last answer.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.stream.end(out)
    }
}
