//! Enters: a text. Leaves: the same with every run of white space made one space, and perhaps no space at its ends.

use super::rewrite::{Edits, Rewrite};
use crate::text::Span;
use crate::unicode::{CharacterClass, UNICODE_16};

/// Replaces each run of `\s` with one space; `None` if all white space is single spaces already.
pub(super) fn fold_runs(text: &str) -> Option<Rewrite> {
    let mut edits = Edits::of(text);
    for run in runs(text).filter(|run| run.of(text) != " ") {
        edits.replace(run, [' ']);
    }
    edits.finish()
}

/// Replaces each run of white space with one space, and drops those at both ends; `None` if nothing changes.
///
/// Three implementations do this in three ways, with the same result here: `strip`, `\s+` of regex and `strip`
/// again (clip 1.0.1, transformers 4.46.3), or Python's `split` and `join` (`open_clip_torch` 3.3.0,
/// `BasicTokenizer`). Only the separators U+001C to U+001F are white space in Python and not in regex. They are
/// gone by now: text repair drops them, no character reference stands for them, and `BasicTokenizer` drops
/// every control character.
pub(super) fn fold_runs_and_trim(text: &str) -> Option<Rewrite> {
    let mut edits = Edits::of(text);
    for run in runs(text) {
        if run.start == 0 || run.end == text.len() {
            edits.replace(run, []);
        } else if run.of(text) != " " {
            edits.replace(run, [' ']);
        }
    }
    edits.finish()
}

/// The runs of white space, from left to right.
fn runs(text: &str) -> impl Iterator<Item = Span> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let is_white = |&(_, c): &(usize, char)| UNICODE_16.class(c) == CharacterClass::Whitespace;
        let (start, first) = rest.find(is_white)?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(is_white) {
            end = at + c.len_utf8();
        }
        Some(Span::new(start, end))
    })
}
