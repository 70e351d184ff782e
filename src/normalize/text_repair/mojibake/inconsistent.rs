//! Enters: a text that no single encoding covers. Leaves: the same with those parts decoded that look like UTF-8 on their own.

use super::character_category::categories;
use super::repeated_leads;
use crate::normalize::rewrite::{Edits, Rewrite};
use crate::text::Span;
use crate::unicode::tables::mojibake::{
    UTF8_CONTINUATION, UTF8_CONTINUATION_STRICT, UTF8_FIRST_OF_2, UTF8_FIRST_OF_3, UTF8_FIRST_OF_4,
};

/// Decodes each part that looks like a run of UTF-8 characters; `None` if that changes nothing.
///
/// A part is shorter than the text, so the recursion ends. The text around a part does not count when the part is
/// judged.
///
/// Source: ftfy 6.3.1, `fixes.decode_inconsistent_utf8`, `chardata.UTF8_DETECTOR_RE`.
pub(super) fn decode_parts(text: &str) -> Option<Rewrite> {
    let mut edits = Edits::of(text);
    let mut parts = Vec::new();
    for part in parts_of(text) {
        // Parts that do not look bad are left alone.
        if let Some(decoded) = super::decode(part.of(text), &mut |_| ()) {
            parts.push((part, decoded.text.clone()));
            // This is one step for the whole text, whatever steps its parts took.
            edits.splice(part, Rewrite { changed_by: Vec::new(), ..decoded });
        }
    }
    repeated_leads::decode_rounds(text, &parts)
        .or_else(|| edits.finish())
        .filter(|rewrite| rewrite.text != text)
}

/// The parts of a text that look like UTF-8, except the whole text, which has been tried already.
fn parts_of(text: &str) -> impl Iterator<Item = Span> {
    let mut after_continuation = false;
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some(first) = rest.chars().next() {
            let at = text.len() - rest.len();
            let length = if after_continuation { 0 } else { length_of_sequences(rest) };
            let part = Span::new(at, at + length);
            let last = part.of(text).chars().next_back().unwrap_or(first);
            after_continuation = categories(last) & UTF8_CONTINUATION_STRICT != 0;
            rest = rest.split_at(length.max(first.len_utf8())).1;
            if !part.is_empty() && length < text.len() {
                return Some(part);
            }
        }
        None
    })
}

/// How many bytes at the beginning of `text` look like a series of UTF-8 characters.
fn length_of_sequences(text: &str) -> usize {
    let mut rest = text;
    while let Some(length) = length_of_sequence(rest) {
        rest = rest.split_at(length).1;
    }
    text.len() - rest.len()
}

/// How many bytes at the beginning of `text` look like one UTF-8 character: a first byte, then continuations.
fn length_of_sequence(text: &str) -> Option<usize> {
    let mut characters = text.chars();
    let first = categories(characters.next()?);
    let continuations = characters.take_while(|&c| categories(c) & UTF8_CONTINUATION != 0).take(3).count();
    let (_, more) = [(UTF8_FIRST_OF_2, 1), (UTF8_FIRST_OF_3, 2), (UTF8_FIRST_OF_4, 3)]
        .into_iter()
        .find(|&(kind, more)| first & kind != 0 && continuations >= more)?;
    Some(text.chars().take(1 + more).map(char::len_utf8).sum())
}
