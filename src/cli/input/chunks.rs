//! Enters: an input: arguments, files, stdin. Leaves: their bytes in chunks of whole records, each with its place.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::ops::Range;

use crate::batch::Separator;
use crate::cli::error::InputError;
use crate::cli::input::{File, Input, Records};
use crate::report::{Place, Source};

/// How much is read at once, in bytes. A chunk is no longer than twice that, unless a record
/// is.
pub(crate) const CHUNK: usize = 128 << 10;

/// No argument has a NUL byte in it, so that parts them.
const BETWEEN_ARGUMENTS: Separator = Separator::Nul;

/// What is done with a record that is longer than a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LongRecords {
    /// It is read as a whole, however long it is.
    Whole,
    /// It comes in pieces, cut before ASCII spaces; what has no space is read as a whole.
    InPieces,
}

/// How much of a record there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    Whole,
    /// A piece that does not end it: the next chunk goes on.
    Piece,
    LastPiece,
}

/// Some records of one place, each with its separator behind it; only the last one of a place may lack it. Or a piece of
/// one record.
#[derive(Debug)]
pub(crate) struct Chunk {
    /// Filled from the start; the rest is room for reading.
    buffer: Vec<u8>,
    length: usize,
    /// Where its first record comes from.
    pub source: Source,
    /// How many bytes of the place come before it.
    pub offset: u64,
    /// What stands behind each record.
    pub separator: Separator,
    /// Whether it holds whole records, or how much of one.
    pub extent: Extent,
}

impl Chunk {
    pub(crate) fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }

    /// Gives its memory back, to be read into again.
    pub(crate) fn into_buffer(self) -> Vec<u8> {
        self.buffer
    }
}

/// The chunks of an input, in order.
pub(crate) struct Chunks {
    arguments: Vec<OsString>,
    files: std::vec::IntoIter<File>,
    separator: Separator,
    long_records: LongRecords,
    open: Option<Open>,
}

/// A place that is being read.
struct Open {
    reader: Box<dyn Read + Send>,
    /// Where the next chunk begins.
    source: Source,
    offset: u64,
    /// What was read of it already.
    rest: Vec<u8>,
    /// Whether the next chunk begins within a record.
    within: Within,
    end: End,
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

impl Chunks {
    /// Those of an input. Only records that are text as they stand come in pieces.
    pub(crate) fn of(input: Input, long_records: LongRecords) -> Self {
        Self {
            long_records: match input.records {
                Records::JsonLines(_) => LongRecords::Whole,
                Records::Lines | Records::NulSeparated => long_records,
            },
            separator: input.records.separator(),
            arguments: input.arguments,
            files: input.files.into_iter(),
            open: None,
        }
    }

    /// The next chunk, in this buffer; `None` after the last one. What a pipe has ready is a chunk as soon as one
    /// record is whole, so that nobody waits for more.
    ///
    /// # Errors
    /// If a file cannot be opened or read.
    pub(crate) fn next(&mut self, mut buffer: Vec<u8>) -> Result<Option<Chunk>, InputError> {
        if !self.arguments.is_empty() {
            return Ok(Some(self.of_arguments()));
        }
        loop {
            if let Some(open) = self.open.as_mut().filter(|open| open.end == End::Ahead) {
                let (length, extent) = open.fill(&mut buffer, self.separator.byte(), self.long_records)?;
                if length > 0 {
                    let (source, offset, separator) = (open.source.clone(), open.offset, self.separator);
                    let chunk = Chunk { buffer, length, source, offset, separator, extent };
                    open.source.record += memchr::memchr_iter(separator.byte(), chunk.bytes()).count() as u64;
                    open.offset += length as u64;
                    return Ok(Some(chunk));
                }
            }
            let Some(file) = self.files.next() else { return Ok(None) };
            let (place, reader) = open(file)?;
            let source = Source { place, record: 1 };
            self.open = Some(Open {
                reader,
                source,
                offset: 0,
                rest: Vec::new(),
                within: Within::NoRecord,
                end: End::Ahead,
            });
        }
    }

    fn of_arguments(&mut self) -> Chunk {
        let mut buffer = Vec::new();
        for argument in std::mem::take(&mut self.arguments) {
            buffer.extend(argument.into_encoded_bytes());
            buffer.push(BETWEEN_ARGUMENTS.byte());
        }
        let source = Source { place: Place::Arguments, record: 1 };
        let (length, extent) = (buffer.len(), Extent::Whole);
        Chunk { buffer, length, source, offset: 0, separator: BETWEEN_ARGUMENTS, extent }
    }
}

impl Open {
    /// Reads until the buffer holds a whole record, or a piece of a long one, or all there is. Returns how long what is
    /// in it is, zero at the end, and how much of a record that is.
    fn fill(
        &mut self,
        buffer: &mut Vec<u8>,
        separator: u8,
        long_records: LongRecords,
    ) -> Result<(usize, Extent), InputError> {
        let mut filled = self.rest.len();
        // The buffer may be longer, since a record was; what is read at once is not.
        let mut room = filled + CHUNK;
        make_room(buffer, room);
        if let Some(start) = buffer.get_mut(..filled) {
            start.copy_from_slice(&self.rest);
        }
        self.rest.clear();
        let mut seen = 0;
        loop {
            let new = buffer.get(seen..filled).unwrap_or_default();
            let found = match self.within {
                Within::NoRecord => memchr::memrchr(separator, new),
                Within::ARecord => memchr::memchr(separator, new),
            };
            if let Some(at) = found {
                return Ok(self.part(buffer, seen + at + 1..filled, Within::NoRecord));
            }
            seen = filled;
            if filled == room {
                if long_records == LongRecords::InPieces
                    && let Some(space) = last_space(buffer.get(..filled).unwrap_or_default())
                {
                    return Ok(self.part(buffer, space..filled, Within::ARecord));
                }
                // Twice the room each time keeps reading linear.
                room *= 2;
                make_room(buffer, room);
            }
            let read = self.read(buffer.get_mut(filled..room).unwrap_or_default())?;
            if read == 0 {
                self.end = End::Reached;
                return Ok(self.part(buffer, filled..filled, Within::NoRecord));
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

    fn read(&mut self, room: &mut [u8]) -> Result<usize, InputError> {
        loop {
            match self.reader.read(room) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(InputError::Read { source: self.source.clone(), error }),
                Ok(read) => return Ok(read),
            }
        }
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

fn open(file: File) -> Result<(Place, Box<dyn Read + Send>), InputError> {
    match file {
        File::Stdin => Ok((Place::Stdin, Box::new(io::stdin()))),
        File::Path(path) => match fs::File::open(&path) {
            Ok(opened) if opened.metadata().is_ok_and(|about| about.is_dir()) => {
                Err(InputError::Directory { path })
            }
            Ok(opened) => Ok((Place::File(path), Box::new(opened))),
            Err(error) => Err(InputError::Open { path, error }),
        },
    }
}
