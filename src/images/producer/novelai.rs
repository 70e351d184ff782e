//! Enters: the texts of a picture. Leaves: the prompts that NovelAI wrote.

use std::borrow::Cow;

use serde_json::Value;

use super::program::{Found, Program};
use super::texts::Texts;
use crate::images::json;
use crate::images::picture::Role;
use crate::syntax::Polarity;

/// Texts of PNG: `Software: NovelAI`, `Description`, and `Comment`, which is JSON; or one JSON with all of them, in the
/// pixels or in EXIF (novelai-image-metadata, nai_meta.py). A prompt can have one for each character beside the main one.
pub(super) const PROGRAM: Program = Program { name: "NovelAI", syntax: None, settings: None, read };

fn read(texts: &Texts<'_>) -> Option<Found> {
    let is_named = texts.keyword("Software").is_some_and(is_name);
    let of_png = texts.keyword_json("Comment").filter(|value| is_named || is_its(value));
    of_png
        .and_then(commented)
        .or_else(|| texts.keyword("Description").filter(|_| is_named).map(Found::typed))
        .or_else(|| texts.parameters().find_map(packed))
}

fn is_name(software: &str) -> bool {
    software.starts_with("NovelAI")
}

/// Whether no other program writes such a comment.
fn is_its(comment: &Value) -> bool {
    comment.get("v4_prompt").is_some() || comment.get("uc").is_some()
}

/// The prompts of all texts in one JSON.
fn packed(value: &Value) -> Option<Found> {
    let text = |key| value.get(key).and_then(Value::as_str);
    let is_named = text("Software").is_some_and(is_name);
    let comment = match value.get("Comment") {
        Some(Value::String(text)) => json::parsed(text).ok().map(Cow::Owned),
        Some(comment) => Some(Cow::Borrowed(comment)),
        None => None,
    };
    let comment = comment.filter(|comment| is_named || is_its(comment));
    let found = comment.and_then(|comment| commented(&comment));
    found.or_else(|| text("Description").filter(|_| is_named).map(Found::typed))
}

/// The prompts of the JSON in `Comment`.
fn commented(comment: &Value) -> Option<Found> {
    let (positive, negative) = (caption(comment, "v4_prompt"), caption(comment, "v4_negative_prompt"));
    let plain = |key| comment.get(key).and_then(Value::as_str);
    let base = |caption: Option<&'_ Value>| caption.and_then(|caption| text_of(caption, "base_caption"));
    let typed = base(positive).or_else(|| plain("prompt").map(str::to_owned))?;
    let negative_typed = base(negative).or_else(|| plain("uc").map(str::to_owned));
    let mut found = Found::typed(typed).and_filled_negative(negative_typed.as_deref());
    let (positives, negatives) = (characters(positive), characters(negative));
    for at in 0..positives.len().max(negatives.len()) {
        let of_both = [(&positives, Polarity::Positive), (&negatives, Polarity::Negative)];
        for (captions, polarity) in of_both {
            let filled = captions.get(at).filter(|text| !text.is_empty());
            if let Some(text) = filled {
                found.add(*text, polarity, None, Role::Character);
            }
        }
    }
    Some(found)
}

fn caption<'v>(comment: &'v Value, key: &str) -> Option<&'v Value> {
    comment.get(key)?.get("caption")
}

fn text_of(caption: &Value, key: &str) -> Option<String> {
    caption.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// The captions of the characters; an empty text where one has none, so that the others keep their places.
fn characters(caption: Option<&Value>) -> Vec<&str> {
    let captions = caption.and_then(|caption| caption.get("char_captions")).and_then(Value::as_array);
    let text = |caption| Value::get(caption, "char_caption").and_then(Value::as_str).unwrap_or_default();
    captions.into_iter().flatten().map(text).collect()
}
