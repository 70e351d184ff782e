//! Enters: a text. Leaves: whether it is emoji and nothing else, by Unicode's list.

use unicode_segmentation::UnicodeSegmentation;

/// Whether all characters of a text, as a reader sees them, are on Unicode's list of emoji, with a variation selector or
/// without. An empty text is none.
pub fn is_emoji(text: &str) -> bool {
    !text.is_empty() && text.graphemes(true).all(|grapheme| emojis::get(grapheme).is_some())
}
