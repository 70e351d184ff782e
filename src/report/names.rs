//! Enters: characters. Leaves: the same in visible form, and the names of those that are not plain text.

use std::borrow::Cow;

use super::escape::escaped;

/// The names of the characters that a reader may not know by sight: all except letters, numbers and
/// what is on every keyboard. Each name appears once, in order.
pub fn names(characters: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for character in characters.chars().filter(|&character| !is_plain(character)) {
        let name = name(character);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn is_plain(character: char) -> bool {
    matches!(character, ' '..='~') || (character.is_alphanumeric() && !is_mark(character))
}

/// Text that can be seen. Invisible characters are written out, and a mark at the beginning gets a base.
pub fn visible(text: &str) -> String {
    seated(&escaped(text)).into_owned()
}

/// Text with a dotted circle before a mark at its beginning, so that the mark does not join what comes before.
pub fn seated(text: &str) -> Cow<'_, str> {
    if text.chars().next().is_some_and(is_mark) {
        Cow::Owned(format!("◌{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether it is a combining mark. Rust counts some of these as letters, but alone they are hard to recognize.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

fn name(character: char) -> String {
    match unicode_names2::name(character) {
        Some(name) => name.to_string(),
        None => match CONTROLS.iter().find(|(code, _)| *code == character) {
            Some((_, name)) => (*name).to_owned(),
            None => format!("U+{:04X}", u32::from(character)),
        },
    }
}

/// Controls have no names in Unicode, only these aliases.
const CONTROLS: [(char, &str); 11] = [
    ('\u{0}', "NULL"),
    ('\u{7}', "ALERT"),
    ('\u{8}', "BACKSPACE"),
    ('\u{9}', "CHARACTER TABULATION"),
    ('\u{A}', "LINE FEED"),
    ('\u{B}', "LINE TABULATION"),
    ('\u{C}', "FORM FEED"),
    ('\u{D}', "CARRIAGE RETURN"),
    ('\u{1B}', "ESCAPE"),
    ('\u{7F}', "DELETE"),
    ('\u{85}', "NEXT LINE"),
];
