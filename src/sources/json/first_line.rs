//! Enters: the first bytes of a file. Leaves: whether its first line is a whole JSON value.

use serde::de::IgnoredAny;

use super::layout::is_record;
use super::mend::mended;
use crate::batch::Invalid;
use crate::sources::field::Field;

/// Whether the first line is a JSON object, and nothing else.
pub(in crate::sources) fn is_complete_object(text: &[u8]) -> bool {
    let line = memchr::memchr(b'\n', text).and_then(|end| text.get(..end)).unwrap_or(text);
    line.starts_with(b"{") && is_value(line)
}

/// Whether lines of JSON begin so, whose prompt is in this field. What begins with an array, or with an object that goes on in the
/// next line, is a document; so is a single line whose prompts are in the members of an object.
pub(in crate::sources) fn is_of_lines(first: &[u8], field: &Field) -> bool {
    let text = first.trim_ascii_start();
    let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
    let (line, behind) = text.split_at_checked(end).unwrap_or((text, &[]));
    match text.first() {
        Some(b'[') => false,
        Some(b'{') if behind.trim_ascii().is_empty() => is_record(line, field),
        Some(b'{') => is_value(line) || !opens_only(line),
        _ => true,
    }
}

fn is_value(line: &[u8]) -> bool {
    let Ok(line) = std::str::from_utf8(line) else { return false };
    serde_json::from_str::<IgnoredAny>(line).is_ok()
        || serde_json::from_str::<IgnoredAny>(&mended(line, Invalid::Refuse).text).is_ok()
}

/// Whether more is opened in a line than is closed: then it is wrong as a line, and may be right as part of a document.
fn opens_only(line: &[u8]) -> bool {
    super::skip::end_of_value(line).is_none()
}
