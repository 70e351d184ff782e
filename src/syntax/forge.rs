//! Enters: a prompt for Forge. Leaves: what a1111 makes of it, but for white space around it, and for what never changes there.
//!
//! Source: stable-diffusion-webui-forge, commit dfdcbab6, `backend/text_processing/classic_engine.py`, `parsing.py`.

use super::SyntaxOption;
use super::a1111::{MARKUP, fill_with_backtrack, has_open_clip, is_plain, read, strip};
use super::program::{Counting, Program};
use crate::dialect::{Dialect, Pad};

pub(super) static PROGRAM: Program = Program {
    name: "forge",
    title: "Forge",
    aliases: &["webui-forge", "sd-webui-forge", "stable-diffusion-webui-forge", "forge-webui"],
    about: "stable-diffusion-webui-forge",
    dialect: |_| Dialect::HfSlow,
    pad: |model| if has_open_clip(model) { Pad::SpecialSymbol(b'!') } else { Pad::END },
    read: |prompt, options| read(prompt, options, strip),
    fill: |filling| Ok(fill_with_backtrack(filling, COMMA_BACKTRACK)),
    is_plain: Some(is_plain),
    options: &[SyntaxOption::Negative, SyntaxOption::Steps, SyntaxOption::Emphasis, SyntaxOption::Embeddings],
    usual_rows: 1,
    counter: Counting::WholeRows,
    markup: MARKUP,
};

/// How far it looks back for a comma; there is no setting.
const COMMA_BACKTRACK: usize = 20;
