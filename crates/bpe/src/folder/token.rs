//! Enters: a token as a settings file has it. Leaves: its spelling and how it is found.

use serde_json::Value;

use crate::added_token::{AddedToken, Beside, FoundIn, Takes};
use crate::token::TokenId;

/// A token that has no id yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TokenSetting {
    pub spelling: String,
    found_in: FoundIn,
    beside: Beside,
    takes: Takes,
}

/// Whether a token stands for a purpose, such as start or pad; where nothing else is said, that settles how it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It does, so that it is found as typed.
    Special,
    /// It is a word of its own, so that it is found in the normalized text.
    Word,
}

impl TokenSetting {
    /// A token of which nothing is known but its spelling.
    pub(super) fn plain(spelling: &str, purpose: Purpose) -> Self {
        let found_in = match purpose {
            Purpose::Special => FoundIn::TypedText,
            Purpose::Word => FoundIn::NormalizedText,
        };
        Self { spelling: spelling.to_owned(), found_in, beside: Beside::Anything, takes: Takes::Nothing }
    }

    /// The token of a value: a string, or an object with `content` and how it is found; `None` if it is neither.
    pub(super) fn of(value: &Value, purpose: Purpose) -> Option<Self> {
        if let Some(spelling) = value.as_str() {
            return Some(Self::plain(spelling, purpose));
        }
        let spelling = value.get("content")?.as_str()?;
        let flag = |name| value.get(name).and_then(Value::as_bool);
        let is = |name| flag(name).unwrap_or(false);
        let purpose = if is("special") { Purpose::Special } else { purpose };
        let plain = Self::plain(spelling, purpose);
        Some(Self {
            found_in: match flag("normalized") {
                None => plain.found_in,
                Some(true) => FoundIn::NormalizedText,
                Some(false) => FoundIn::TypedText,
            },
            beside: if is("single_word") { Beside::NoWord } else { Beside::Anything },
            takes: match (is("lstrip"), is("rstrip")) {
                (false, false) => Takes::Nothing,
                (true, false) => Takes::Before,
                (false, true) => Takes::Behind,
                (true, true) => Takes::Both,
            },
            ..plain
        })
    }

    /// The token with its id.
    pub(super) fn numbered(self, id: TokenId) -> AddedToken {
        let Self { spelling, found_in, beside, takes } = self;
        AddedToken { spelling, id, found_in, beside, takes }
    }
}
