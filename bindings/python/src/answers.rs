//! Enters: a prompt. Leaves: reports on it, as the JSON of docs/JSON.md or as a page.

use std::num::NonZeroUsize;

use cliptok::explain::{CutAt, Fit};
use cliptok::report::{
    ComparisonReport, FitReport, ProgramComparisonReport, PromptReport, PromptRules, Side, Source,
    TraceReport, Warnings, html::PromptPage, json,
};
use cliptok::{Dialect, Encoder, PromptReader, Syntax, SyntaxOptions};
use pyo3::prelude::*;

use crate::error::Wrong;

/// The report on a prompt.
pub(crate) fn inspect(prompt: &str, rules: &PromptRules) -> String {
    json::to_string(&PromptReport::new(prompt, &Source::argument(1), rules))
}

/// The same as a page.
pub(crate) fn page(prompt: &str, rules: &PromptRules) -> PyResult<String> {
    let source = Source::argument(1);
    let mut page = Vec::new();
    let mut prompts = PromptPage::begin(&mut page, "cliptok")?;
    prompts.prompt(&mut page, &PromptReport::new(prompt, &source, rules))?;
    prompts.end(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// How a prompt turned into tokens.
pub(crate) fn trace(prompt: &str, rules: &PromptRules) -> String {
    let source = Source::argument(1);
    json::to_string(&match &rules.reader {
        Some(reader) => TraceReport::by_program(prompt, &source, reader),
        None => TraceReport::new(prompt, &source, &rules.encoder),
    })
}

/// What dialects make of a prompt.
pub(crate) fn diff(prompt: &str, encoder: &Encoder, dialects: &[Dialect]) -> String {
    let sides: Vec<Side> = dialects.iter().map(|&dialect| Side::of_dialect(dialect, encoder)).collect();
    json::to_string(&ComparisonReport::new(prompt, &Source::argument(1), &sides))
}

/// What programs make of a prompt; `None` is text.
pub(crate) fn diff_programs(prompt: &str, encoder: &Encoder, syntaxes: &[Option<Syntax>]) -> String {
    let rules = |&syntax: &Option<Syntax>| {
        let rules = match syntax {
            None => PromptRules::of(encoder.clone()),
            Some(syntax) => {
                PromptRules::of_program(&PromptReader::new(encoder, syntax, SyntaxOptions::default()))
            }
        };
        PromptRules { warnings: Warnings::Omitted, ..rules }
    };
    let sides: Vec<PromptRules> = syntaxes.iter().map(rules).collect();
    json::to_string(&ProgramComparisonReport::new(prompt, &Source::argument(1), &sides))
}

/// The beginning of a prompt that fits into so many tokens or rows; into one row of the model if neither is given.
pub(crate) fn fit(prompt: &str, rules: &PromptRules, room: Room, cut_at: CutAt) -> Result<String, Wrong> {
    let mut fit = match (&rules.reader, room) {
        (Some(reader), Room::Rows(rows)) => Fit::to_rows(reader, rows, cut_at),
        (Some(reader), Room::Usual) => Fit::to_usual_rows(reader, cut_at),
        (Some(_), Room::Tokens(_)) => return Err(Wrong::HasWeights { asked: "a number of tokens" }),
        (None, Room::Usual) => Fit::to_row(&rules.encoder, cut_at),
        (None, Room::Tokens(tokens)) => Fit::to_tokens(&rules.encoder, tokens, cut_at),
        (None, Room::Rows(rows)) => {
            let row = rules.encoder.context_length().content();
            Fit::to_tokens(&rules.encoder, row.saturating_mul(rows.get()), cut_at)
        }
    };
    let source = Source::argument(1);
    match fit.fit(prompt) {
        Ok(fitted) => Ok(json::to_string(&FitReport::new(&source, &fitted))),
        Err(raised) => {
            let title = rules.reader.as_ref().map_or("the program", |reader| reader.syntax().title());
            Err(Wrong::Raises { at: None, title, raised })
        }
    }
}

/// How much room there is for a prompt.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Room {
    /// What the model or the program reads.
    Usual,
    /// So many tokens.
    Tokens(usize),
    /// So many rows.
    Rows(NonZeroUsize),
}
