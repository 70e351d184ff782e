//! Enters: prompts. Leaves: how many tokens each has, or all together, or which have too many.

use std::io::Write;

use anyhow::Result;

use super::{Answers, tell};
use crate::cli::args::AnswerFormat;
use crate::cli::exit::Exit;
use crate::cli::input::Record;
use crate::cli::job::{Count, Printed, Records};
use crate::cli::output::{Reader, Sink};
use crate::cli::render::escape::escaped;
use crate::cli::render::json::wire::{CountWire, TotalWire};
use crate::cli::render::json::{Stream, Together};
use crate::cli::render::tsv;

pub fn run(job: Count) -> Result<Exit> {
    let mut answers = Answers::open(&job.output.target)?;
    let mut printer = Printer {
        format: job.format,
        prompts_for: match (answers.reader(), &job.prompts.records) {
            (Reader::Terminal, _) => PromptsFor::Eye,
            (Reader::Program, Records::NulSeparated) => PromptsFor::NulReader,
            (Reader::Program, Records::Lines | Records::JsonLines(_)) => PromptsFor::LineReader,
        },
        stream: Stream::new(match job.format {
            AnswerFormat::Json => Together::Array,
            _ => Together::Lines,
        }),
    };
    let mut ids = Vec::new();
    let mut total = TotalWire { prompts: 0, tokens: 0 };
    let mut exit = Exit::Done;
    printer.begin(answers.out(), job.printed)?;
    let result = answers.each(job.prompts, |out, record| {
        ids.clear();
        job.tokenizer.encode_ids(&record.text, &mut ids);
        let tokens = ids.len() + job.special_tokens;
        total.prompts += 1;
        total.tokens += tokens as u64;
        if let Some(max) = job.max.filter(|&max| tokens > max) {
            exit = Exit::Negative;
            let words = if tokens == 1 { "token" } else { "tokens" };
            tell(&format!("{}: {tokens} {words}, {} over {max}", record.origin, tokens - max));
        }
        match job.printed {
            Printed::Each => printer.number(out, record, tokens),
            Printed::Over(limit) if tokens > limit => printer.prompt(out, record, tokens),
            Printed::Over(_) | Printed::Total => Ok(()),
        }
    });
    // A sum of what could be read would look like the sum of all.
    if matches!(job.printed, Printed::Total) && result.is_ok() {
        printer.total(answers.out(), &total)?;
    }
    printer.stream.end(answers.out())?;
    match answers.end(result) {
        // A reader that has seen enough does not take back what was said of the prompts before.
        Err(error) if exit == Exit::Negative && Exit::of_error(&error) == Exit::Done => Ok(exit),
        ended => ended.map(|()| exit),
    }
}

/// Whom prompts are printed for, which says what may stand in them and behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PromptsFor {
    /// A person at a terminal.
    Eye,
    /// A program that reads lines.
    LineReader,
    /// A program that reads up to NUL bytes.
    NulReader,
}

/// Writes counts in the format that was asked for.
struct Printer {
    format: AnswerFormat,
    prompts_for: PromptsFor,
    stream: Stream,
}

impl Printer {
    fn begin(&self, out: &mut Sink, printed: Printed) -> Result<()> {
        if self.format == AnswerFormat::Tsv {
            let names = match printed {
                Printed::Each => tsv::COUNT,
                Printed::Over(_) => tsv::OVER,
                Printed::Total => tsv::TOTAL,
            };
            tsv::header(out, names)?;
        }
        Ok(())
    }

    fn number(&mut self, out: &mut Sink, record: &Record<'_>, tokens: usize) -> Result<()> {
        match self.format {
            AnswerFormat::Human => writeln!(out, "{tokens}")?,
            AnswerFormat::Tsv => tsv::line(out, &[&tsv::source(record.origin), &tokens])?,
            AnswerFormat::Json | AnswerFormat::Jsonl => {
                self.stream.push(out, &CountWire::of(record.origin, tokens, None))?;
            }
        }
        Ok(())
    }

    /// Number, place and prompt, so that a reader can sort, find and cut.
    fn prompt(&mut self, out: &mut Sink, record: &Record<'_>, tokens: usize) -> Result<()> {
        let (origin, text) = (record.origin, &*record.text);
        match self.format {
            AnswerFormat::Human => match self.prompts_for {
                PromptsFor::Eye => {
                    writeln!(out, "{tokens}\t{}\t{}", escaped(&origin.to_string()), escaped(text))?;
                }
                PromptsFor::LineReader => writeln!(out, "{tokens}\t{origin}\t{text}")?,
                PromptsFor::NulReader => write!(out, "{tokens}\t{origin}\t{text}\0")?,
            },
            AnswerFormat::Tsv => {
                tsv::line(out, &[&tsv::source(origin), &tokens, &tsv::field(text.as_bytes())])?;
            }
            AnswerFormat::Json | AnswerFormat::Jsonl => {
                self.stream.push(out, &CountWire::of(origin, tokens, Some(text)))?;
            }
        }
        Ok(())
    }

    fn total(&mut self, out: &mut Sink, total: &TotalWire) -> Result<()> {
        match self.format {
            AnswerFormat::Human => writeln!(out, "{}", total.tokens)?,
            AnswerFormat::Tsv => tsv::line(out, &[&total.prompts, &total.tokens])?,
            AnswerFormat::Json | AnswerFormat::Jsonl => self.stream.push(out, total)?,
        }
        Ok(())
    }
}
