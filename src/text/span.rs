//! Enters: positions in a text. Leaves: half-open spans of bytes.

use std::ops::Range;

/// A half-open range of bytes, `start..end`. The context says of which text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`, empty if `end` is not beyond `start`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// Its length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span, `bytes` further to the right.
    #[must_use]
    pub const fn shifted(self, bytes: usize) -> Self {
        Self { start: self.start + bytes, end: self.end + bytes }
    }

    /// The smallest span around this one that begins and ends on character boundaries of `text`.
    ///
    /// A token may have only some bytes of a character. This gives the whole character.
    ///
    /// ```
    /// use cliptok::Span;
    /// assert_eq!(Span::new(1, 2).widened("🏯!"), Span::new(0, 4));
    /// ```
    #[must_use]
    pub fn widened(self, text: &str) -> Self {
        Self { start: text.floor_char_boundary(self.start), end: text.ceil_char_boundary(self.end) }
    }

    /// The part of `text` at this span; `None` if the span reaches beyond the text or cuts a character.
    ///
    /// ```
    /// use cliptok::Span;
    /// assert_eq!(Span::new(4, 5).slice("🏯!"), Some("!"));
    /// assert_eq!(Span::new(1, 2).slice("🏯!"), None);
    /// ```
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(Range::from(self))
    }

    /// The part of `text` at a span that was made for this text.
    ///
    /// # Panics
    /// If the span reaches beyond the text or cuts a character: then it was made for another text.
    #[track_caller]
    #[allow(clippy::panic, reason = "only a bug brings a span of another text")]
    pub(crate) fn of(self, text: &str) -> &str {
        let Self { start, end } = self;
        self.slice(text)
            .unwrap_or_else(|| panic!("{start}..{end} is no span of a text of {} bytes", text.len()))
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start..span.end
    }
}
