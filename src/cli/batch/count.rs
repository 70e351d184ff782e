//! Enters: prompts. Leaves: how many tokens each has, or all together, or which have too many.

use std::io::Write;

use anyhow::Result;

use super::{Answers, tell};
use crate::cli::args::Format;
use crate::cli::exit::Exit;
use crate::cli::input::Record;
use crate::cli::job::{Chosen, Counting, Output, Printed, Source};
use crate::cli::output::{Reader, Sink};
use crate::cli::render::escape::escaped;
use crate::cli::render::json::{CountWire, Stream, Together, TotalWire};
use crate::cli::render::tsv;

pub fn run(
    prompts: Source,
    chosen: &Chosen,
    counting: Counting,
    format: Format,
    output: &Output,
) -> Result<Exit> {
    let mut answers = Answers::open(&output.target)?;
    let mut printer = Printer {
        format,
        reader: answers.reader(),
        stream: Stream::new(if format == Format::Json {
            Together::Array
        } else {
            Together::Lines
        }),
    };
    let mut ids = Vec::new();
    let mut total = TotalWire {
        prompts: 0,
        tokens: 0,
    };
    let mut exit = Exit::Done;
    printer.begin(answers.out(), counting.printed)?;
    let result = answers.each(prompts, |out, record| {
        ids.clear();
        chosen.tokenizer.encode_ids(&record.text, &mut ids);
        let tokens = ids.len() + counting.special;
        total.prompts += 1;
        total.tokens += tokens as u64;
        if let Some(max) = counting.max.filter(|&max| tokens > max) {
            exit = Exit::Negative;
            tell(format_args!(
                "cliptok: {}: {tokens} tokens, {} over {max}",
                record.origin,
                tokens - max
            ));
        }
        match counting.printed {
            Printed::Each => printer.number(out, record, tokens),
            Printed::Over(limit) if tokens > limit => printer.prompt(out, record, tokens),
            Printed::Over(_) | Printed::Total => Ok(()),
        }
    });
    // A sum of what could be read would look like the sum of all.
    if matches!(counting.printed, Printed::Total) && result.is_ok() {
        printer.total(answers.out(), &total)?;
    }
    printer.end(answers.out())?;
    answers.end(result)?;
    Ok(exit)
}

/// Writes counts in the format that was asked for.
struct Printer {
    format: Format,
    reader: Reader,
    stream: Stream,
}

impl Printer {
    fn begin(&self, out: &mut Sink, printed: Printed) -> Result<()> {
        if self.format == Format::Tsv {
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
            Format::Json | Format::Jsonl => self
                .stream
                .push(out, &CountWire::of(record.origin, tokens, None))?,
            Format::Tsv => tsv::line(out, &[&source(record), &tokens])?,
            Format::Human | Format::Ids | Format::Csv => writeln!(out, "{tokens}")?,
        }
        Ok(())
    }

    /// Number, place and prompt, so that a reader can sort, find and cut.
    fn prompt(&mut self, out: &mut Sink, record: &Record<'_>, tokens: usize) -> Result<()> {
        match self.format {
            Format::Json | Format::Jsonl => {
                self.stream.push(
                    out,
                    &CountWire::of(record.origin, tokens, Some(&record.text)),
                )?;
            }
            Format::Tsv => tsv::line(out, &[&source(record), &tokens, &escaped(&record.text)])?,
            Format::Human | Format::Ids | Format::Csv => {
                let prompt = match self.reader {
                    Reader::Terminal => escaped(&record.text),
                    Reader::Program => (&*record.text).into(),
                };
                writeln!(out, "{tokens}\t{}\t{prompt}", record.origin)?;
            }
        }
        Ok(())
    }

    fn total(&mut self, out: &mut Sink, total: &TotalWire) -> Result<()> {
        match self.format {
            Format::Json | Format::Jsonl => self.stream.push(out, total)?,
            Format::Tsv => tsv::line(out, &[&total.prompts, &total.tokens])?,
            Format::Human | Format::Ids | Format::Csv => writeln!(out, "{}", total.tokens)?,
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Sink) -> Result<()> {
        if self.format == Format::Json {
            self.stream.end(out)?;
        }
        Ok(())
    }
}

fn source(record: &Record<'_>) -> String {
    tsv::field(record.origin.to_string().as_bytes())
}
