//! Enters: why the file of a model or of a textual inversion cannot be read, as data. Leaves: its words.

use std::fmt;
use std::io;
use std::path::PathBuf;

use cliptok_bpe::TokenId;

use super::contents::Contents;
use super::dtype::DType;
use super::shown::{Shape, Shown, ShownPath};

/// Why the file of a model or of a textual inversion cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum EmbeddingsError {
    /// The system could not read it.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file is not what its format says.
    Malformed {
        /// The file.
        path: PathBuf,
        /// The format: `safetensors`.
        format: &'static str,
        /// Where, in bytes from the start of the file.
        offset: u64,
        /// What is wrong there, as a sentence without its end: `the header is longer than the file`.
        what: String,
    },
    /// What the file says of a tensor cannot be.
    Tensor {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// What is wrong with it, behind its name: `begins behind its end`.
        what: String,
    },
    /// The file is none that is read.
    Refused {
        /// The file or folder.
        path: PathBuf,
        /// What it is, behind its name: `is a Git LFS pointer`.
        what: String,
        /// What to do.
        advice: &'static str,
    },
    /// The file can be read, and has no embedding table.
    NoTable {
        /// The file or folder.
        path: PathBuf,
        /// How many tensors it has.
        tensors: usize,
        /// What it seems to be instead.
        contents: Option<Contents>,
        /// A tensor with the name of a table and without its two dimensions, by name and shape.
        misshapen: Option<(String, Vec<u64>)>,
    },
    /// The numbers of a table have a type that is not read.
    TypeNotRead {
        /// The file.
        path: PathBuf,
        /// The name of the table.
        tensor: String,
        /// The type.
        dtype: DType,
    },
    /// A table has no row for a token.
    NoRow {
        /// The file.
        path: PathBuf,
        /// The name of the table.
        tensor: String,
        /// The token.
        id: TokenId,
        /// How many rows the table has.
        rows: u64,
    },
}

/// One line, in which names are escaped: a file may put control characters into them.
impl fmt::Display for EmbeddingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, error } => {
                let hint = match error.kind() {
                    io::ErrorKind::NotFound => "; check the name",
                    io::ErrorKind::UnexpectedEof => "; did it change while it was read?",
                    _ => "",
                };
                write!(f, "{}: {error}{hint}", ShownPath(path))
            }
            Self::Malformed { path, format, offset, what } => {
                let (path, what) = (ShownPath(path), Shown(what));
                write!(f, "{path}: this {format} file is broken at byte offset {offset}: {what}")
            }
            Self::Tensor { path, tensor, what } => {
                write!(f, "{}: the tensor `{}` {}", ShownPath(path), Shown(tensor), Shown(what))
            }
            Self::Refused { path, what, advice } => {
                write!(f, "{} {}; {advice}", ShownPath(path), Shown(what))
            }
            Self::NoTable { path, tensors, contents, misshapen } => {
                write!(f, "{} has no embedding table of CLIP", ShownPath(path))?;
                match (misshapen, contents, tensors) {
                    (Some((name, shape)), ..) => {
                        let (name, shape) = (Shown(name), Shape(shape));
                        write!(f, ": `{name}` has the shape {shape}, and a table has two dimensions")
                    }
                    (None, Some(contents), _) => {
                        write!(f, ": it looks like {}; {}", contents.title(), contents.advice())
                    }
                    (None, None, 0) => write!(f, ": it has no tensors"),
                    (None, None, tensors) => write!(
                        f,
                        ": of its tensors ({tensors}), none has a name that ends in `token_embedding.weight`; \
                         point at a checkpoint, or at its text encoder"
                    ),
                }
            }
            Self::TypeNotRead { path, tensor, dtype } => {
                let (path, tensor, dtype) = (ShownPath(path), Shown(tensor), dtype.to_string());
                write!(
                    f,
                    "{path}: the table `{tensor}` has numbers of the type {}, which is not read; \
                     point at a file that has it as F32, F16, BF16, F8_E4M3, or F8_E5M2",
                    Shown(&dtype)
                )
            }
            Self::NoRow { path, tensor, id, rows } => {
                let (path, tensor) = (ShownPath(path), Shown(tensor));
                write!(f, "{path}: the table `{tensor}` has {rows} rows, so it has none for the id {id}")
            }
        }
    }
}

impl std::error::Error for EmbeddingsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}
