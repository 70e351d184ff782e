//! Enters: what was wrong with a line of a text and its ids, as data. Leaves: its words.

use std::fmt;

/// Why a line holds no text with ids.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PairError {
    /// It is not JSON.
    Json { column: usize, message: String },
    /// It is JSON, but no object.
    NoObject { found: &'static str },
    /// The object has none of these fields.
    NoField { what: Wanted, wanted: Vec<String>, has: Vec<String> },
    /// The field is there, and holds something else.
    Wrong { what: Wanted, field: String, found: &'static str },
}

/// What a field is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Text,
    Ids,
}

impl fmt::Display for PairError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json { column, message } => write!(
                f,
                "column {column}: {message}; every line must be a JSON object with a text and its ids"
            ),
            Self::NoObject { found } => {
                write!(f, "this line is {found}; every line must be a JSON object with a text and its ids")
            }
            Self::NoField { what, wanted, has } => {
                let has = if has.is_empty() { "none".to_owned() } else { has.join(", ") };
                let option = match what {
                    Wanted::Text => "name the text's field with --text-field",
                    Wanted::Ids => "name the field of the ids with --ids-field",
                };
                write!(f, "the object has no field {}; its fields are: {has}; {option}", wanted.join(" or "))
            }
            Self::Wrong { what, field, found } => {
                let wanted = match what {
                    Wanted::Text => "the text must be a string",
                    Wanted::Ids => "ids must be whole numbers in an array, or an array of such arrays",
                };
                write!(f, "the field {field} is {found}; {wanted}")
            }
        }
    }
}
