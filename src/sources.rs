//! Enters: files, folders and stdin. Leaves: the prompts in them, each with its place, and records with answers added.
//!
//! [`Prompts`] reads lines, NUL-separated prompts, whole files, JSON lines, JSON documents, CSV and TSV, as a [`Reading`] or
//! the file itself says. Reading is streamed: memory holds a few chunks of 128 KiB, or the longest record. To add a format, add
//! its reader in a folder here, a variant of `Shape`, and a line to the list in `format.rs`.

#[cfg(feature = "sources")]
mod chunks;
#[cfg(feature = "sources")]
mod encoding;
#[cfg(feature = "sources")]
mod error;
#[cfg(feature = "sources")]
mod extracted;
#[cfg(feature = "sources")]
mod field;
#[cfg(feature = "sources")]
mod files;
#[cfg(feature = "sources")]
mod format;
#[cfg(feature = "sources")]
mod given_back;
#[cfg(feature = "sources")]
mod json;
#[cfg(feature = "sources")]
mod lines;
#[cfg(feature = "sources")]
mod missing;
#[cfg(feature = "sources")]
mod not_text;
#[cfg(feature = "sources")]
mod noted;
#[cfg(feature = "sources")]
mod open;
mod place;
#[cfg(feature = "sources")]
mod prompts;
#[cfg(feature = "sources")]
mod reading;
#[cfg(feature = "sources")]
mod records;
#[cfg(feature = "sources")]
mod shape;
#[cfg(feature = "sources")]
mod table;
#[cfg(feature = "sources")]
mod text;

pub use place::{Place, Source};

#[cfg(feature = "sources")]
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
    noted::{Noted, Places},
    prompts::{Prompt, Prompts},
    reading::{Captions, Content, Header, Reading},
    records::{InChunk, Record},
};
