//! Enters: a text. Leaves: the same without control, format, private and unassigned characters.

use super::rewrite::{Rewrite, replace_characters};
use crate::unicode::is_other_14;

/// Drops NUL, U+FFFD and the categories `C*` of Unicode 14.0, but for tab, line feed and carriage return;
/// `None` if there are none. Joiners are of `Cf`, so joined emoji fall apart.
///
/// Source: transformers 4.46.3, `BasicTokenizer._clean_text`.
pub fn drop_invalid(text: &str) -> Option<Rewrite> {
    replace_characters(text, |character| is_dropped(character).then_some([]))
}

/// Whether it is one of them.
pub fn is_dropped(character: char) -> bool {
    let stays = matches!(character, '\t' | '\n' | '\r');
    !stays && (character == char::REPLACEMENT_CHARACTER || is_other_14(character))
}
