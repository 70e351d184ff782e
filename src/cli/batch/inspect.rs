//! Enters: prompts. Leaves: a report of each, in the format that was asked for.

use std::io::Write;

use anyhow::Result;
use cliptok::TokenId;

use super::Answers;
use crate::cli::args::Format;
use crate::cli::exit::Exit;
use crate::cli::job::{Chosen, Frame, Output, Source};
use crate::cli::output::columns;
use crate::cli::render::human::{self, Screen};
use crate::cli::render::json::{InspectWire, Stream, Together};
use crate::cli::render::report::Report;
use crate::cli::render::{ids, tsv};

pub fn run(
    prompts: Source,
    chosen: &Chosen,
    frame: Frame,
    format: Format,
    output: &Output,
) -> Result<Exit> {
    let mut answers = Answers::open(&output.target)?;
    let screen = Screen {
        columns: columns(&output.target),
        colors: output.colors,
    };
    let mut stream = Stream::new(if format == Format::Json {
        Together::Array
    } else {
        Together::Lines
    });
    let mut shown = 0_u64;
    if format == Format::Tsv {
        tsv::header(answers.out(), tsv::INSPECT)?;
    }
    let result = answers.each(prompts, |out, record| {
        let report = Report::new(&record.text, record.origin, chosen, frame);
        match format {
            Format::Human => {
                if shown > 0 {
                    writeln!(out)?;
                }
                human::write(out, screen, &report)?;
            }
            Format::Json | Format::Jsonl => stream.push(out, &InspectWire::of(&report))?,
            Format::Tsv => tsv::inspect(out, &report)?,
            Format::Ids | Format::Csv => {
                let content: Vec<TokenId> = report.tokens.iter().map(|token| token.id).collect();
                ids::write(out, &content, format.id_separator())?;
            }
        }
        shown += 1;
        Ok(())
    });
    if format == Format::Json {
        stream.end(answers.out())?;
    }
    answers.end(result)?;
    Ok(Exit::Done)
}
