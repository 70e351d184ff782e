//! Enters: prompts. Leaves: how many tokens each has, or all together, or which have too many.

use std::mem::take;

use anyhow::Result;
use cliptok::fast::Volume;

use super::Answers;
use crate::cli::args::AnswerFormat;
use crate::cli::exit::Exit;
use crate::cli::input::{InChunk, Noted};
use crate::cli::job::{Count, Printed, Records};
use crate::cli::origin::Origin;
use crate::cli::output::Reader;
use crate::cli::render::counts::{Printer, PromptsFor, Shape};
use crate::cli::render::json::wire::TotalWire;
use crate::cli::render::json::{Stream, Together};
use crate::cli::words::number;

pub fn run(job: Count) -> Result<Exit> {
    let Count { prompts, threads, tokenizer, special_tokens, printed, max, format, target } = job;
    let mut answers = Answers::open(&target)?;
    let prompts_for = match (answers.reader(), &prompts.records) {
        (Reader::Terminal, _) => PromptsFor::Eye,
        (Reader::Program, Records::NulSeparated) => PromptsFor::NulReader,
        (Reader::Program, Records::Lines | Records::JsonLines(_)) => PromptsFor::LineReader,
    };
    let together = match format {
        AnswerFormat::Json => Together::Array,
        _ => Together::Lines,
    };
    let mut printer = Printer { format, prompts_for, stream: Stream::new(together) };
    let shape = match printed {
        Printed::Each => Shape::Number,
        Printed::Over(_) => Shape::Prompt,
        Printed::Total => Shape::Total,
    };
    let mut total = TotalWire { prompts: 0, tokens: 0 };
    let mut exit = Exit::Done;
    printer.begin(answers.out(), shape)?;
    let stream = printer.stream.part();
    let worker = || {
        let stream = stream.part();
        let mut counter =
            Counter { volume: tokenizer.volume(), counts: Vec::new(), special_tokens, printed, max };
        move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Counted| {
            counter.work(records, noted, &mut Printer { format, prompts_for, stream: stream.part() }, done)
        }
    };
    let result = answers.each_chunk(prompts, threads, worker, |out, progress, done: &mut Counted| {
        total.prompts += take(&mut done.prompts);
        total.tokens += take(&mut done.tokens);
        printer.append(out, &done.out)?;
        done.out.clear();
        for (origin, tokens) in done.over_max.drain(..) {
            exit = Exit::Negative;
            let (max, over) = max.map_or((0, tokens), |max| (max, tokens - max));
            progress.tell(&format!("{origin}: {}, {over} over {max}", number(tokens, "token")));
        }
        Ok(())
    });
    // A sum of what could be read would look like the sum of all.
    if matches!(printed, Printed::Total) && result.is_ok() {
        printer.total(answers.out(), &total)?;
    }
    printer.end(answers.out())?;
    match answers.end(result) {
        // A reader that has seen enough does not take back what was said of the prompts before.
        Err(error) if Exit::of_error(&error) == Exit::Done => Ok(exit),
        ended => ended.map(|()| exit),
    }
}

/// What was made of a chunk.
#[derive(Default)]
struct Counted {
    out: Vec<u8>,
    prompts: u64,
    tokens: u64,
    /// The prompts that have more than the most that is allowed.
    over_max: Vec<(Origin, usize)>,
}

/// Counts the tokens of records.
struct Counter<'t> {
    volume: Volume<'t>,
    counts: Vec<usize>,
    special_tokens: usize,
    printed: Printed,
    max: Option<usize>,
}

impl Counter<'_> {
    /// Prints what is to be printed of each record.
    fn work(
        &mut self,
        records: &mut InChunk<'_>,
        noted: &mut Noted,
        printer: &mut Printer,
        done: &mut Counted,
    ) -> Result<()> {
        loop {
            let (rest, separator) = (records.rest(), records.separator());
            self.counts.clear();
            let plain = self.volume.count_records(rest, separator, &mut self.counts);
            let mut origin = records.pass(plain, self.counts.len());
            let mut prompts = records.texts(rest);
            for &tokens in &self.counts {
                let tokens = self.note(tokens, &origin, done);
                match self.printed {
                    Printed::Each => printer.number(&mut done.out, &origin, tokens)?,
                    Printed::Over(limit) => {
                        let prompt = prompts.next().filter(|_| tokens > limit);
                        if let Some(prompt) = prompt {
                            printer.prompt(&mut done.out, &origin, &prompt, tokens)?;
                        }
                    }
                    Printed::Total => {}
                }
                origin.record += 1;
            }
            let Some(record) = records.next(noted)? else { return Ok(()) };
            let tokens = self.volume.count(&record.text);
            let tokens = self.note(tokens, record.origin, done);
            match self.printed {
                Printed::Each => printer.number(&mut done.out, record.origin, tokens)?,
                Printed::Over(limit) if tokens > limit => {
                    printer.prompt(&mut done.out, record.origin, &record.text, tokens)?;
                }
                Printed::Over(_) | Printed::Total => {}
            }
        }
    }

    /// Adds the tokens of a prompt up. Returns how many there are with the special ones.
    fn note(&self, tokens: usize, origin: &Origin, done: &mut Counted) -> usize {
        let tokens = tokens + self.special_tokens;
        done.prompts += 1;
        done.tokens += tokens as u64;
        if self.max.is_some_and(|max| tokens > max) {
            done.over_max.push((origin.clone(), tokens));
        }
        tokens
    }
}
