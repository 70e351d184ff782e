//! Enters: a prompt. Leaves: everything known about it, and beside it the verdict and what looks like markup, in words.

use cliptok::lint::{Seen, looks_like_syntax};
use cliptok::report::{Outcome, PromptReport, PromptVerdict, Source, json, part_words};
use cliptok::{Span, Syntax};
use serde::Serialize;

use super::{Fields, Rules};
use crate::wrong::Wrong;

/// The report, with what the program says of it in its view for people.
#[derive(Serialize)]
struct Inspected<'p> {
    #[serde(flatten)]
    report: &'p PromptReport<'p>,
    verdict: Verdict,
    /// Of which part the tokens are, where there are several.
    part: Option<String>,
    /// Markup in a prompt that is read as text.
    looks_like: Option<LooksLike>,
}

#[derive(Serialize)]
struct Verdict {
    outcome: &'static str,
    words: String,
}

#[derive(Serialize)]
struct LooksLike {
    original: Span,
    programs: Vec<&'static str>,
}

pub(super) fn answer(fields: &mut Fields) -> Result<String, Wrong> {
    let prompt = fields.text("prompt")?;
    let mut rules = Rules::of(fields)?;
    rules.find = fields.texts("find")?;
    fields.end()?;
    let source = Source::argument(1);
    let report = PromptReport::new(&prompt, &source, &rules);
    let PromptVerdict { outcome, words, .. } = PromptVerdict::of(&report);
    let outcome = match outcome {
        Outcome::Fits => "fits",
        Outcome::Raises => "raises",
        _ => "cut",
    };
    let seen = rules.reader.is_none().then(|| looks_like_syntax(&prompt)).flatten();
    let looks_like = seen.map(|Seen { original, programs, .. }| LooksLike {
        original,
        programs: programs.into_iter().map(Syntax::name).collect(),
    });
    Ok(json::to_string(&Inspected {
        report: &report,
        verdict: Verdict { outcome, words },
        part: part_words(&report),
        looks_like,
    }))
}
