//! Enters: a source: arguments, files, stdin. Leaves: their bytes in chunks of whole records, each with its place.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind, Read};

use cliptok::fast::Separator;

use crate::cli::error::InputError;
use crate::cli::job::{File, Source};
use crate::cli::origin::{Origin, Place};

/// How much is read at once, in bytes. A chunk is no longer unless one record is.
pub const CHUNK: usize = 128 << 10;

/// No argument has a NUL byte in it, so that parts them.
const BETWEEN_ARGUMENTS: Separator = Separator::Nul;

/// Some records of one place, whole ones, each with its separator behind it; only the last one of a place may lack it.
#[derive(Debug)]
pub struct Chunk {
    /// Filled from the start; the rest is room for reading.
    buffer: Vec<u8>,
    length: usize,
    /// Where its first record comes from.
    pub origin: Origin,
    /// How many bytes of the place come before it.
    pub offset: u64,
    /// What stands behind each record.
    pub separator: Separator,
}

impl Chunk {
    pub fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }

    /// Gives its memory back, to be read into again.
    pub fn into_buffer(self) -> Vec<u8> {
        self.buffer
    }
}

/// The chunks of a source, in order.
pub struct Chunks {
    arguments: Vec<OsString>,
    files: std::vec::IntoIter<File>,
    separator: Separator,
    open: Option<Open>,
}

/// A place that is being read.
struct Open {
    reader: Box<dyn Read + Send>,
    /// Where the next chunk begins.
    origin: Origin,
    offset: u64,
    /// What was read of it already.
    rest: Vec<u8>,
}

impl Chunks {
    pub fn of(source: Source) -> Self {
        Self {
            separator: source.records.separator(),
            arguments: source.arguments,
            files: source.files.into_iter(),
            open: None,
        }
    }

    /// The next chunk, in this buffer; `None` after the last one. What a pipe has ready is a chunk as soon as one
    /// record is whole, so that nobody waits for more.
    ///
    /// # Errors
    /// If a file cannot be opened or read.
    pub fn next(&mut self, mut buffer: Vec<u8>) -> Result<Option<Chunk>, InputError> {
        if !self.arguments.is_empty() {
            return Ok(Some(self.of_arguments()));
        }
        loop {
            if let Some(open) = &mut self.open {
                let length = open.fill(&mut buffer, self.separator.byte())?;
                if length > 0 {
                    let (origin, offset, separator) = (open.origin.clone(), open.offset, self.separator);
                    let chunk = Chunk { buffer, length, origin, offset, separator };
                    open.origin.record += memchr::memchr_iter(separator.byte(), chunk.bytes()).count() as u64;
                    open.offset += length as u64;
                    return Ok(Some(chunk));
                }
            }
            let Some(file) = self.files.next() else { return Ok(None) };
            let (place, reader) = open(file)?;
            let origin = Origin { place, record: 1 };
            self.open = Some(Open { reader, origin, offset: 0, rest: Vec::new() });
        }
    }

    fn of_arguments(&mut self) -> Chunk {
        let mut buffer = Vec::new();
        for argument in std::mem::take(&mut self.arguments) {
            buffer.extend(argument.into_encoded_bytes());
            buffer.push(BETWEEN_ARGUMENTS.byte());
        }
        let origin = Origin { place: Place::Arguments, record: 1 };
        Chunk { length: buffer.len(), buffer, origin, offset: 0, separator: BETWEEN_ARGUMENTS }
    }
}

impl Open {
    /// Reads until the buffer holds a whole record, or all there is. Returns how long the whole records in it are
    /// together; zero at the end.
    fn fill(&mut self, buffer: &mut Vec<u8>, separator: u8) -> Result<usize, InputError> {
        let mut filled = self.rest.len();
        make_room(buffer, filled + CHUNK);
        if let Some(start) = buffer.get_mut(..filled) {
            start.copy_from_slice(&self.rest);
        }
        self.rest.clear();
        loop {
            let read = self.read(buffer.get_mut(filled..).unwrap_or_default())?;
            if read == 0 {
                return Ok(filled);
            }
            let new = buffer.get(filled..filled + read).unwrap_or_default();
            if let Some(last) = memchr::memrchr(separator, new) {
                self.rest.extend_from_slice(new.get(last + 1..).unwrap_or_default());
                return Ok(filled + last + 1);
            }
            filled += read;
            if filled == buffer.len() {
                // A record is longer than the buffer. Twice the room each time keeps reading linear.
                make_room(buffer, filled * 2);
            }
        }
    }

    fn read(&mut self, room: &mut [u8]) -> Result<usize, InputError> {
        loop {
            match self.reader.read(room) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(InputError::Read { origin: self.origin.clone(), error }),
                Ok(read) => return Ok(read),
            }
        }
    }
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
            Ok(opened) => Ok((Place::File(path), Box::new(opened))),
            Err(error) => Err(InputError::Open { path, error }),
        },
    }
}
