//! Enters: a text. Leaves: where a word stands alone in it, and whether the words around it are shouted too.

use memchr::memmem;

use crate::text::Span;
use crate::unicode::{is_python_whitespace, is_word_14};

/// Each place of a word in upper case that is not a part of a longer word, unless its neighbors are in upper case, too:
/// then it is as likely a plain word.
pub(super) fn unshouted<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = Span> + 't {
    standing_alone(text, word).filter(|found| {
        let (before, _) = text.split_at(found.start);
        let (_, behind) = text.split_at(found.end);
        !is_shouted(last_word(before)) && !is_shouted(first_word(behind))
    })
}

/// Each place of a word of ASCII that is not a part of a longer word.
pub(super) fn standing_alone<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = Span> + 't {
    memmem::find_iter(text.as_bytes(), word).map(|at| Span::new(at, at + word.len())).filter(|found| {
        let (before, _) = text.split_at(found.start);
        let (_, behind) = text.split_at(found.end);
        !before.ends_with(is_word_14) && !behind.starts_with(is_word_14)
    })
}

/// The word at the end of a text; empty if there is none.
pub(super) fn last_word(text: &str) -> &str {
    let text = text.trim_end_matches(is_python_whitespace);
    let before = text.trim_end_matches(is_word_14).len();
    text.split_at(before).1
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start_matches(is_python_whitespace);
    let behind = text.trim_start_matches(is_word_14).len();
    text.split_at(text.len() - behind).0
}

fn is_shouted(word: &str) -> bool {
    !matches!(word, "AND" | "BREAK") && word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}
