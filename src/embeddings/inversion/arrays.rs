//! Enters: a file, told by its content. Leaves: the arrays in it that are vectors of an embedding.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::picture;
use crate::embeddings::error::EmbeddingsError;
use crate::embeddings::file_content::{Fact, FileContent};
use crate::embeddings::model_file;
use crate::embeddings::tensor::Tensor;

/// The names of parts for an encoder each.
const ENCODERS: [&str; 5] = ["clip_l", "clip_g", "clip_h", "t5xxl", "t5"];

/// What stands before the parts of an embedding that is bundled in a LoRA.
const BUNDLED: &str = "bundle_emb.";

/// What A1111 keeps the vectors under.
const PARAMETERS: &str = "string_to_param.";

/// The largest file of a picture that is read.
const LARGEST_PICTURE: u64 = 256 << 20;

/// The widest vectors that are read.
const WIDEST: u64 = 1 << 16;

/// The arrays of a file, and what it says of them.
pub(super) struct Found {
    pub(super) arrays: Vec<Array>,
    pub(super) own_name: Option<String>,
    pub(super) step: Option<i64>,
    pub(super) checkpoint: Option<String>,
    pub(super) strange_globals: Vec<String>,
    pub(super) is_picture: bool,
}

/// Numbers in rows.
pub(super) struct Array {
    /// What the file calls it.
    pub(super) key: String,
    /// The name of the embedding, where several are bundled.
    pub(super) bundle: Option<String>,
    pub(super) shape: Vec<u64>,
    pub(super) numbers: Numbers,
}

/// The numbers of an array.
pub(super) enum Numbers {
    /// They are here.
    Read(Vec<f32>),
    /// They lie in the file.
    InFile(Tensor),
}

impl Numbers {
    pub(super) fn read(self, path: &Path, key: &str) -> Result<Vec<f32>, EmbeddingsError> {
        let tensor = match self {
            Self::Read(numbers) => return Ok(numbers),
            Self::InFile(tensor) => tensor,
        };
        let Tensor { dtype, shape, storage, .. } = tensor;
        let wrong = |what| EmbeddingsError::Tensor { path: path.to_owned(), tensor: key.to_owned(), what };
        if shape.last().is_none_or(|&width| width > WIDEST) {
            return Err(wrong(format!("has vectors of more than {WIDEST} numbers")));
        }
        if dtype.bytes().is_none() {
            return Err(EmbeddingsError::TypeNotRead {
                path: path.to_owned(),
                tensor: key.to_owned(),
                dtype,
            });
        }
        let system = |error| EmbeddingsError::Io { path: path.to_owned(), error };
        let mut file = File::open(&storage.path).map_err(system)?;
        file.seek(SeekFrom::Start(storage.offset)).map_err(system)?;
        let mut bytes = Vec::new();
        file.take(storage.length).read_to_end(&mut bytes).map_err(system)?;
        let mut numbers = Vec::new();
        if bytes.len() as u64 != storage.length || dtype.read_into(&bytes, &mut numbers).is_none() {
            return Err(wrong("cannot be read whole".to_owned()));
        }
        Ok(numbers)
    }
}

/// Reads which arrays there are.
pub(super) fn read(path: &Path) -> Result<Found, EmbeddingsError> {
    if let Some(bytes) = picture(path)? {
        return picture::arrays(&bytes, path);
    }
    let FileContent { tensors, strange_globals, facts } = model_file::content(path)?;
    let text = |name: &str| {
        facts.iter().find_map(|(key, fact)| match fact {
            Fact::Text(text) if key == name => Some(text.clone()),
            _ => None,
        })
    };
    let step = facts.iter().find_map(|(key, fact)| match fact {
        Fact::Number(number) if key == "step" => Some(*number),
        _ => None,
    });
    Ok(Found {
        own_name: text("name"),
        checkpoint: text("sd_checkpoint_name"),
        step,
        arrays: of_tensors(tensors),
        strange_globals,
        is_picture: false,
    })
}

/// The bytes of a picture; `None` if the file is none.
fn picture(path: &Path) -> Result<Option<Vec<u8>>, EmbeddingsError> {
    let system = |error| EmbeddingsError::Io { path: path.to_owned(), error };
    let is_file = std::fs::metadata(path).map_err(system)?.is_file();
    if !is_file {
        return Ok(None);
    }
    let mut file = File::open(path).map_err(system)?;
    let mut head = Vec::new();
    file.by_ref().take(picture::HEAD.len() as u64).read_to_end(&mut head).map_err(system)?;
    if head != picture::HEAD {
        return Ok(None);
    }
    file.take(LARGEST_PICTURE).read_to_end(&mut head).map_err(system)?;
    Ok(Some(head))
}

/// The tensors that are vectors of an embedding.
fn of_tensors(tensors: Vec<Tensor>) -> Vec<Array> {
    let is_only = tensors.len() == 1;
    let array = |tensor: Tensor| {
        let (bundle, key) = place(&tensor.name, is_only)?;
        Some(Array { key, bundle, shape: tensor.shape.clone(), numbers: Numbers::InFile(tensor) })
    };
    tensors.into_iter().filter_map(array).collect()
}

/// The embedding in a LoRA that a tensor of this name belongs to, and what it is called there. `None` if it is no vectors.
pub(super) fn place(name: &str, is_only: bool) -> Option<(Option<String>, String)> {
    if let Some(rest) = name.strip_prefix(BUNDLED) {
        let (bundle, key) = match rest.split_once(&format!(".{PARAMETERS}")) {
            Some((bundle, _)) => (bundle, "string_to_param"),
            None => rest.rsplit_once('.').filter(|(_, key)| ENCODERS.contains(key))?,
        };
        return Some((Some(bundle.to_owned()), key.to_owned()));
    }
    if name.starts_with(PARAMETERS) {
        return Some((None, "string_to_param".to_owned()));
    }
    // diffusers gives the only tensor of a file the word for the prompt as its name.
    let is_vectors = name == "emb_params" || ENCODERS.contains(&name) || is_only;
    is_vectors.then(|| (None, name.to_owned()))
}
