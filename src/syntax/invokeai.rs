//! Enters: a prompt for InvokeAI, or for diffusers with compel. Leaves: its parts, swaps, blends, weighted segments, and rows.
//!
//! Source: compel 2.5.1, `prompt_parser.py` (with pyparsing 3.3.3) and `embeddings_provider.py`; InvokeAI 6.14,
//! `invocations/compel.py`.

mod conjunction;
mod fragments;
mod grammar;
mod insides;
mod members;
mod powers;
mod rows;
mod scanner;
mod segments;
mod sequences;
mod settings;

use super::a1111::has_open_clip;
use super::program::{Counting, Program};
use super::{Brackets, Markup, MarkupRules, OtherBackslashes, SyntaxOption};
use crate::dialect::{Dialect, Pad};

pub(super) static PROGRAM: Program = Program {
    name: "invokeai",
    title: "InvokeAI",
    aliases: &["invoke", "compel", "diffusers-compel"],
    about: "InvokeAI, and diffusers with compel",
    dialect: |_| Dialect::Hf,
    pad: |model| if has_open_clip(model) { Pad::SpecialSymbol(b'!') } else { Pad::END },
    read: |prompt, _| Ok(conjunction::read(prompt)?),
    fill: |filling| Ok(rows::fill(filling)),
    is_plain: None,
    options: &[SyntaxOption::Truncate],
    usual_rows: 1,
    counter: Counting::Nothing,
    markup: MarkupRules {
        reads: &[
            Markup::PlusMinus,
            Markup::Attend,
            Markup::Blend,
            Markup::Conjunction,
            Markup::Swap,
            Markup::WithLora,
        ],
        brackets: Brackets::Grammar,
        escaped: "()\"",
        other_backslashes: OtherBackslashes::Stay,
    },
};
