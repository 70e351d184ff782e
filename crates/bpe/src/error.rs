//! Enters: what went wrong, as data. Leaves: the message, for every way that loading or decoding can fail.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a vocabulary directory could not be loaded: which file, where in it, and what was found there.
#[derive(Debug)]
pub struct LoadError {
    /// The file that is wrong.
    pub path: PathBuf,
    /// What is wrong with it.
    pub problem: LoadProblem,
}

/// What can be wrong with `vocab.json` or `merges.txt`. Lines and columns count from 1, bytes from 0.
#[derive(Debug)]
#[non_exhaustive]
#[allow(missing_docs)] // The fields are the words of the sentence above them.
pub enum LoadProblem {
    /// The file cannot be opened or read.
    Read(io::Error),
    /// The path is not a regular file: it is a directory, a pipe or a device.
    NoFile,
    /// The file is larger than any vocabulary of two-byte ids can be.
    TooLarge { limit: u64 },
    /// A byte of the file is not UTF-8.
    NotUtf8 { line: usize, byte: usize },
    /// `vocab.json` is not JSON, or not an object of whole numbers.
    Json { line: usize, column: usize, message: String },
    /// Another file of the folder is not JSON, or not of the form that it should have.
    Form { line: usize, column: usize, message: String },
    /// One entry appears twice in `vocab.json`.
    DuplicateEntry { entry: String },
    /// Two entries of `vocab.json` share one id.
    DuplicateId { id: u64, first: String, second: String },
    /// An id does not fit into two bytes.
    IdTooLarge { entry: String, id: u64, largest: u16 },
    /// The ids do not run from 0 to one less than the number of entries: this one is missing.
    MissingId { id: u64, entries: usize },
    /// An entry contains a character that stands for no byte.
    UnknownCharacter { entry: String, character: char },
    /// An entry is empty.
    EmptyEntry { id: u64 },
    /// One of the 512 single-byte entries, or a special token, is missing.
    MissingEntry { entry: String },
    /// A line of `merges.txt` is not two parts with one space between them.
    NotAPair { place: RulePlace, found: String },
    /// A rule merges a part that the vocabulary lacks.
    UnknownPart { place: RulePlace, part: String },
    /// A rule merges a part that no earlier line has made.
    UnmadePart { place: RulePlace, part: String },
    /// A rule has the mark of a word's end where no word can end.
    EndInside { place: RulePlace, left: String, right: String },
    /// A rule makes an entry that the vocabulary lacks.
    UnknownResult { place: RulePlace, result: String },
    /// A rule makes an entry that an earlier line has made.
    RepeatedResult { place: RulePlace, result: String, first: RulePlace },
    /// `merges.txt` has fewer rules than `vocab.json` has entries that need one.
    WrongCount { entries: usize, rules: usize, unmade: String },
    /// The rules are well-formed, but they could not be laid out in a table.
    NoLayout,
}

/// Where a rule stands. Lines and rules count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulePlace {
    /// On a line of `merges.txt`.
    Line(usize),
    /// Among the merges of `tokenizer.json`.
    Rule(usize),
}

impl RulePlace {
    /// What has the entries that its rules are for.
    const fn vocabulary(self) -> &'static str {
        match self {
            Self::Line(_) => "vocab.json",
            Self::Rule(_) => "its vocabulary",
        }
    }
}

impl fmt::Display for RulePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Rule(number) => write!(f, "rule {number}"),
        }
    }
}

impl LoadProblem {
    /// The error for this problem in this file.
    pub fn of(self, path: impl Into<PathBuf>) -> LoadError {
        LoadError { path: path.into(), problem: self }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.problem)
    }
}

impl fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => {
                write!(f, "cannot be read: {error}; a vocabulary directory holds vocab.json and merges.txt")
            }
            Self::NoFile => {
                write!(f, "is not a regular file; a vocabulary directory holds vocab.json and merges.txt")
            }
            Self::TooLarge { limit } => {
                write!(f, "is larger than {limit} bytes, which is too large for a vocabulary like CLIP's")
            }
            Self::NotUtf8 { line, byte } => {
                write!(f, "line {line}, byte offset {byte}: not UTF-8; save the file as UTF-8")
            }
            Self::Json { line, column, message } => write!(
                f,
                "line {line}, column {column}: {message}; the file must be one JSON object that maps entries to ids"
            ),
            Self::Form { line, column, message } => write!(f, "line {line}, column {column}: {message}"),
            Self::DuplicateEntry { entry } => {
                write!(f, "{entry:?} appears twice; each entry must have one id")
            }
            Self::DuplicateId { id, first, second } => {
                write!(f, "id {id} is given to {first:?} and to {second:?}; each id must have one entry")
            }
            Self::IdTooLarge { entry, id, largest } => {
                write!(f, "{entry:?} has id {id}; ids must be at most {largest}, to fit in two bytes")
            }
            Self::MissingId { id, entries } => write!(
                f,
                "no entry has id {id}; the {entries} entries must have the ids 0 to {}, each once",
                entries.saturating_sub(1)
            ),
            Self::UnknownCharacter { entry, character } => write!(
                f,
                "{entry:?} has the character {character:?}, which stands for no byte in the byte-level alphabet"
            ),
            Self::EmptyEntry { id } => write!(f, "the entry with id {id} is empty"),
            Self::MissingEntry { entry } => write!(
                f,
                "{entry:?} is missing; every single byte, with and without </w>, and both special tokens are needed"
            ),
            Self::NotAPair { place, found } => {
                write!(f, "{place}: {found:?} is not two parts with one space between them")
            }
            Self::UnknownPart { place, part } => {
                write!(f, "{place}: merges {part:?}, which {} does not have", place.vocabulary())
            }
            Self::UnmadePart { place, part } => write!(
                f,
                "{place}: merges {part:?}, which no line above it makes; a rule must come after those of its parts"
            ),
            Self::EndInside { place, left, right } => write!(
                f,
                "{place}: {left:?} and {right:?} put </w> where no word can end; only the right part may end with it"
            ),
            Self::UnknownResult { place, result } => {
                write!(f, "{place}: makes {result:?}, which {} does not have", place.vocabulary())
            }
            Self::RepeatedResult { place, result, first } => {
                write!(f, "{place}: makes {result:?}, as {first} did; each entry must have one rule")
            }
            Self::NoLayout => write!(
                f,
                "its rules could not be laid out in a table, which should not happen; please report this, with both files"
            ),
            Self::WrongCount { entries, rules, unmade } => write!(
                f,
                "has {rules} rules, which with 512 single bytes and 2 special tokens make {} entries, \
                 but vocab.json has {entries}: no rule makes {unmade:?}; are both files complete, and do they belong together?",
                512 + rules + 2
            ),
        }
    }
}

// The message above includes the cause, so there is no source to print after it.
impl std::error::Error for LoadError {}

/// Why ids could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The vocabulary has no entry with this id.
    UnknownId {
        /// The id that was asked for.
        id: u64,
        /// How many entries there are: ids run from 0 to one less.
        entries: usize,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownId { id, entries } => {
                write!(f, "id {id} is not in the vocabulary; ids run from 0 to {}", entries.saturating_sub(1))
            }
        }
    }
}

impl std::error::Error for DecodeError {}
