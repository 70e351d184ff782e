//! Enters: a job. Leaves: its answers, prompt by prompt in the order of the input, and how it ended.

mod count;
mod decode;
mod diff;
mod encode;
mod inspect;
mod trace;

use std::io::{self, Write};

use anyhow::Result;

use super::exit::Exit;
use super::input::{Input, Record, Replaced};
use super::job::{Job, Source};
use super::origin::Place;
use super::output::{Reader, Sink, Target};
use super::render::escape::escaped;
use super::words::number;

/// Does a job.
///
/// # Errors
/// If input, output or an id is wrong; what came before has been answered.
pub fn run(job: Job) -> Result<Exit> {
    match job {
        Job::Help(mut command) => {
            command.print_help()?;
            Ok(Exit::Done)
        }
        Job::Inspect(job) => inspect::run(job),
        Job::Encode(job) => encode::run(job),
        Job::Decode(job) => decode::run(job),
        Job::Count(job) => count::run(job),
        Job::Diff(job) => diff::run(job),
        Job::Trace(job) => trace::run(job),
    }
}

/// The answers of a job on their way out.
struct Answers {
    sink: Sink,
}

impl Answers {
    fn open(target: &Target) -> Result<Self> {
        Ok(Self { sink: Sink::open(target)? })
    }

    fn out(&mut self) -> &mut Sink {
        &mut self.sink
    }

    fn reader(&self) -> Reader {
        self.sink.reader()
    }

    /// Answers every record of a source.
    fn each(
        &mut self,
        source: Source,
        mut answer: impl FnMut(&mut Sink, &Record<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut input = Input::new(source);
        let result = loop {
            if input.may_wait() {
                // Whoever types or feeds us line by line sees each answer before the next question.
                self.sink.flush()?;
            }
            match input.next() {
                Ok(Some(record)) => match answer(&mut self.sink, &record) {
                    Ok(()) => {}
                    Err(error) => break Err(error),
                },
                Ok(None) => break Ok(()),
                Err(error) => break Err(error.into()),
            }
        };
        tell_replaced(input.replaced());
        tell_marked(input.marked());
        result
    }

    /// Ends a job: what was answered is let out, even if an error came after it.
    fn end(mut self, result: Result<()>) -> Result<()> {
        match result {
            Ok(()) => self.sink.finish(),
            Err(error) => {
                // If what was answered cannot be let out either, the first thing that went wrong counts.
                let _ = self.sink.flush();
                Err(error)
            }
        }
    }
}

/// Says something on stderr, with nothing in it that could change a terminal: names and words come
/// from outside. Where stderr is closed there is nobody left to tell.
pub fn tell(words: &str) {
    let _ = writeln!(io::stderr(), "cliptok: {}", escaped(words));
}

fn tell_replaced(replaced: &Replaced) {
    if let Some(first) = &replaced.first {
        let places = number(replaced.stretches, "place");
        tell(&format!("{places} with bytes that are not UTF-8 became U+FFFD, the first in {first}"));
    }
}

fn tell_marked(places: &[Place]) {
    for place in places {
        tell(&format!(
            "{place} begins with a byte order mark; it is part of the first prompt there, as U+FEFF"
        ));
    }
}
