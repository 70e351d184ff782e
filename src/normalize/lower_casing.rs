//! Enters: a text. Leaves: the same in lower case, each character on its own.

use super::rewrite::Rewrite;
use crate::character::{LowerCase, lower_case};
use crate::span::Span;

/// Lower-cases each character whatever stands beside it, so that Σ is σ even at the end of a word;
/// `None` if nothing changes.
pub fn lower(text: &str) -> Option<Rewrite> {
    let mut rewrite: Option<Rewrite> = None;
    let mut copied_to = 0;
    for (start, character) in text.char_indices() {
        let lower = lower_case(character);
        if lower == LowerCase::Same {
            continue;
        }
        let rewrite = rewrite.get_or_insert_with(|| Rewrite::with_capacity(text.len()));
        let span = Span::new(start, start + character.len_utf8());
        rewrite.copy(text, Span::new(copied_to, start));
        copied_to = span.end;
        match lower {
            LowerCase::Same => {}
            LowerCase::One(one) if character.is_ascii() => rewrite.put_ascii(one, span),
            LowerCase::One(one) => rewrite.put(text, one, span),
            LowerCase::Several(several) => {
                several.chars().for_each(|one| rewrite.put(text, one, span));
            }
        }
    }
    let mut rewrite = rewrite?;
    rewrite.copy(text, Span::new(copied_to, text.len()));
    Some(rewrite)
}
