//! Enters: prompts. Leaves: where dialects differ on each, or which dialects give the ids that were looked for.

use std::io::Write;
use std::mem::take;

use anyhow::Result;
use cliptok::Tokenizer;
use cliptok::comparison::Agreement;

use super::Answers;
use crate::cli::args::DiffFormat;
use crate::cli::exit::Exit;
use crate::cli::input::chunks::LongRecords;
use crate::cli::input::{InChunk, Noted, Record};
use crate::cli::job::{Asked, Contender, Diff};
use crate::cli::output::{Sink, columns};
use crate::cli::render::html::{self, comparison as page};
use crate::cli::render::human::{self, Screen, comparison};
use crate::cli::render::json::wire::comparison::{DiffWire, IdsWire};
use crate::cli::render::json::{Stream, Together};
use crate::cli::render::report::comparison::{ComparisonReport, IdsReport};
use crate::cli::render::tsv;
use crate::cli::tell::tell;
use crate::cli::words::number;

pub fn run(job: Diff) -> Result<Exit> {
    let Diff { prompts, threads, contenders, asked, format, colors, target } = job;
    let mut answers = Answers::open(&target)?;
    let mut printer = Printer {
        screen: Screen { columns: columns(&target), colors },
        format,
        stream: Stream::new(match format {
            DiffFormat::Json => Together::Array,
            _ => Together::Lines,
        }),
        parting: match (format, &asked) {
            (DiffFormat::Human, _) | (DiffFormat::List, Some(_)) => Parting::EmptyLine,
            _ => Parting::Nothing,
        },
        shown: 0,
    };
    match format {
        DiffFormat::Tsv => tsv::header(answers.out(), if asked.is_some() { tsv::IDS } else { tsv::DIFF })?,
        DiffFormat::Html => html::begin(answers.out(), "cliptok: where CLIP's tokenizers disagree")?,
        _ => {}
    }
    let mut tally = Tally::default();
    let part = printer.part();
    let worker = || {
        let tokenizers: Vec<&Tokenizer> = contenders.iter().map(|contender| &contender.tokenizer).collect();
        let mut differ =
            Differ { agreement: Agreement::of(&tokenizers), contenders: &contenders, asked: &asked };
        let part = &part;
        move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Compared| {
            let mut printer = part.part();
            let result = differ.work(records, noted, &mut printer, done);
            done.shown = printer.shown;
            result
        }
    };
    let result =
        answers.each_chunk(prompts, LongRecords::Whole, threads, worker, |out, _, done: &mut Compared| {
            tally.prompts += take(&mut done.tally.prompts);
            tally.differing += take(&mut done.tally.differing);
            printer.append(out, &done.out, take(&mut done.shown))?;
            done.out.clear();
            Ok(())
        });
    let stream_ended = printer.stream.end(answers.out()).map_err(Into::into);
    let ended = stream_ended.and_then(|()| match &asked {
        None if result.is_ok() => printer.total(answers.out(), &tally),
        _ => Ok(()),
    });
    let ended = ended.and_then(|()| match format {
        DiffFormat::Html => Ok(html::end(answers.out())?),
        _ => Ok(()),
    });
    // What was wrong with the input came first.
    answers.end(result.and(ended))?;
    Ok(if tally.differing > 0 { Exit::Negative } else { Exit::Done })
}

/// How many prompts there were, and on how many of them the answer is no.
#[derive(Default)]
struct Tally {
    prompts: u64,
    differing: u64,
}

/// What was made of a chunk.
#[derive(Default)]
struct Compared {
    out: Vec<u8>,
    shown: u64,
    tally: Tally,
}

/// Compares what contenders make of records.
struct Differ<'t> {
    agreement: Agreement<'t>,
    contenders: &'t [Contender],
    asked: &'t Option<Asked>,
}

impl Differ<'_> {
    /// Prints what is to be printed of each record.
    fn work(
        &mut self,
        records: &mut InChunk<'_>,
        noted: &mut Noted,
        printer: &mut Printer,
        done: &mut Compared,
    ) -> Result<()> {
        let leaves_agreement_out = matches!(printer.format, DiffFormat::List | DiffFormat::Tsv);
        loop {
            if leaves_agreement_out && self.asked.is_none() {
                let (rest, separator) = (records.rest(), records.separator());
                let (bytes, agreed) = self.agreement.on_plain_records(rest, separator);
                records.pass(bytes, agreed);
                done.tally.prompts += agreed as u64;
            }
            let Some(record) = records.next(noted)? else { return Ok(()) };
            done.tally.prompts += 1;
            if let Some(asked) = self.asked {
                let report = IdsReport::new(&record.text, record.origin, asked, self.contenders);
                done.tally.differing += u64::from(!report.is_found());
                printer.ids(&mut done.out, &report)?;
                continue;
            }
            let agree = self.agreement.on(&record.text);
            done.tally.differing += u64::from(!agree);
            if !(agree && leaves_agreement_out) {
                printer.comparison(&mut done.out, &record, self.contenders)?;
            }
        }
    }
}

/// Writes answers in one format.
struct Printer {
    screen: Screen,
    format: DiffFormat,
    stream: Stream,
    parting: Parting,
    shown: u64,
}

/// What stands between two answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parting {
    EmptyLine,
    Nothing,
}

impl Printer {
    fn comparison(&mut self, out: &mut Vec<u8>, record: &Record<'_>, contenders: &[Contender]) -> Result<()> {
        let report = ComparisonReport::new(&record.text, record.origin, contenders);
        match self.format {
            DiffFormat::Human => {
                self.space(out)?;
                comparison::write(out, self.screen, &report)?;
            }
            DiffFormat::List => comparison::write_entry(out, self.screen, &report)?,
            DiffFormat::Html => page::comparison(out, &report)?,
            DiffFormat::Json | DiffFormat::Jsonl => self.stream.push(out, &DiffWire::of(&report))?,
            DiffFormat::Tsv => tsv::diff(out, &report)?,
        }
        self.shown += 1;
        Ok(())
    }

    fn ids(&mut self, out: &mut Vec<u8>, report: &IdsReport<'_>) -> Result<()> {
        match self.format {
            DiffFormat::Human | DiffFormat::List => {
                self.space(out)?;
                human::comparison::write_ids(out, self.screen, report)?;
            }
            DiffFormat::Json | DiffFormat::Jsonl => self.stream.push(out, &IdsWire::of(report))?,
            DiffFormat::Tsv => tsv::ids(out, report)?,
            DiffFormat::Html => page::ids(out, report)?,
        }
        self.shown += 1;
        Ok(())
    }

    /// One for answers that others are to come before.
    fn part(&self) -> Self {
        Self { stream: self.stream.part(), shown: 0, ..*self }
    }

    /// Writes so many answers that a [`Printer::part`] has written.
    fn append(&mut self, out: &mut dyn Write, answers: &[u8], shown: u64) -> Result<()> {
        if shown > 0 {
            self.space(out)?;
        }
        self.stream.append(out, answers)?;
        self.shown += shown;
        Ok(())
    }

    /// Parts a view from the one before it.
    fn space(&self, out: &mut dyn Write) -> Result<()> {
        if self.shown > 0 && self.parting == Parting::EmptyLine {
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
            DiffFormat::Html => writeln!(out, "<p class=\"quiet\">{words}</p>")?,
            DiffFormat::Tsv => tell(&words),
            DiffFormat::Human | DiffFormat::Json | DiffFormat::Jsonl => {}
        }
        Ok(())
    }
}
