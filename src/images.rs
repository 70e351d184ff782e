//! Enters: the bytes of a picture, an infotext, or a ComfyUI graph. Leaves: the prompts in it, each with its place.

mod container;
mod error;
mod field;
mod graph;
mod inflate;
mod infotext;
mod json;
mod picture;
mod pixels;
mod producer;

pub use error::{Damage, ImageError};
pub use field::Container;
pub use graph::{GraphError, is_graph, read_graph};
pub use infotext::{Infotext, infotexts, is_infotext};
pub use picture::{Picture, PicturePrompt, Role, Walk};
pub use producer::Producer;

/// The prompts of a picture: PNG, JPEG, WebP, or AVIF, as its first bytes say.
///
/// # Errors
/// If it is no picture of these kinds, is broken, or has no prompt.
pub fn read(bytes: &[u8]) -> Result<Picture, ImageError> {
    let metadata = container::metadata(bytes)?;
    let found = producer::picture(&metadata.fields);
    let found = match found {
        Some(picture) => Some(picture),
        None => pixels::field(bytes, metadata.container)?.and_then(|field| producer::picture(&[field])),
    };
    let container = metadata.container;
    let is_of_file = |damage: &Damage| !matches!(damage, Damage::Malformed { .. });
    let broken = |damage| ImageError::Broken { container, damage };
    match (found, metadata.damage) {
        // Cameras and editors leave odd EXIF behind: where the prompts were found, it is no loss.
        (Some(picture), damage) => Ok(Picture { damage: damage.filter(is_of_file).map(broken), ..picture }),
        (None, Some(damage)) => Err(broken(damage)),
        (None, None) => {
            let fields = metadata.fields.iter().map(|field| field.key.to_string()).collect();
            Err(ImageError::NoPrompt { container, fields })
        }
    }
}
