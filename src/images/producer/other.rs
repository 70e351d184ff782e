//! Enters: the texts of a picture. Leaves: the prompts that some program wrote under names that say what they are.

use serde_json::Value;

use super::program::{Found, Program};
use super::texts::Texts;

/// JSON with `prompt`, in a place where programs put such.
pub(super) const PROGRAM: Program = Program { name: "other", syntax: None, settings: None, read };

fn read(texts: &Texts<'_>) -> Option<Found> {
    texts.parameters().find_map(|value| {
        let positive = value.get("prompt").and_then(Value::as_str)?;
        let negative = value.get("negative_prompt").and_then(Value::as_str);
        Some(Found::typed(positive).and_filled_negative(negative))
    })
}
