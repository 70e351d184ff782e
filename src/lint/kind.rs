//! Enters: nothing. Leaves: the kinds of lints, with their names.

use crate::syntax::{Markup, Raised, Syntax};

/// What happens at a place of a prompt.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum LintKind {
    /// Markup of other programs, which is text in this one.
    OtherProgram {
        /// What it is.
        markup: Markup,
        /// The program that takes it for text.
        syntax: Syntax,
    },
    /// Markup of this program that stands where the program cannot read it, and is text.
    Unread {
        /// What it is.
        markup: Markup,
    },
    /// A number in the place of a weight is none.
    NotAWeight {
        /// The number as typed.
        typed: String,
        /// What is wrong with it.
        problem: WeightProblem,
    },
    /// A weight that turns the text off, around, or far up.
    UnusualWeight {
        /// The weight.
        weight: f64,
    },
    /// A `BREAK` closes no row.
    NoBreak(NoBreak),
    /// `AND` in a negative prompt parts nothing.
    AndInNegative,
    /// The number at the end of the prompt is taken for the weight of the whole.
    PartWeight {
        /// The number.
        weight: f64,
    },
    /// A bar or a backslash turns all schedules and alternations of its part into text.
    SchedulesOff,
    /// The step of a schedule is none at which anything changes, or is read as a step and looks like a share.
    Schedule {
        /// The number as typed.
        typed: String,
        /// What is wrong with it.
        problem: ScheduleProblem,
    },
    /// What stands behind `#` is a comment.
    HiddenByHash,
    /// What the program's editor in the browser takes for a comment.
    CutInBrowser,
    /// An opening bracket is never closed, and acts up to the end.
    WeighsToTheEnd,
    /// An opening bracket is never closed, and is text.
    UnclosedIsText,
    /// A closing bracket closes nothing, and is text.
    UnopenedIsText,
    /// A closing bracket closes nothing, and takes the weight from all brackets behind it.
    UnopenedStopsWeights,
    /// A backslash is removed though it escapes nothing.
    BackslashVanishes,
    /// A backslash stays in the text, before a character that other programs would escape.
    BackslashStays,
    /// The program has no embedding of this name, and drops it.
    MissingEmbedding,
    /// The program drops this part of the prompt.
    Dropped,
    /// What is removed looks like a network to the program, and is none that it knows.
    UnknownNetwork {
        /// What stands before the colon.
        kind: String,
    },
    /// A choice or a name for which extensions put other text.
    Wildcard,
    /// The program raises an exception.
    Raises(Raised),
}

/// Why a number is no weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WeightProblem {
    /// It has a comma for a point.
    Comma,
    /// It is in percent.
    Percent,
    /// There is white space around it.
    Spaced,
}

/// Why a `BREAK` closes no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoBreak {
    /// It stands in brackets, which change its weight.
    InBrackets,
    /// It is not in upper case.
    NotUpperCase,
    /// The program splits the text at it, and then encodes it as a word.
    Encoded,
}

/// What is wrong with the number of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScheduleProblem {
    /// It is not before the last step.
    NeverChanges,
    /// It is before the first step.
    AlwaysSecond,
    /// It is a 1 without a point, the first step.
    FirstStep,
}

impl LintKind {
    /// Its name in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OtherProgram { .. } => "other_program",
            Self::Unread { .. } => "unread",
            Self::NotAWeight { .. } => "not_a_weight",
            Self::UnusualWeight { .. } => "unusual_weight",
            Self::NoBreak(_) => "no_break",
            Self::AndInNegative => "and_in_negative",
            Self::PartWeight { .. } => "part_weight",
            Self::SchedulesOff => "schedules_off",
            Self::Schedule { .. } => "schedule",
            Self::HiddenByHash => "hidden_by_hash",
            Self::CutInBrowser => "cut_in_browser",
            Self::WeighsToTheEnd => "weighs_to_the_end",
            Self::UnclosedIsText => "unclosed_is_text",
            Self::UnopenedIsText => "unopened_is_text",
            Self::UnopenedStopsWeights => "unopened_stops_weights",
            Self::BackslashVanishes => "backslash_vanishes",
            Self::BackslashStays => "backslash_stays",
            Self::MissingEmbedding => "missing_embedding",
            Self::Dropped => "dropped",
            Self::UnknownNetwork { .. } => "unknown_network",
            Self::Wildcard => "wildcard",
            Self::Raises(_) => "raises",
        }
    }
}
