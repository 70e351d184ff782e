//! Enters: a text. Leaves: the same without control, format, private and unassigned characters.

use super::rewrite::{Rewrite, replace_characters};
use crate::unicode::is_other_14;

/// Drops NUL, U+FFFD and the categories `C*` of Unicode 14.0, except tab, line feed and carriage return;
/// `None` if there are none. Joiners belong to `Cf`, so joined emoji are split.
///
/// Source: transformers 4.46.3, `BasicTokenizer._clean_text`.
pub(super) fn drop_invalid(text: &str) -> Option<Rewrite> {
    replace_characters(text, |character| is_dropped(character).then_some([]))
}

/// Whether the character is one of them.
pub(super) fn is_dropped(character: char) -> bool {
    let stays = matches!(character, '\t' | '\n' | '\r');
    !stays && (character == char::REPLACEMENT_CHARACTER || is_other_14(character))
}
