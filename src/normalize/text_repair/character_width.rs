//! Enters: a text. Leaves: the same with full-width and half-width characters in their standard width.

use crate::normalize::rewrite::{Rewrite, replace_characters};
use crate::unicode::tables::standard_width::STANDARD_WIDTH;

/// Replaces U+3000 and the forms from U+FF01 to U+FFEF; `None` if there are none.
///
/// Source: ftfy 6.3.1, `chardata.WIDTH_MAP`.
pub(crate) fn standardize(text: &str) -> Option<Rewrite> {
    replace_characters(text, |character| {
        Some(match character {
            '\u{3000}' | '\u{FF01}'..='\u{FFEF}' => standard(character)?.into_iter().flatten(),
            _ => return None,
        })
    })
}

/// The standard form of a character: one character, and a second one only for the macron.
#[allow(clippy::indexing_slicing, reason = "the search returned this position")]
fn standard(character: char) -> Option<[Option<char>; 2]> {
    if character == '\u{FFE3}' {
        return Some([Some(' '), Some('\u{304}')]);
    }
    let at = STANDARD_WIDTH.binary_search_by_key(&character, |&(form, _)| form).ok()?;
    let (_, standard) = STANDARD_WIDTH[at];
    Some([Some(standard), None])
}
