//! Enters: what a file says of its tensors. Leaves: a tensor's name, type, shape, and where its numbers lie.

use std::path::PathBuf;

use super::dtype::DType;

/// A tensor of a file, whose numbers are still there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// Its name in the file.
    pub name: String,
    /// The type of its numbers.
    pub dtype: DType,
    /// How many numbers there are in each dimension, the slowest first (row-major).
    pub shape: Vec<u64>,
    /// Where its numbers lie.
    pub storage: Storage,
}

/// Where the numbers of a tensor lie: uncompressed, little-endian, without gaps. A reader has checked that they lie in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storage {
    /// The file.
    pub path: PathBuf,
    /// Where the first number begins, in bytes from the start of the file.
    pub offset: u64,
    /// How many bytes there are.
    pub length: u64,
}
