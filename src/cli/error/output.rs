//! Enters: why a target cannot be written, as data. Leaves: its words.

use std::path::PathBuf;
use std::{fmt, io};

/// Why a target cannot be written.
#[derive(Debug)]
pub(in crate::cli) enum OutputError {
    /// It is a directory.
    Directory { path: PathBuf },
    /// It is there, and was not to be written over.
    Exists { path: PathBuf },
    /// Two files would be written to it.
    Twice { path: PathBuf },
    /// A folder for it cannot be made.
    Folder { path: PathBuf, error: io::Error },
    /// It is there, and may not be changed.
    Protected { path: PathBuf, error: io::Error },
    /// No file can be made beside it.
    Staged { path: PathBuf, directory: PathBuf, error: io::Error },
    /// What was written could not be put in its place.
    Replace { path: PathBuf, error: io::Error },
    /// What has to be known as a whole before it is written does not fit into memory, nor into a temporary file.
    Spool(io::Error),
    /// Its bytes are no text, and a terminal would take them for some.
    BinaryOnTerminal { format: &'static str },
    /// So would a Parquet table.
    #[cfg(feature = "parquet")]
    TableOnTerminal,
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory { path } => write!(f, "{}: is a directory; name a file in it", path.display()),
            Self::Exists { path } => {
                write!(f, "{}: is there already; --force writes over it", path.display())
            }
            Self::Twice { path } => write!(
                f,
                "{}: two files would be written here; name the folder that they are in instead",
                path.display()
            ),
            Self::Folder { path, error } => write!(f, "{}: cannot be made: {error}", path.display()),
            Self::Protected { path, error } | Self::Replace { path, error } => {
                write!(f, "{}: cannot be written: {error}", path.display())
            }
            Self::Staged { path, directory, error } => write!(
                f,
                "{}: cannot be written: no file can be created in {}: {error}",
                path.display(),
                directory.display()
            ),
            Self::BinaryOnTerminal { format } => write!(
                f,
                "--format {format} is binary and is not written to a terminal; \
                 write it to a file with -o FILE, or into a pipe"
            ),
            #[cfg(feature = "parquet")]
            Self::TableOnTerminal => write!(
                f,
                "a Parquet table is binary and is not written to a terminal; \
                 write it to a file with -o FILE, or into a pipe"
            ),
            Self::Spool(error) => write!(
                f,
                "the temporary file that the array is built in cannot be written: {error}; set TMPDIR to another directory"
            ),
        }
    }
}

impl std::error::Error for OutputError {}
