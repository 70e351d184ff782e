//! Enters: prompts. Leaves: how many tokens each has, or all together, or which have too many.

use anyhow::Result;

use super::{Answers, tell};
use crate::cli::args::AnswerFormat;
use crate::cli::exit::Exit;
use crate::cli::job::{Count, Printed, Records};
use crate::cli::output::Reader;
use crate::cli::render::counts::{Printer, PromptsFor, Shape};
use crate::cli::render::json::wire::TotalWire;
use crate::cli::render::json::{Stream, Together};
use crate::cli::words::number;

pub fn run(job: Count) -> Result<Exit> {
    let mut answers = Answers::open(&job.target)?;
    let mut printer = Printer {
        format: job.format,
        prompts_for: match (answers.reader(), &job.prompts.records) {
            (Reader::Terminal, _) => PromptsFor::Eye,
            (Reader::Program, Records::NulSeparated) => PromptsFor::NulReader,
            (Reader::Program, Records::Lines | Records::JsonLines(_)) => PromptsFor::LineReader,
        },
        stream: Stream::new(match job.format {
            AnswerFormat::Json => Together::Array,
            _ => Together::Lines,
        }),
    };
    let mut ids = Vec::new();
    let mut total = TotalWire { prompts: 0, tokens: 0 };
    let mut exit = Exit::Done;
    let shape = match job.printed {
        Printed::Each => Shape::Number,
        Printed::Over(_) => Shape::Prompt,
        Printed::Total => Shape::Total,
    };
    printer.begin(answers.out(), shape)?;
    let result = answers.each(job.prompts, |out, record| {
        ids.clear();
        job.tokenizer.encode_ids(&record.text, &mut ids);
        let tokens = ids.len() + job.special_tokens;
        total.prompts += 1;
        total.tokens += tokens as u64;
        if let Some(max) = job.max.filter(|&max| tokens > max) {
            exit = Exit::Negative;
            tell(&format!("{}: {}, {} over {max}", record.origin, number(tokens, "token"), tokens - max));
        }
        match job.printed {
            Printed::Each => printer.number(out, record.origin, tokens)?,
            Printed::Over(limit) if tokens > limit => {
                printer.prompt(out, record.origin, &record.text, tokens)?;
            }
            Printed::Over(_) | Printed::Total => {}
        }
        Ok(())
    });
    // A sum of what could be read would look like the sum of all.
    if matches!(job.printed, Printed::Total) && result.is_ok() {
        printer.total(answers.out(), &total)?;
    }
    printer.end(answers.out())?;
    match answers.end(result) {
        // A reader that has seen enough does not take back what was said of the prompts before.
        Err(error) if Exit::of_error(&error) == Exit::Done => Ok(exit),
        ended => ended.map(|()| exit),
    }
}
