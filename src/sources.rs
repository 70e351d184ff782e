//! Enters: files, folders and stdin. Leaves: the prompts in them, each with its place, and records with answers added.
//!
//! [`Prompts`] reads lines, NUL-separated prompts, whole files, JSON lines, JSON documents, CSV and TSV, infotexts, pictures,
//! ComfyUI graphs, tar archives, and (with the feature `parquet`) Parquet tables, as a [`Reading`] or the file itself says.
//! Reading is streamed: memory holds a few chunks of 128 KiB, or the longest record. To add a format, add its reader in a
//! folder here, a variant of `Shape` (or of `packed::Kind`, if its prompts do not stand in it as text), and a line to the list in
//! `format.rs`.

mod bits;
mod chunks;
mod encoding;
mod error;
mod extracted;
mod field;
mod files;
mod format;
mod given_back;
mod json;
mod lines;
mod missing;
mod not_text;
mod noted;
mod open;
mod opened;
mod packed;
#[cfg(feature = "parquet")]
mod parquet;
mod prepared;
mod prompts;
mod reading;
mod records;
mod shape;
mod table;
mod text;

pub use crate::place::{Part, Place, Source};
#[cfg(feature = "parquet")]
pub use parquet::{ColumnKind, CopyError, ParquetProblem, copy_with_column};
pub use {
    chunks::{CHUNK, Chunk, Chunks, Extent, LongRecords, Position},
    encoding::Guess,
    encoding_rs::Encoding,
    error::{DocumentProblem, Offset, SourceError},
    field::{Field, FieldError, FieldPath},
    files::{File, LeftOut, files_of_folder},
    format::Format,
    given_back::{Answer, GivingError},
    lines::{Lines, Stopped},
    missing::Missing,
    not_text::NotText,
    noted::{Noted, PictureProblem, Pictures, Places},
    prepared::Written,
    prompts::{Prompt, Prompts},
    reading::{Captions, Content, Header, Reading},
    records::{InChunk, Record},
};
