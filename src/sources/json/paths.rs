//! Enters: a record. Leaves: the paths of the fields that it has, for an error that lists them.

use serde_json::Value;

use crate::sources::field::as_typed;

/// How many paths are listed.
const LISTED: usize = 20;

/// The paths of a record's fields, in its order, without those that follow the first twenty.
pub(super) fn paths(record: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(record, "", &mut found);
    found
}

fn walk(value: &Value, prefix: &str, found: &mut Vec<String>) {
    if found.len() >= LISTED {
        return;
    }
    match value {
        Value::Object(object) if !object.is_empty() => {
            for (key, value) in object {
                let dot = if prefix.is_empty() { "" } else { "." };
                walk(value, &format!("{prefix}{dot}{}", as_typed(key)), found);
            }
        }
        // All of a list is one path.
        Value::Array(list) => {
            if let Some(first) = list.first() {
                walk(first, prefix, found);
            }
        }
        _ if prefix.is_empty() => {}
        _ => {
            if !found.iter().any(|path| path == prefix) {
                found.push(prefix.to_owned());
            }
        }
    }
}
