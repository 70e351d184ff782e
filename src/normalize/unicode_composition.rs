//! Enters: a text. Leaves: its canonical composition (NFC) in an older version of Unicode, aligned character by character.
//!
//! tokenizers 0.23.3 normalizes with the crate unicode-normalization-alignments 0.1.12, which has the
//! tables of Unicode 9.0. Python 3.11 has those of 14.0. Characters from later versions stay where they are.
//! The algorithm is that of Unicode Standard Annex 15: decompose, sort the marks after each starter by
//! their class, compose. It is written out here because the alignment has to know which characters each
//! one came from.

use unicode_normalization::char::{canonical_combining_class, compose as compose_pair, decompose_canonical};
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::rewrite::Rewrite;
use crate::text::Span;
use crate::unicode::tables::composition_9;
use crate::unicode::{in_ranges, is_other_14};

/// A character on its way through the algorithm, with the bytes it came from.
#[derive(Clone, Copy)]
pub(super) struct Traced {
    pub character: char,
    class: u8,
    source: Span,
}

/// Composes `text` as in Unicode 9.0; `None` if it is composed already.
pub(super) fn compose_9(text: &str) -> Option<Rewrite> {
    compose(text, |character| !in_ranges(composition_9::ASSIGNED_LATER, u32::from(character)))
}

/// Composes `text` as in Unicode 14.0; `None` if it is composed already.
pub(super) fn compose_14(text: &str) -> Option<Rewrite> {
    compose(text, takes_part_14)
}

/// Whether a character may compose, or be taken apart, in Unicode 14.0.
pub(super) fn takes_part_14(character: char) -> bool {
    // Of the categories that are left out, only characters that are not assigned yet would take part.
    !is_other_14(character)
}

/// Composes the characters that take part.
fn compose(text: &str, takes_part: fn(char) -> bool) -> Option<Rewrite> {
    // A text that is composed in current Unicode is also composed in an older one, where fewer characters take part.
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return None;
    }
    let mut characters = decomposed(text, takes_part);
    compose_in_place(&mut characters, takes_part);
    rewritten(text, characters)
}

/// What became of a text; `None` if nothing changed.
pub(super) fn rewritten(text: &str, characters: impl IntoIterator<Item = Traced>) -> Option<Rewrite> {
    let mut rewrite = Rewrite::with_capacity(text.len());
    for traced in characters {
        rewrite.put(text, traced.character, traced.source);
    }
    (rewrite.text != text).then_some(rewrite)
}

/// Takes characters apart, and sorts each run of marks by class. Marks of the same class keep their order.
pub(super) fn decomposed(text: &str, takes_part: fn(char) -> bool) -> Vec<Traced> {
    let mut characters = Vec::with_capacity(text.len());
    for (start, character) in text.char_indices() {
        let source = Span::new(start, start + character.len_utf8());
        if takes_part(character) {
            decompose_canonical(character, |character| {
                let class = canonical_combining_class(character);
                characters.push(Traced { character, class, source });
            });
        } else {
            characters.push(Traced { character, class: 0, source });
        }
    }
    for run in characters.split_mut(|traced| traced.class == 0) {
        run.sort_by_key(|traced| traced.class);
    }
    characters
}

/// Composes each starter with what follows it, unless something of the same or a higher class is
/// between them.
#[allow(clippy::indexing_slicing, reason = "`kept` and `starter` never exceed `index`")]
fn compose_in_place(characters: &mut Vec<Traced>, takes_part: fn(char) -> bool) {
    let mut starter: Option<usize> = None;
    let mut last_class = None;
    let mut kept = 0;
    for index in 0..characters.len() {
        let next = characters[index];
        let blocked = last_class.is_some_and(|last| last >= next.class);
        if let Some(before) = starter.map(|starter| &mut characters[starter])
            && !blocked
            && takes_part(before.character)
            && takes_part(next.character)
            && let Some(composed) = compose_pair(before.character, next.character)
        {
            before.character = composed;
            before.source = before.source.hull(next.source);
            continue;
        }
        if next.class == 0 {
            starter = Some(kept);
            last_class = None;
        } else {
            last_class = Some(next.class);
        }
        characters[kept] = next;
        kept += 1;
    }
    characters.truncate(kept);
}
