//! Enters: the bytes of a picture. Leaves: the prompts in it, each with its place, and the program that wrote them.

use cliptok::TextEncoder;
use cliptok::images::{self, Walk};
use cliptok::report::json;
use serde::Serialize;

use super::Fields;
use crate::wrong::Wrong;

#[derive(Serialize)]
struct Picture<'p> {
    version: u8,
    /// Who wrote it.
    producer: &'static str,
    /// The syntax of its prompts; null if it is none that is known.
    syntax: Option<&'static str>,
    /// Whether it is known which of the texts is which prompt.
    certain: bool,
    /// What is wrong with the file, in words.
    damage: Option<String>,
    prompts: Vec<Prompt<'p>>,
}

#[derive(Serialize)]
struct Prompt<'p> {
    #[serde(rename = "prompt")]
    text: &'p str,
    /// `positive` or `negative`.
    place: Option<&'static str>,
    encoder: Option<&'static str>,
    /// `main`, `expanded` or `character`.
    role: &'static str,
}

pub(super) fn answer(fields: &mut Fields, attached: &[u8]) -> Result<String, Wrong> {
    fields.end()?;
    let picture = images::read(attached)
        .map_err(|error| Wrong::Refused { field: "picture".to_owned(), words: error.to_string() })?;
    let prompts = picture.prompts.iter().map(|prompt| Prompt {
        text: &prompt.text,
        place: prompt.place(),
        encoder: prompt.encoder.map(TextEncoder::name),
        role: prompt.role.name(),
    });
    Ok(json::to_string(&Picture {
        version: 1,
        producer: picture.producer.name(),
        syntax: picture.syntax().map(cliptok::Syntax::name),
        certain: picture.walk == Walk::Certain,
        damage: picture.damage.as_ref().map(ToString::to_string),
        prompts: prompts.collect(),
    }))
}
