//! Enters: a text. Leaves: the same with every punctuation character parted from what stands beside it.

use super::rewrite::{Edits, Rewrite};
use crate::text::Span;
use crate::unicode::{is_punctuation_14, is_python_whitespace};

/// Puts a space on each side of a punctuation character where something else than white space stands; `None` if that is
/// nowhere.
///
/// The original makes a piece of each and joins the pieces with single spaces, so none is put beside another one, or at
/// the ends.
///
/// Source: transformers 4.30.2, `BasicTokenizer._run_split_on_punc`, `_is_punctuation`.
pub(super) fn space_punctuation(text: &str) -> Option<Rewrite> {
    let mut edits = Edits::of(text);
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let behind = characters.peek().map(|&(_, behind)| behind);
        if is_punctuation_14(character) {
            let stands_there = |neighbor: &char| !is_python_whitespace(*neighbor);
            // Between two of them, the second puts the space.
            let space_before = before.filter(stands_there).map(|_| ' ');
            let space_behind =
                behind.filter(stands_there).filter(|&behind| !is_punctuation_14(behind)).map(|_| ' ');
            if space_before.or(space_behind).is_some() {
                let spaced = [space_before, Some(character), space_behind];
                edits.replace(Span::new(at, at + character.len_utf8()), spaced.into_iter().flatten());
            }
        }
        before = Some(character);
    }
    edits.finish()
}
