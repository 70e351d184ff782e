//! Enters: what is wrong with a call. Leaves: its words, and the field of the request that it is about.

use std::fmt;

use cliptok::report::json;
use cliptok::report::settings::NameError;
use cliptok::syntax::Raised;
use serde_json::json;

/// What is wrong with a call.
#[derive(Debug)]
pub(crate) enum Wrong {
    /// A text is not UTF-8, which no string of JavaScript becomes.
    NotUtf8,
    /// A request is not JSON.
    NotJson { words: String },
    /// A request is JSON, and no object.
    NotObject { field: Option<String> },
    /// A field is absent.
    Missing { field: String },
    /// A field is not what it has to be.
    Kind { field: String, meant: &'static str },
    /// A field has no meaning in this request.
    Unknown { field: String, known: Vec<&'static str> },
    /// No verb has this name.
    Verb { typed: String, known: Vec<&'static str> },
    /// A name is not that of anything known.
    Name { field: String, error: NameError },
    /// The library refuses a value, in its own words.
    Refused { field: String, words: String },
    /// An option is for programs, and no program is named.
    NeedsProgram { field: String },
    /// An option is for text, and a program lays out the rows.
    OfText { field: String },
    /// The program whose syntax a prompt is written in fails on it.
    Raises { title: &'static str, raised: Raised },
    /// The tokenizer reads a program's syntax, and what is asked has no weights.
    HasWeights,
    /// A text has more tokens than the model takes.
    TooLong { tokens: usize, room: usize },
    /// A tokenizer was closed.
    Closed,
}

impl Wrong {
    /// The field of the request that it is about.
    fn field(&self) -> Option<&str> {
        match self {
            Self::NotObject { field } => field.as_deref(),
            Self::Missing { field }
            | Self::Kind { field, .. }
            | Self::Unknown { field, .. }
            | Self::Name { field, .. }
            | Self::Refused { field, .. }
            | Self::NeedsProgram { field }
            | Self::OfText { field } => Some(field),
            Self::Verb { .. } => Some("verb"),
            Self::Raises { .. } => Some("prompt"),
            Self::NotUtf8 | Self::NotJson { .. } | Self::HasWeights | Self::TooLong { .. } | Self::Closed => {
                None
            }
        }
    }

    /// The error as JSON.
    pub(crate) fn to_json(&self) -> String {
        json::to_string(&json!({ "error": { "message": self.to_string(), "field": self.field() } }))
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 => f.write_str("the input is not UTF-8"),
            Self::NotJson { words } => write!(f, "the request is not JSON: {words}"),
            Self::NotObject { field: None } => f.write_str("the request is not an object"),
            Self::NotObject { field: Some(field) } => write!(f, "{field} is not an object"),
            Self::Missing { field } => write!(f, "{field} is missing"),
            Self::Kind { field, meant } => write!(f, "{field} must be {meant}"),
            Self::Unknown { field, known } => {
                write!(f, "there is no {field} here; known are {}", known.join(", "))
            }
            Self::Verb { typed, known } => {
                write!(f, "there is no verb {typed:?}; known are {}", known.join(", "))
            }
            Self::Name { error, .. } => error.fmt(f),
            Self::Refused { words, .. } => f.write_str(words),
            Self::NeedsProgram { field } => {
                write!(f, "{field} is for the prompts of a program; name it with `as`")
            }
            Self::OfText { field } => write!(f, "{field} is for text; with `as`, the program fills the rows"),
            Self::Raises { title, raised } => {
                write!(f, "{title} raises {} on the prompt: {raised}", raised.class())
            }
            Self::HasWeights => {
                f.write_str("ids have no weights, and this tokenizer reads them; rows() has both")
            }
            Self::TooLong { tokens, room } => {
                write!(
                    f,
                    "the text has {tokens} tokens, and the model takes {room}; `truncate` cuts the rest"
                )
            }
            Self::Closed => f.write_str("the tokenizer is closed"),
        }
    }
}
