//! Enters: text. Leaves: what Python makes of it: numbers by `float()`, white space, and the borders of words.

use std::borrow::Cow;

use crate::text::Span;
use crate::unicode::{decimal_digit_14, is_python_whitespace, is_word_14};

/// The part of a text that `str.strip` leaves.
pub(super) fn stripped(text: &str) -> Span {
    let start = text.len() - text.trim_start_matches(is_python_whitespace).len();
    let end = start + text.trim_matches(is_python_whitespace).len();
    Span::new(start, end)
}

/// The number of bytes of white space at the start of a text.
pub(super) fn leading_whitespace(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_python_whitespace).len()
}

/// The parts of a text that `str.split` gives: what stands between white space.
pub(super) fn words(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + leading_whitespace(text.get(at..)?);
        let rest = text.get(start..)?;
        at = start + rest.find(is_python_whitespace).unwrap_or(rest.len());
        (at > start).then(|| Span::new(start, at))
    })
}

/// Whether `\b` matches at this byte of a text, which is a character boundary.
pub(super) fn is_word_border(text: &str, at: usize) -> bool {
    let (before, behind) = text.split_at(at);
    let before = before.chars().next_back().is_some_and(is_word_14);
    let behind = behind.chars().next().is_some_and(is_word_14);
    before != behind
}

/// What `float()` makes of a text; `None` if it raises.
///
/// White space around, a sign, `_` between digits, an exponent, `nan`, `inf` and `infinity` in any case, and the digits of
/// any script.
pub(super) fn float(text: &str) -> Option<f64> {
    // Unlike `str.strip`, it leaves the separators U+001C to U+001F.
    let is_blank = |character| is_python_whitespace(character) && !('\x1C'..='\x1F').contains(&character);
    let text = text.trim_matches(is_blank);
    let ascii: Cow<'_, str> = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(in_ascii(text)?) };
    let unsigned = ascii.strip_prefix(['+', '-']).unwrap_or(&ascii);
    let is_word = ["nan", "inf", "infinity"].iter().any(|word| unsigned.eq_ignore_ascii_case(word));
    if is_word {
        return ascii.parse().ok();
    }
    let mut previous = b' ';
    for (at, byte) in unsigned.bytes().enumerate() {
        let next = unsigned.as_bytes().get(at + 1).copied().unwrap_or(b' ');
        let fits = match byte {
            b'_' => previous.is_ascii_digit() && next.is_ascii_digit(),
            b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-' => true,
            _ => false,
        };
        if !fits {
            return None;
        }
        previous = byte;
    }
    if ascii.contains('_') { ascii.replace('_', "").parse().ok() } else { ascii.parse().ok() }
}

/// A text with the decimal digits of all scripts as those of ASCII; `None` if it has other characters beyond ASCII.
fn in_ascii(text: &str) -> Option<String> {
    let ascii = |character: char| match character {
        '\0'..='\x7F' => Some(character),
        _ => decimal_digit_14(character).and_then(|digit| char::from_digit(digit, 10)),
    };
    text.chars().map(ascii).collect()
}
