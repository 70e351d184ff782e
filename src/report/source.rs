//! Enters: a place and a number. Leaves: where a prompt comes from, in words that help a person find it.

use std::fmt;
use std::path::PathBuf;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

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
    /// The number of the argument, line or record, from 1.
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

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, file) = match &self.place {
            Place::Arguments => ("argument", None),
            Place::Stdin => ("stdin", None),
            Place::File(path) => ("file", Some(path.to_string_lossy())),
        };
        let mut source = serializer.serialize_struct("Source", 3)?;
        source.serialize_field("kind", kind)?;
        source.serialize_field("file", &file)?;
        source.serialize_field("record", &self.record)?;
        source.end()
    }
}
