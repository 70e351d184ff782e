//! Enters: a place and a number. Leaves: where a record comes from, as a person finds it again.

use std::fmt;
use std::path::PathBuf;

/// Where a record comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Arguments,
    Stdin,
    File(PathBuf),
}

/// One record of a place; they count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub place: Place,
    pub record: u64,
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

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let separator = if self.place == Place::Arguments { " " } else { ":" };
        write!(f, "{}{separator}{}", self.place, self.record)
    }
}
