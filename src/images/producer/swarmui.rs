//! Enters: the texts of a picture. Leaves: the prompts that SwarmUI wrote.

use serde_json::Value;

use super::program::{Found, Program};
use super::texts::Texts;

/// JSON in `parameters` or EXIF's UserComment: `sui_image_params` (src/Text2Image/T2IParamInput.cs, `GenRawMetadata`).
pub(super) const PROGRAM: Program = Program { name: "SwarmUI", syntax: None, settings: None, read };

fn read(texts: &Texts<'_>) -> Option<Found> {
    let params = texts.parameters().find_map(|value| value.get("sui_image_params"))?;
    let positive = params.get("prompt").and_then(Value::as_str)?;
    let negative = params.get("negativeprompt").and_then(Value::as_str);
    Some(Found::typed(positive).and_filled_negative(negative))
}
