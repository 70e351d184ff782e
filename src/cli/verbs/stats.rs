//! Enters: prompts. Leaves: what there is of all of them together.

mod args;
mod human;

use std::mem::take;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use crate::cli::exit::Exit;
use crate::cli::input::chunks::Extent;
use crate::cli::input::{InChunk, Noted};
use crate::cli::work::{Answers, in_pieces_if_exact};
use crate::explain::{self, Statistics};
use crate::report::json::{Stream, Together};
use crate::report::{StatisticsReport, html};
use crate::{BatchEncoder, Vocabulary};

pub(super) use args::StatsArgs;
use args::{Stats, StatsFormat};

pub(super) fn run(args: StatsArgs) -> Result<Exit> {
    let Stats { prompts, threads, encoder, context_length, top, format, screen, target } = Stats::of(args)?;
    let mut answers = Answers::open(&target)?;
    let vocabulary = encoder.vocabulary();
    let nothing = Statistics::of(vocabulary);
    let all = Mutex::new(nothing.clone());
    let worker = || {
        let (batch, statistics) = (encoder.batch(), nothing.clone());
        let mut collector = Collector { batch, vocabulary, statistics, all: &all };
        move |records: &mut InChunk<'_>, noted: &mut Noted, piece: &mut Option<Piece>| {
            collector.work(records, noted, piece)
        }
    };
    // What was noted of a record so far that comes in pieces.
    let mut open = explain::Noted::default();
    // What only some of the prompts are like would look like what all are like.
    let long_records = in_pieces_if_exact(&encoder);
    let result =
        answers.each_chunk(prompts, long_records, threads, worker, |_, _, piece: &mut Option<Piece>| {
            if let Some(piece) = piece.take() {
                open.add(piece.noted);
                if piece.extent == Extent::LastPiece {
                    all.lock().unwrap_or_else(PoisonError::into_inner).end(take(&mut open));
                }
            }
            Ok(())
        });
    if result.is_ok() {
        let statistics = all.into_inner().unwrap_or_else(PoisonError::into_inner);
        let report = StatisticsReport::new(&statistics, &encoder, context_length, top);
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
    Ok(Exit::Done)
}

/// What a chunk leaves behind if it is a piece of one record. All else is collected by its thread.
struct Piece {
    noted: explain::Noted,
    extent: Extent,
}

/// Collects what there is of the records that one thread sees; at its end adds it to that of all.
struct Collector<'t> {
    batch: BatchEncoder,
    vocabulary: &'t Vocabulary,
    statistics: Statistics,
    all: &'t Mutex<Statistics>,
}

impl Collector<'_> {
    fn work(
        &mut self,
        records: &mut InChunk<'_>,
        noted: &mut Noted,
        piece: &mut Option<Piece>,
    ) -> Result<()> {
        let Self { batch, statistics, vocabulary, .. } = self;
        records.encode_each(batch, noted, |_, extent, ids| {
            let prompt = statistics.note(ids, vocabulary);
            match extent {
                Extent::Whole => statistics.end(prompt),
                Extent::Piece | Extent::LastPiece => *piece = Some(Piece { noted: prompt, extent }),
            }
            Ok(())
        })
    }
}

impl Drop for Collector<'_> {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).merge(&self.statistics);
    }
}
