//! Enters: a text. Leaves: the same with every kind of line break turned into a line feed.

use crate::normalize::rewrite::{Edits, Rewrite};
use crate::text::Span;

/// Replaces CR LF, CR, U+2028, U+2029 and U+0085; `None` if there are none.
///
/// Source: ftfy 6.3.1, `fixes.fix_line_breaks`.
pub(crate) fn unify(text: &str) -> Option<Rewrite> {
    let mut edits = Edits::of(text);
    for (start, found) in text.match_indices(['\r', '\u{2028}', '\u{2029}', '\u{85}']) {
        let mut end = start + found.len();
        if found == "\r" && text.as_bytes().get(end) == Some(&b'\n') {
            end += 1;
        }
        edits.replace(Span::new(start, end), ['\n']);
    }
    edits.finish()
}
