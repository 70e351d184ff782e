//! Enters: a file whose records stand in it as text, once its format is known. Leaves: its bytes in chunks of whole records.

mod record_ends;
mod remark;
mod table;

use std::io::{self, Cursor, ErrorKind, Read};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::chunks::{CHUNK, Chunk, Extent, LongRecords, Position};
use super::encoding::Malformed;
use super::error::SourceError;
use super::format::Format;
use super::json::document::{Broken, Document};
use super::noted::Noted;
use super::reading::{Captions, Reading};
use super::shape::Shape;
use super::table::reader::Ends;
use crate::batch::Separator;
use crate::place::{Place, Source};

use record_ends::RecordEnds;
use remark::{Remark, remark};

/// A place that is being read.
pub(super) struct Open {
    reader: Box<dyn Read + Send>,
    shape: Shape,
    /// Where the next chunk begins.
    source: Source,
    /// How many bytes of the place are behind, if they are read as they stand.
    offset: Option<u64>,
    /// What was read of it already.
    rest: Vec<u8>,
    /// Whether the next chunk begins within a record.
    within: Within,
    end: End,
    position: Position,
    /// How many stretches of bytes the decoder has replaced.
    replaced: Arc<AtomicU64>,
    /// What is to be said of the file at once.
    remark: Option<Remark>,
}

/// A place of which the first bytes were read.
pub(super) struct Begun {
    pub reader: Box<dyn Read + Send>,
    pub source: Source,
    pub first: Vec<u8>,
    /// Where they begin in the place, if it is read as it stands.
    pub offset: Option<u64>,
    /// Whether there was anything at all.
    pub is_empty: bool,
    /// How many stretches of bytes the decoder has replaced.
    pub replaced: Arc<AtomicU64>,
}

/// Where the end of a place is. It is not read on behind it: what a file grows by, or is typed behind Ctrl-D, would
/// look like another record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Ahead,
    Reached,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    NoRecord,
    ARecord,
}

/// What there is of a place.
pub(super) enum Progress {
    Chunk(Box<Chunk>),
    /// Nothing more; the buffer comes back.
    End(Vec<u8>),
}

impl Open {
    /// A place whose records are read in this format.
    ///
    /// # Errors
    /// If it is a table whose header cannot be read, or lacks the prompt's column.
    pub(super) fn of_text(begun: Begun, format: Format, reading: &Reading) -> Result<Self, SourceError> {
        let Begun { reader, source, first, offset, is_empty, replaced } = begun;
        let shape = match format {
            Format::Nul => Shape::Text(Separator::Nul),
            Format::Text if reading.captions == Captions::FirstLine => Shape::FirstLine,
            Format::Text => Shape::Text(Separator::None),
            Format::Jsonl => Shape::JsonLines(Arc::new(reading.field.clone())),
            _ => Shape::Text(Separator::LineFeed),
        };
        let mut open = Self {
            reader,
            shape,
            source,
            offset,
            remark: remark(format, reading, &first),
            rest: first,
            within: Within::NoRecord,
            end: if is_empty { End::Reached } else { End::Ahead },
            position: Position::First,
            replaced,
        };
        match format {
            Format::Json => open.begin_document(reading),
            Format::Csv | Format::Tsv => open.begin_table(format, reading)?,
            _ => {}
        }
        Ok(open)
    }

    /// From here on, the records of the document are read as lines.
    fn begin_document(&mut self, reading: &Reading) {
        let first = Cursor::new(std::mem::take(&mut self.rest));
        let raw = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        let begin = self.offset.unwrap_or_default();
        let document = Document::new(Box::new(first.chain(raw)), begin, reading.field.clone());
        self.reader = Box::new(document);
        self.shape = Shape::JsonRecords(Arc::new(reading.field.clone()));
        self.offset = None;
        self.end = End::Ahead;
    }

    /// The next chunk of it, in this buffer.
    ///
    /// # Errors
    /// If reading breaks off.
    pub(super) fn next(
        &mut self,
        mut buffer: Vec<u8>,
        long_records: LongRecords,
    ) -> Result<Progress, SourceError> {
        let has_more = self.end == End::Ahead || !self.rest.is_empty();
        // A file that is one prompt is one even if it is empty, and a table has a header even if it has no rows.
        let is_one_anyway = self.position == Position::First
            && match self.shape {
                Shape::Text(Separator::None) | Shape::FirstLine | Shape::Table(_) => true,
                Shape::Text(Separator::Nul) => matches!(self.source.place, Place::File(_)),
                _ => false,
            };
        if !has_more && !is_one_anyway {
            return Ok(Progress::End(buffer));
        }
        let (length, extent, records) = self.fill(&mut buffer, long_records)?;
        if length == 0 && !is_one_anyway {
            return Ok(Progress::End(buffer));
        }
        let mut noted = Noted::default();
        noted.replaced.note_many(&self.source, self.replaced.swap(0, Ordering::Relaxed));
        match self.remark.take() {
            Some(Remark::LikeJson) => noted.like_json.note(&self.source),
            Some(Remark::CarriageReturns) => noted.carriage_returns.note(&self.source),
            None => {}
        }
        let chunk = Chunk {
            buffer,
            length,
            source: self.source.clone(),
            offset: self.offset,
            shape: self.shape.clone(),
            extent,
            position: self.position,
            noted,
        };
        self.position = Position::Later;
        self.source.record += records;
        self.offset = self.offset.map(|offset| offset + length as u64);
        Ok(Progress::Chunk(Box::new(chunk)))
    }

