//! Enters: what is wrong with a Parquet table, as data. Leaves: its words.

use std::fmt;

/// Why a Parquet table could not be read, or no column added to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParquetProblem {
    /// The file, or a column of it, is encrypted.
    Encrypted,
    /// The prompt's column is no column of strings.
    NotStrings {
        /// Its path.
        column: String,
        /// What it is.
        found: String,
    },
    /// The codec of the prompt's column is none that is read.
    Codec(String),
    /// What stands at a byte offset is not as the format has it.
    Damaged {
        /// Where, in bytes of the file.
        offset: u64,
        /// What is wrong.
        found: &'static str,
    },
    /// A page is larger than any that is read.
    LargePage {
        /// Where it begins, in bytes of the file.
        offset: u64,
        /// How large it would be, in bytes.
        size: u64,
    },
    /// What the crate `parquet` says.
    Other(String),
}

/// The most bytes that a page is read of, once it is decompressed. Writers keep them near one MiB.
pub(super) const LARGEST_PAGE: u64 = 256 << 20;

impl fmt::Display for ParquetProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encrypted => write!(f, "this Parquet table is encrypted; decrypt it first"),
            Self::NotStrings { column, found } => {
                write!(f, "the column {column} is {found}; the prompt's column must have one string a row")
            }
            Self::Codec(codec) => write!(
                f,
                "the column is compressed with {codec}; Snappy, gzip, Zstandard, LZ4 and Brotli can be read"
            ),
            Self::Damaged { offset, found } => {
                write!(f, "byte offset {offset}: this Parquet table is damaged: {found}")
            }
            Self::LargePage { offset, size } => write!(
                f,
                "byte offset {offset}: a page of this Parquet table has {size} bytes; those of up to {} MiB are read",
                LARGEST_PAGE >> 20
            ),
            Self::Other(message) => write!(f, "this Parquet table cannot be read: {message}"),
        }
    }
}

impl std::error::Error for ParquetProblem {}
