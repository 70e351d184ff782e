//! Enters: what was wrong with the input, as data. Leaves: its words.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::origin::Origin;

/// Why a record could not be read. Byte offsets count from 0.
#[derive(Debug)]
pub enum InputError {
    /// The file cannot be opened.
    Open { path: PathBuf, error: io::Error },
    /// Reading broke off.
    Read { origin: Origin, error: io::Error },
    /// A byte is not UTF-8. The offset is that in the file, or in the argument.
    NotUtf8 {
        origin: Origin,
        offset: u64,
        byte: u8,
    },
    /// The line is not JSON.
    Json {
        origin: Origin,
        column: usize,
        message: String,
    },
    /// The line is JSON, but neither a string nor an object.
    NoPrompt { origin: Origin, found: &'static str },
    /// The object has none of these fields.
    NoField {
        origin: Origin,
        wanted: Vec<String>,
        has: Vec<String>,
    },
    /// The field is there, but is no string.
    NoString {
        origin: Origin,
        field: String,
        found: &'static str,
    },
    /// A word is no number of a token; the offset is that in the record.
    NoId {
        origin: Origin,
        offset: usize,
        word: String,
    },
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open { path, error } => {
                write!(
                    f,
                    "{}: cannot be opened: {error}; is the name right?",
                    path.display()
                )
            }
            Self::Read { origin, error } => write!(f, "{origin}: cannot be read: {error}"),
            Self::NotUtf8 {
                origin,
                offset,
                byte,
            } => write!(
                f,
                "{origin}: byte offset {offset} (0x{byte:02X}) is not UTF-8; \
                 convert the input, or use --lossy to replace such bytes by U+FFFD"
            ),
            Self::Json {
                origin,
                column,
                message,
            } => write!(
                f,
                "{origin}: column {column}: {message}; with --jsonl every line is to be a JSON string or object"
            ),
            Self::NoPrompt { origin, found } => write!(
                f,
                "{origin}: this line is {found}; with --jsonl every line is to be a JSON string or object"
            ),
            Self::NoField {
                origin,
                wanted,
                has,
            } => {
                let has = if has.is_empty() {
                    "none".to_owned()
                } else {
                    has.join(", ")
                };
                write!(
                    f,
                    "{origin}: the object has no field {}; its fields are: {has}; name the prompt's with --jsonl=FIELD",
                    wanted.join(" or ")
                )
            }
            Self::NoString {
                origin,
                field,
                found,
            } => {
                write!(
                    f,
                    "{origin}: the field {field} is {found}; the prompt is to be a string"
                )
            }
            Self::NoId {
                origin,
                offset,
                word,
            } => {
                write!(
                    f,
                    "{origin}: byte offset {offset}: {word:?} is no id; ids are whole numbers"
                )
            }
        }
    }
}

// The words above hold those of the cause, so there is no source to print after them.
impl std::error::Error for InputError {}
