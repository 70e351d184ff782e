//! Enters: the bytes of a record. Leaves: them as text, or where they are none.

use std::borrow::Cow;

use super::encoding::Guess;
use super::error::{Offset, SourceError};
use crate::batch::Invalid;
use crate::place::{Place, Source};

/// The text of a record.
#[derive(Clone, Debug)]
pub(super) struct Decoded<'b> {
    pub text: Cow<'b, str>,
    /// How many stretches of bytes were replaced with U+FFFD.
    pub replaced: u64,
}

/// Bytes as text. `at` is where they begin in the file, if they stand so in one.
///
/// # Errors
/// If they are not UTF-8, and are not to be replaced.
pub(super) fn utf_8<'b>(
    bytes: &'b [u8],
    at: Option<u64>,
    invalid: Invalid,
    source: &Source,
) -> Result<Decoded<'b>, SourceError> {
    match (std::str::from_utf8(bytes), invalid) {
        (Ok(text), _) => Ok(Decoded { text: Cow::Borrowed(text), replaced: 0 }),
        (Err(error), Invalid::Refuse) => Err(not_utf_8(bytes, error.valid_up_to(), at, source)),
        (Err(_), Invalid::Replace) => {
            let stretches = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
            Ok(Decoded { text: String::from_utf8_lossy(bytes), replaced: stretches as u64 })
        }
    }
}

/// The error for a byte that is not UTF-8: `wrong` is its place among the bytes, and `at` where these begin in the file, if they
/// stand so in one.
pub(super) fn not_utf_8(bytes: &[u8], wrong: usize, at: Option<u64>, source: &Source) -> SourceError {
    let is_argument = source.place == Place::Arguments;
    SourceError::NotUtf8 {
        source: source.clone(),
        offset: match at {
            Some(at) if !is_argument => Offset::OfInput(at + wrong as u64),
            _ => Offset::OfRecord(wrong as u64),
        },
        byte: bytes.get(wrong).copied().unwrap_or_default(),
        guess: if is_argument { None } else { Guess::of(bytes, wrong) },
    }
}
