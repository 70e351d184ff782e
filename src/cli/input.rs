//! Enters: nothing. Leaves: what can be read: arguments, files, stdin, and what their records are.

pub(super) mod chunks;
pub(super) mod ids;
mod json_lines;
mod lines;
pub(super) mod pair;
mod records;

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use super::error::UsageError;
use crate::batch::{Invalid, Separator};

pub(super) use lines::{Lines, Stopped};
pub(super) use records::{InChunk, Noted, Reading, Record};

/// Where records come from and how they are separated.
#[derive(Clone, Debug)]
pub(super) struct Input {
    /// From the command line.
    pub arguments: Vec<OsString>,
    /// To be read after them.
    pub files: Vec<File>,
    pub records: Records,
    pub invalid: Invalid,
    pub content: Content,
    pub hint: SyntaxHint,
}

/// Whether it is worth a line that prompts look as if they were written for a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SyntaxHint {
    Wanted,
    /// It is known what they are written for, or they are no prompts.
    Unwanted,
}

/// What records hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Text, of which every character counts.
    Prompts,
    /// Numbers of tokens.
    Ids,
}

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum File {
    Stdin,
    Path(PathBuf),
}

/// What one record of a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Records {
    /// A line, without its newline (LF or CRLF).
    Lines,
    /// What stands between NUL bytes.
    NulSeparated,
    /// A line of JSON: a string, or an object with this field.
    JsonLines(Field),
}

impl Records {
    /// What stands behind each record.
    pub(super) const fn separator(&self) -> Separator {
        match self {
            Self::NulSeparated => Separator::Nul,
            Self::Lines | Self::JsonLines(_) => Separator::LineFeed,
        }
    }
}

/// Which field of a JSON object is the prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// The first of `text`, `prompt` and `caption` that is there.
    Usual,
    /// The one of this name.
    Named(String),
}

impl Input {
    /// The files that it reads.
    ///
    /// # Errors
    /// If one of them is stdin, a pipe or another thing that cannot be read again.
    pub(super) fn paths(&self) -> Result<Vec<PathBuf>, UsageError> {
        let path = |file: &File| match file {
            File::Path(path) => match fs::metadata(path) {
                Ok(metadata) if !metadata.is_file() => Err(UsageError::WatchedNoFile { path: path.clone() }),
                _ => Ok(path.clone()),
            },
            File::Stdin => Err(UsageError::WatchedStdin),
        };
        self.files.iter().map(path).collect()
    }

    /// What came from the command line, and what is to be read after it.
    pub(super) fn split(self) -> (Self, Self) {
        let Self { arguments, files, records, invalid, content, hint } = self;
        let from_arguments =
            Self { arguments, files: Vec::new(), records: records.clone(), invalid, content, hint };
        (from_arguments, Self { arguments: Vec::new(), files, records, invalid, content, hint })
    }
}
