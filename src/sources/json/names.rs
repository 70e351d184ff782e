//! Enters: the name of a field. Leaves: how well a key fits it.

use crate::sources::field::{Field, Fit, Key, USUAL, fit};

/// The names that a field may have.
pub(super) struct Names<'f> {
    names: Vec<&'f str>,
}

impl<'f> Names<'f> {
    /// Those of a field; `None` if a path leads to it.
    pub(super) fn of(field: &'f Field) -> Option<Self> {
        match field {
            Field::Usual => Some(Self { names: USUAL.to_vec() }),
            Field::Named(path) => match path.steps() {
                [Key::Named(name)] => Some(Self { names: vec![name] }),
                _ => None,
            },
        }
    }

    /// How well a key fits the one that it fits best.
    pub(super) fn fit(&self, key: &str) -> Fit {
        let bytes = key.as_bytes();
        let is_plain = key.is_ascii() && !bytes.first().is_none_or(u8::is_ascii_whitespace);
        let may_fit =
            |name: &&&str| name.len() == key.len() || !is_plain || !name.is_ascii() || is_blank_at_end(bytes);
        self.names.iter().filter(may_fit).map(|name| fit(name, key)).max().unwrap_or(Fit::No)
    }
}

fn is_blank_at_end(key: &[u8]) -> bool {
    key.last().is_none_or(u8::is_ascii_whitespace)
}
