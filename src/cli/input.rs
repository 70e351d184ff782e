//! Enters: nothing. Leaves: what can be read: arguments, files, stdin, and how.

pub(super) mod ids;
pub(super) mod pair;

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use super::error::UsageError;
use crate::sources::{File, Format, Reading};

/// Where records come from and how they are read.
#[derive(Clone, Debug)]
pub(super) struct Input {
    /// From the command line.
    pub arguments: Vec<OsString>,
    /// To be read after them.
    pub files: Vec<File>,
    pub reading: Reading,
    pub hint: SyntaxHint,
    /// What is to be said of them before they are read.
    pub remarks: Vec<String>,
}

/// Whether it is worth a line that prompts look as if they were written for a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SyntaxHint {
    Wanted,
    /// It is known what they are written for, or they are no prompts.
    Unwanted,
}

impl Input {
    /// Whether records are separated by NUL bytes.
    pub(super) fn is_nul_separated(&self) -> bool {
        self.reading.from == Some(Format::Nul)
    }

    /// The files that it reads.
    ///
    /// # Errors
    /// If one of them is stdin, a pipe or another thing that cannot be read again.
    pub(super) fn paths(&self) -> Result<Vec<PathBuf>, UsageError> {
        let path = |file: &File| match file.path() {
            Some(path) => match fs::metadata(path) {
                Ok(metadata) if !metadata.is_file() => {
                    Err(UsageError::WatchedNoFile { path: path.to_owned() })
                }
                _ => Ok(path.to_owned()),
            },
            None => Err(UsageError::WatchedStdin),
        };
        self.files.iter().map(path).collect()
    }

    /// What came from the command line, and what is to be read after it.
    pub(super) fn split(self) -> (Self, Self) {
        let Self { arguments, files, reading, hint, remarks } = self;
        let from_arguments = Self { arguments, files: Vec::new(), reading: reading.clone(), hint, remarks };
        (from_arguments, Self { arguments: Vec::new(), files, reading, hint, remarks: Vec::new() })
    }
}
