//! Enters: a prompt for sd_embed. Leaves: its segments with weights, and rows as long as those of the negative prompt.
//!
//! Source: sd_embed, commit 4a47f711, `src/sd_embed/embedding_funcs.py`, `prompt_parser.py` (`parse_prompt_attention`).

use super::a1111::weights::BreakWord;
use super::long_prompt_weights::{self, LastRow};
use super::program::{Counting, Program};
use super::{Raised, Reading, SyntaxOption, SyntaxOptions};
use crate::dialect::{Dialect, Model};
use crate::text::{Span, Traced};

pub(super) static PROGRAM: Program = Program {
    name: "sd-embed",
    title: "sd-embed",
    aliases: &["sd_embed"],
    about: "sd_embed with diffusers",
    dialect: |_| Dialect::Hf,
    pad: long_prompt_weights::pad,
    read,
    fill: |filling| long_prompt_weights::fill(filling, last_row(filling.model)),
    is_plain: None,
    options: &[SyntaxOption::NegativePrompt],
    usual_rows: 1,
    counter: Counting::Nothing,
    markup: long_prompt_weights::MARKUP,
};

/// What it reads in place of an empty prompt.
const EMPTY: &str = "empty";

/// `get_prompts_tokens_with_weights`.
fn read(prompt: &str, _options: &SyntaxOptions) -> Result<Reading, Raised> {
    let text = if prompt.is_empty() {
        let mut word = Traced::default();
        word.put(EMPTY, Span::default());
        word
    } else {
        Traced::whole(prompt)
    };
    long_prompt_weights::read(&text, BreakWord::Segment)
}

/// Each model has a function of its own: `get_weighted_text_embeddings_sd15`, `_sdxl`, `_sd3`, `_flux1`. They differ in the
/// default of `pad_last_block`.
const fn last_row(model: Model) -> LastRow {
    match model {
        Model::SdxlL | Model::SdxlG => LastRow::Padded,
        Model::Sd1 | Model::Sd2 | Model::OpenAi | Model::OpenClip => LastRow::Short,
    }
}
