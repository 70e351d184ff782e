//! Enters: a prompt for a program that took over the web UI's parser. Leaves: its segments with weights, and rows of 75.
//!
//! What sd_embed and the pipelines `lpw_stable_diffusion` and `lpw_stable_diffusion_xl` of diffusers have in common.

use cliptok_bpe::SpecialToken;

use super::a1111::has_open_clip;
use super::a1111::weights::{self, BreakWord, Notation, NumberSpacing};
use super::program::Filling;
use super::raised::RaisedWhy;
use super::rows::ROOM;
use super::{FilledRows, Raised, Reading, RowEnd, WeightedRow, WeightedSlot, WeightedText};
use crate::dialect::{Model, Pad};
use crate::text::Traced;

/// What becomes of the last row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LastRow {
    /// It is padded to 77 slots.
    Padded,
    /// It ends with its end.
    Short,
}

/// The pad of the tokenizer in a pipeline of diffusers. OpenCLIP's encoders come with one whose pad is `!`.
pub(super) const fn pad(model: Model) -> Pad {
    if has_open_clip(model) { Pad::SpecialSymbol(b'!') } else { Pad::END }
}

/// Reads the weights of a text, as the web UI did before it allowed white space around numbers.
pub(super) fn read(text: &Traced, break_word: BreakWord) -> Result<Reading, Raised> {
    let notation = Notation { number: NumberSpacing::Refused, break_word };
    let segments = weights::read(text, notation)?;
    Ok(Reading::of_one(WeightedText::new(text.text().to_owned(), segments)))
}

/// The tokens of a text, each with the weight of its segment.
pub(super) fn tokens(filling: &Filling<'_>) -> Vec<WeightedSlot> {
    let weighted = filling.pieces().flat_map(|(ids, weight)| ids.iter().map(move |&id| (id, weight)));
    weighted.enumerate().map(|(at, (id, weight))| WeightedSlot::token(at, id, weight)).collect()
}

/// The 75 tokens of a row, or fewer, and why no more follow in it.
pub(super) fn content(tokens: &[WeightedSlot], row: usize) -> (Vec<WeightedSlot>, RowEnd) {
    let rest = tokens.get(row * ROOM..).unwrap_or_default();
    let end = if rest.len() > ROOM { RowEnd::Full } else { RowEnd::Text };
    (rest.iter().take(ROOM).copied().collect(), end)
}

/// Fills rows of 75 as the tokens come, after the shorter of the two prompts was lengthened with ends. All pads are ends,
/// whatever the pad of the tokenizer is. Which of a row's ends is the first is all that a model sees, so that one is shown
/// as the end, though the program puts the pads before it.
///
/// Source: sd_embed, commit 4a47f711, `embedding_funcs.py`; diffusers, commit 58eb52c0,
/// `examples/community/lpw_stable_diffusion_xl.py`: in both, `group_tokens_and_weights` and what calls it.
pub(super) fn fill(filling: &Filling<'_>, last_row: LastRow) -> Result<FilledRows, Raised> {
    let tokens = tokens(filling);
    let slots = tokens.len().max(filling.other_tokens);
    if slots == 0 {
        return Err(RaisedWhy::NoTokens.into());
    }
    let pad = WeightedSlot::pad(filling.vocabulary.special_id(SpecialToken::EndOfText));
    let row = |row: usize| {
        let (content, end) = content(&tokens, row);
        let length = match last_row {
            LastRow::Padded => ROOM,
            LastRow::Short => ROOM.min(slots - row * ROOM),
        };
        let pads = length - content.len();
        let mut row = WeightedRow::unpadded(content, end, filling.vocabulary);
        row.slots.extend(std::iter::repeat_n(pad, pads));
        row
    };
    let rows = (0..slots.div_ceil(ROOM)).map(row).collect();
    Ok(FilledRows { rows, used: tokens.len(), cut: 0 })
}
