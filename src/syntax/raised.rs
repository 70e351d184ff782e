//! Enters: a prompt on which its program fails. Leaves: the class of the exception, and why, in words.

use std::fmt;

/// The program raises an exception on a prompt, so that there is no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Raised {
    /// Why.
    pub why: RaisedWhy,
}

/// Why a program raises.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RaisedWhy {
    /// A weight consists of digits and dots, and is no number: a1111 and its relatives.
    NotANumber {
        /// The weight as typed.
        typed: String,
    },
    /// The step of a schedule is beyond all numbers: a1111 and forge.
    InfiniteStep {
        /// The step as typed.
        typed: String,
    },
    /// A weight of that many plus signs is beyond all numbers: invokeai.
    InfiniteWeight {
        /// How many signs.
        signs: usize,
    },
    /// A vertical tab or a form feed stands where only text can: invokeai.
    ControlCharacter {
        /// Which of them.
        character: char,
    },
    /// Text stands behind a blend: invokeai.
    TextBehindBlend,
    /// A swap stands in a blend: invokeai.
    SwapInBlend,
    /// A part of a blend has no text: invokeai.
    EmptyBlendPart,
    /// There are more weights than parts, or fewer: invokeai.
    WeightCount {
        /// How many parts.
        parts: usize,
        /// How many weights.
        weights: usize,
    },
    /// A swap stands in a swap: invokeai.
    NestedSwap,
    /// The setting `shape_freedom` of a swap has no number: invokeai.
    ShapeFreedom,
    /// `embedding:` is followed by no name: ComfyUI.
    EmbeddingWithoutName,
    /// Neither the prompt nor the negative prompt has a token: sd-embed and lpw-xl.
    NoTokens,
}

impl Raised {
    /// The name of the exception's class in Python.
    pub const fn class(&self) -> &'static str {
        match self.why {
            RaisedWhy::NotANumber { .. } | RaisedWhy::NoTokens => "ValueError",
            RaisedWhy::InfiniteStep { .. } | RaisedWhy::InfiniteWeight { .. } => "OverflowError",
            RaisedWhy::ControlCharacter { .. } | RaisedWhy::TextBehindBlend => "ParseException",
            RaisedWhy::SwapInBlend | RaisedWhy::EmptyBlendPart | RaisedWhy::WeightCount { .. } => {
                "ParsingException"
            }
            RaisedWhy::NestedSwap => "AttributeError",
            RaisedWhy::ShapeFreedom => "TypeError",
            RaisedWhy::EmbeddingWithoutName => "IndexError",
        }
    }
}

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            RaisedWhy::NotANumber { typed } => write!(f, "the weight {typed} is not a number"),
            RaisedWhy::InfiniteStep { typed } => write!(f, "the step {typed} is infinite"),
            RaisedWhy::InfiniteWeight { signs } => write!(f, "the weight of {signs} plus signs is infinite"),
            RaisedWhy::ControlCharacter { character } => {
                write!(f, "the control character U+{:04X} cannot be read", u32::from(*character))
            }
            RaisedWhy::TextBehindBlend => f.write_str("there is text behind a blend"),
            RaisedWhy::SwapInBlend => f.write_str("there is a swap in a blend"),
            RaisedWhy::EmptyBlendPart => f.write_str("a part of a blend has no text"),
            RaisedWhy::WeightCount { parts, weights } => {
                write!(f, "the number of weights ({weights}) is not the number of parts ({parts})")
            }
            RaisedWhy::NestedSwap => f.write_str("there is a swap in a swap"),
            RaisedWhy::ShapeFreedom => f.write_str("the setting shape_freedom has no number"),
            RaisedWhy::EmbeddingWithoutName => f.write_str("no name follows `embedding:`"),
            RaisedWhy::NoTokens => f.write_str("neither the prompt nor the negative prompt has a token"),
        }
    }
}

impl std::error::Error for Raised {}

impl From<RaisedWhy> for Raised {
    fn from(why: RaisedWhy) -> Self {
        Self { why }
    }
}
