//! Enters: prompts. Leaves: what there is of all of them together.

mod args;
mod human;

use std::mem::take;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use crate::cli::exit::Exit;
use crate::cli::options::{ByWay, Way, context_length as slots};
use crate::cli::terminal::{Places, notice};
use crate::cli::work::{Answers, in_pieces_if_exact};
use crate::explain::{self, Statistics};
use crate::report::json::{Stream, Together};
use crate::report::{Source, StatisticsReport, html, raised_words};
use crate::sources::{Extent, InChunk, LongRecords, Noted};
use crate::syntax::{Raised, SlotContent, WeightedRow};
use crate::{BatchEncoder, BatchPromptReader, ContextLength, Syntax, TokenId, Vocabulary};

pub(super) use args::StatsArgs;
use args::{Stats, StatsFormat};

pub(super) fn run(args: StatsArgs) -> Result<Exit> {
    let Stats { prompts, threads, encoder, readers, context_length, top, format, screen, target } =
        Stats::of(args)?;
    let mut answers = Answers::open(&target)?;
    let vocabulary = encoder.vocabulary();
    let nothing = Statistics::of(vocabulary);
    let all = Mutex::new(nothing.clone());
    let worker = || {
        let by = |way| match readers.reader(way, &encoder) {
            None => By::Encoder(Box::new(encoder.batch())),
            Some(reader) => By::Program(Box::new(reader.batch())),
        };
        let mut ways = ByWay::new(readers.asked(), by(readers.asked()));
        let mut collector = Collector { vocabulary, statistics: nothing.clone(), all: &all };
        let readers = &readers;
        move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Collected| {
            let way = readers.way(records.written())?;
            collector.work(ways.get(way, || by(way)), records, noted, done)?;
            done.syntaxes = vec![way.syntax];
            Ok(())
        }
    };
    // What was noted of a record so far that comes in pieces.
    let mut open = explain::Noted::default();
    // What only some of the prompts are like would look like what all are like.
    let long_records = match readers.asked().syntax {
        None => in_pieces_if_exact(&encoder),
        Some(_) => LongRecords::Whole,
    };
    let mut failures = Places::new("prompts on which the program fails".to_owned());
    let mut raised = 0;
    let mut syntaxes: Vec<Option<Syntax>> = Vec::new();
    let result =
        answers.each_chunk(prompts, long_records, threads, worker, |_, progress, done: &mut Collected| {
            for (source, why) in done.raised.drain(..) {
                raised += 1;
                if failures.note() {
                    progress.notice(&raised_words(&source, &why));
                }
            }
            for syntax in done.syntaxes.drain(..) {
                if !syntaxes.contains(&syntax) {
                    syntaxes.push(syntax);
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
        // Of prompts that were written for several programs, there are no statistics by one of them.
        let syntax = match syntaxes.as_slice() {
            [] => readers.asked().syntax,
            [syntax] => *syntax,
            _ => None,
        };
        // The program's tokenizer may be another one.
        let way = Way { syntax, ..readers.asked() };
        let reader = readers.reader(way, &encoder);
        let report = match &reader {
            None => StatisticsReport::new(&statistics, &encoder, context_length, top),
            Some(reader) => {
                let room = ContextLength::CLIP.content() * reader.syntax().usual_rows();
                let slots = slots(Some(room + 2), ContextLength::CLIP)?;
                StatisticsReport::new(&statistics, reader.encoder(), slots, top).by_program(
                    reader.syntax(),
                    &statistics,
                    raised,
                )
            }
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
    let input = answers.end(result)?;
    Ok(if failures.is_empty() { input } else { input.or(Exit::Negative) })
}

/// What a chunk leaves behind beside the statistics of its thread.
#[derive(Default)]
struct Collected {
    /// What it is, if it is a piece of one record.
    piece: Option<Piece>,
    /// The prompts on which the program fails.
    raised: Vec<(Source, Raised)>,
    /// The syntax in which prompts were read.
    syntaxes: Vec<Option<Syntax>>,
}

/// What a chunk leaves behind if it is a piece of one record. All else is collected by its thread.
struct Piece {
    noted: explain::Noted,
    extent: Extent,
}

/// Collects what there is of the records that one thread sees; at its end adds it to that of all.
struct Collector<'t> {
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
    fn work(
        &mut self,
        by: &mut By,
        records: &mut InChunk<'_>,
        noted: &mut Noted,
        done: &mut Collected,
    ) -> Result<()> {
        let Self { statistics, vocabulary, .. } = self;
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
