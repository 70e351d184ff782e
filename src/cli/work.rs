//! Enters: an input, and what is to be answered of each of its records. Leaves: the answers, in the order of the input.

mod hint;
mod queries;
mod table;
mod workers;

use std::io::Write;
use std::num::NonZeroUsize;

use anyhow::Result;

use hint::Hint;
pub(super) use queries::{BlankLines, Query, Unanswered};
pub(super) use table::{Column, Table};

use super::exit::Exit;
use super::input::Input;
use super::output::{Reader, Sink, Target};
use super::terminal::{Progress, notice};
use crate::Encoder;
use crate::sources::{self, Chunk, Chunks, InChunk, LongRecords, Noted, Record};

/// How long records are read for answers that can be put together from those of pieces.
pub(super) fn in_pieces_if_exact(encoder: &Encoder) -> LongRecords {
    if encoder.parts_at_spaces() { LongRecords::InPieces } else { LongRecords::Whole }
}

/// The answers of a job on their way out.
pub(super) struct Answers {
    sink: Sink,
    /// What the input alone makes of the run: some of it may have no prompt, or be broken.
    exit: Exit,
}

/// What was made of a chunk, with what is to be said of its records.
#[derive(Default)]
struct Part<D> {
    done: D,
    noted: Noted,
}

impl Answers {
    pub(super) fn open(target: &Target) -> Result<Self> {
        Ok(Self { sink: Sink::open(target)?, exit: Exit::Done })
    }

    pub(super) fn out(&mut self) -> &mut Sink {
        &mut self.sink
    }

    pub(super) fn reader(&self) -> Reader {
        self.sink.reader()
    }

    /// Answers every record of an input, one after the other.
    pub(super) fn each(
        &mut self,
        input: Input,
        mut answer: impl FnMut(&mut Sink, &Record<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut hint = Hint::of(&input);
        let Input { arguments, files, reading, remarks, .. } = input;
        notice_each(&remarks);
        let mut chunks = Chunks::of(arguments, files, reading.clone(), LongRecords::Whole);
        let mut noted = Noted::default();
        let mut buffer = Vec::new();
        let result = loop {
            // Whoever types or feeds us line by line sees each answer before the next question.
            self.sink.flush()?;
            let chunk = match chunks.next(buffer) {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error.into()),
            };
            hint.look_at(&chunk, &reading);
            let mut records = chunk.records(&reading, &mut noted);
            let answered = loop {
                match records.next(&mut noted) {
                    Ok(Some(record)) => match answer(&mut self.sink, &record) {
                        Ok(()) => {}
                        Err(error) => break Err(error),
                    },
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(error.into()),
                }
            };
            if answered.is_err() {
                break answered;
            }
            buffer = chunk.into_buffer();
        };
        self.end_input(&hint, noted);
        result
    }

    /// Says what is to be said of an input that was read.
    fn end_input(&mut self, hint: &Hint, mut noted: Noted) {
        if hint.is_unwanted() {
            // It is known what prompts are written for, whatever their files say.
            noted.read_as_text = sources::Places::default();
        }
        notice_each(&noted.words());
        let broken = if noted.broken.count() > 0 { Exit::Error } else { Exit::Done };
        let without = if noted.without_prompt.count() > 0 { Exit::Negative } else { Exit::Done };
        self.exit = self.exit.or(broken).or(without);
    }

    /// Whether every file of the input could be read.
    pub(super) fn all_was_read(&self) -> bool {
        self.exit != Exit::Error
    }

    /// Has every chunk of an input worked on by several threads, and takes what they made of it, in the order of the
    /// input. `take` leaves a `D` behind that is as good as new.
    pub(super) fn each_chunk<D, W>(
        &mut self,
        input: Input,
        long_records: LongRecords,
        threads: Option<NonZeroUsize>,
        worker: impl Fn() -> W + Sync,
        mut take: impl FnMut(&mut Sink, &Progress, &mut D) -> Result<()> + Send,
    ) -> Result<()>
    where
        D: Default + Send,
        W: FnMut(&mut InChunk<'_>, &mut Noted, &mut D) -> Result<()>,
    {
        let mut progress = Progress::of(&input, self.reader());
        let mut hint = Hint::of(&input);
        let Input { arguments, files, reading, remarks, .. } = input;
        notice_each(&remarks);
        let mut noted = Noted::default();
        let sink = &mut self.sink;
        let worker = || {
            let mut work = worker();
            let reading = &reading;
            move |chunk: &Chunk, part: &mut Part<D>| {
                let mut records = chunk.records(reading, &mut part.noted);
                work(&mut records, &mut part.noted, &mut part.done)
            }
        };
        let chunks = Chunks::of(arguments, files, reading.clone(), long_records);
        let result = workers::run(chunks, threads, worker, |part: &mut Part<D>, chunk| {
            noted.add(&mut part.noted);
            hint.look_at(chunk, &reading);
            take(sink, &progress, &mut part.done)?;
            // Whoever feeds us line by line sees each answer before the next question.
            sink.flush()?;
            progress.advance(chunk.size());
            Ok(())
        });
        progress.end();
        self.end_input(&hint, noted);
        result
    }

    /// Writes what stands behind the last answer, and ends a job. What was wrong with the input came first, so it
    /// counts. Returns what the input makes of the run.
    pub(super) fn close(
        mut self,
        result: Result<()>,
        last: impl FnOnce(&mut Sink) -> Result<()>,
    ) -> Result<Exit> {
        let closed = last(&mut self.sink);
        self.end(result.and(closed))
    }

    /// Ends a job: what was answered is let out, even if an error came after it. Returns what the input makes of the run.
    pub(super) fn end(mut self, result: Result<()>) -> Result<Exit> {
        match result {
            Ok(()) => self.sink.finish().map(|()| self.exit),
            Err(error) => {
                // If what was answered cannot be let out either, the first thing that went wrong counts.
                let _ = self.sink.flush();
                Err(error)
            }
        }
    }
}

fn notice_each(all: &[String]) {
    for words in all {
        notice(words);
    }
}
