//! Enters: a prompt. Leaves: how it turned into tokens: each step of normalization, then merge by merge.

use cliptok::report::{Source, TraceReport, json};

use super::{Fields, Rules};
use crate::wrong::Wrong;

pub(super) fn answer(fields: &mut Fields) -> Result<String, Wrong> {
    let prompt = fields.text("prompt")?;
    let rules = Rules::of_one(fields)?;
    fields.end()?;
    let source = Source::argument(1);
    Ok(json::to_string(&match &rules.reader {
        Some(reader) => TraceReport::by_program(&prompt, &source, reader),
        None => TraceReport::new(&prompt, &source, &rules.encoder),
    }))
}
