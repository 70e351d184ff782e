//! Enters: what was wrong with the input, as data. Leaves: its words.

use std::path::PathBuf;
use std::{fmt, io};

use super::encoding::Guess;
use super::not_text::NotText;
use super::noted::PictureProblem;
#[cfg(feature = "parquet")]
use super::parquet::ParquetProblem;
use crate::images::GraphError;
use crate::place::{Place, Source};

/// Why the input could not be read. Byte offsets count from 0, columns from 1, in bytes.
#[derive(Debug)]
#[non_exhaustive]
pub enum SourceError {
    /// The file cannot be opened.
    Open {
        /// Its path.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A folder has no file that holds prompts.
    NoPrompts {
        /// Its path.
        path: PathBuf,
        /// How names of the files end that were looked for.
        extensions: Vec<String>,
        /// How many other files it has.
        others: u64,
    },
    /// Reading broke off.
    Read {
        /// Where.
        source: Source,
        /// What the system says.
        error: io::Error,
    },
    /// The file is no text.
    NotText {
        /// Its place.
        place: Place,
        /// What it is.
        kind: NotText,
    },
    /// A file that has to be in memory as a whole is too large.
    TooLarge {
        /// Its place.
        place: Place,
        /// The most that is read, in bytes.
        most: u64,
    },
    /// The file is a Parquet table, or is to be read as one, and the library was built without the feature `parquet`.
    WithoutParquet {
        /// Its place.
        place: Place,
    },
    /// What has to be a file, to be read from its end, is a pipe.
    NotAFile {
        /// Its place.
        place: Place,
    },
    /// A picture is broken, or has no prompt.
    Picture(PictureProblem),
    /// A graph of ComfyUI's is broken, or has no prompt.
    Graph {
        /// Its place.
        place: Place,
        /// What is wrong.
        error: GraphError,
    },
    /// An archive is broken.
    Archive {
        /// The member, or the sample that was read last.
        source: Source,
        /// What is wrong.
        error: io::Error,
    },
    /// A sample of an archive has no member that holds a prompt.
    NoMember {
        /// The sample.
        source: Source,
        /// What its members' names begin with.
        key: String,
    },
    /// A member of an archive is longer than any prompt.
    LongMember {
        /// The member.
        source: Source,
        /// The most that is read, in bytes.
        most: u64,
    },
    /// A byte is not UTF-8.
    NotUtf8 {
        /// The record that has it.
        source: Source,
        /// Where it is.
        offset: Offset,
        /// The byte.
        byte: u8,
        /// What the text may be encoded in.
        guess: Option<Guess>,
    },
    /// Bytes mean nothing in the encoding that was named.
    Malformed {
        /// The file.
        place: Place,
        /// Where in it they end.
        offset: u64,
        /// The name of the encoding.
        encoding: &'static str,
    },
    /// A record is not JSON.
    Json {
        /// The record.
        source: Source,
        /// Where in it.
        column: usize,
        /// What serde_json says.
        message: String,
    },
    /// A string has half of a surrogate pair, which is no character.
    LoneSurrogate {
        /// The record.
        source: Source,
        /// Where in it the escape begins.
        column: usize,
        /// The escape.
        escape: String,
    },
    /// A JSON document breaks off, or is not JSON.
    Document {
        /// The file.
        place: Place,
        /// Where in it.
        offset: u64,
        /// What was expected there.
        problem: DocumentProblem,
    },
    /// A record is neither a string nor an object.
    NoRecord {
        /// The record.
        source: Source,
        /// What it is.
        found: &'static str,
    },
    /// A record lacks the field.
    NoField {
        /// The record.
        source: Source,
        /// The names that it was looked for under.
        wanted: Vec<String>,
        /// The paths of the fields that the record has; the first twenty.
        has: Vec<String>,
    },
    /// The field is null, or an empty list.
    Nothing {
        /// The record.
        source: Source,
        /// The name of the field.
        field: String,
        /// Which of them it is.
        found: &'static str,
    },
    /// The field is no string.
    NoString {
        /// The record.
        source: Source,
        /// The name of the field.
        field: String,
        /// What it is.
        found: &'static str,
    },
    /// A table has no such column.
    NoColumn {
        /// The table.
        place: Place,
        /// The names that it was looked for under.
        wanted: Vec<String>,
        /// The columns that there are.
        has: Vec<String>,
    },
    /// Records were to be given back, and are no JSON objects or rows of a table.
    NothingToAddTo {
        /// Where they are.
        source: Source,
        /// What they are.
        found: &'static str,
    },
    /// A Parquet table cannot be read, or its column is no prompt's.
    #[cfg(feature = "parquet")]
    Parquet {
        /// The table.
        place: Place,
        /// What is wrong.
        problem: ParquetProblem,
    },
}

/// What a byte offset counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offset {
    /// The start of the input.
    OfInput(u64),
    /// The start of the record.
    OfRecord(u64),
}

