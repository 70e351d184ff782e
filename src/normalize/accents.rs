//! Enters: a text. Leaves: its canonical decomposition (NFD) as Unicode 14.0 has it, without the marks of the category `Mn`.

use unicode_normalization::char::decompose_canonical;
use unicode_normalization::{IsNormalized, is_nfd_quick};

use super::rewrite::Rewrite;
use super::unicode_composition::{decomposed, rewritten, takes_part_14};
use crate::unicode::is_nonspacing_mark_14;

/// Takes characters apart and drops the marks that take no room of their own: é is e, が is か. Hangul falls into its
/// letters, which are no marks and stay. `None` if nothing changes.
///
/// Source: transformers 4.30.2, `BasicTokenizer._run_strip_accents`, under Python 3.11.
pub(super) fn strip(text: &str) -> Option<Rewrite> {
    // A text that is decomposed in today's Unicode is so in an older one, where fewer characters take part.
    let is_decomposed = || is_nfd_quick(text.chars()) == IsNormalized::Yes;
    if text.is_ascii() || is_decomposed() && !text.chars().any(is_nonspacing_mark_14) {
        return None;
    }
    let characters = decomposed(text, takes_part_14).into_iter();
    // Some marks stay, in the order of their classes.
    rewritten(text, characters.filter(|traced| !is_nonspacing_mark_14(traced.character)))
}

/// The one character that is left of this one in any text; `None` if that is none or several.
pub(super) fn what_is_left(character: char) -> Option<char> {
    let (mut left, mut count) = (None, 0);
    each_part(character, |part| {
        if !is_nonspacing_mark_14(part) {
            left = Some(part);
            count += 1;
        }
    });
    left.filter(|_| count == 1)
}

/// Whether no text has this character afterwards: it is a mark, or is always taken apart.
pub(super) fn leaves_none(character: char) -> bool {
    let mut is_whole = true;
    each_part(character, |part| is_whole &= part == character);
    !is_whole || is_nonspacing_mark_14(character)
}

fn each_part(character: char, mut take: impl FnMut(char)) {
    if takes_part_14(character) {
        decompose_canonical(character, take);
    } else {
        take(character);
    }
}
