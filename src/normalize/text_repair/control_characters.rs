//! Enters: a text. Leaves: the same without invisible control characters.

use crate::normalize::rewrite::{Rewrite, replace_characters};

/// Drops ASCII controls other than white space, deprecated Arabic controls, interlinear annotation, the
/// object replacement character and the byte order mark; `None` if there are none.
///
/// Source: ftfy 6.3.1, `chardata.CONTROL_CHARS`. U+000B is dropped, U+000C stays.
pub(crate) fn drop(text: &str) -> Option<Rewrite> {
    replace_characters(text, |character| is_dropped(character).then_some([]))
}

/// Whether the character is one of them.
pub(crate) const fn is_dropped(character: char) -> bool {
    matches!(
        character,
        '\0'..='\x08'
            | '\x0B'
            | '\x0E'..='\x1F'
            | '\x7F'
            | '\u{206A}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFC}'
    )
}
