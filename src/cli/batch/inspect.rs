//! Enters: prompts. Leaves: a report of each, in the format that was asked for.

use std::io::Write;

use anyhow::Result;
use cliptok::TokenId;

use super::Answers;
use crate::cli::args::InspectFormat;
use crate::cli::exit::Exit;
use crate::cli::job::Inspect;
use crate::cli::output::columns;
use crate::cli::render::human::{self, Screen};
use crate::cli::render::json::wire::InspectWire;
use crate::cli::render::json::{Stream, Together};
use crate::cli::render::report::Report;
use crate::cli::render::{ids, tsv};

pub fn run(job: Inspect) -> Result<Exit> {
    let mut answers = Answers::open(&job.target)?;
    let screen = Screen { columns: columns(&job.target), colors: job.colors };
    let mut stream = Stream::new(match job.format {
        InspectFormat::Json => Together::Array,
        _ => Together::Lines,
    });
    let mut shown = 0_u64;
    if job.format == InspectFormat::Tsv {
        tsv::header(answers.out(), tsv::INSPECT)?;
    }
    let result = answers.each(job.prompts, |out, record| {
        let report = Report::new(&record.text, record.origin, &job.rules);
        match job.format {
            InspectFormat::Human => {
                if shown > 0 {
                    writeln!(out)?;
                }
                human::write(out, screen, &report)?;
            }
            InspectFormat::Json | InspectFormat::Jsonl => stream.push(out, &InspectWire::of(&report))?,
            InspectFormat::Tsv => tsv::inspect(out, &report)?,
            InspectFormat::Ids => {
                let content: Vec<TokenId> = report.tokens.iter().map(|token| token.id).collect();
                let mut line = Vec::new();
                ids::push_line(&mut line, &content, b' ');
                out.write_all(&line)?;
            }
        }
        shown += 1;
        Ok(())
    });
    stream.end(answers.out())?;
    answers.end(result)?;
    Ok(Exit::Done)
}
