//! Enters: a job. Leaves: its answers, prompt by prompt in the order of the input, and how it ended.

mod count;
mod decode;
mod encode;
mod inspect;

use std::fmt;
use std::io::{self, Write};

use anyhow::Result;

use super::exit::Exit;
use super::input::{Input, Record, Replaced};
use super::job::{Job, Source};
use super::output::{Reader, Sink, Target};

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
        Job::Inspect {
            prompts,
            tokenizer,
            layout,
            format,
            output,
        } => inspect::run(prompts, &tokenizer, layout, format, &output),
        Job::Encode {
            prompts,
            tokenizer,
            row,
            format,
            output,
        } => encode::run(prompts, &tokenizer, row, format, &output),
        Job::Decode {
            ids,
            tokenizer,
            decoding,
            format,
            output,
        } => decode::run(ids, &tokenizer, decoding, format, &output),
        Job::Count {
            prompts,
            tokenizer,
            counting,
            format,
            output,
        } => count::run(prompts, &tokenizer, counting, format, &output),
    }
}

/// The answers of a job on their way out.
struct Answers {
    sink: Sink,
}

impl Answers {
    fn open(target: &Target) -> Result<Self> {
        Ok(Self {
            sink: Sink::open(target)?,
        })
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
        result
    }

    /// Ends a job: what was answered is let out, even if an error came after it.
    fn end(mut self, result: Result<()>) -> Result<()> {
        match result {
            Ok(()) => self.sink.finish(),
            Err(error) => {
                self.sink.flush()?;
                Err(error)
            }
        }
    }
}

/// Says something on stderr. Where that is closed there is nobody left to tell.
fn tell(words: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{words}");
}

fn tell_replaced(replaced: &Replaced) {
    if let Some(first) = &replaced.first {
        let stretches = replaced.stretches;
        let places = if stretches == 1 { "place" } else { "places" };
        tell(format_args!(
            "cliptok: {stretches} {places} with bytes that are not UTF-8 became U+FFFD, the first in {first}"
        ));
    }
}
