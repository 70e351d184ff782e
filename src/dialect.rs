//! Enters: the name of a dialect or of a model. Leaves: its rules as data: steps, pattern, special spellings, pad.
//!
//! A dialect is what one implementation of CLIP's tokenizer does to a text; a model preset is a
//! dialect with the padding and the context length that a model is fed with. The pipeline asks for
//! these values and never for a dialect's name: what a new one does differently is another value here.

use crate::character::{ClassTables, UNICODE_16};
use crate::context_length::ContextLength;
use crate::token::{SpecialToken, TokenId};
use crate::vocabulary::{Vocabulary, WordPosition};

/// One implementation's way from text to pre-tokens.
#[derive(Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Its name on the command line and in JSON.
    pub name: &'static str,
    /// The packages that do this, for a person to read.
    pub packages: &'static str,
    /// How a prompt spells the start and the end token.
    pub special_spellings: SpecialSpellings,
    /// Which special tokens are cut out of the text before it is normalised.
    pub cut_out: CutOut,
    /// What then happens to each piece, in this order.
    pub steps: &'static [Step],
    /// How the normalised text is cut into pre-tokens.
    pub pattern: Pattern,
}

/// How a prompt spells the special tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecialSpellings {
    /// What stands for the start token.
    pub start_of_text: &'static str,
    /// What stands for the end token.
    pub end_of_text: &'static str,
}

impl SpecialSpellings {
    /// How this token is spelled.
    pub const fn of(self, token: SpecialToken) -> &'static str {
        match token {
            SpecialToken::StartOfText => self.start_of_text,
            SpecialToken::EndOfText => self.end_of_text,
        }
    }
}

/// The spellings of OpenAI and of transformers, which are the vocabulary's own.
const OF_THE_VOCABULARY: SpecialSpellings = SpecialSpellings {
    start_of_text: SpecialToken::StartOfText.spelling(),
    end_of_text: SpecialToken::EndOfText.spelling(),
};

/// Which special tokens are found in the text as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutOut {
    /// All of them, in exactly their spelling, wherever they stand.
    ExactSpelling,
}

/// One step of normalisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// NFC of Unicode 9.0: characters assigned later neither compose nor change places.
    UnicodeComposition9,
    /// Every run of `\s` becomes one space. It is the same `\s` in every version of Unicode since 6.3.
    WhitespaceRuns,
    /// Each character becomes its lower case in Unicode 17.0, whatever stands beside it.
    LowerCasing17,
}

impl Step {
    /// What the step is called, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnicodeComposition9 => "unicode composition",
            Self::WhitespaceRuns => "whitespace",
            Self::LowerCasing17 => "lower-casing",
        }
    }
}

/// CLIP's pre-tokenization pattern: `<|startoftext|>`, `<|endoftext|>`, a contraction, a run of
/// letters, one number, or a run of what is neither of these nor white space. What differs between
/// dialects stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What a special token's spelling becomes where the pattern finds it in the normalised text.
    pub special: PatternSpecial,
    /// The endings that are split from a word, in the order in which they are tried.
    pub contractions: &'static [&'static str],
    /// Which characters are letters, numbers and white space.
    pub classes: &'static ClassTables,
}

/// `'s|'t|'re|'ve|'m|'ll|'d` where case counts.
const CONTRACTIONS: &[&str] = &["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

/// What a special token's spelling becomes where the pattern finds it in the normalised text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternSpecial {
    /// It is kept apart from its neighbours, then split as if it were text: `<|`, `startoftext`, `|>`.
    SplitAsText,
}

/// transformers 5, and every fast tokenizer before it: a piece of text goes through NFC, white space
/// and lower-casing, then through CLIP's pattern and GPT-2's.
///
/// Source: transformers 5.23.0, `CLIPTokenizer`; tokenizers 0.23.3.
pub static HF: Dialect = Dialect {
    name: "hf",
    packages: "transformers 5 and fast tokenizers before it",
    special_spellings: OF_THE_VOCABULARY,
    cut_out: CutOut::ExactSpelling,
    steps: &[Step::UnicodeComposition9, Step::WhitespaceRuns, Step::LowerCasing17],
    pattern: Pattern {
        special: PatternSpecial::SplitAsText,
        contractions: CONTRACTIONS,
        classes: &UNICODE_16,
    },
};

/// Every dialect.
pub static DIALECTS: &[&Dialect] = &[&HF];

/// The token that fills the slots after the end of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pad {
    /// A special token.
    Special(SpecialToken),
    /// The entry of one byte inside a word. It is special as well: where it stands in a prompt,
    /// it is cut out of the text as special tokens are.
    SpecialSymbol(u8),
}

impl Pad {
    /// Its id.
    pub fn id(self, vocabulary: &Vocabulary) -> TokenId {
        match self {
            Self::Special(token) => vocabulary.special_id(token),
            Self::SpecialSymbol(byte) => vocabulary.symbol(byte, WordPosition::Inner),
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
}

const fn diffusers(name: &'static str, about: &'static str, pad: Pad) -> Model {
    Model { name, about, dialect: &HF, pad, context_length: ContextLength::CLIP }
}

/// Every model preset, the default first.
///
/// Source: the tokenizer configurations that diffusers loads for each; `tokenizer_2` of Stable
/// Diffusion XL and the tokenizer of 2.x name `!` as their pad token, which makes it special.
pub static MODELS: &[Model] = &[
    diffusers("sd1", "Stable Diffusion 1.x", Pad::Special(SpecialToken::EndOfText)),
    diffusers("sd2", "Stable Diffusion 2.x", Pad::SpecialSymbol(b'!')),
    diffusers(
        "sdxl-l",
        "the first encoder of Stable Diffusion XL, and CLIP-L of SD3 and Flux",
        Pad::Special(SpecialToken::EndOfText),
    ),
    diffusers("sdxl-g", "the second encoder of Stable Diffusion XL", Pad::SpecialSymbol(b'!')),
];

/// The dialect of that name.
pub fn dialect(name: &str) -> Option<&'static Dialect> {
    DIALECTS.iter().copied().find(|dialect| dialect.name == name)
}

/// The model preset of that name.
pub fn model(name: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.name == name)
}
