//! Enters: bytes that may be UTF-8. Leaves: the same with lost U+00A0 restored, and lost characters marked as U+FFFD.

use super::encoded::{Encoded, Encoding};
use crate::text::Span;

/// Restores what other programs changed in the bytes on the way.
///
/// Source: ftfy 6.3.1, `_fix_encoding_one_step_and_explain`: `restore_byte_a0`, then
/// `replace_lossy_sequences`.
#[allow(clippy::indexing_slicing, reason = "`at` is the position of a byte")]
pub(super) fn restore(encoded: &mut Encoded, encoding: Encoding) {
    let altered = |at| encoded.bytes[at] >= 0xC2 && altered_length(&encoded.bytes[at..]).is_some();
    if !encoding.is_mac_roman() && (0..encoded.bytes.len()).any(altered) {
        *encoded = with_a_grave_words(encoded);
        restore_a0(&mut encoded.bytes);
    }
    if encoding.is_sloppy() && encoded.bytes.iter().any(|&byte| byte == b'?' || byte == SUBSTITUTE) {
        *encoded = with_lossy_sequences_replaced(encoded);
    }
}

const SUBSTITUTE: u8 = 0x1A;

/// U+00A0 in Latin-1, and the last byte of many characters in UTF-8. Programs mistake it for a space.
const NO_BREAK_SPACE: u8 = 0xA0;

/// The length of a UTF-8 character at the beginning, one byte of which became a space.
///
/// Source: ftfy 6.3.1, `chardata.ALTERED_UTF8_RE`.
fn altered_length(bytes: &[u8]) -> Option<usize> {
    Some(match bytes {
        [0xC2 | 0xC3 | 0xC5 | 0xCE | 0xD0 | 0xD9, b' ', ..] => 2,
        [0xE2 | 0xE3, b' ', 0x80..=0x84 | 0x86..=0x9F | 0xA1..=0xBF, ..]
        | [0xE0..=0xE3, 0x80..=0x84 | 0x86..=0x9F | 0xA1..=0xBF, b' ', ..] => 3,
        [0xF0, b' ', 0x80..=0xBF, 0x80..=0xBF, ..]
        | [0xF0, 0x80..=0xBF, b' ', 0x80..=0xBF, ..]
        | [0xF0, 0x80..=0xBF, 0x80..=0xBF, b' ', ..] => 4,
        _ => return None,
    })
}

/// Makes `C3 20` the word à, with its space: `Ã la mode` is `à la mode`.
///
/// Source: ftfy 6.3.1, `fixes.A_GRAVE_WORD_RE`.
#[allow(clippy::indexing_slicing, reason = "`at` is the position of a byte, and each byte has a source")]
fn with_a_grave_words(encoded: &Encoded) -> Encoded {
    let mut result = Encoded::default();
    for (at, (&byte, &source)) in encoded.bytes.iter().zip(&encoded.sources).enumerate() {
        result.push(byte, source);
        if let [0xC3, b' ', behind @ ..] = &encoded.bytes[at..]
            && is_no_portuguese_word(behind)
        {
            // The space stays. The restored byte comes from it as well.
            result.push(NO_BREAK_SPACE, encoded.sources[at + 1]);
        }
    }
    result
}

/// Whether the text after the space is not the rest of às, àquele, àquela or àquilo.
fn is_no_portuguese_word(behind: &[u8]) -> bool {
    ![&b" "[..], b"quele", b"quela", b"quilo", b"s "].iter().any(|rest| behind.starts_with(rest))
}

/// Turns the spaces in altered characters back into A0.
fn restore_a0(bytes: &mut [u8]) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let altered = altered_length(rest);
        let (character, behind) = rest.split_at_mut(altered.unwrap_or(1));
        if altered.is_some() {
            character.iter_mut().filter(|byte| **byte == b' ').for_each(|byte| *byte = NO_BREAK_SPACE);
        }
        rest = behind;
    }
}

/// Replaces each UTF-8 character or CESU-8 pair that lost a byte with U+FFFD.
fn with_lossy_sequences_replaced(encoded: &Encoded) -> Encoded {
    let mut result = Encoded::default();
    let mut rest = encoded.bytes.as_slice();
    while let Some(&first) = rest.first() {
        let lossy = lossy_length(rest);
        let length = lossy.unwrap_or(1);
        let at = encoded.bytes.len() - rest.len();
        let source = encoded.source(Span::new(at, at + length));
        if lossy.is_some() {
            "\u{FFFD}".bytes().for_each(|byte| result.push(byte, source));
        } else {
            result.push(first, source);
        }
        rest = rest.split_at(length).1;
    }
    result
}

/// The length of a sequence at the beginning in which a byte became the substitute or `?`.
///
/// Source: ftfy 6.3.1, `chardata.LOSSY_UTF8_RE`, with one arm for each alternative.
fn lossy_length(bytes: &[u8]) -> Option<usize> {
    Some(match bytes {
        [0xC2..=0xDF, SUBSTITUTE, ..] | [0xC2..=0xC3, b'?', ..] => 2,
        [0xED, 0xA0..=0xAF, SUBSTITUTE | b'?', 0xED, 0xB0..=0xBF, SUBSTITUTE | b'?' | 0x80..=0xBF, ..]
        | [0xED, 0xA0..=0xAF, 0x80..=0xBF, 0xED, 0xB0..=0xBF, SUBSTITUTE | b'?', ..] => 6,
        [0xE0..=0xEF, SUBSTITUTE | b'?', SUBSTITUTE | 0x80..=0xBF, ..]
        | [0xE0..=0xEF, SUBSTITUTE | 0x80..=0xBF, SUBSTITUTE | b'?', ..] => 3,
        [0xF0..=0xF4, SUBSTITUTE | b'?', SUBSTITUTE | 0x80..=0xBF, SUBSTITUTE | 0x80..=0xBF, ..]
        | [0xF0..=0xF4, SUBSTITUTE | 0x80..=0xBF, SUBSTITUTE | b'?', SUBSTITUTE | 0x80..=0xBF, ..]
        | [0xF0..=0xF4, SUBSTITUTE | 0x80..=0xBF, SUBSTITUTE | 0x80..=0xBF, SUBSTITUTE | b'?', ..] => 4,
        [SUBSTITUTE, ..] => 1,
        _ => return None,
    })
}
