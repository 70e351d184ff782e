//! Enters: the start of a JSON object that is a document, or all of it. Leaves: which part of it the records are.

use serde::de::DeserializeSeed;

use super::find::Value;
use super::found::{Found, Item};
use super::skip::end_of_value;
use crate::sources::field::{Field, FieldPath, Fit, USUAL, fit};

/// Where the records of an object are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// The object is one record.
    Record,
    /// Each of its members is one.
    Members,
    /// Its keys are pictures, and its values are their prompts.
    Pictures,
    /// They are found along this path from the object.
    Path(FieldPath),
    /// They are found along this path from each of its members.
    PathInMembers(FieldPath),
}

/// A member of the object.
struct Member<'d> {
    key: String,
    /// The value, if all of it is there.
    value: Option<&'d str>,
    first: u8,
}

/// How the names of pictures end, which are keys of data sets.
const PICTURES: [&str; 9] = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".avif", ".jxl", ".tif"];

/// How an object is laid out, as far as its start says. Where a field is named, it stands in the object itself, if that has its
/// first key; else in each of its members. Where none is, the object is a record if it has one of the usual fields, and else its
/// members are, if one of them has; if its keys are names of pictures, its values are prompts.
pub(super) fn layout(start: &[u8], field: &Field) -> Layout {
    let members = members(start);
    match field {
        Field::Named(path) => {
            let is_head = |member: &&Member<'_>| {
                path.steps().first().is_some_and(|head| head.fits(&member.key) != Fit::No)
            };
            let is_below = || members.iter().any(|member| has_prompt(member, field));
            match members.iter().find(is_head) {
                // Where there is nothing to walk, the object is a record as any other.
                Some(member) if !matches!(member.first, b'{' | b'[') => Layout::Record,
                None if is_below() => Layout::PathInMembers(path.clone()),
                _ => Layout::Path(path.clone()),
            }
        }
        Field::Usual => {
            let is_usual = |key: &str| USUAL.iter().any(|name| fit(name, key) != Fit::No);
            let is_picture = |key: &str| PICTURES.iter().any(|end| key.to_ascii_lowercase().ends_with(end));
            if members
                .iter()
                .any(|member| is_usual(&member.key) && matches!(member.first, b'"' | b'[' | b'n'))
            {
                Layout::Record
            } else if members.iter().any(|member| has_prompt(member, field)) {
                Layout::Members
            } else if !members.is_empty() && members.iter().all(|member| is_picture(&member.key)) {
                Layout::Pictures
            } else {
                Layout::Record
            }
        }
    }
}

/// Whether an object is one record, as far as it is there.
pub(super) fn is_record(object: &[u8], field: &Field) -> bool {
    match (layout(object, field), field) {
        (Layout::Record, _) => true,
        // A line of JSON is a record, unless its members are.
        (Layout::Path(path), Field::Named(named)) => path == *named,
        _ => false,
    }
}

/// Whether a member is an object with a prompt.
fn has_prompt(member: &Member<'_>, field: &Field) -> bool {
    let Some(value) = member.value.filter(|_| member.first == b'{') else { return false };
    let mut found = Found::default();
    let mut json = serde_json::Deserializer::from_str(value);
    let read = Value::record(field, 0, &mut found).deserialize(&mut json);
    read.is_ok() && found.items.iter().any(|item| matches!(item, Item::Text { .. }))
}

/// The members at the start of an object, up to the first that is not whole.
fn members(start: &[u8]) -> Vec<Member<'_>> {
    let mut members = Vec::new();
    let mut rest = start.get(1..).unwrap_or_default().trim_ascii_start();
    loop {
        let Some((key, behind)) = value(rest) else { return members };
        let (Ok(key), Some(behind)) =
            (serde_json::from_str::<String>(key), behind.trim_ascii_start().strip_prefix(b":"))
        else {
            return members;
        };
        let behind = behind.trim_ascii_start();
        let Some(&first) = behind.first() else { return members };
        let Some((value, behind)) = value(behind) else {
            members.push(Member { key, value: None, first });
            return members;
        };
        members.push(Member { key, value: Some(value), first });
        match behind.trim_ascii_start().strip_prefix(b",") {
            Some(behind) => rest = behind.trim_ascii_start(),
            None => return members,
        }
    }
}

/// The value at the start, and what is behind it.
fn value(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (value, behind) = bytes.split_at_checked(end_of_value(bytes)?)?;
    Some((std::str::from_utf8(value).ok()?, behind))
}
