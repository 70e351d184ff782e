//! Enters: a line of JSON. Leaves: the prompt that it holds.

use serde_json::Value;

use crate::cli::error::InputError;
use crate::cli::input::Field;
use crate::report::Source;

/// The fields that hold the prompt where none is named, in this order.
const USUAL: [&str; 3] = ["text", "prompt", "caption"];

/// The prompt of a line: the line's string, or the object's field.
pub(super) fn prompt(line: &str, field: &Field, source: &Source) -> Result<String, InputError> {
    let source = || source.clone();
    // The first line may have one, which JSON lets a reader pass over.
    let line = line.strip_prefix('\u{FEFF}').unwrap_or(line);
    if line.trim().is_empty() {
        return Err(InputError::Blank { source: source() });
    }
    let value: Value = serde_json::from_str(line).map_err(|error| {
        let said = error.to_string();
        let message = said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message).to_owned();
        InputError::Json { source: source(), column: error.column(), message }
    })?;
    let mut object = match value {
        Value::String(text) => return Ok(text),
        Value::Object(object) => object,
        other => {
            return Err(InputError::NoPrompt { source: source(), found: kind(&other) });
        }
    };
    let wanted = match field {
        Field::Usual => USUAL.map(str::to_owned).to_vec(),
        Field::Named(name) => vec![name.clone()],
    };
    // A field that is null is as good as not there, as long as another one is.
    let filled = wanted.iter().find(|&name| object.get(name).is_some_and(|value| !value.is_null()));
    let Some(field) = filled.or_else(|| wanted.iter().find(|&name| object.contains_key(name))) else {
        let has = object.keys().cloned().collect();
        return Err(InputError::NoField { source: source(), wanted, has });
    };
    match object.remove(field).unwrap_or_default() {
        Value::String(text) => Ok(text),
        other => Err(InputError::NoString { source: source(), field: field.clone(), found: kind(&other) }),
    }
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
