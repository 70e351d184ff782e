//! Enters: numbers of tokens. Leaves: them as answers of `count`, in each of its formats.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::cli::options::AnswerFormat;
use crate::cli::output::{digits, tsv};
use crate::report::escape::escaped;
use crate::report::json::Stream;
use crate::report::{CountReport, EncoderCount, Source, TotalReport};

/// The header of what `count --total` prints.
const TOTAL: &[&str] = &["prompts", "tokens"];

/// The header of what `count --over` prints.
const OVER: &[&str] = &["source", "tokens", "prompt"];

/// The header of what `count` prints.
const COUNT: &[&str] = &["source", "tokens"];

/// What one answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Number,
    /// A number with the prompt it is of.
    Prompt,
    Total,
}

/// The number of a prompt's tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub count: usize,
    /// Those of each encoder of a model that has two.
    pub each: Option<[EncoderCount; 2]>,
}

impl From<usize> for Number {
    fn from(count: usize) -> Self {
        Self { count, each: None }
    }
}

/// Whom prompts are printed for, which says what may stand in them and behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PromptsFor {
    /// A person at a terminal.
    Eye,
    /// A program that reads lines.
    LineReader,
    /// A program that reads up to NUL bytes.
    NulReader,
}

/// Writes counts in the format that was asked for.
pub(super) struct Printer {
    pub format: AnswerFormat,
    pub prompts_for: PromptsFor,
    pub stream: Stream,
}

impl Printer {
    /// Writes what comes before the first answer.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn begin(&self, out: &mut dyn Write, shape: Shape) -> io::Result<()> {
        if self.format == AnswerFormat::Tsv {
            let names = match shape {
                Shape::Number => COUNT,
                Shape::Prompt => OVER,
                Shape::Total => TOTAL,
            };
            tsv::header(out, names)?;
        }
        Ok(())
    }

    /// Writes the number of a prompt's tokens.
    ///
    /// # Errors
    /// If `out` cannot be written.
    #[inline]
    pub(super) fn number(&mut self, out: &mut Vec<u8>, source: &Source, tokens: Number) -> io::Result<()> {
        match self.format {
            AnswerFormat::Human => digits::push_number(out, tokens.count),
            AnswerFormat::Tsv => tsv::line(out, &[&tsv::source(source), &tokens.count])?,
            AnswerFormat::Json | AnswerFormat::Jsonl => {
                self.stream.push(out, &report(source, tokens, None))?;
            }
        }
        Ok(())
    }

    /// Writes that there is no number for a prompt, since its program fails on it.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn raised(&mut self, out: &mut Vec<u8>, source: &Source) -> io::Result<()> {
        match self.format {
            AnswerFormat::Human => writeln!(out, "-"),
            AnswerFormat::Tsv => tsv::line(out, &[&tsv::source(source), &"-"]),
            AnswerFormat::Json | AnswerFormat::Jsonl => {
                self.stream.push(out, &CountReport::raised(source, None))
            }
        }
    }

    /// Writes number, place and prompt, so that a reader can sort, find and cut.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn prompt(
        &mut self,
        out: &mut dyn Write,
        source: &Source,
        text: &str,
        tokens: Number,
    ) -> io::Result<()> {
        let count = tokens.count;
        match self.format {
            AnswerFormat::Human => match self.prompts_for {
                PromptsFor::Eye => {
                    writeln!(out, "{count}\t{}\t{}", escaped(&source.to_string()), escaped(text))?;
                }
                PromptsFor::LineReader => writeln!(out, "{count}\t{source}\t{}", on_one_line(text))?,
                PromptsFor::NulReader => write!(out, "{count}\t{source}\t{text}\0")?,
            },
            AnswerFormat::Tsv => {
                tsv::line(out, &[&tsv::source(source), &count, &tsv::field(text.as_bytes())])?;
            }
            AnswerFormat::Json | AnswerFormat::Jsonl => {
                self.stream.push(out, &report(source, tokens, Some(text)))?;
            }
        }
        Ok(())
    }

    /// Writes answers that another printer, with a part of this one's stream, has written.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn append(&mut self, out: &mut dyn Write, answers: &[u8]) -> io::Result<()> {
        self.stream.append(out, answers)
    }

    /// Writes the sum.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn total(&mut self, out: &mut dyn Write, total: &TotalReport) -> io::Result<()> {
        match self.format {
            AnswerFormat::Human => writeln!(out, "{}", total.total)?,
            AnswerFormat::Tsv => tsv::line(out, &[&total.prompts, &total.total])?,
            AnswerFormat::Json | AnswerFormat::Jsonl => self.stream.push(out, total)?,
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

fn report<'r>(source: &'r Source, tokens: Number, prompt: Option<&'r str>) -> CountReport<'r> {
    CountReport::new(source, tokens.count, prompt).with_encoders(tokens.each)
}

/// A prompt as part of a line; one that has lines of its own has them written out.
fn on_one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        Cow::Owned(text.replace('\n', "\\n").replace('\r', "\\r"))
    } else {
        Cow::Borrowed(text)
    }
}
