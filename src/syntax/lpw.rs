//! Enters: a prompt for diffusers' `lpw_stable_diffusion`. Leaves: its segments with weights, and up to three rows.
//!
//! Source: diffusers, commit 58eb52c0, `examples/community/lpw_stable_diffusion.py`.

use super::a1111::weights::BreakWord;
use super::long_prompt_weights::{self, content, tokens};
use super::program::{Counting, Filling, Program};
use super::rows::ROOM;
use super::{FilledRows, RowEnd, SyntaxOption, WeightedRow, WeightedSlot};
use crate::dialect::{Dialect, Pad};
use crate::text::Traced;

pub(super) static PROGRAM: Program = Program {
    name: "lpw",
    title: "lpw",
    aliases: &["lpw-stable-diffusion", "lpw-sd"],
    about: "diffusers' community pipeline lpw_stable_diffusion",
    dialect: |_| Dialect::Hf,
    pad: long_prompt_weights::pad,
    read: |prompt, _| long_prompt_weights::read(&Traced::whole(prompt), BreakWord::Text),
    fill: |filling| Ok(fill(filling)),
    is_plain: None,
    options: &[SyntaxOption::NegativePrompt],
    usual_rows: 3,
    counter: Counting::Nothing,
    markup: long_prompt_weights::MARKUP,
};

/// How many rows there are at most: `max_embeddings_multiples`.
const MOST_ROWS: usize = 3;

/// Fills as many rows as the longer of the two prompts needs, three at most, with the pad of the tokenizer.
///
/// Source: `get_prompts_with_weights`, `get_weighted_text_embeddings`, `pad_tokens_and_weights`.
fn fill(filling: &Filling<'_>) -> FilledRows {
    let tokens = tokens(filling);
    let rows = tokens.len().max(filling.other_tokens).div_ceil(ROOM).clamp(1, MOST_ROWS);
    let rows = (0..rows).map(|row| {
        let (content, end) = content(&tokens, row);
        padded(content, end, filling)
    });
    let used = tokens.len().min(MOST_ROWS * ROOM);
    FilledRows { rows: rows.collect(), used, cut: tokens.len() - used }
}

/// A row of 77. Its pads stand before the end, which shows only where the pad is another token.
fn padded(mut content: Vec<WeightedSlot>, end: RowEnd, filling: &Filling<'_>) -> WeightedRow {
    let pad = filling.pad.id(filling.vocabulary);
    if filling.pad == Pad::END {
        return WeightedRow::closed(content, pad, end, filling.vocabulary);
    }
    content.resize(ROOM, WeightedSlot::pad(pad));
    WeightedRow::unpadded(content, end, filling.vocabulary)
}
