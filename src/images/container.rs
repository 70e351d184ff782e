//! Enters: the bytes of a picture. Leaves: the texts that it carries, from every place where its format has some.

mod avif;
mod decoding;
mod exif;
mod found;
mod jpeg;
mod part;
mod png;
#[cfg(test)]
mod tests;
mod tiff;
mod webp;
mod xmp;

use super::error::ImageError;
use super::field::{Container, Metadata};
use found::Found;
use part::Part;

pub(super) use png::first_pixels;

/// The texts of a picture, however it is stored. The first bytes say how.
///
/// # Errors
/// If the bytes are no picture. What is broken in a picture is told beside its texts.
pub(super) fn metadata(bytes: &[u8]) -> Result<Metadata, ImageError> {
    let container = container(bytes).ok_or(ImageError::NotAPicture)?;
    let mut found = Found::default();
    let file = Part::file(bytes);
    match container {
        Container::Png => png::read(file, &mut found),
        Container::Jpeg => jpeg::read(file, &mut found),
        Container::WebP => webp::read(file, &mut found),
        Container::Avif => avif::read(file, &mut found),
    }
    let Found { fields, damage } = found;
    Ok(Metadata { container, fields, damage })
}

/// How a picture is stored, as its first bytes say.
fn container(bytes: &[u8]) -> Option<Container> {
    if bytes.starts_with(png::SIGNATURE) {
        Some(Container::Png)
    } else if bytes.starts_with(jpeg::SIGNATURE) {
        Some(Container::Jpeg)
    } else if webp::is_one(bytes) {
        Some(Container::WebP)
    } else if avif::is_one(bytes) {
        Some(Container::Avif)
    } else {
        None
    }
}
