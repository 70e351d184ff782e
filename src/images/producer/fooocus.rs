//! Enters: the texts of a picture. Leaves: the prompts that Fooocus wrote.

use serde_json::Value;

use super::program::{Found, Program};
use super::texts::{SOFTWARE, Texts};
use crate::images::infotext::Settings;
use crate::images::picture::Role;
use crate::syntax::Polarity;

/// JSON in `parameters`, in EXIF's UserComment, or, by Fooocus-MRE, in a JPEG comment (`FooocusMetadataParser` in
/// modules/meta_parser.py). It has what was typed, and what was encoded: with styles, and expanded. Fooocus can write an
/// infotext instead.
pub(super) const PROGRAM: Program = Program { name: "Fooocus", syntax: None, settings: Some(is_its), read };

fn is_its(settings: &Settings<'_>) -> bool {
    settings.version_begins("Fooocus")
}

fn read(texts: &Texts<'_>) -> Option<Found> {
    let is_said = texts.keyword("fooocus_scheme").is_some()
        || texts.exif(SOFTWARE).is_some_and(|software| software.starts_with("Fooocus"));
    let value = texts.parameters().find(|value| is_said || names_itself(value))?;
    let positive = value.get("prompt").and_then(Value::as_str)?;
    let negative = value.get("negative_prompt").and_then(Value::as_str);
    let mut found = Found::typed(positive).and_filled_negative(negative);
    add_encoded(&mut found, value.get("full_prompt"), Polarity::Positive);
    add_encoded(&mut found, value.get("full_negative_prompt"), Polarity::Negative);
    Some(found)
}

/// Whether the JSON says that Fooocus wrote it.
fn names_itself(value: &Value) -> bool {
    let begins =
        |key, with| value.get(key).and_then(Value::as_str).is_some_and(|text| text.starts_with(with));
    value.get("full_prompt").is_some()
        || begins("version", "Fooocus")
        || begins("software", "Fooocus")
        || begins("metadata_scheme", "fooocus")
}

/// Adds the texts that were encoded, but for those that stand there already.
fn add_encoded(found: &mut Found, encoded: Option<&Value>, polarity: Polarity) {
    let texts: Vec<&str> = match encoded {
        Some(Value::Array(texts)) => texts.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => vec![text],
        _ => Vec::new(),
    };
    for text in texts.into_iter().filter(|text| !text.is_empty()) {
        let is_there =
            found.prompts.iter().any(|known| known.polarity == Some(polarity) && known.text == text);
        if !is_there {
            found.add(text, polarity, None, Role::Expanded);
        }
    }
}
