//! Enters: a tensor with two dimensions. Leaves: an embedding table, whose rows are read from the file when they are asked for.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use cliptok_bpe::TokenId;

use super::blocks::Blocks;
use super::dtype::DType;
use super::encoder::TableEncoder;
use super::error::EmbeddingsError;
use super::tensor::Tensor;

/// How the name of a table ends, in the files of every program.
const SUFFIX: &str = "token_embedding.weight";

/// The widest rows that are read: far wider than CLIP's, and narrow enough to be in memory.
const WIDEST: u64 = 1 << 16;

/// The name of the tensor that has the scale of a table of this name, in files whose numbers are FP8.
pub(super) fn scale_name(table: &str) -> Option<String> {
    Some(format!("{}scale_weight", table.strip_suffix("weight")?))
}

/// Whether a tensor of this name may be a table.
pub(super) fn is_table_name(name: &str) -> bool {
    name.ends_with(SUFFIX)
}

/// An embedding table: a row of numbers for each token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    tensor: Tensor,
    rows: u64,
    width: u64,
    /// By what all its numbers are to be multiplied, a tensor of one number.
    scale: Option<Tensor>,
}

impl Table {
    /// The table that a tensor is, of which `scale` holds the scale. One that has not two dimensions is given back.
    pub(super) fn of(tensor: Tensor, scale: Option<Tensor>) -> Result<Self, Tensor> {
        match *tensor.shape {
            [rows, width] => Ok(Self { tensor, rows, width, scale }),
            _ => Err(tensor),
        }
    }

    /// What the file says of it.
    pub const fn tensor(&self) -> &Tensor {
        &self.tensor
    }

    /// Its name in the file.
    pub fn name(&self) -> &str {
        &self.tensor.name
    }

    /// How many rows it has. A table of CLIP has 49,408, one for each entry of the vocabulary, and more where tokens were added.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// How many numbers a row has.
    pub const fn width(&self) -> u64 {
        self.width
    }

    /// The type of its numbers.
    pub const fn dtype(&self) -> &DType {
        &self.tensor.dtype
    }

    /// The text encoder that it belongs to, told by its width; `None` for another width.
    pub fn encoder(&self) -> Option<TableEncoder> {
        TableEncoder::of_width(self.width)
    }

    /// The row of a token, multiplied by the scale of the table, if the file has one for it.
    ///
    /// # Errors
    /// If there is none, its type is not read, or the file cannot be read.
    pub fn row(&self, id: TokenId) -> Result<Vec<f32>, EmbeddingsError> {
        let row_bytes = self.row_bytes()?;
        if u64::from(id.0) >= self.rows {
            let (path, tensor) = (self.tensor.storage.path.clone(), self.tensor.name.clone());
            return Err(EmbeddingsError::NoRow { path, tensor, id, rows: self.rows });
        }
        let mut bytes = vec![0; row_bytes];
        let mut file = self.file(u64::from(id.0) * row_bytes as u64)?;
        file.read_exact(&mut bytes).map_err(|error| self.system(error))?;
        let mut numbers = Vec::new();
        self.tensor.dtype.read_into(&bytes, &mut numbers).ok_or_else(|| self.type_not_read())?;
        if let Some(scale) = self.scale()? {
            for number in &mut numbers {
                *number *= scale;
            }
        }
        Ok(numbers)
    }

    /// The scale: one number, by which no cosine is changed.
    fn scale(&self) -> Result<Option<f32>, EmbeddingsError> {
        let Some(Tensor { dtype, storage, .. }) = &self.scale else { return Ok(None) };
        let Some(size) = dtype.bytes().filter(|&size| size as u64 == storage.length) else { return Ok(None) };
        let mut bytes = vec![0; size];
        let mut file = File::open(&storage.path).map_err(|error| self.system(error))?;
        file.seek(SeekFrom::Start(storage.offset)).map_err(|error| self.system(error))?;
        file.read_exact(&mut bytes).map_err(|error| self.system(error))?;
        let mut numbers = Vec::new();
        dtype.read_into(&bytes, &mut numbers).ok_or_else(|| self.type_not_read())?;
        Ok(numbers.first().copied())
    }

    /// All rows, in blocks of about a megabyte of the file.
    ///
    /// # Errors
    /// If its type is not read, or the file cannot be read.
    pub fn blocks(&self) -> Result<Blocks, EmbeddingsError> {
        let row_bytes = self.row_bytes()?;
        Ok(Blocks::new(self.file(0)?, self.clone(), row_bytes))
    }

    /// How many bytes a row has. All rows are in the file.
    fn row_bytes(&self) -> Result<usize, EmbeddingsError> {
        let Tensor { name, dtype, storage, .. } = &self.tensor;
        let wrong = |what| EmbeddingsError::Tensor { path: storage.path.clone(), tensor: name.clone(), what };
        let number_bytes = dtype.bytes().ok_or_else(|| self.type_not_read())?;
        if self.width == 0 || self.width > WIDEST {
            return Err(wrong(format!("has rows of {} numbers; 1 to {WIDEST} are read", self.width)));
        }
        let row_bytes = self.width as usize * number_bytes;
        let length = self.rows.checked_mul(row_bytes as u64);
        if length.is_none_or(|length| length > storage.length) {
            return Err(wrong(format!(
                "has {} bytes, too few for {} rows of {row_bytes} bytes",
                storage.length, self.rows
            )));
        }
        Ok(row_bytes)
    }

    /// The file, so many bytes behind the start of the table.
    fn file(&self, offset: u64) -> Result<File, EmbeddingsError> {
        let storage = &self.tensor.storage;
        let system = |error| self.system(error);
        let mut file = File::open(&storage.path).map_err(system)?;
        file.seek(SeekFrom::Start(storage.offset + offset)).map_err(system)?;
        Ok(file)
    }

    /// The numbers cannot be read.
    pub(super) fn system(&self, error: std::io::Error) -> EmbeddingsError {
        EmbeddingsError::Io { path: self.tensor.storage.path.clone(), error }
    }

    pub(super) fn type_not_read(&self) -> EmbeddingsError {
        let Tensor { name, dtype, storage, .. } = self.tensor.clone();
        EmbeddingsError::TypeNotRead { path: storage.path, tensor: name, dtype }
    }
}
