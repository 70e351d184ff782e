//! Enters: parts of a text. Leaves: another text made of them, and the way back from each of its bytes.

use super::{Alignment, Span};

/// A text that was made from another one, with the way back to every byte of it. The other one is called the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traced {
    text: String,
    alignment: Alignment,
}

impl Traced {
    /// The original itself.
    pub(crate) fn whole(original: &str) -> Self {
        Self { text: original.to_owned(), alignment: Alignment::identity(original.len()) }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Its length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// The way back.
    pub(crate) const fn alignment(&self) -> &Alignment {
        &self.alignment
    }

    /// Appends a part of another text of the same original.
    pub(crate) fn copy(&mut self, from: &Self, span: Span) {
        self.text.push_str(span.of(&from.text));
        self.alignment.extend_through(&from.alignment, span);
    }

    /// Appends `text` in place of these bytes of the original.
    pub(crate) fn put(&mut self, text: &str, original: Span) {
        self.text.push_str(text);
        self.alignment.replaced(text.len(), original);
    }

    /// A part of it, as a text of its own.
    pub(crate) fn slice(&self, span: Span) -> Self {
        let mut part = Self::default();
        part.copy(self, span);
        part
    }

    /// The bytes of the original that a part of it came from.
    pub(crate) fn original(&self, span: Span) -> Span {
        self.alignment.original(span)
    }
}
