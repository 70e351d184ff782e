//! Enters: the texts of a picture. Leaves: the prompts that Easy Diffusion wrote.

use serde_json::Value;

use super::program::{Found, Program};
use super::texts::{Texts, USER_COMMENT};
use crate::images::graph;

/// A text of PNG for each setting, or one JSON in EXIF's UserComment (ui/easydiffusion/utils/save_utils.py). The names are
/// those of its interface or those of its code.
pub(super) const PROGRAM: Program = Program { name: "Easy Diffusion", syntax: None, settings: None, read };

/// The names of the positive and the negative prompt.
const NAMES: [(&str, &str); 2] = [("prompt", "negative_prompt"), ("Prompt", "Negative Prompt")];

fn read(texts: &Texts<'_>) -> Option<Found> {
    NAMES.iter().find_map(|(positive, negative)| {
        // Its prompts may begin with a brace, but the start of a graph is none, even if the rest of it is broken.
        let typed = texts.keyword(positive).filter(|text| !graph::is_graph(text.as_bytes()));
        if let Some(typed) = typed.filter(|_| texts.keyword_json(positive).is_none()) {
            return Some(Found::typed(typed).and_filled_negative(texts.keyword(negative)));
        }
        let comment = texts.exif_json(USER_COMMENT)?;
        let typed = comment.get(positive).and_then(Value::as_str)?;
        // A comment with nothing but a prompt could be any program's.
        let negative = comment.get(negative)?;
        Some(Found::typed(typed).and_filled_negative(negative.as_str()))
    })
}
