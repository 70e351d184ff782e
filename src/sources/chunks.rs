//! Enters: arguments and files. Leaves: their bytes in chunks of whole records, each with its place.

use std::ffi::OsString;

use super::error::SourceError;
use super::files::File;
use super::noted::Noted;
use super::open::Progress;
use super::opened::Opened;
use super::prepared::Written;
use super::reading::Reading;
use super::shape::Shape;
use crate::batch::Separator;
use crate::place::Source;

/// How much is read at once, in bytes. A chunk is no longer than twice that, unless a record
/// is.
pub const CHUNK: usize = 128 << 10;

/// No argument has a NUL byte in it, so that parts them.
const BETWEEN_ARGUMENTS: Separator = Separator::Nul;

/// What is done with a record that is longer than a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongRecords {
    /// It is read as a whole, however long it is.
    Whole,
    /// It comes in pieces, cut before ASCII spaces; what has no space is read as a whole.
    InPieces,
}

/// How much of a record there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// A piece that does not end it: the next chunk goes on.
    Piece,
    /// The piece that ends it.
    LastPiece,
}

/// Some records of one place, each with its separator behind it; only the last one of a place may lack it. Or a piece of
/// one record. Or prompts that do not stand in their place as text: those of pictures and archives.
#[derive(Debug)]
pub struct Chunk {
    /// Filled from the start; the rest is room for reading.
    pub(super) buffer: Vec<u8>,
    pub(super) length: usize,
    /// Where its first record comes from.
    pub source: Source,
    /// How many bytes of the place come before it, if it is a part of the place as it stands.
    pub offset: Option<u64>,
    /// What its records are.
    pub(super) shape: Shape,
    /// Whether it holds whole records, or how much of one.
    pub extent: Extent,
    /// Whether it is the first of its place.
    pub position: Position,
    /// What is remarkable about it as a whole.
    pub(super) noted: Noted,
}

/// Where in its place a chunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// It begins it.
    First,
    /// Another one comes before it.
    Later,
}

impl Chunk {
    /// Its bytes: whole records with what separates them, or a piece of one.
    pub fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }

    /// How many bytes of its place it accounts for.
    pub fn size(&self) -> usize {
        match &self.shape {
            Shape::Prepared(prepared) => prepared.size,
            _ => self.length,
        }
    }

    /// How its prompts are written, if their file says so.
    pub fn written(&self) -> Option<Written> {
        match &self.shape {
            Shape::Prepared(prepared) => prepared.written,
            _ => None,
        }
    }

    /// Gives its memory back, to be read into again.
    pub fn into_buffer(self) -> Vec<u8> {
        self.buffer
    }
}

/// The chunks of an input, in order.
pub struct Chunks {
    arguments: Vec<OsString>,
    files: std::vec::IntoIter<File>,
    reading: Reading,
    long_records: LongRecords,
    open: Option<Opened>,
}

impl Chunks {
    /// Those of arguments, then of files. Only records that are text as they stand come in pieces.
    pub fn of(
        arguments: Vec<OsString>,
        files: Vec<File>,
        reading: Reading,
        long_records: LongRecords,
    ) -> Self {
        Self { arguments, files: files.into_iter(), reading, long_records, open: None }
    }

    /// The next chunk, in this buffer; `None` after the last one. What a pipe has ready is a chunk as soon as one
    /// record is whole, so that nobody waits for more.
    ///
    /// # Errors
    /// If a file cannot be opened or read, or is no text.
    pub fn next(&mut self, mut buffer: Vec<u8>) -> Result<Option<Chunk>, SourceError> {
        if !self.arguments.is_empty() {
            return Ok(Some(self.of_arguments()));
        }
        loop {
            if let Some(open) = &mut self.open {
                match open.next(buffer, self.long_records)? {
                    Progress::Chunk(chunk) => return Ok(Some(*chunk)),
                    Progress::End(spare) => buffer = spare,
                }
            }
            let Some(file) = self.files.next() else { return Ok(None) };
            self.open = Some(Opened::file(file, &self.reading)?);
        }
    }

    fn of_arguments(&mut self) -> Chunk {
        let mut buffer = Vec::new();
        for argument in std::mem::take(&mut self.arguments) {
            buffer.extend(argument.into_encoded_bytes());
            buffer.push(BETWEEN_ARGUMENTS.byte());
        }
        Chunk {
            length: buffer.len(),
            buffer,
            source: Source::argument(1),
            offset: Some(0),
            shape: Shape::Text(BETWEEN_ARGUMENTS),
            extent: Extent::Whole,
            position: Position::First,
            noted: Noted::default(),
        }
    }
}
