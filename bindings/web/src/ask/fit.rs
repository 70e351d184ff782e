//! Enters: prompts, and how much room there is. Leaves: the beginning of each that fits.

use std::num::NonZeroUsize;

use cliptok::explain::{CutAt, Fit};
use cliptok::report::{FitReport, PromptRules, Source, json, settings};

use super::rules::named;
use super::{Fields, Rules};
use crate::wrong::Wrong;

pub(super) fn answer(fields: &mut Fields) -> Result<String, Wrong> {
    let prompt = fields.optional_text("prompt")?;
    let prompts = fields.texts("prompts")?;
    let at = match fields.optional_text("at")? {
        Some(typed) => named(fields, "at", settings::cut_at(&typed))?,
        None => CutAt::Word,
    };
    let max = fields.number("max")?;
    let rows = fields.number("rows")?;
    let rows = match rows.map(NonZeroUsize::new) {
        None => None,
        Some(Some(rows)) => Some(rows),
        Some(None) => return Err(fields.kind("rows", "a whole number from 1 on")),
    };
    let rules = Rules::of_one(fields)?;
    fields.end()?;
    let mut fit = fit(&rules, max, rows, at)?;
    let mut one = |prompt: &str, record: u64| {
        let source = Source::argument(record);
        let fitted = fit.fit(prompt);
        json::to_string(&match &fitted {
            Ok(fitted) => FitReport::new(&source, fitted),
            Err(_) => FitReport::raised(&source, prompt),
        })
    };
    if let Some(prompt) = prompt {
        return Ok(one(&prompt, 1));
    }
    let answers: Vec<String> = (1..).zip(&prompts).map(|(record, prompt)| one(prompt, record)).collect();
    Ok(format!("[{}]", answers.join(",")))
}

fn fit(rules: &PromptRules, max: Option<usize>, rows: Option<NonZeroUsize>, at: CutAt) -> Result<Fit, Wrong> {
    if let Some(reader) = &rules.reader {
        return match (max, rows) {
            (Some(_), _) => Err(Wrong::OfText { field: "max".to_owned() }),
            (None, Some(rows)) => Ok(Fit::to_rows(reader, rows, at)),
            (None, None) => Ok(Fit::to_usual_rows(reader, at)),
        };
    }
    let row = rules.row.context_length.content();
    let room = max.unwrap_or_else(|| row.saturating_mul(rows.map_or(1, NonZeroUsize::get)));
    Ok(Fit::to_tokens(&rules.encoder, room, at))
}
