//! Enters: a text. Leaves: the same with a space on each side of every ideograph.

use super::rewrite::{Rewrite, replace_characters};

/// Puts spaces around CJK ideographs; `None` if there are none. Kana and Hangul do not count.
///
/// Source: transformers 4.46.3, `BasicTokenizer._tokenize_chinese_chars`. The ranges are taken from there. They
/// miss some ideographs that Unicode has gained since.
pub(super) fn space_ideographs(text: &str) -> Option<Rewrite> {
    if text.is_ascii() {
        return None;
    }
    replace_characters(text, |character| is_ideograph(character).then_some([' ', character, ' ']))
}

/// Whether the character is one of them.
pub(crate) const fn is_ideograph(character: char) -> bool {
    matches!(
        character,
        '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{2A6DF}'
            | '\u{2A700}'..='\u{2B73F}'
            | '\u{2B740}'..='\u{2B81F}'
            | '\u{2B820}'..='\u{2CEAF}'
            | '\u{2F800}'..='\u{2FA1F}'
    )
}
