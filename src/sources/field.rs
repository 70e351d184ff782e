//! Enters: the name of a field as it is typed. Leaves: the path to it, and which keys it fits.

use std::fmt;

/// The fields that hold the prompt where none is named, in this order.
pub(super) const USUAL: [&str; 3] = ["text", "prompt", "caption"];

/// Where the prompt is in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Field {
    /// In the first of `text`, `prompt` and `caption` that is there and not null.
    Usual,
    /// In the one that was named.
    Named(FieldPath),
}

/// The way to a field: keys, and lists on the way are walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath {
    typed: String,
    steps: Vec<Key>,
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Named(String),
    Every,
}

/// How well a key fits a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    #[default]
    No,
    /// But for case and the white space around it.
    Loose,
    Exact,
}

/// Why a text is no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldError {
    /// There is nothing between two dots, or nothing at all.
    EmptyKey,
    /// A quote is not closed, or something other than a dot stands behind it.
    Quote,
    /// It has more keys than any record has levels.
    TooLong,
}

/// No record has more levels: serde_json reads 128.
const MOST_KEYS: usize = 90;

impl Field {
    /// The field of this name: a column, a key, or keys joined by dots. `*` is every key, and a key with a dot in it stands in
    /// double quotes. In a table, a whole number is a column, from 1.
    ///
    /// # Errors
    /// If it is empty or has an empty key, a quote that is not closed, or more than 90 keys.
    ///
    /// ```
    /// use cliptok::sources::{Field, FieldError};
    /// assert!(Field::named(r#"images."a.png".caption"#).is_ok());
    /// assert_eq!(Field::named("a..b"), Err(FieldError::EmptyKey));
    /// ```
    pub fn named(typed: &str) -> Result<Self, FieldError> {
        let mut steps = Vec::new();
        let mut rest = typed;
        loop {
            let (key, behind) = if let Some(quoted) = rest.strip_prefix('"') {
                let (key, behind) = quoted.split_once('"').ok_or(FieldError::Quote)?;
                if !behind.is_empty() && !behind.starts_with('.') {
                    return Err(FieldError::Quote);
                }
                (Key::Named(key.to_owned()), behind.strip_prefix('.'))
            } else {
                let (key, behind) =
                    rest.split_once('.').map_or((rest, None), |(key, behind)| (key, Some(behind)));
                if key.trim().is_empty() {
                    return Err(FieldError::EmptyKey);
                }
                (if key == "*" { Key::Every } else { Key::Named(key.to_owned()) }, behind)
            };
            steps.push(key);
            if steps.len() > MOST_KEYS {
                return Err(FieldError::TooLong);
            }
            match behind {
                Some(behind) => rest = behind,
                None => return Ok(Self::Named(FieldPath { typed: typed.to_owned(), steps })),
            }
        }
    }

    /// The names that a record may have it under, for words.
    pub(super) fn wanted(&self) -> Vec<String> {
        match self {
            Self::Usual => USUAL.map(str::to_owned).to_vec(),
            Self::Named(path) => vec![path.typed.clone()],
        }
    }
}

impl FieldPath {
    pub(super) fn typed(&self) -> &str {
        &self.typed
    }

    pub(super) fn steps(&self) -> &[Key] {
        &self.steps
    }
}

impl Key {
    pub(super) fn fits(&self, key: &str) -> Fit {
        match self {
            Self::Every => Fit::Exact,
            Self::Named(name) => fit(name, key),
        }
    }
}

/// How well a key fits a name.
pub(super) fn fit(name: &str, key: &str) -> Fit {
    if name == key {
        return Fit::Exact;
    }
    let (name, key) = (name.trim(), key.trim());
    let is_same = name.eq_ignore_ascii_case(key)
        || (!(name.is_ascii() && key.is_ascii()) && name.to_lowercase() == key.to_lowercase());
    if is_same { Fit::Loose } else { Fit::No }
}

/// A key as it would be typed in a path.
pub(super) fn as_typed(key: &str) -> String {
    if key.contains('.') || key.trim().is_empty() || key == "*" {
        format!("\"{key}\"")
    } else {
        key.to_owned()
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyKey => write!(f, "a key is empty; write keys joined by dots, such as meta.caption"),
            Self::Quote => write!(
                f,
                "a quoted key must be closed, with a dot or nothing behind it, such as \"a.png\".caption"
            ),
            Self::TooLong => write!(f, "it has more than {MOST_KEYS} keys"),
        }
    }
}

impl std::error::Error for FieldError {}
