//! Enters: prompts. Leaves: what there is of all of them together.

mod args;
mod human;

use std::mem::take;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use crate::cli::exit::Exit;
use crate::cli::terminal::{Places, notice};
use crate::cli::work::{Answers, in_pieces_if_exact};
use crate::explain::{self, Statistics};
use crate::report::json::{Stream, Together};
use crate::report::{Source, StatisticsReport, html, raised_words};
use crate::sources::{Extent, InChunk, LongRecords, Noted};
use crate::syntax::{Raised, SlotContent, WeightedRow};
use crate::{BatchEncoder, BatchPromptReader, TokenId, Vocabulary};

pub(super) use args::StatsArgs;
use args::{Stats, StatsFormat};

pub(super) fn run(args: StatsArgs) -> Result<Exit> {
    let Stats { prompts, threads, encoder, reader, context_length, top, format, screen, target } =
        Stats::of(args)?;
    // The program's tokenizer may be another one.
    let encoder = reader.as_ref().map_or(encoder, |reader| reader.encoder().clone());
    let mut answers = Answers::open(&target)?;
    let vocabulary = encoder.vocabulary();
    let nothing = Statistics::of(vocabulary);
    let all = Mutex::new(nothing.clone());
    let worker = || {
        let by = match &reader {
            None => By::Encoder(Box::new(encoder.batch())),
            Some(reader) => By::Program(Box::new(reader.batch())),
        };
        let mut collector = Collector { by, vocabulary, statistics: nothing.clone(), all: &all };
        move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Collected| {
            collector.work(records, noted, done)
        }
    };
    // What was noted of a record so far that comes in pieces.
    let mut open = explain::Noted::default();
    // What only some of the prompts are like would look like what all are like.
    let long_records = match &reader {
        None => in_pieces_if_exact(&encoder),
        Some(_) => LongRecords::Whole,
    };
    let mut failures = Places::new("prompts on which the program fails".to_owned());
    let mut raised = 0;
    let result =
        answers.each_chunk(prompts, long_records, threads, worker, |_, progress, done: &mut Collected| {
            for (source, why) in done.raised.drain(..) {
                raised += 1;
                if failures.note() {
                    progress.notice(&raised_words(&source, &why));
                }
            }
            if let Some(piece) = done.piece.take() {
                open.add(piece.noted);
                if piece.extent == Extent::LastPiece {
                    all.lock().unwrap_or_else(PoisonError::into_inner).end(take(&mut open));
                }
            }
            Ok(())
        });
    failures.tally().into_iter().for_each(|words| notice(&words));
    if result.is_ok() {
        let statistics = all.into_inner().unwrap_or_else(PoisonError::into_inner);
        let report = StatisticsReport::new(&statistics, &encoder, context_length, top);
        let report = match &reader {
            None => report,
            Some(reader) => report.by_program(reader.syntax(), &statistics, raised),
        };
        let out = answers.out();
        match format {
            StatsFormat::Human => {
                human::write(out, screen, &report)?;
            }
            StatsFormat::Html => {
                html::begin(out, "cliptok: many prompts as CLIP's tokenizer sees them")?;
                html::statistics(out, &report)?;
                html::end(out)?;
            }
            StatsFormat::Json => Stream::new(Together::Lines).push(out, &report)?,
        }
    }
    answers.end(result)?;
    Ok(if failures.is_empty() { Exit::Done } else { Exit::Negative })
}

/// What a chunk leaves behind beside the statistics of its thread.
#[derive(Default)]
struct Collected {
    /// What it is, if it is a piece of one record.
    piece: Option<Piece>,
    /// The prompts on which the program fails.
    raised: Vec<(Source, Raised)>,
}

/// What a chunk leaves behind if it is a piece of one record. All else is collected by its thread.
struct Piece {
    noted: explain::Noted,
    extent: Extent,
}

/// Collects what there is of the records that one thread sees; at its end adds it to that of all.
struct Collector<'t> {
    by: By,
    vocabulary: &'t Vocabulary,
    statistics: Statistics,
    all: &'t Mutex<Statistics>,
}

/// What reads prompts.
enum By {
    Encoder(Box<BatchEncoder>),
    Program(Box<BatchPromptReader>),
}

impl Collector<'_> {
    fn work(&mut self, records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Collected) -> Result<()> {
        let Self { by, statistics, vocabulary, .. } = self;
        let batch = match by {
            By::Encoder(batch) => batch,
            By::Program(reader) => {
                while let Some(record) = records.next(noted)? {
                    match reader.first_rows(&record.text) {
                        Ok(read) => {
                            let rows = &read.filled.rows;
                            statistics.add_filled(&content(rows), read.used, rows.len(), vocabulary);
                        }
                        Err(raised) => done.raised.push((record.source.clone(), raised)),
                    }
                }
                return Ok(());
            }
        };
        records.encode_each(batch, noted, |_, extent, ids| {
            let prompt = statistics.note(ids, vocabulary);
            match extent {
                Extent::Whole => statistics.end(prompt),
                Extent::Piece | Extent::LastPiece => {
                    done.piece = Some(Piece { noted: prompt, extent });
                }
            }
            Ok(())
        })
    }
}

/// The tokens in the rows of a prompt.
fn content(rows: &[WeightedRow]) -> Vec<TokenId> {
    let slots = rows.iter().flat_map(|row| &row.slots);
    slots.filter(|slot| matches!(slot.content, SlotContent::Token(_))).filter_map(|slot| slot.id).collect()
}

impl Drop for Collector<'_> {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).merge(&self.statistics);
    }
}
