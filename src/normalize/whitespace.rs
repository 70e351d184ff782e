//! Enters: a text. Leaves: the same with every run of white space made one space.

use super::rewrite::Rewrite;
use crate::character::{CharacterClass, UNICODE_16};
use crate::span::Span;

/// Replaces each run of `\s` by one space; `None` if the only white space is single spaces.
pub fn fold_runs(text: &str) -> Option<Rewrite> {
    let mut rewrite: Option<Rewrite> = None;
    let mut copied_to = 0;
    for run in runs(text) {
        if run.slice(text) == " " {
            continue;
        }
        let rewrite = rewrite.get_or_insert_with(|| Rewrite::with_capacity(text.len()));
        rewrite.copy(text, Span::new(copied_to, run.start));
        rewrite.put(text, ' ', run);
        copied_to = run.end;
    }
    let mut rewrite = rewrite?;
    rewrite.copy(text, Span::new(copied_to, text.len()));
    Some(rewrite)
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
