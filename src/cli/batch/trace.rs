//! Enters: prompts. Leaves: how each became its tokens.

use std::io::Write;

use anyhow::Result;

use super::Answers;
use crate::cli::args::TraceFormat;
use crate::cli::exit::Exit;
use crate::cli::job::Trace;
use crate::cli::output::columns;
use crate::cli::render::human::{self, Screen};
use crate::report::TraceReport;
use crate::report::json::{Stream, Together};

pub fn run(job: Trace) -> Result<Exit> {
    let mut answers = Answers::open(&job.target)?;
    let screen = Screen { columns: columns(&job.target), colors: job.colors };
    let mut stream = Stream::new(match job.format {
        TraceFormat::Json => Together::Array,
        TraceFormat::Human | TraceFormat::Jsonl => Together::Lines,
    });
    let mut shown = 0_u64;
    let result = answers.each(job.prompts, |out, record| {
        let report = TraceReport::new(&record.text, record.source, &job.encoder);
        match job.format {
            TraceFormat::Human => {
                if shown > 0 {
                    writeln!(out)?;
                }
                human::trace::write(out, screen, &report)?;
            }
            TraceFormat::Json | TraceFormat::Jsonl => stream.push(out, &report)?,
        }
        shown += 1;
        Ok(())
    });
    stream.end(answers.out())?;
    answers.end(result)?;
    Ok(Exit::Done)
}
