//! Enters: the bytes of a text, of which formats say little and writers keep less. Leaves: the text.

use super::part::ByteOrder;

/// UTF-8 if it is valid, else Latin-1, whose bytes are the first 256 characters: formats say one, and writers use the other.
pub(super) fn utf8_or_latin1(bytes: &[u8]) -> String {
    match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}

/// The same of a text that NULs fill up.
pub(super) fn filled_up(bytes: &[u8]) -> String {
    utf8_or_latin1(without_fill(bytes))
}

/// UTF-16 in this order. What is no character becomes U+FFFD; the NULs at the end are no part of the text.
pub(super) fn utf16(bytes: &[u8], order: ByteOrder) -> String {
    let (pairs, rest) = bytes.as_chunks();
    let units = pairs.iter().map(|&pair| match order {
        ByteOrder::Big => u16::from_be_bytes(pair),
        ByteOrder::Little => u16::from_le_bytes(pair),
    });
    let characters = char::decode_utf16(units).map(|read| read.unwrap_or(char::REPLACEMENT_CHARACTER));
    let mut text: String = characters.collect();
    // Half a unit at the end is lost text, unless it is half of a NUL.
    if rest.iter().any(|&byte| byte != 0) {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text.truncate(text.trim_end_matches('\0').len());
    text
}

/// EXIF's UserComment: a code of eight bytes, and text. Some writers leave the code out.
pub(super) fn user_comment(bytes: &[u8], order: ByteOrder) -> String {
    match bytes.split_first_chunk::<8>() {
        Some((code, text)) if code.eq_ignore_ascii_case(b"UNICODE\0") => unicode(text, order),
        Some((b"ASCII\0\0\0" | b"JIS\0\0\0\0\0" | b"\0\0\0\0\0\0\0\0", text)) => filled_up(text),
        _ => filled_up(bytes),
    }
}

/// Text behind the code UNICODE: by its byte order mark, or else by where its zero bytes stand. Text without any is UTF-8 if
/// it is valid. The order of the file says least: many programs put UTF-16 of the other one into it.
fn unicode(bytes: &[u8], order: ByteOrder) -> String {
    if let Some(text) = bytes.strip_prefix(b"\xFE\xFF") {
        return utf16(text, ByteOrder::Big);
    }
    if let Some(text) = bytes.strip_prefix(b"\xFF\xFE") {
        return utf16(text, ByteOrder::Little);
    }
    if let Some(text) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return filled_up(text);
    }
    let text = without_fill(bytes);
    let (pairs, _) = text.as_chunks::<2>();
    let first = pairs.iter().filter(|[first, _]| *first == 0).count();
    let second = pairs.iter().filter(|[_, second]| *second == 0).count();
    match first.cmp(&second) {
        std::cmp::Ordering::Greater => utf16(bytes, ByteOrder::Big),
        std::cmp::Ordering::Less => utf16(bytes, ByteOrder::Little),
        std::cmp::Ordering::Equal => match str::from_utf8(text) {
            Ok(text) if first == 0 => text.to_owned(),
            _ => utf16(bytes, order),
        },
    }
}

/// A text without the NULs at its end.
fn without_fill(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    bytes.get(..end).unwrap_or_default()
}
