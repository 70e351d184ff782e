//! Enters: prompts. Leaves: how each became its tokens.

mod args;
mod human;

use std::io::Write;

use anyhow::Result;

use crate::cli::exit::Exit;
use crate::cli::work::Answers;
use crate::report::TraceReport;
use crate::report::json::{Stream, Together};

pub(super) use args::TraceArgs;
use args::{Trace, TraceFormat};

pub(super) fn run(args: TraceArgs) -> Result<Exit> {
    let job = Trace::of(args)?;
    let mut answers = Answers::open(&job.target)?;
    let mut stream = Stream::new(match job.format {
        TraceFormat::Json => Together::Array,
        TraceFormat::Human | TraceFormat::Jsonl => Together::Lines,
    });
    let mut shown = 0_u64;
    let result = answers.each(job.prompts, |out, record| {
        let way = job.readers.way(record.written)?;
        let reader = job.readers.reader(way, &job.encoder);
        let report = match &reader {
            None => TraceReport::new(&record.text, record.source, &job.encoder),
            Some(reader) => TraceReport::by_program(&record.text, record.source, reader),
        };
        match job.format {
            TraceFormat::Human => {
                if shown > 0 {
                    writeln!(out)?;
                }
                human::write(out, job.screen, &report)?;
            }
            TraceFormat::Json | TraceFormat::Jsonl => stream.push(out, &report)?,
        }
        shown += 1;
        Ok(())
    });
    answers.close(result, |out| Ok(stream.end(out)?))
}
