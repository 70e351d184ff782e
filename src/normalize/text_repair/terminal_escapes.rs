//! Enters: a text. Leaves: the same without the escape sequences that color a terminal.

use crate::normalize::rewrite::{Edits, Rewrite};
use crate::text::Span;
use crate::unicode::is_digit_14;

/// The start of such a sequence.
const INTRODUCER: &str = "\x1B[";

/// Drops every `ESC [`, digits and semicolons, and a letter; `None` if there are none.
///
/// Source: ftfy 6.3.1, `fixes.remove_terminal_escapes`. There, digits of any script count.
pub(crate) fn remove(text: &str) -> Option<Rewrite> {
    let mut edits = Edits::of(text);
    for (start, _) in text.match_indices(INTRODUCER) {
        let (_, parameters) = text.split_at(start + INTRODUCER.len());
        let is_parameter = |c: char| c.is_ascii_digit() || c == ';' || is_digit_14(c);
        let letter = parameters.trim_start_matches(is_parameter);
        if letter.starts_with(|c: char| c.is_ascii_alphabetic()) {
            edits.replace(Span::new(start, text.len() - letter.len() + 1), []);
        }
    }
    edits.finish()
}
