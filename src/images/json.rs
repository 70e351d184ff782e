//! Enters: JSON, also with what other programs write by mistake. Leaves: its value.
//!
//! Python's json.dumps writes `NaN` and `Infinity`, and escapes each half of a surrogate pair that lost its other half.

use serde_json::Value;

/// Numbers that JSON does not have.
const NO_NUMBERS: [&[u8]; 3] = [b"-Infinity", b"Infinity", b"NaN"];

/// The value of a text: 0 for a number that is none, U+FFFD for a lone surrogate.
///
/// # Errors
/// If it is no JSON even so.
pub(super) fn parsed(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text).or_else(|_| serde_json::from_slice(&mended(text)))
}

/// A text with what is no JSON put right. It keeps its length, so that an error is where the text has it.
fn mended(text: &str) -> Vec<u8> {
    let mut mended = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    let mut is_in_string = false;
    while let Some((&byte, behind)) = rest.split_first() {
        let length = match byte {
            b'"' => {
                is_in_string = !is_in_string;
                1
            }
            b'\\' if is_in_string => match surrogate(rest) {
                Some(Surrogate::Pair) => 12,
                Some(Surrogate::Lone) => {
                    mended.extend_from_slice(b"\\ufffd");
                    rest = rest.get(6..).unwrap_or_default();
                    continue;
                }
                None => 2,
            },
            b'N' | b'I' | b'-' if !is_in_string => {
                if let Some(word) = NO_NUMBERS.iter().find(|word| rest.starts_with(word)) {
                    mended.push(b'0');
                    mended.extend(word.iter().skip(1).map(|_| b' '));
                    rest = rest.get(word.len()..).unwrap_or_default();
                    continue;
                }
                1
            }
            _ => 1,
        };
        let (copied, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        mended.extend_from_slice(copied);
        rest = if length == 1 { behind } else { after };
    }
    mended
}

enum Surrogate {
    Pair,
    Lone,
}

/// Whether an escape is that of a surrogate, and what follows it is its other half.
fn surrogate(escape: &[u8]) -> Option<Surrogate> {
    match code_unit(escape)? {
        0xD800..=0xDBFF => {
            let second = escape.get(6..).and_then(code_unit);
            let is_pair = second.is_some_and(|second| (0xDC00..=0xDFFF).contains(&second));
            Some(if is_pair { Surrogate::Pair } else { Surrogate::Lone })
        }
        0xDC00..=0xDFFF => Some(Surrogate::Lone),
        _ => None,
    }
}

fn code_unit(escape: &[u8]) -> Option<u32> {
    let digits = str::from_utf8(escape.strip_prefix(b"\\u")?.get(..4)?).ok()?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::parsed;

    #[test]
    fn what_python_writes_is_read() {
        let text = r#"{"a": [NaN, -Infinity, Infinity], "NaN": "NaN \" Infinity", "b": "\ud83c\udfef \ud83c, \udfef\\"}"#;
        let value = json!({"a": [0, 0, 0], "NaN": "NaN \" Infinity", "b": "\u{1F3EF} \u{FFFD}, \u{FFFD}\\"});
        assert_eq!(parsed(text).unwrap(), value);
    }

    #[test]
    fn an_error_is_where_the_text_has_it() {
        let error = parsed(r#"{"a": NaN, "b": -Infinity, !}"#).unwrap_err();
        assert_eq!((error.line(), error.column()), (1, 28));
    }
}
