//! Enters: the name of a dialect or of a model. Leaves: its rules as data: steps, pattern, special spellings, pad.
//!
//! A dialect is what one implementation of CLIP's tokenizer does to a text; a model preset is a
//! dialect with the padding and the context length that a model is fed with. The pipeline asks for
//! these values and never for a dialect's name: what a new one does differently is another value here.

mod implementations;
mod model;
mod step;

use crate::character::ClassTables;
use crate::token::SpecialToken;

pub use implementations::{DIALECTS, HF, HF_BASIC, HF_SLOW, OPEN_CLIP, OPENAI, WIDELY_USED};
pub use model::{MODELS, Model, OverLength, Pad};
pub use step::Step;

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

impl Dialect {
    /// Whether a text may be cut before any ASCII space, and the tokens of its pieces, one after the other, are those of
    /// the whole. No special spelling, composition, reference or match of the pattern has such a space in it; only text
    /// repair judges a text as a whole.
    ///
    /// ```
    /// use cliptok::dialect;
    /// assert!(dialect::HF.parts_at_spaces() && !dialect::OPENAI.parts_at_spaces());
    /// ```
    pub fn parts_at_spaces(&self) -> bool {
        !self.steps.contains(&Step::TextRepair)
    }
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

/// Which special tokens are found in the text as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutOut {
    /// None: a spelling goes through normalisation with the rest, and may be found by the pattern.
    Nothing,
    /// All of them, in exactly their spelling, wherever they stand.
    ExactSpelling,
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

/// What a special token's spelling becomes where the pattern finds it in the normalised text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternSpecial {
    /// It is kept apart from its neighbours, then split as if it were text: `<|`, `startoftext`, `|>`.
    SplitAsText,
    /// It is the special token. Since case is ignored, the long s passes for an s: such a spelling is kept
    /// whole, and is merged as one word.
    Token,
}

/// The dialect of that name.
pub fn dialect(name: &str) -> Option<&'static Dialect> {
    DIALECTS.iter().copied().find(|dialect| dialect.name == name)
}

/// The model preset of that name.
pub fn model(name: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.name == name)
}
