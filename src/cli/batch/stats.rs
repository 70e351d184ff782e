//! Enters: prompts. Leaves: what there is of all of them together.

use std::mem::take;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use cliptok::fast::{Rows, Volume};
use cliptok::statistics::{self, Statistics};
use cliptok::{TokenId, Vocabulary};

use super::{Answers, in_pieces_if_exact};
use crate::cli::args::StatsFormat;
use crate::cli::exit::Exit;
use crate::cli::input::chunks::Extent;
use crate::cli::input::{InChunk, Noted};
use crate::cli::job::Stats;
use crate::cli::output::columns;
use crate::cli::render::html;
use crate::cli::render::human::{self, Screen};
use crate::cli::render::json::wire::statistics::StatisticsWire;
use crate::cli::render::json::{Stream, Together};
use crate::cli::render::report::statistics::StatisticsReport;

pub fn run(job: Stats) -> Result<Exit> {
    let Stats { prompts, threads, tokenizer, model, context_length, top, format, colors, target } = job;
    let mut answers = Answers::open(&target)?;
    let vocabulary = tokenizer.vocabulary();
    let nothing = Statistics::of(vocabulary);
    let all = Mutex::new(nothing.clone());
    let worker = || {
        let (volume, statistics, rows) = (tokenizer.volume(), nothing.clone(), Rows::default());
        let mut collector = Collector { volume, vocabulary, rows, statistics, all: &all };
        move |records: &mut InChunk<'_>, noted: &mut Noted, piece: &mut Option<Piece>| {
            collector.work(records, noted, piece)
        }
    };
    // What was noted of a record so far that comes in pieces.
    let mut open = statistics::Noted::default();
    // What only some of the prompts are like would look like what all are like.
    let long_records = in_pieces_if_exact(&tokenizer);
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
        let report = StatisticsReport::new(&statistics, vocabulary, &tokenizer, model, context_length, top);
        let out = answers.out();
        match format {
            StatsFormat::Human => {
                human::statistics::write(out, Screen { columns: columns(&target), colors }, &report)?;
            }
            StatsFormat::Html => {
                html::begin(out, "cliptok: many prompts as CLIP's tokenizer sees them")?;
                html::statistics(out, &report)?;
                html::end(out)?;
            }
            StatsFormat::Json => Stream::new(Together::Lines).push(out, &StatisticsWire::of(&report))?,
        }
    }
    answers.end(result)?;
    Ok(Exit::Done)
}

/// What a chunk leaves behind if it is a piece of one record. All else is collected by its thread.
struct Piece {
    noted: statistics::Noted,
    extent: Extent,
}

/// Collects what there is of the records that one thread sees; at its end adds it to that of all.
struct Collector<'t> {
    volume: Volume<'t>,
    vocabulary: &'t Vocabulary,
    rows: Rows,
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
        loop {
            self.rows.clear();
            let plain = self.volume.encode_records(records.rest(), records.separator(), &mut self.rows);
            records.pass(plain, self.rows.ends.len());
            for ids in self.rows.iter() {
                self.statistics.add(ids, self.vocabulary);
            }
            let Some(record) = records.next(noted)? else { return Ok(()) };
            let mut ids: Vec<TokenId> = Vec::new();
            self.volume.encode(&record.text, &mut ids);
            let prompt = self.statistics.note(&ids, self.vocabulary);
            match record.extent {
                Extent::Whole => self.statistics.end(prompt),
                extent => *piece = Some(Piece { noted: prompt, extent }),
            }
        }
    }
}

impl Drop for Collector<'_> {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).merge(&self.statistics);
    }
}
