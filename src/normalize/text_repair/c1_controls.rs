//! Enters: a text. Leaves: the same with C1 controls replaced by the characters of Windows-1252.

use crate::normalize::html_references::WINDOWS_1252;
use crate::normalize::rewrite::{Rewrite, replace_characters};

/// Replaces U+0080 to U+009F, which nobody types, with the characters of those bytes on Windows;
/// `None` if there are none. Five of them have no such character, and stay.
///
/// Source: ftfy 6.3.1, `fixes.fix_c1_controls`.
pub(crate) fn replace(text: &str) -> Option<Rewrite> {
    replace_characters(text, |character| {
        let place = u32::from(character).checked_sub(0x80)?;
        let on_windows = *WINDOWS_1252.get(place as usize)?;
        (on_windows != character).then_some([on_windows])
    })
}