    /// Reads until the buffer holds a whole record, or a piece of a long one, or all there is. Returns how long what is
    /// in it is, zero at the end, how much of a record that is, and how many records it ends.
    fn fill(
        &mut self,
        buffer: &mut Vec<u8>,
        long_records: LongRecords,
    ) -> Result<(usize, Extent, u64), SourceError> {
        let mut filled = self.rest.len();
        // The buffer may be longer, since a record was; what is read at once is not.
        let mut room = filled + CHUNK;
        make_room(buffer, room);
        if let Some(start) = buffer.get_mut(..filled) {
            start.copy_from_slice(&self.rest);
        }
        self.rest.clear();
        let mut ends = RecordEnds::of(&self.shape);
        let mut seen = 0;
        loop {
            let at_end = if self.end == End::Reached { Ends::WithTable } else { Ends::Anywhere };
            let found = ends.find(buffer.get(..filled).unwrap_or_default(), seen, self.within, at_end);
            if let Some((end, records)) = found {
                let (length, extent) = self.part(buffer, end..filled, Within::NoRecord);
                return Ok((length, extent, records));
            }
            if self.end == End::Reached {
                let (length, extent) = self.part(buffer, filled..filled, Within::NoRecord);
                return Ok((length, extent, 1));
            }
            seen = filled;
            if filled == room {
                if long_records == LongRecords::InPieces
                    && self.shape.separator().is_some()
                    && let Some(space) = last_space(buffer.get(..filled).unwrap_or_default())
                {
                    let (length, extent) = self.part(buffer, space..filled, Within::ARecord);
                    return Ok((length, extent, 0));
                }
                // Twice the room each time keeps reading linear.
                room *= 2;
                make_room(buffer, room);
            }
            let room = buffer.get_mut(filled..room).unwrap_or_default();
            let read = read(&mut *self.reader, room, &self.source)?;
            if read == 0 {
                self.end = End::Reached;
            }
            filled += read;
        }
    }

    /// Keeps the rest for the next chunk, which begins within a record or not.
    fn part(&mut self, buffer: &[u8], rest: Range<usize>, next: Within) -> (usize, Extent) {
        let extent = match (self.within, next) {
            (Within::NoRecord, Within::NoRecord) => Extent::Whole,
            (_, Within::ARecord) => Extent::Piece,
            (Within::ARecord, Within::NoRecord) => Extent::LastPiece,
        };
        self.within = next;
        let length = rest.start;
        self.rest.extend_from_slice(buffer.get(rest).unwrap_or_default());
        (length, extent)
    }
}

/// The last ASCII space that something stands before.
fn last_space(bytes: &[u8]) -> Option<usize> {
    memchr::memrchr(b' ', bytes.get(1..)?).map(|at| at + 1)
}

/// Makes the buffer at least so long. It is never made shorter: zeros are written once.
fn make_room(buffer: &mut Vec<u8>, length: usize) {
    if buffer.len() < length {
        buffer.resize(length, 0);
    }
}

/// Reads once. What a decoder or a reader of documents finds wrong is named for what it is.
///
/// # Errors
/// If reading breaks off.
pub(super) fn read(reader: &mut dyn Read, room: &mut [u8], source: &Source) -> Result<usize, SourceError> {
    loop {
        let error = match reader.read(room) {
            Ok(read) => return Ok(read),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => error,
        };
        let place = || source.place.clone();
        let inner = error.get_ref();
        if let Some(&Malformed { offset, encoding }) = inner.and_then(|inner| inner.downcast_ref()) {
            return Err(SourceError::Malformed { place: place(), offset, encoding });
        }
        if let Some(&Broken { offset, problem }) = inner.and_then(|inner| inner.downcast_ref()) {
            return Err(SourceError::Document { place: place(), offset, problem });
        }
        return Err(SourceError::Read { source: source.clone(), error });
    }
}
