//! Enters: the file of a textual inversion. Leaves: its vectors, for each encoder that it has some for.

mod arrays;
mod base64;
mod note;
mod picture;

use std::path::Path;

pub use note::InversionNote;

use self::arrays::{Array, Found};
use super::encoder::TableEncoder;
use super::error::EmbeddingsError;

/// The most vectors that an embedding may have: A1111 takes 75 for a row.
const MOST_VECTORS: u64 = 4096;

/// The most numbers that all embeddings of a file may have: a pickle may have the same ones under many names.
const MOST_NUMBERS: u64 = 8 << 20;

/// An embedding that was trained beside a model: a name that stands for vectors, each of which takes a slot.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Inversion {
    /// The name by which A1111 and ComfyUI call it: that of its file without what follows the last dot. One in a LoRA has
    /// the name that it has there; one in a picture, the name that it was trained with.
    pub name: String,
    /// The name that it was trained with, if the file says it.
    pub own_name: Option<String>,
    /// After how many steps it was saved.
    pub step: Option<i64>,
    /// The checkpoint that it was trained on.
    pub checkpoint: Option<String>,
    /// Its vectors, for each encoder.
    pub parts: Vec<InversionPart>,
    /// What is odd about it.
    pub notes: Vec<InversionNote>,
    /// What the file names and nobody ran.
    pub strange_globals: Vec<String>,
}

/// The vectors of an embedding for one encoder.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InversionPart {
    /// What the file calls it, such as `clip_l` or `emb_params`.
    pub key: String,
    /// How many numbers a vector has.
    pub width: usize,
    /// The numbers, vector by vector.
    pub numbers: Vec<f32>,
}

impl InversionPart {
    /// Each vector.
    pub fn vectors(&self) -> std::slice::ChunksExact<'_, f32> {
        self.numbers.chunks_exact(self.width.max(1))
    }

    /// The text encoder of CLIP that it is for, by its width.
    pub fn encoder(&self) -> Option<TableEncoder> {
        TableEncoder::of_width(self.width as u64)
    }
}

impl Inversion {
    /// Reads the embeddings of a file: one, or those that are bundled in a LoRA.
    ///
    /// Read are those of A1111 (`.pt`, `.png`), of diffusers, of kohya's trainer, and those for SDXL, SD3, and FLUX.1. What
    /// the file is, is told by its content.
    ///
    /// # Errors
    /// If it cannot be read, is broken, or has no embedding.
    ///
    /// ```no_run
    /// use std::path::Path;
    ///
    /// use cliptok::embeddings::{Inversion, TableEncoder};
    ///
    /// for inversion in Inversion::open(Path::new("easynegative.safetensors"))? {
    ///     println!("{}: {:?} vectors", inversion.name, inversion.vectors(TableEncoder::L));
    /// }
    /// # Ok::<(), cliptok::embeddings::EmbeddingsError>(())
    /// ```
    pub fn open(path: &Path) -> Result<Vec<Self>, EmbeddingsError> {
        let Found { arrays, own_name, step, checkpoint, strange_globals, is_picture } = arrays::read(path)?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let numbers = arrays.iter().map(|array| array.shape.iter().copied().fold(1, u64::saturating_mul));
        if numbers.fold(0, u64::saturating_add) > MOST_NUMBERS {
            return Err(EmbeddingsError::Refused {
                path: path.to_owned(),
                what: format!("has more than {MOST_NUMBERS} numbers, far too many for embeddings"),
                advice: "point at the file of one embedding",
            });
        }
        let mut bundled: Vec<(String, Vec<InversionPart>)> = Vec::new();
        let mut parts = Vec::new();
        for array in arrays {
            match array.bundle.clone() {
                None => parts.push(part(array, path)?),
                Some(name) => {
                    let part = part(array, path)?;
                    match bundled.iter_mut().find(|(other, _)| *other == name) {
                        Some((_, parts)) => parts.push(part),
                        None => bundled.push((name, vec![part])),
                    }
                }
            }
        }
        if parts.is_empty() && bundled.is_empty() {
            return Err(EmbeddingsError::Refused {
                path: path.to_owned(),
                what: "is not an embedding (textual inversion)".into(),
                advice: "point at the file that the word for the prompt came with",
            });
        }
        let name = if is_picture { own_name.clone().unwrap_or(stem) } else { stem };
        let alone = (!parts.is_empty()).then_some((name, parts));
        let of_parts = |(name, parts): (String, Vec<InversionPart>)| Self {
            notes: note::notes(&parts),
            name,
            own_name: own_name.clone(),
            step,
            checkpoint: checkpoint.clone(),
            parts,
            strange_globals: strange_globals.clone(),
        };
        Ok(alone.into_iter().chain(bundled).map(of_parts).collect())
    }

    /// Its part for an encoder.
    pub fn part(&self, encoder: TableEncoder) -> Option<&InversionPart> {
        self.parts.iter().find(|part| part.encoder() == Some(encoder))
    }

    /// How many vectors it has for an encoder; `None` if it is not for that one.
    pub fn vectors(&self, encoder: TableEncoder) -> Option<usize> {
        self.part(encoder).map(|part| part.vectors().len())
    }
}

/// The vectors that an array has: one row of numbers, or several.
fn part(array: Array, path: &Path) -> Result<InversionPart, EmbeddingsError> {
    let Array { key, shape, numbers, .. } = array;
    let wrong = |what: String| EmbeddingsError::Tensor { path: path.to_owned(), tensor: key.clone(), what };
    let (vectors, width) = match *shape {
        [width] => (1, width),
        [vectors, width] => (vectors, width),
        _ => return Err(wrong(format!("has {} dimensions, and vectors have one or two", shape.len()))),
    };
    if width == 0 || vectors == 0 {
        return Err(wrong("has no numbers".to_owned()));
    }
    if vectors > MOST_VECTORS {
        return Err(wrong(format!("has {vectors} vectors, more than the {MOST_VECTORS} that are read")));
    }
    Ok(InversionPart { width: width as usize, numbers: numbers.read(path, &key)?, key })
}
