//! Enters: prompts. Leaves: where dialects differ on each, or which dialects give the ids that were looked for.

mod args;
mod human;
mod programs;
mod tsv;

use std::io::Write;
use std::mem::take;

use anyhow::Result;

use crate::Encoder;
use crate::cli::exit::Exit;
use crate::cli::output::Sink;
use crate::cli::output::tsv::header;
use crate::cli::terminal::{Screen, notice};
use crate::cli::work::Answers;
use crate::explain::Agreement;
use crate::report::html::{self, comparison as page};
use crate::report::json::{Stream, Together};
use crate::report::{ComparisonReport, IdsQuestion, IdsReport, Side, Source, counted};
use crate::sources::{InChunk, Lines, LongRecords, Noted, Stopped};

pub(super) use args::DiffArgs;
use args::{Diff, DiffFormat, Programs};

pub(super) fn run(args: DiffArgs) -> Result<Exit> {
    if !args.programs.is_empty() {
        return programs::run(Programs::of(args)?);
    }
    let Diff { prompts, threads, sides, not_compared, asked, format, screen, target } = Diff::of(args)?;
    let mut answers = Answers::open(&target)?;
    let mut printer = Printer {
        screen,
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
        DiffFormat::Tsv => header(answers.out(), if asked.is_some() { tsv::IDS } else { tsv::DIFF })?,
        DiffFormat::Html => html::begin(answers.out(), "cliptok: where CLIP's tokenizers disagree")?,
        _ => {}
    }
    let mut tally = Tally::default();
    let part = printer.part();
    let worker = || {
        let encoders: Vec<&Encoder> = sides.iter().map(|side| &side.encoder).collect();
        let mut differ = Differ { agreement: Agreement::of(&encoders), sides: &sides, asked: &asked };
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
    let all_was_read = result.is_ok() && answers.all_was_read();
    let input = answers.close(result, |out| {
        printer.stream.end(out)?;
        if asked.is_none() && all_was_read {
            printer.total(out, &tally)?;
        }
        match format {
            DiffFormat::Html => Ok(html::end(out)?),
            _ => Ok(()),
        }
    })?;
    for dialect in not_compared {
        let (name, packages) = (dialect.name(), dialect.packages());
        notice(&format!("not compared: {name} ({packages}); to compare it too, name it with --dialect"));
    }
    Ok(if tally.differing > 0 { input.or(Exit::Negative) } else { input })
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

/// Compares what sides make of records.
struct Differ<'t> {
    agreement: Agreement,
    sides: &'t [Side],
    asked: &'t Option<IdsQuestion>,
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
        if self.asked.is_none()
            && leaves_agreement_out
            && let Some(lines) = records.lines(noted)
        {
            let (mut source, mut texts) = (lines.first.clone(), lines.texts());
            let Lines { bytes, separator, invalid, .. } = lines;
            let result = self.agreement.on_lines(bytes, separator, invalid, |line, agree| {
                source.record = lines.record(line);
                let text = texts.next().unwrap_or_default();
                done.tally.prompts += 1;
                if agree {
                    return Ok(());
                }
                done.tally.differing += 1;
                printer.comparison(&mut done.out, &text, &source, self.sides).map_err(Stopped::By)
            });
            return lines.end(result, noted);
        }
        while let Some(record) = records.next(noted)? {
            done.tally.prompts += 1;
            if let Some(asked) = self.asked {
                let report = IdsReport::new(&record.text, record.source, asked, self.sides);
                done.tally.differing += u64::from(!report.is_found());
                printer.ids(&mut done.out, &report)?;
                continue;
            }
            let agree = self.agreement.on(&record.text);
            done.tally.differing += u64::from(!agree);
            if !(agree && leaves_agreement_out) {
                printer.comparison(&mut done.out, &record.text, record.source, self.sides)?;
            }
        }
        Ok(())
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
    fn comparison(&mut self, out: &mut Vec<u8>, text: &str, source: &Source, sides: &[Side]) -> Result<()> {
        let report = ComparisonReport::new(text, source, sides);
        match self.format {
            DiffFormat::Human => {
                self.space(out)?;
                human::write(out, self.screen, &report)?;
            }
            DiffFormat::List => human::write_entry(out, self.screen, &report)?,
            DiffFormat::Html => page::comparison(out, &report)?,
            DiffFormat::Json | DiffFormat::Jsonl => self.stream.push(out, &report)?,
            DiffFormat::Tsv => tsv::diff(out, &report)?,
        }
        self.shown += 1;
        Ok(())
    }

    fn ids(&mut self, out: &mut Vec<u8>, report: &IdsReport<'_>) -> Result<()> {
        match self.format {
            DiffFormat::Human | DiffFormat::List => {
                self.space(out)?;
                human::write_ids(out, self.screen, report)?;
            }
            DiffFormat::Json | DiffFormat::Jsonl => self.stream.push(out, report)?,
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
        let prompts = counted(tally.prompts, "prompt");
        let words = match tally.differing {
            0 => format!("all agree on {prompts}"),
            differing => format!("{differing} of {prompts} {differ}"),
        };
        match self.format {
            DiffFormat::List => writeln!(out, "{words}")?,
            DiffFormat::Html => writeln!(out, "<p class=\"quiet\">{words}</p>")?,
            DiffFormat::Tsv => notice(&words),
            DiffFormat::Human | DiffFormat::Json | DiffFormat::Jsonl => {}
        }
        Ok(())
    }
}
