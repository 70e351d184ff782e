//! Enters: nothing. Leaves: what can be asked of a vocabulary.

use crate::Encoder;
use crate::explain::Filter;
use regex::bytes::Regex;

use crate::cli::args::VocabFormat;
use crate::cli::output::{Colors, Target};

#[derive(Debug)]
pub struct Vocab {
    pub encoder: Encoder,
    pub question: Question,
    pub format: VocabFormat,
    pub colors: Colors,
    pub target: Target,
}

#[derive(Debug)]
pub enum Question {
    /// What kinds of entries are there?
    Summary,
    /// Which entries are like this?
    Entries(Wanted),
    /// Is each of these one token?
    Single(Vec<String>),
}

/// What is wanted of entries, all of it.
#[derive(Debug)]
pub struct Wanted {
    pub filters: Vec<Filter>,
    pub regex: Option<Regex>,
    pub script: Script,
    pub scope: Scope,
    /// How many of those that are found are shown.
    pub first: usize,
}

/// Which entries are asked for, by whether a prompt gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    All,
    Unreachable,
}

/// What the characters of an entry are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Any,
    Emoji,
}
