//! Enters: a prompt for diffusers' `lpw_stable_diffusion_xl`. Leaves: its segments with weights, and rows without pads.
//!
//! Source: diffusers, commit 58eb52c0, `examples/community/lpw_stable_diffusion_xl.py`.

use super::SyntaxOption;
use super::a1111::weights::BreakWord;
use super::long_prompt_weights::{self, LastRow};
use super::program::{Counting, Program};
use crate::dialect::Dialect;
use crate::text::Traced;

pub(super) static PROGRAM: Program = Program {
    name: "lpw-xl",
    title: "lpw-xl",
    aliases: &["lpw-stable-diffusion-xl", "lpw-sdxl"],
    about: "diffusers' community pipeline lpw_stable_diffusion_xl",
    dialect: |_| Dialect::Hf,
    pad: long_prompt_weights::pad,
    read: |prompt, _| long_prompt_weights::read(&Traced::whole(prompt), BreakWord::Segment),
    fill: |filling| long_prompt_weights::fill(filling, LastRow::Short),
    is_plain: None,
    options: &[SyntaxOption::NegativePrompt],
    usual_rows: 1,
    counter: Counting::Nothing,
    markup: long_prompt_weights::MARKUP,
};
