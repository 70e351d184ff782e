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
            RaisedWhy::InfiniteStep { .. } => "OverflowError",
            RaisedWhy::EmbeddingWithoutName => "IndexError",
        }
    }
}

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            RaisedWhy::NotANumber { typed } => write!(f, "the weight {typed} is not a number"),
            RaisedWhy::InfiniteStep { typed } => write!(f, "the step {typed} is infinite"),
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
