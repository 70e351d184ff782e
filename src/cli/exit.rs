//! Enters: how a job ended. Leaves: the exit code that a script sees.

use std::io;
use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All was answered.
    Done,
    /// The answer is no: a prompt has too many tokens, dialects differ, nothing was found.
    Negative,
    /// Something was wrong, and stderr says what.
    Error,
}

impl Exit {
    /// How two jobs end together: what is worse counts.
    pub(crate) const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Error, _) | (_, Self::Error) => Self::Error,
            (Self::Negative, _) | (_, Self::Negative) => Self::Negative,
            (Self::Done, Self::Done) => Self::Done,
        }
    }

    /// How a job ends that this error stopped. A reader that has seen enough (`cliptok … | head`)
    /// closes the pipe, and that is no failure.
    pub fn of_error(error: &anyhow::Error) -> Self {
        let closed_pipe = error
            .chain()
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe);
        if closed_pipe { Self::Done } else { Self::Error }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Negative => 1,
            Exit::Error => 2,
        })
    }
}
