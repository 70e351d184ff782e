//! Enters: the texts of a picture. Leaves: the prompts that InvokeAI wrote.

use serde_json::Value;

use super::program::{Found, Program};
use super::texts::Texts;
use crate::dialect::TextEncoder;
use crate::images::picture::Role;
use crate::syntax::{Polarity, Syntax};

/// JSON in `invokeai_metadata` (invokeai/app/invocations/metadata.py, `CoreMetadataInvocation`); before version 3, JSON in
/// `sd-metadata`, and a command line in `Dream` (invokeai/backend/args.py). The negative prompt of those is in brackets.
pub(super) const PROGRAM: Program =
    Program { name: "InvokeAI", syntax: Some(Syntax::InvokeAi), settings: None, read };

fn read(texts: &Texts<'_>) -> Option<Found> {
    let metadata = texts.keyword_json("invokeai_metadata").and_then(metadata);
    metadata
        .or_else(|| texts.keyword_json("sd-metadata").and_then(old_metadata))
        .or_else(|| texts.keyword("Dream").and_then(quoted_prompt).map(|prompt| with_brackets([prompt])))
}

fn metadata(value: &Value) -> Option<Found> {
    let text = |key| value.get(key).and_then(Value::as_str);
    let positive = text("positive_prompt")?;
    let mut found = Found::default();
    add(&mut found, positive, text("positive_style_prompt"), Polarity::Positive);
    let negative = text("negative_prompt").unwrap_or_default();
    add(&mut found, negative, text("negative_style_prompt"), Polarity::Negative);
    Some(found)
}

/// Adds a prompt. In SDXL the second encoder reads the style prompt, unless it is empty.
fn add(found: &mut Found, prompt: &str, style: Option<&str>, polarity: Polarity) {
    match style.filter(|style| !style.is_empty() && *style != prompt) {
        Some(style) => {
            found.add(prompt, polarity, Some(TextEncoder::L), Role::Main);
            found.add(style, polarity, Some(TextEncoder::G), Role::Main);
        }
        None if prompt.is_empty() && polarity == Polarity::Negative => {}
        None => found.add(prompt, polarity, None, Role::Main),
    }
}

fn old_metadata(value: &Value) -> Option<Found> {
    match value.get("image")?.get("prompt")? {
        Value::String(prompt) => Some(with_brackets([prompt.as_str()])),
        Value::Array(parts) => {
            let parts: Vec<&str> = parts.iter().filter_map(text_of_part).collect();
            (!parts.is_empty()).then(|| with_brackets(parts))
        }
        _ => None,
    }
}

/// A part of a prompt: its text, or its text with its weight.
fn text_of_part(part: &Value) -> Option<&str> {
    part.as_str().or_else(|| part.get("prompt")?.as_str())
}

/// The first argument of a command line: it is in quotes, and options follow.
fn quoted_prompt(command: &str) -> Option<&str> {
    let command = command.trim();
    let Some(inside) = command.strip_prefix('"') else {
        let end = command.find(" -").unwrap_or(command.len());
        return command.get(..end);
    };
    let is_end = |at: &usize| {
        let behind = inside.get(at + 1..).unwrap_or_default();
        behind.trim_start().is_empty() || behind.starts_with(" -")
    };
    // The prompt itself may have quotes.
    let end = inside.match_indices('"').map(|(at, _)| at).find(is_end)?;
    inside.get(..end)
}

/// Prompts with what is in brackets apart, as `get_uc_and_c_and_ec` (ldm/invoke/conditioning.py) takes it out: brackets end
/// at the first that closes, a blank stays for them, and several blanks become one.
fn with_brackets<'t>(prompts: impl IntoIterator<Item = &'t str>) -> Found {
    let mut found = Found::default();
    let mut negatives = Vec::new();
    for prompt in prompts {
        let mut positive = String::new();
        let (mut rest, mut taken) = (prompt, 0);
        while let Some((before, inside, behind)) = next_brackets(rest) {
            positive.push_str(before);
            positive.push(' ');
            negatives.push(inside);
            taken += 1;
            rest = behind;
        }
        positive.push_str(rest);
        let positive = if taken == 0 { positive } else { without_double_blanks(&positive) };
        found.add(positive, Polarity::Positive, None, Role::Main);
    }
    found.and_filled_negative(Some(&negatives.join(" ")))
}

/// What stands before, in, and behind the next brackets, which end on their line.
fn next_brackets(text: &str) -> Option<(&str, &str, &str)> {
    let (mut from, mut open) = (0, None);
    while let Some(at) = text.get(from..)?.find(['[', ']', '\n']).map(|at| from + at) {
        match (text.as_bytes().get(at), open) {
            (Some(b'['), None) => open = Some(at),
            (Some(b']'), Some(open)) => {
                return Some((text.get(..open)?, text.get(open + 1..at)?, text.get(at + 1..)?));
            }
            (Some(b'\n'), _) => open = None,
            _ => {}
        }
        from = at + 1;
    }
    None
}

fn without_double_blanks(text: &str) -> String {
    let mut last = ' ';
    let kept = text.chars().filter(|&character| {
        let is_kept = !(character == ' ' && last == ' ');
        last = character;
        is_kept
    });
    kept.collect::<String>().trim_end().to_owned()
}
