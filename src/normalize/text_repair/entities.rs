//! Enters: a text. Leaves: the same with HTML entities that end in a semicolon replaced by their characters.

use crate::normalize::html_references::{Expansion, named, of_number, radix_and_digits, unescape};
use crate::normalize::rewrite::{Edits, Rewrite};
use crate::text::Span;

/// The largest number of letters and digits between `&` and `;`.
pub(crate) const LONGEST: usize = 24;

/// Replaces named and numbered entities; `None` if there are none. An entity whose name is written in
/// capitals stands for the capital letter: `&EACUTE;` is É.
///
/// Source: ftfy 6.3.1, `fixes.unescape_html`.
pub(crate) fn decode(text: &str) -> Option<Rewrite> {
    let mut edits = Edits::of(text);
    for (start, _) in text.match_indices('&') {
        let (_, behind) = text.split_at(start + 1);
        if let Some((body, expansion)) = body(behind).and_then(|body| Some((body, expansion(body)?))) {
            edits.replace(Span::new(start, start + 1 + body.len()), expansion);
        }
    }
    edits.finish()
}

/// `#?[0-9A-Za-z]{1,24};` at the beginning of `text`, which follows an ampersand.
pub(crate) fn body(text: &str) -> Option<&str> {
    let name = text.strip_prefix('#').unwrap_or(text);
    let length = name.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let end = text.len() - name.len() + length + 1;
    // `None` if the text ends before that, or has a longer character there instead of a semicolon.
    text.get(..end).filter(|body| length > 0 && body.ends_with(';'))
}

/// What an entity with this body stands for: `None` if there is no such entity, no characters if HTML forbids it.
pub(crate) fn expansion(body: &str) -> Option<Vec<char>> {
    if let Some(number) = body.strip_prefix('#') {
        return Some(of_digits(number.trim_end_matches(';'))?.into_iter().flatten().collect());
    }
    if let Some(expansion) = named(body) {
        return Some(expansion.into_iter().flatten().collect());
    }
    Some(in_small_letters(body)?.into_iter().flatten().flat_map(char::to_uppercase).collect())
}

/// What the digits of a numbered entity stand for; `None` if they are not digits. The entity for `;` stays: after
/// its expansion, ftfy still sees a semicolon, and takes the entity for undecoded.
fn of_digits(number: &str) -> Option<Expansion> {
    let (radix, digits) = radix_and_digits(number);
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    // At most 24 digits: a number too large for the type is too large for Unicode as well.
    let character = of_number(u32::from_str_radix(digits, radix).unwrap_or(u32::MAX));
    (character != Some(';')).then_some([character, None])
}

/// What a name in capitals stands for in small letters, if HTML knows only that spelling.
fn in_small_letters(body: &str) -> Option<Expansion> {
    if body.bytes().any(|byte| byte.is_ascii_lowercase()) || unescape(&format!("&{body}")).is_some() {
        return None;
    }
    named(&body.to_ascii_lowercase())
}
