//! Enters: a text. Leaves: the same in lower case, either character by character as in Rust, or as Python does it.

use super::rewrite::{Edits, Rewrite};
use crate::text::Span;
use crate::unicode::{Casing, LOWER_14, LOWER_17, LowerCase, LowerTables, casing_14};

/// Lower-cases each character on its own, so that Σ is σ even at the end of a word; `None` if nothing
/// changes.
pub(super) fn lower_alone(text: &str) -> Option<Rewrite> {
    lower(text, &LOWER_17, |_| 'σ')
}

/// Lower-cases as `str.lower` of Python 3.11 does: Σ at the end of a word is ς; `None` if nothing changes.
///
/// Source: `CPython` 3.11, `Objects/unicodeobject.c`, `handle_capital_sigma`.
pub(super) fn lower_in_context(text: &str) -> Option<Rewrite> {
    lower(text, &LOWER_14, |at| if ends_word(text, at) { 'ς' } else { 'σ' })
}

fn lower(text: &str, tables: &LowerTables, sigma: impl Fn(usize) -> char) -> Option<Rewrite> {
    let mut edits = Edits::of(text);
    for (at, character) in text.char_indices() {
        let span = Span::new(at, at + character.len_utf8());
        match (character, tables.lower_case(character)) {
            ('Σ', _) => edits.replace(span, [sigma(at)]),
            (_, LowerCase::Same) => {}
            (_, LowerCase::One(one)) => edits.replace(span, [one]),
            (_, LowerCase::Several(several)) => edits.replace(span, several.chars()),
        }
    }
    edits.finish()
}

/// Whether the Σ at this byte has a cased character before it and none after it. Ignorable characters
/// are skipped.
fn ends_word(text: &str, at: usize) -> bool {
    let is_cased = |casing: Option<Casing>| casing == Some(Casing::Cased);
    let (before, from) = text.split_at(at);
    let behind = from.chars().skip(1);
    let not_ignorable = |&casing: &Casing| casing != Casing::Ignorable;
    is_cased(before.chars().rev().map(casing_14).find(not_ignorable))
        && !is_cased(behind.map(casing_14).find(not_ignorable))
}
