//! Enters: a place and a number. Leaves: where a prompt comes from, in words that help a person find it.

use std::fmt;
use std::path::PathBuf;

/// What a prompt comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// The arguments of a program or of a function call.
    Arguments,
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

/// Where a prompt comes from: a place, and a record in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The place.
    pub place: Place,
    /// The number of the argument, line, row or record, from 1. The header of a table is its first row.
    pub record: u64,
}

impl Source {
    /// The nth argument, from 1.
    pub const fn argument(record: u64) -> Self {
        Self { place: Place::Arguments, record }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Arguments => write!(f, "argument"),
            Self::Stdin => write!(f, "stdin"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let separator = if self.place == Place::Arguments { " " } else { ":" };
        write!(f, "{}{separator}{}", self.place, self.record)
    }
}
