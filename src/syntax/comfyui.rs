//! Enters: a prompt for ComfyUI. Leaves: its segments with weights, the embeddings in it, and rows that are filled by groups.
//!
//! Source: ComfyUI, commit 443393b4, `comfy/sd1_clip.py` (`token_weights`, `SDTokenizer`), `comfy/sdxl_clip.py`,
//! `comfy/text_encoders/sd2_clip.py`. What the browser does before that, to `/*…*/`, `//` and `{a|b}`, is not done here.

mod embeddings;
mod rows;
mod weights;

use super::a1111::has_open_clip;
use super::program::{Counting, Program};
use super::{
    Brackets, Markup, MarkupRules, OtherBackslashes, Raised, Reading, SyntaxOption, SyntaxOptions,
    WeightedText,
};
use crate::dialect::{Dialect, Pad};

pub(super) static PROGRAM: Program = Program {
    name: "comfyui",
    title: "ComfyUI",
    aliases: &["comfy"],
    about: "ComfyUI",
    dialect: |_| Dialect::Hf,
    pad: |model| if has_open_clip(model) { Pad::Symbol(b'!') } else { Pad::END },
    read,
    fill: |filling| Ok(rows::fill(filling)),
    is_plain: None,
    options: &[SyntaxOption::Embeddings],
    usual_rows: 1,
    counter: Counting::Nothing,
    markup: MarkupRules {
        reads: &[
            Markup::RoundBrackets,
            Markup::RoundWeight,
            Markup::SpacedWeight,
            Markup::SlashComment,
            Markup::EmbeddingPrefix,
        ],
        brackets: Brackets::Levels,
        escaped: "()",
        other_backslashes: OtherBackslashes::Stay,
    },
};

fn read(prompt: &str, options: &SyntaxOptions) -> Result<Reading, Raised> {
    let segments = weights::read(prompt);
    let mut removed = Vec::new();
    let pieces = embeddings::split(&segments, &options.embeddings, &mut removed)?;
    let text = WeightedText { text: prompt.to_owned(), segments, pieces };
    Ok(Reading { removed, ..Reading::of_one(text) })
}
