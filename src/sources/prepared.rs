//! Enters: prompts that were taken out of a file as a whole. Leaves: them as a chunk, each with its part, and how they are written.

use crate::place::Part;
use crate::syntax::{Polarity, Syntax};

/// How prompts are written, where their file says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// The program in whose syntax; `None` is text, also where the program is known and its syntax is not.
    pub syntax: Option<Syntax>,
    /// Which of the two prompts it is.
    pub polarity: Polarity,
}

/// Prompts that were taken out of a file already.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    pub prompts: Vec<PreparedPrompt>,
    /// How all of them are written, if the file says so.
    pub written: Option<Written>,
    /// How many bytes of the file they account for.
    pub size: usize,
    /// What the file is, for whoever wants its records back.
    pub kind: &'static str,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PreparedPrompt {
    pub text: String,
    /// The number of its record, from 1.
    pub number: u64,
    pub part: Part,
}

impl Prepared {
    /// Whether all there is to say of their places are the numbers of records.
    pub(super) fn is_numbered_only(&self) -> bool {
        let nothing = Part::default();
        self.prompts.iter().all(|prompt| prompt.part == nothing)
    }
}
