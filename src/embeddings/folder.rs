//! Enters: a folder of Hugging Face. Leaves: the files in it that may have tables.

use std::path::{Path, PathBuf};

use super::error::EmbeddingsError;

/// The files that have the weights of one model. The first that is there is read; the others repeat it.
const WEIGHTS: &[&str] = &[
    "model.safetensors",
    "model.safetensors.index.json",
    "model.fp16.safetensors",
    "model.bf16.safetensors",
    "open_clip_model.safetensors",
    "pytorch_model.bin",
    "pytorch_model.bin.index.json",
    "pytorch_model.fp16.bin",
    "open_clip_pytorch_model.bin",
];

/// Where diffusers keeps the encoders of CLIP. A third one is T5.
const TEXT_ENCODERS: &[&str] = &["text_encoder", "text_encoder_2"];

/// The files in a folder, and in the folders of its text encoders.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>, EmbeddingsError> {
    let encoders = TEXT_ENCODERS.iter().map(|encoder| folder.join(encoder));
    let folders = std::iter::once(folder.to_owned()).chain(encoders);
    let files: Vec<PathBuf> = folders.filter_map(|folder| weights(&folder)).collect();
    if files.is_empty() {
        return Err(EmbeddingsError::Refused {
            path: folder.to_owned(),
            what:
                "is a folder without model.safetensors, pytorch_model.bin, or text_encoder/model.safetensors"
                    .into(),
            advice: "point at the file with the weights itself",
        });
    }
    Ok(files)
}

fn weights(folder: &Path) -> Option<PathBuf> {
    WEIGHTS.iter().map(|name| folder.join(name)).find(|path| path.exists())
}
