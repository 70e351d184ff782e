//! Enters: bytes. Leaves: their text, if they are UTF-8, possibly with surrogate pairs (CESU-8) and Java's NUL.

use super::encoded::Encoded;
use crate::normalize::rewrite::Rewrite;
use crate::text::Span;

/// Reads the bytes that `text` was encoded as; `None` if they are not UTF-8.
///
/// Source: ftfy 6.3.1, `bad_codecs/utf8_variants.py`. ftfy reads bytes without C0 and ED as plain UTF-8, which
/// gives the same.
pub(super) fn decode(text: &str, encoded: &Encoded) -> Option<Rewrite> {
    let mut rewrite = Rewrite::with_capacity(encoded.bytes.len());
    let mut rest = encoded.bytes.as_slice();
    while !rest.is_empty() {
        let at = encoded.bytes.len() - rest.len();
        // What is ASCII stands for itself, and comes from neighbors.
        let ascii = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        if ascii > 0 {
            rewrite.copy(text, encoded.source(Span::new(at, at + ascii)));
            rest = rest.split_at(ascii).1;
            continue;
        }
        let (character, length) = java_nul(rest).or_else(|| surrogate_pair(rest)).or_else(|| plain(rest))?;
        rewrite.put(text, character, encoded.source(Span::new(at, at + length)));
        rest = rest.split_at(length).1;
    }
    Some(rewrite)
}

/// `C0 80`. The patterns of ftfy use `$` for a sequence that is not complete yet, and `$` also matches before a
/// final line feed. So `C0 0A` at the end becomes a NUL, and the line feed is gone.
fn java_nul(bytes: &[u8]) -> Option<(char, usize)> {
    matches!(bytes, [0xC0, 0x80, ..] | [0xC0, b'\n']).then_some(('\0', 2))
}

/// Two surrogates of three bytes each. A final line feed counts as the last byte, for the reason given at
/// [`java_nul`].
fn surrogate_pair(bytes: &[u8]) -> Option<(char, usize)> {
    let (&[0xED, a @ 0xA0..=0xAF, b @ 0x80..=0xBF, 0xED, c @ 0xB0..=0xBF, d @ 0x80..=0xBF, ..]
    | &[0xED, a @ 0xA0..=0xAF, b @ 0x80..=0xBF, 0xED, c @ 0xB0..=0xBF, d @ b'\n']) = bytes
    else {
        return None;
    };
    let bits = |byte: u8, mask: u8| u32::from(byte & mask);
    let code = (bits(a, 0x0F) << 16) + (bits(b, 0x3F) << 10) + (bits(c, 0x0F) << 6) + bits(d, 0x3F);
    char::from_u32(code + 0x10000).map(|character| (character, 6))
}

/// The first character, in strict UTF-8.
fn plain(bytes: &[u8]) -> Option<(char, usize)> {
    let length = match bytes.first()? {
        0x00..=0x7F => 1,
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    };
    let character = std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()?;
    Some((character, length))
}
