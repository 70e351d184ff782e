//! Enters: the texts of a picture. Leaves: what ComfyUI's graph in it encodes.

use super::program::{Found, Program};
use super::texts::Texts;
use crate::images::graph;
use crate::images::infotext::Settings;
use crate::syntax::Syntax;

/// Its graph, as JSON: `prompt` (what it ran) and `workflow` (what it shows), each a text of PNG, or in EXIF with the name
/// before it (`SaveImage` in nodes.py, comfy_extras/nodes_images.py). Image savers write an infotext too.
pub(super) const PROGRAM: Program =
    Program { name: "ComfyUI", syntax: Some(Syntax::ComfyUi), settings: Some(is_its), read };

fn is_its(settings: &Settings<'_>) -> bool {
    settings.version_begins("ComfyUI")
}

fn read(texts: &Texts<'_>) -> Option<Found> {
    texts.graphs().find_map(|value| {
        let (prompts, walk) = graph::prompts(value)?;
        Some(Found { prompts, walk })
    })
}
