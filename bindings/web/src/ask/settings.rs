//! Enters: nothing. Leaves: what can be chosen: models, dialects, programs with their options, and versions.

use cliptok::explain::{CutAt, emoji};
use cliptok::report::json;
use cliptok::syntax::{Emphasis, Steps, SyntaxOption, SyntaxOptions};
use cliptok::{Checkpoint, Dialect, Model, PromptReader, Syntax};
use serde_json::{Value, json};

use super::Fields;
use super::decode::DECODINGS;
use crate::wrong::Wrong;

pub(super) fn answer(fields: &mut Fields) -> Result<String, Wrong> {
    fields.end()?;
    let usual = SyntaxOptions::default();
    let (major, minor) = emoji::versions().last().copied().unwrap_or_default();
    Ok(json::to_string(&json!({
        "cliptok": env!("CARGO_PKG_VERSION"),
        "unicode_emoji": format!("{major}.{minor}"),
        "models": Checkpoint::ALL.iter().copied().map(model).collect::<Vec<_>>(),
        "dialects": Dialect::ALL.iter().copied().map(dialect).collect::<Vec<_>>(),
        "programs": Syntax::ALL.iter().copied().map(program).collect::<Vec<_>>(),
        "emphasis": named(Emphasis::ALL.map(|emphasis| (emphasis.name(), emphasis.about()))),
        "at": named(CutAt::ALL.map(|place| (place.name(), place.about()))),
        "decodings": DECODINGS.map(|(name, _)| name),
        "defaults": {
            "model": Checkpoint::Sd1.name(),
            "as": "text",
            "steps": usual.steps.get(),
            "comma_backtrack": usual.comma_backtrack,
            "emphasis": usual.emphasis.name(),
            "at": CutAt::Word.name(),
        },
        "most_steps": Steps::MAX,
    })))
}

fn named<const N: usize>(all: [(&str, &str); N]) -> Vec<Value> {
    all.iter().map(|(name, about)| json!({ "name": name, "about": about })).collect()
}

fn model(model: Checkpoint) -> Value {
    json!({
        "name": model.name(),
        "about": model.about(),
        "encoders": model.encoders().iter().map(|encoder| encoder.name()).collect::<Vec<_>>(),
        "dialects": model.encoders().iter().map(|encoder| encoder.dialect().name()).collect::<Vec<_>>(),
        "also_read_by": model.also_read_by(),
    })
}

fn dialect(dialect: Dialect) -> Value {
    json!({
        "name": dialect.name(),
        "packages": dialect.packages(),
        "widespread": dialect.is_widespread(),
        "outdated": dialect.is_outdated(),
    })
}

fn program(syntax: Syntax) -> Value {
    json!({
        "name": syntax.name(),
        "title": syntax.title(),
        "about": syntax.about(),
        "options": syntax.options().iter().copied().map(SyntaxOption::name).collect::<Vec<_>>(),
        "usual_rows": syntax.usual_rows(),
        "counter": PromptReader::for_program(syntax, Model::Sd1).has_counter(),
    })
}
