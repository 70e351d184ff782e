//! Enters: a prompt. Leaves: what each dialect makes of it, or each program.

use cliptok::report::{
    ComparisonReport, ProgramComparisonReport, PromptRules, Side, Source, Warnings, json, settings,
};
use cliptok::{Dialect, Encoder, Model, PromptReader, Syntax, SyntaxOptions};

use super::rules::named;
use super::{Fields, Rules};
use crate::wrong::Wrong;

pub(super) fn answer(fields: &mut Fields) -> Result<String, Wrong> {
    let prompt = fields.text("prompt")?;
    let encoder = Encoder::for_model(Rules::model(fields, Model::Sd1)?);
    let programs = fields.texts("as")?;
    let dialects = fields.texts("dialects")?;
    fields.end()?;
    let source = Source::argument(1);
    if programs.is_empty() {
        let sides: Vec<Side> = sides(fields, &dialects)?
            .into_iter()
            .map(|dialect| Side::of_dialect(dialect, &encoder))
            .collect();
        return Ok(json::to_string(&ComparisonReport::new(&prompt, &source, &sides)));
    }
    let rules: Vec<PromptRules> = programs_of(fields, &programs)?
        .into_iter()
        .map(|syntax| PromptRules { warnings: Warnings::Omitted, ..rules(syntax, &encoder) })
        .collect();
    Ok(json::to_string(&ProgramComparisonReport::new(&prompt, &source, &rules)))
}

/// The dialects of these names; without any, all that current programs use.
fn sides(fields: &Fields, names: &[String]) -> Result<Vec<Dialect>, Wrong> {
    if names.is_empty() {
        return Ok(Dialect::ALL.iter().copied().filter(|dialect| !dialect.is_outdated()).collect());
    }
    names.iter().map(|name| named(fields, "dialects", settings::dialect(name))).collect()
}

/// The programs of these names; a single one is compared with all others.
fn programs_of(fields: &Fields, names: &[String]) -> Result<Vec<Option<Syntax>>, Wrong> {
    let programs: Result<Vec<Option<Syntax>>, Wrong> =
        names.iter().map(|name| named(fields, "as", settings::syntax(name))).collect();
    let mut programs = programs?;
    if let [one] = programs[..] {
        let all = std::iter::once(None).chain(Syntax::ALL.iter().copied().map(Some));
        programs.extend(all.filter(|other| *other != one));
    }
    Ok(programs)
}

fn rules(syntax: Option<Syntax>, encoder: &Encoder) -> PromptRules {
    match syntax {
        None => PromptRules::of(encoder.clone()),
        Some(syntax) => {
            PromptRules::of_program(&PromptReader::new(encoder, syntax, SyntaxOptions::default()))
        }
    }
}
