//! Enters: spans of bytes of a text. Leaves: the same as offsets in characters, as Python counts, or in UTF-16, as JavaScript does.

use super::Span;

/// What offsets into a text count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TextUnit {
    /// Code points: the offsets of Python, and of transformers.
    Characters,
    /// Code units of UTF-16: the offsets of JavaScript. A character beyond U+FFFF has two.
    Utf16,
}

/// The offsets of spans of a text. A span that has only some bytes of a character has all of it, since these units cannot
/// be parted: the two tokens of 🏯 have the same offsets.
///
/// ```
/// use cliptok::{Span, TextUnit, offsets};
/// let spans = [Span::new(0, 2), Span::new(3, 6), Span::new(6, 7), Span::new(7, 8)];
/// assert_eq!(offsets("é 🏯!", &spans, TextUnit::Characters), [(0, 1), (2, 3), (2, 3), (3, 4)]);
/// assert_eq!(offsets("é 🏯!", &spans, TextUnit::Utf16), [(0, 1), (2, 4), (2, 4), (4, 5)]);
/// ```
pub fn offsets(text: &str, spans: &[Span], unit: TextUnit) -> Vec<(usize, usize)> {
    if text.is_ascii() {
        return spans.iter().map(|span| (span.start, span.end)).collect();
    }
    let mut counted = Counted { text, unit, byte: 0, units: 0 };
    spans
        .iter()
        .map(|span| {
            let whole = span.widened(text);
            (counted.until(whole.start), counted.until(whole.end))
        })
        .collect()
}

/// How many units there are up to a byte. Spans go mostly from left to right, so it goes on from where it was.
struct Counted<'t> {
    text: &'t str,
    unit: TextUnit,
    byte: usize,
    units: usize,
}

impl Counted<'_> {
    fn until(&mut self, byte: usize) -> usize {
        let (from, to) = (self.byte.min(byte), self.byte.max(byte));
        let between = self.text.get(from..to).unwrap_or_default();
        let units = match self.unit {
            TextUnit::Characters => between.chars().count(),
            TextUnit::Utf16 => between.chars().map(char::len_utf16).sum(),
        };
        self.units = if byte < self.byte { self.units - units } else { self.units + units };
        self.byte = byte;
        self.units
    }
}
