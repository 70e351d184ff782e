//! Enters: a character. Leaves: its categories for finding mojibake, as bits.

use crate::unicode::tables::mojibake::{CATEGORIES, UTF8_CONTINUATION};

/// The categories of a character. Most have none. A space may stand for a lost U+00A0, so it counts as
/// a continuation.
pub(super) fn categories(character: char) -> u32 {
    let code = u32::from(character);
    match character {
        ' ' => UTF8_CONTINUATION,
        '\0'..='\x7F' => 0,
        _ => {
            let (begun, _) = CATEGORIES.split_at(CATEGORIES.partition_point(|&(first, ..)| first <= code));
            begun.last().filter(|&&(_, last, _)| code <= last).map_or(0, |&(.., categories)| categories)
        }
    }
}
