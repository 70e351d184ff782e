//! Enters: nothing. Leaves: the model presets: a dialect with the padding, the context length and the over-length rule of a model.

use super::{Dialect, HF, OPEN_CLIP, OPENAI};
use crate::context_length::ContextLength;
use crate::token::{SpecialToken, TokenId};
use crate::vocabulary::{Vocabulary, WordPosition};

/// The token that fills the slots after the end of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pad {
    /// A special token.
    Special(SpecialToken),
    /// The entry of one byte inside a word, which stays ordinary text where it stands in a prompt.
    Symbol(u8),
    /// The entry of one byte inside a word. It is special as well: where it stands in a prompt,
    /// it is cut out of the text as special tokens are.
    SpecialSymbol(u8),
}

impl Pad {
    /// Its id.
    pub fn id(self, vocabulary: &Vocabulary) -> TokenId {
        match self {
            Self::Special(token) => vocabulary.special_id(token),
            Self::Symbol(byte) | Self::SpecialSymbol(byte) => vocabulary.symbol(byte, WordPosition::Inner),
        }
    }
}

/// What a model is fed with: a dialect, a pad, a context length.
#[derive(Debug, PartialEq, Eq)]
pub struct Model {
    /// Its name on the command line and in JSON.
    pub name: &'static str,
    /// What it is the text encoder of, for a person to read.
    pub about: &'static str,
    /// How its prompts are tokenized.
    pub dialect: &'static Dialect,
    /// What fills the slots after the end.
    pub pad: Pad,
    /// How many slots there are.
    pub context_length: ContextLength,
    /// What becomes of a prompt that has more tokens than slots.
    pub over_length: OverLength,
}

/// What becomes of a prompt that has more tokens than slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverLength {
    /// The tokens that do not fit are cut off, and the last slot holds the end.
    Cut,
    /// It is an error, unless cutting is asked for.
    Refuse,
}

const fn diffusers(name: &'static str, about: &'static str, pad: Pad) -> Model {
    let (context_length, over_length) = (ContextLength::CLIP, OverLength::Cut);
    Model { name, about, dialect: &HF, pad, context_length, over_length }
}

/// Every model preset, the default first.
///
/// Source: the tokenizer configurations that diffusers loads for each; `tokenizer_2` of Stable
/// Diffusion XL and the tokenizer of 2.x name `!` as their pad token, which makes it special.
/// clip 1.0.1, `clip.tokenize`; `open_clip_torch` 3.3.0, `SimpleTokenizer.__call__`: rows of zeros that the
/// tokens are written into.
pub static MODELS: &[Model] = &[
    diffusers("sd1", "Stable Diffusion 1.x", Pad::Special(SpecialToken::EndOfText)),
    diffusers("sd2", "Stable Diffusion 2.x", Pad::SpecialSymbol(b'!')),
    diffusers(
        "sdxl-l",
        "the first encoder of Stable Diffusion XL, and CLIP-L of SD3 and Flux",
        Pad::Special(SpecialToken::EndOfText),
    ),
    diffusers("sdxl-g", "the second encoder of Stable Diffusion XL", Pad::SpecialSymbol(b'!')),
    Model {
        name: "openai",
        about: "OpenAI's CLIP by its own package",
        dialect: &OPENAI,
        pad: Pad::Symbol(b'!'),
        context_length: ContextLength::CLIP,
        over_length: OverLength::Refuse,
    },
    Model {
        name: "open-clip",
        about: "any model of open_clip with CLIP's vocabulary",
        dialect: &OPEN_CLIP,
        pad: Pad::Symbol(b'!'),
        context_length: ContextLength::CLIP,
        over_length: OverLength::Cut,
    },
];
