//! Enters: a line of JSON that is none by the book. Leaves: it with what other programs write by mistake put right.
//!
//! Python's json.dumps writes `NaN` and `Infinity`, and escapes each half of a surrogate pair that lost its other half.

use std::borrow::Cow;

use crate::batch::Invalid;

/// A line, with what was changed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mended<'l> {
    pub text: Cow<'l, str>,
    /// How many lone surrogates became U+FFFD.
    pub replaced: u64,
    /// The first lone surrogate that was left: its column, from 1, in bytes, and its escape.
    pub lone: Option<(usize, String)>,
}

/// Numbers that JSON does not have; what they are is as good as null.
const NO_NUMBERS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];

/// A line with `null` for numbers that are none, and, where invalid bytes are replaced, U+FFFD for lone surrogates.
pub(super) fn mended(line: &str, invalid: Invalid) -> Mended<'_> {
    let mut text = String::new();
    let mut copied = 0;
    let (mut replaced, mut lone) = (0, None);
    let bytes = line.as_bytes();
    let mut is_in_string = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = line.get(at..).unwrap_or_default();
        let change = match byte {
            b'"' => {
                is_in_string = !is_in_string;
                None
            }
            b'\\' if is_in_string => match surrogate(rest) {
                Some(Surrogate::Pair) => {
                    at += 12;
                    continue;
                }
                Some(Surrogate::Lone) if invalid == Invalid::Replace => {
                    replaced += 1;
                    Some((6, "\\ufffd"))
                }
                Some(Surrogate::Lone) => {
                    lone.get_or_insert_with(|| (at + 1, rest.get(..6).unwrap_or_default().to_owned()));
                    at += 6;
                    continue;
                }
                None => {
                    at += 2;
                    continue;
                }
            },
            b'N' | b'I' | b'-' if !is_in_string => {
                NO_NUMBERS.iter().find(|word| rest.starts_with(**word)).map(|word| (word.len(), "null"))
            }
            _ => None,
        };
        if let Some((length, with)) = change {
            text.push_str(line.get(copied..at).unwrap_or_default());
            text.push_str(with);
            at += length;
            copied = at;
        } else {
            at += 1;
        }
    }
    let text = if copied == 0 {
        Cow::Borrowed(line)
    } else {
        text.push_str(line.get(copied..).unwrap_or_default());
        Cow::Owned(text)
    };
    Mended { text, replaced, lone }
}

enum Surrogate {
    Pair,
    Lone,
}

/// Whether an escape is that of a surrogate, and what follows it is its other half.
fn surrogate(escape: &str) -> Option<Surrogate> {
    let first = code_unit(escape)?;
    match first {
        0xD800..=0xDBFF => {
            let second = escape.get(6..).and_then(code_unit);
            let is_pair = second.is_some_and(|second| (0xDC00..=0xDFFF).contains(&second));
            Some(if is_pair { Surrogate::Pair } else { Surrogate::Lone })
        }
        0xDC00..=0xDFFF => Some(Surrogate::Lone),
        _ => None,
    }
}

fn code_unit(escape: &str) -> Option<u32> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}
