//! Enters: what was wrong with a record, as data. Leaves: its words.

use std::fmt;

use super::PairError;
use crate::DecodeError;
use crate::report::counted;
use crate::sources::{Place, Source};

/// Why a word is no id. The offset is that in the text that was read, in bytes.
#[derive(Debug)]
pub(in crate::cli) struct IdError {
    pub offset: usize,
    pub problem: IdProblem,
}

/// What is wrong with a word that is to be an id.
#[derive(Debug)]
pub(in crate::cli) enum IdProblem {
    /// It is no number.
    NoNumber { word: String, largest: usize },
    /// The vocabulary has no such id.
    Unknown(DecodeError),
    /// It begins another row, where one is wanted.
    SecondRow,
    /// Whoever printed the ids left some out.
    Elided,
    /// A bracket is opened here, and is not closed.
    Unclosed,
}

impl fmt::Display for IdProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoNumber { word, largest } => {
                write!(f, "{word:?} is not an id; ids are whole numbers from 0 to {largest}")
            }
            Self::Unknown(error) => error.fmt(f),
            Self::SecondRow => write!(f, "a second row begins here; give the ids of one prompt"),
            Self::Elided => write!(
                f,
                "some ids are left out here; print all of them: with .tolist(), or after \
                 torch.set_printoptions(threshold=100_000) or numpy.set_printoptions(threshold=100_000)"
            ),
            Self::Unclosed => write!(f, "this bracket is not closed"),
        }
    }
}

/// Why a record could not be read. Byte offsets count from 0.
#[derive(Debug)]
pub(in crate::cli) enum InputError {
    /// A word is no id.
    Id { source: Source, error: IdError },
    /// A line holds no text with ids.
    Pair { source: Source, error: PairError },
    /// A slot holds the vector of an embedding and no id, and the format has only ids.
    VectorWithoutId { source: Source, format: &'static str },
    /// A row of the program has another length than the rows of an array.
    RowLength { source: Source, slots: usize, wanted: usize },
    /// A file was to be written again, and its prompts do not stand in it as text.
    NotWrittenBack { source: Source },
    /// The prompt has more tokens than there is room for, and the model refuses it.
    TooLong { source: Source, tokens: usize, room: usize },
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id { source, error: IdError { offset, problem } } => {
                write!(f, "{source}: byte offset {offset}{}: {problem}", of(source, "line"))
            }
            Self::Pair { source, error } => write!(f, "{source}: {error}"),
            Self::VectorWithoutId { source, format } => write!(
                f,
                "{source}: a slot holds an embedding's vector, for which the program has no id; \
                 --format {format} has only ids, so choose ids, csv, tsv, json, or jsonl"
            ),
            Self::RowLength { source, slots, wanted } => write!(
                f,
                "{source}: the program leaves a row at {slots} slots, and each row of an array has {wanted}; \
                 choose ids, csv, tsv, json, or jsonl"
            ),
            Self::NotWrittenBack { source } => write!(
                f,
                "{}: --out-dir writes files of text, and no pictures, infotexts, or archives; without it, the prompts are printed",
                source.place
            ),
            Self::TooLong { source, tokens, room } => write!(
                f,
                "{source}: the prompt has {}, but the model has room for {room} and refuses longer prompts; \
                 --truncate cuts it to fit",
                counted(*tokens, "token")
            ),
        }
    }
}

// The words above hold those of the cause, so there is no source to print after them.
impl std::error::Error for InputError {}

/// What an offset counts from the start of; an argument has nothing around it.
fn of(source: &Source, what: &str) -> String {
    if source.place == Place::Arguments { String::new() } else { format!(" of the {what}") }
}
