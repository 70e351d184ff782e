//! Enters: a setting of a tokenizer folder that changes nothing here. Leaves: its words.

use std::fmt;

use crate::token::TokenId;

/// A setting of a tokenizer folder that is not honored: it is named, so that nothing is lost in silence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs)] // The fields are the words of the sentence above them.
pub enum NotHonored {
    /// A setting with this value has no effect on ids.
    Setting { file: &'static str, name: String, value: String },
    /// A setting with this value concerns only how ids are written as text.
    OfDecoding { file: &'static str, name: String, value: String },
    /// A token has another id, since transformers numbers added tokens one after the other.
    Renumbered { file: &'static str, token: String, given: u64, id: TokenId },
    /// A token cannot be read.
    Token { file: &'static str, name: String },
    /// A dialect does not look for an added token, or not in the way that the folder says.
    NotInDialect { token: String, dialect: &'static str },
    /// The length is not one that rows can have.
    Length { file: &'static str, slots: String },
}

impl NotHonored {
    /// Whether it concerns only how ids are written as text.
    pub const fn is_of_decoding(&self) -> bool {
        matches!(self, Self::OfDecoding { .. })
    }
}

impl fmt::Display for NotHonored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting { file, name, value } => write!(f, "{file}: {name} {value} is not honored"),
            Self::OfDecoding { file, name, value } => {
                write!(f, "{file}: {name} {value} is not honored; ids are decoded as they are")
            }
            Self::Renumbered { file, token, given, id } => write!(
                f,
                "{file}: the id {given} of {token:?} is not honored; it has {id}, since added tokens follow one another"
            ),
            Self::Token { file, name } => {
                write!(f, "{file}: {name} is not honored; it is neither a string nor an object with content")
            }
            Self::NotInDialect { token, dialect } => {
                write!(
                    f,
                    "the added token {token:?} is not found in dialect {dialect} as the folder says it; hf does that"
                )
            }
            Self::Length { file, slots } => {
                write!(f, "{file}: model_max_length {slots} is not honored; rows have 2 to 65536 slots")
            }
        }
    }
}
