//! Enters: texts with ids from another implementation. Leaves: whether they are right, and what was done differently.

mod args;
mod human;
mod tally;
mod tsv;

use std::mem::take;

use anyhow::Result;

use crate::BatchEncoder;
use crate::TokenId;
use crate::cli::error::InputError;
use crate::cli::exit::Exit;
use crate::cli::input::pair::{Pair, pair};
use crate::cli::output::tsv::header;
use crate::cli::terminal::notice;
use crate::cli::work::Answers;
use crate::report::CheckReport;
use crate::report::json::{Stream, Together};
use crate::sources::{InChunk, LongRecords, Noted, Record};

pub(super) use args::CheckArgs;
use args::{Check, CheckFormat};
use tally::{SHOWN, Tally, grouped};

pub(super) fn run(args: CheckArgs) -> Result<Exit> {
    let check = Check::of(args)?;
    let mut answers = Answers::open(&check.target)?;
    let mut stream = Stream::new(match check.format {
        CheckFormat::Json => Together::Array,
        _ => Together::Lines,
    });
    if check.format == CheckFormat::Tsv {
        header(answers.out(), tsv::CHECK)?;
    }
    let mut tally = Tally::default();
    // The verdict stands above them, so they wait for it.
    let mut shown: Vec<Vec<u8>> = Vec::new();
    let part = stream.part();
    let worker = || {
        let (part, check) = (&part, &check);
        let mut work = Work { check, batch: check.encoder.batch(), ids: Vec::new() };
        move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Checked| {
            work.work(records, noted, &mut part.part(), done)
        }
    };
    let lines = check.lines.clone();
    let long_records = LongRecords::Whole;
    let result =
        answers.each_chunk(lines, long_records, check.threads, worker, |out, _, done: &mut Checked| {
            tally.add(take(&mut done.tally));
            let room = SHOWN - shown.len();
            shown.extend(done.shown.drain(..).take(room));
            stream.append(out, &done.out)?;
            done.out.clear();
            Ok(())
        });
    // A verdict on what could be read would look like one on all.
    let all_was_read = result.is_ok();
    let (format, screen) = (check.format, check.screen);
    answers.close(result, |out| {
        stream.end(out)?;
        if format == CheckFormat::Human {
            if all_was_read {
                human::verdict(out, screen, &tally.verdict(), tally.differing)?;
            }
            for entry in &shown {
                std::io::Write::write_all(out, entry)?;
            }
            if tally.differing > 0 {
                let hidden = tally.differing - shown.len() as u64;
                let not_shown = (hidden > 0).then(|| format!("and {} more that differ", grouped(hidden)));
                human::tally(out, screen, not_shown, &tally.causes())?;
            }
        }
        Ok(())
    })?;
    if format != CheckFormat::Human {
        notice(&tally.verdict());
        for (cause, count) in tally.causes() {
            notice(&format!("{count} × {cause}"));
        }
    }
    Ok(if tally.differing > 0 { Exit::Negative } else { Exit::Done })
}

/// What was made of a chunk.
#[derive(Default)]
struct Checked {
    out: Vec<u8>,
    /// The first that differ, as a person reads them.
    shown: Vec<Vec<u8>>,
    tally: Tally,
}

/// Checks the records of one thread.
struct Work<'w> {
    check: &'w Check,
    batch: BatchEncoder,
    ids: Vec<TokenId>,
}

impl Work<'_> {
    fn work(
        &mut self,
        records: &mut InChunk<'_>,
        noted: &mut Noted,
        stream: &mut Stream,
        done: &mut Checked,
    ) -> Result<()> {
        while let Some(record) = records.next(noted)? {
            // Between records of JSON, blank lines are white space.
            if !record.text.trim().is_empty() {
                self.record(&record, stream, done)?;
            }
        }
        Ok(())
    }

    fn record(&mut self, record: &Record<'_>, stream: &mut Stream, done: &mut Checked) -> Result<()> {
        let Check { fields, encoder, checker, format, screen, .. } = self.check;
        let Pair { text, rows } = pair(&record.text, fields)
            .map_err(|error| InputError::Pair { source: record.source.clone(), error })?;
        done.tally.records += 1;
        self.ids.clear();
        self.batch.encode(&text, &mut self.ids);
        if checker.agrees(&rows, &self.ids) {
            return Ok(());
        }
        let Some(diagnosis) = checker.diagnose(&text, &rows) else { return Ok(()) };
        let report = CheckReport::new(&text, record.source, &rows, diagnosis, encoder.vocabulary());
        done.tally.note(&report.diagnosis);
        match format {
            CheckFormat::Human if done.shown.len() < SHOWN => {
                let mut entry = Vec::new();
                human::entry(&mut entry, *screen, &report)?;
                done.shown.push(entry);
            }
            CheckFormat::Human => {}
            CheckFormat::Json | CheckFormat::Jsonl => stream.push(&mut done.out, &report)?,
            CheckFormat::Tsv => tsv::check(&mut done.out, &report)?,
        }
        Ok(())
    }
}
