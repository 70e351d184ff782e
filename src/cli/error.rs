//! Enters: what was wrong with arguments, input or output, as data. Leaves: its words.

mod advice;
mod input;
mod near;
mod output;
mod pair;
mod usage;

use std::fmt;

use crate::sources::SourceError;

use advice::advice;

pub(super) use input::{IdError, IdProblem, InputError};
pub(super) use near::NearError;
pub(super) use output::OutputError;
pub(super) use pair::{PairError, Wanted};
pub(super) use usage::UsageError;

/// What ended a job, in words, with what helps.
pub(super) fn words(error: &anyhow::Error) -> String {
    match error.downcast_ref::<SourceError>().and_then(advice) {
        Some(advice) => format!("{error:#}; {advice}"),
        None => format!("{error:#}"),
    }
}

/// Ctrl-C cannot be caught, so that watching would have no good end.
#[derive(Debug)]
pub(super) struct WatchError(pub ctrlc::Error);

impl fmt::Display for WatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "--watch: Ctrl-C cannot be caught on this system: {}", self.0)
    }
}

impl std::error::Error for WatchError {}
