//! Enters: a text. Leaves: its pieces by GPT-2's pattern, in which a space belongs to the word that follows it.
//!
//! Source: `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`, the pattern of
//! GPT-2's `encoder.py`, which tokenizers calls `ByteLevel`.

use crate::unicode::{CharacterClass, UNICODE_16};

const CONTRACTIONS: [&str; 7] = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

/// The pieces of a text; together they are all of it.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, behind) = rest.split_at_checked(length(rest)?)?;
        rest = behind;
        Some(piece)
    })
}

/// The length of the first piece of a text.
fn length(text: &str) -> Option<usize> {
    if let Some(contraction) = CONTRACTIONS.iter().find(|ending| text.starts_with(*ending)) {
        return Some(contraction.len());
    }
    let behind_space = text.strip_prefix(' ').unwrap_or(text);
    let space = text.len() - behind_space.len();
    let class = behind_space.chars().next().map(|first| UNICODE_16.class(first));
    match class {
        Some(class) if class != CharacterClass::Whitespace => Some(space + run(behind_space, class)),
        _ => {
            let white = run(text, CharacterClass::Whitespace);
            // The last one of several belongs to what follows.
            let last = text.get(..white)?.chars().next_back()?.len_utf8();
            Some(if white < text.len() && white > last { white - last } else { white })
        }
    }
}

/// How many bytes at the start of a text are of this class.
fn run(text: &str, class: CharacterClass) -> usize {
    text.char_indices()
        .find(|&(_, character)| UNICODE_16.class(character) != class)
        .map_or(text.len(), |(at, _)| at)
}
