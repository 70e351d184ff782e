//! Enters: the bytes of a picture. Leaves: the text that is hidden in the lowest bits of its pixels, if there is one.

mod carrier;
mod columns;
#[cfg(test)]
mod tests;

use super::container;
use super::error::{Damage, ImageError};
use super::field::{Container, Field, Key};
use super::inflate::{self, InflateError};
use carrier::{Packing, SIGNATURE_BITS};

/// How many bits say how long the text is.
const LENGTH_BITS: usize = 32;

/// The text in the pixels of a picture. It is in PNG only: what loses a bit of a color loses the text.
///
/// # Errors
/// If there is one, and it cannot be unpacked.
pub(super) fn field(bytes: &[u8], container: Container) -> Result<Option<Field>, ImageError> {
    if container != Container::Png {
        return Ok(None);
    }
    let Some((packing, text)) = hidden(bytes) else { return Ok(None) };
    let broken = |damage: fn(u64, String) -> Damage| {
        let offset = container::first_pixels(bytes).unwrap_or_default();
        ImageError::Broken { container, damage: damage(offset, "the pixels".to_owned()) }
    };
    let text = match packing {
        Packing::Plain => text,
        Packing::Gzip => inflate::gzip(&text, inflate::MOST).map_err(|error| {
            broken(match error {
                InflateError::Broken { .. } => |offset, of| Damage::Packed { offset, of },
                InflateError::TooLong => |offset, of| Damage::TooLong { offset, of, most: inflate::MOST },
            })
        })?,
    };
    match String::from_utf8(text) {
        Ok(text) => Ok(Some(Field { key: Key::Pixels, text })),
        Err(_) => {
            Err(broken(|offset, _| Damage::Malformed { offset, what: "the text in the pixels".to_owned() }))
        }
    }
}

/// How the text is packed, and its bytes. `None` if there is none, or its length cannot be.
fn hidden(bytes: &[u8]) -> Option<(Packing, Vec<u8>)> {
    let signature = carrier::signature(bytes)?;
    let head = columns::bits(bytes, signature.bits, SIGNATURE_BITS + LENGTH_BITS)?;
    let length = u32::from_be_bytes(*head.last_chunk()?);
    let length = usize::try_from(length).ok().filter(|&length| length > 0 && length % 8 == 0)?;
    if length / 8 > inflate::MOST {
        return None;
    }
    let mut text = columns::bits(bytes, signature.bits, SIGNATURE_BITS + LENGTH_BITS + length)?;
    text.drain(..head.len());
    Some((signature.packing, text))
}
