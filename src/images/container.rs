//! Enters: the bytes of a picture. Leaves: the texts that it carries, from every place where its format has some.

use super::error::ImageError;
use super::field::Metadata;

/// The texts of a picture, however it is stored.
///
/// # Errors
/// If the bytes are no picture.
pub(super) fn metadata(_bytes: &[u8]) -> Result<Metadata, ImageError> {
    Err(ImageError::NotAPicture)
}
