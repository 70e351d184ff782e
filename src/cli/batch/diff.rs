//! Enters: prompts. Leaves: where dialects differ on each, or which dialects give the ids that were looked for.

use std::io::Write;

use anyhow::Result;
use cliptok::comparison::agree;
use cliptok::{TokenId, Tokenizer};

use super::Answers;
use crate::cli::args::DiffFormat;
use crate::cli::exit::Exit;
use crate::cli::input::Record;
use crate::cli::job::{Contender, Diff};
use crate::cli::output::{Sink, columns};
use crate::cli::render::human::{self, Screen, comparison};
use crate::cli::render::json::wire::comparison::{DiffWire, IdsWire};
use crate::cli::render::json::{Stream, Together};
use crate::cli::render::report::comparison::{ComparisonReport, IdsReport};
use crate::cli::render::tsv;
use crate::cli::tell::tell;
use crate::cli::words::number;

pub fn run(job: Diff) -> Result<Exit> {
    let mut answers = Answers::open(&job.target)?;
    let mut printer = Printer {
        screen: Screen { columns: columns(&job.target), colors: job.colors },
        format: job.format,
        stream: Stream::new(match job.format {
            DiffFormat::Json => Together::Array,
            _ => Together::Lines,
        }),
        shown: 0,
    };
    if job.format == DiffFormat::Tsv {
        tsv::header(answers.out(), if job.asked.is_some() { tsv::IDS } else { tsv::DIFF })?;
    }
    let mut tally = Tally { prompts: 0, differing: 0 };
    let contenders = &job.contenders;
    let tokenizers: Vec<&Tokenizer> = contenders.iter().map(|contender| &contender.tokenizer).collect();
    let mut buffers: [Vec<TokenId>; 2] = Default::default();
    let result = answers.each(job.prompts, |out, record| {
        tally.prompts += 1;
        if let Some(asked) = &job.asked {
            let report = IdsReport::new(&record.text, record.origin, asked, contenders);
            tally.differing += u64::from(!report.is_found());
            return printer.ids(out, &report);
        }
        let agree = agree(&tokenizers, &record.text, &mut buffers);
        tally.differing += u64::from(!agree);
        if agree && matches!(job.format, DiffFormat::List | DiffFormat::Tsv) {
            return Ok(());
        }
        printer.comparison(out, record, contenders)
    });
    printer.stream.end(answers.out())?;
    if result.is_ok() && job.asked.is_none() {
        printer.total(answers.out(), &tally)?;
    }
    answers.end(result)?;
    Ok(if tally.differing > 0 { Exit::Negative } else { Exit::Done })
}

/// How many prompts there were, and on how many of them the answer is no.
struct Tally {
    prompts: u64,
    differing: u64,
}

/// Writes answers in one format.
struct Printer {
    screen: Screen,
    format: DiffFormat,
    stream: Stream,
    shown: u64,
}

impl Printer {
    fn comparison(&mut self, out: &mut Sink, record: &Record<'_>, contenders: &[Contender]) -> Result<()> {
        let report = ComparisonReport::new(&record.text, record.origin, contenders);
        match self.format {
            DiffFormat::Human => {
                self.part(out)?;
                comparison::write(out, self.screen, &report)?;
            }
            DiffFormat::List => comparison::write_entry(out, self.screen, &report)?,
            DiffFormat::Json | DiffFormat::Jsonl => self.stream.push(out, &DiffWire::of(&report))?,
            DiffFormat::Tsv => tsv::diff(out, &report)?,
        }
        self.shown += 1;
        Ok(())
    }

    fn ids(&mut self, out: &mut Sink, report: &IdsReport<'_>) -> Result<()> {
        match self.format {
            DiffFormat::Human | DiffFormat::List => {
                self.part(out)?;
                human::comparison::write_ids(out, self.screen, report)?;
            }
            DiffFormat::Json | DiffFormat::Jsonl => self.stream.push(out, &IdsWire::of(report))?,
            DiffFormat::Tsv => tsv::ids(out, report)?,
        }
        self.shown += 1;
        Ok(())
    }

    /// Parts a view from the one before it.
    fn part(&self, out: &mut Sink) -> Result<()> {
        if self.shown > 0 {
            writeln!(out)?;
        }
        Ok(())
    }

    /// Says how many prompts differ: a person reads it behind the list, a program has its own lines to count.
    fn total(&self, out: &mut Sink, tally: &Tally) -> Result<()> {
        let differ = if tally.prompts == 1 { "differs" } else { "differ" };
        let words = format!("{} of {} {differ}", tally.differing, number(tally.prompts, "prompt"));
        match self.format {
            DiffFormat::List => writeln!(out, "{words}")?,
            DiffFormat::Tsv => tell(&words),
            DiffFormat::Human | DiffFormat::Json | DiffFormat::Jsonl => {}
        }
        Ok(())
    }
}
