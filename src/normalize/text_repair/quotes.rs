//! Enters: a text. Leaves: the same with straight quotes instead of curly ones.

use crate::normalize::rewrite::{Rewrite, replace_characters};

/// Replaces curly single quotes, the apostrophe U+02BC and curly double quotes; `None` if there are none.
///
/// Source: ftfy 6.3.1, `fixes.uncurl_quotes`.
pub(crate) fn straighten(text: &str) -> Option<Rewrite> {
    replace_characters(text, |character| match character {
        '\u{2BC}' | '\u{2018}'..='\u{201B}' => Some(['\'']),
        '\u{201C}'..='\u{201F}' => Some(['"']),
        _ => None,
    })
}