/// What is wrong with a JSON document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentProblem {
    /// It ends within a value.
    Unfinished,
    /// Something else stands where this is expected.
    Expected(&'static str),
    /// A string has a line break in it.
    LineBreakInString,
    /// It has more levels than any data have.
    TooDeep,
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open { path, error } => {
                let hint = if error.kind() == io::ErrorKind::NotFound { "; check the name" } else { "" };
                write!(f, "{}: cannot be opened: {error}{hint}", path.display())
            }
            Self::NoPrompts { path, extensions, others } => {
                let files = match others {
                    0 => "it has no visible files".to_owned(),
                    1 => "it has 1 other file".to_owned(),
                    others => format!("it has {others} other files"),
                };
                let wanted = extensions.iter().map(|extension| format!(".{extension}")).collect::<Vec<_>>();
                write!(f, "{}: this folder has no {} files; {files}", path.display(), wanted.join(" or "))
            }
            Self::Read { source, error } => write!(f, "{source}: cannot be read: {error}"),
            Self::NotText { place, kind } => write!(f, "{place}: this is {kind}"),
            Self::TooLarge { place, most } => {
                write!(
                    f,
                    "{place}: the file has more than {most} bytes, and would have to be in memory as a whole"
                )
            }
            Self::WithoutParquet { place } => {
                write!(
                    f,
                    "{place}: this is read as a Parquet table, and this program was built without Parquet"
                )
            }
            Self::NotAFile { place } => {
                write!(f, "{place}: a Parquet table says at its end what it holds, so it has to be a file")
            }
            Self::Picture(PictureProblem { place, error }) => write!(f, "{place}: {error}"),
            Self::Graph { place, error } => write!(f, "{place}: {error}"),
            Self::Archive { source, error } => write!(f, "{source}: the archive is broken: {error}"),
            Self::NoMember { source, key } => {
                write!(f, "{source}: the sample {key} has no member with a prompt: .txt, .caption, or .json")
            }
            Self::LongMember { source, most } => {
                write!(f, "{source}: the member has more than {most} bytes, and no prompt is so long")
            }
            Self::NotUtf8 { source, offset, byte, .. } => match offset {
                Offset::OfInput(offset) => {
                    write!(f, "{source}: byte offset {offset} of the input (0x{byte:02X}) is not UTF-8")
                }
                Offset::OfRecord(offset) => {
                    write!(f, "{source}: byte offset {offset} (0x{byte:02X}) is not UTF-8")
                }
            },
            Self::Malformed { place, offset, encoding } => {
                write!(f, "{place}: the bytes before byte offset {offset} mean nothing in {encoding}")
            }
            Self::Json { source, column, message } => {
                write!(f, "{source}: column {column}: this is not JSON: {message}")
            }
            Self::LoneSurrogate { source, column, escape } => write!(
                f,
                "{source}: column {column}: {escape} is a lone surrogate, one half of a character whose other half is missing"
            ),
            Self::Document { place, offset, problem } => {
                write!(f, "{place}: byte offset {offset}: {problem}")
            }
            Self::NoRecord { source, found } => {
                write!(f, "{source}: this record is {found}; a record must be a string or an object")
            }
            Self::NoField { source, wanted, has } => {
                write!(
                    f,
                    "{source}: the record has no field {}; its fields are: {}",
                    alternatives(wanted),
                    list(has)
                )
            }
            Self::Nothing { source, field, found } => write!(f, "{source}: the field {field} is {found}"),
            Self::NoString { source, field, found } => {
                write!(f, "{source}: the field {field} is {found}; the prompt must be a string")
            }
            Self::NoColumn { place, wanted, has } => {
                write!(
                    f,
                    "{place}: the table has no column {}; its columns are: {}",
                    alternatives(wanted),
                    list(has)
                )
            }
            Self::NothingToAddTo { source, found } => {
                write!(f, "{source}: this is {found}, to which no field can be added")
            }
            #[cfg(feature = "parquet")]
            Self::Parquet { place, problem } => write!(f, "{place}: {problem}"),
        }
    }
}

impl fmt::Display for DocumentProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unfinished => write!(f, "the JSON document breaks off here"),
            Self::Expected(what) => write!(f, "this is not JSON: {what} should stand here"),
            Self::LineBreakInString => write!(f, "this is not JSON: a string has a line break in it"),
            Self::TooDeep => write!(f, "the JSON document has more than 128 levels here"),
        }
    }
}

// The words above hold those of the cause, so there is no source to print after them.
impl std::error::Error for SourceError {}

fn alternatives(names: &[String]) -> String {
    names.join(" or ")
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
