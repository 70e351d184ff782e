//! Enters: a place and a number. Leaves: where a prompt comes from, in words that help a person find it.

use std::fmt;
use std::path::PathBuf;

use crate::dialect::TextEncoder;
use crate::syntax::Polarity;

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
#[non_exhaustive]
pub struct Source {
    /// The place.
    pub place: Place,
    /// The number of the argument, line, row or record, from 1. The header of a table is its first row. In a picture, it is the
    /// number of the prompt; in an archive, that of the sample.
    pub record: u64,
    /// What more is known of where the prompt stands.
    pub part: Part,
}

/// Where in a picture or an archive a prompt stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// The name of the member of an archive.
    pub member: Option<String>,
    /// Which of the prompts of a picture it is.
    pub polarity: Option<Polarity>,
    /// The encoder that reads it, where a program writes a text for each.
    pub encoder: Option<TextEncoder>,
}

impl Source {
    /// A record of a place, by its number from 1.
    pub fn new(place: Place, record: u64) -> Self {
        Self { place, record, part: Part::default() }
    }

    /// The nth argument, from 1.
    pub fn argument(record: u64) -> Self {
        Self::new(Place::Arguments, record)
    }
}

impl Part {
    /// Which of the prompts of a picture it is: `positive` or `negative`.
    pub fn place(&self) -> Option<&'static str> {
        self.polarity.map(Polarity::name)
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
    /// `argument 1`, `prompts.txt:3`, `castle.png:2 (negative)`, `captions.tar:7 (000007.txt)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let separator = if self.place == Place::Arguments { " " } else { ":" };
        write!(f, "{}{separator}{}", self.place, self.record)?;
        let Part { member, encoder, .. } = &self.part;
        let names = [member.as_deref(), self.part.place(), encoder.map(TextEncoder::name)];
        let names: Vec<&str> = names.into_iter().flatten().collect();
        if names.is_empty() { Ok(()) } else { write!(f, " ({})", names.join(", ")) }
    }
}
