//! Enters: a source: arguments, files, stdin. Leaves: its records, one after the other, each with its origin.

pub mod ids;
mod json_lines;

use std::borrow::Cow;
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};

use super::error::InputError;
use super::job::{Content, File, Invalid, Records, Source};
use super::origin::{Origin, Place};

/// What some editors put at the start of a file.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// How much is read at once.
const READ_AHEAD: usize = 256 << 10;

/// The records of a source, in order.
pub struct Input {
    arguments: std::vec::IntoIter<OsString>,
    files: std::vec::IntoIter<File>,
    records: Records,
    invalid: Invalid,
    content: Content,
    reader: Option<BufReader<Box<dyn Read>>>,
    origin: Origin,
    /// The bytes of the present record.
    bytes: Vec<u8>,
    /// Where in the file the present record begins, and where the next one does.
    start: u64,
    next_start: u64,
    replaced: Replaced,
    /// The files that began with a byte order mark.
    marked: Vec<Place>,
}

/// What `--lossy` has replaced so far.
#[derive(Clone, Debug, Default)]
pub struct Replaced {
    /// How many stretches of bytes.
    pub stretches: u64,
    /// Where the first one was.
    pub first: Option<Origin>,
}

/// A record.
#[derive(Debug)]
pub struct Record<'i> {
    pub text: Cow<'i, str>,
    pub origin: &'i Origin,
}

impl Input {
    pub fn new(source: Source) -> Self {
        Self {
            arguments: source.arguments.into_iter(),
            files: source.files.into_iter(),
            records: source.records,
            invalid: source.invalid,
            content: source.content,
            reader: None,
            origin: Origin { place: Place::Arguments, record: 0 },
            bytes: Vec::new(),
            start: 0,
            next_start: 0,
            replaced: Replaced::default(),
            marked: Vec::new(),
        }
    }

    /// The next record, or `None` after the last one.
    ///
    /// # Errors
    /// If a file cannot be read, or a record is not what it is to be. Reading ends there.
    pub fn next(&mut self) -> Result<Option<Record<'_>>, InputError> {
        if !self.advance()? {
            return Ok(None);
        }
        let text = match std::str::from_utf8(&self.bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(error) => match self.invalid {
                Invalid::Refuse => {
                    let at = error.valid_up_to();
                    return Err(InputError::NotUtf8 {
                        origin: self.origin.clone(),
                        offset: self.start + at as u64,
                        byte: self.bytes.get(at).copied().unwrap_or_default(),
                    });
                }
                Invalid::Replace => {
                    let stretches =
                        self.bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
                    self.replaced.stretches += stretches as u64;
                    self.replaced.first.get_or_insert_with(|| self.origin.clone());
                    String::from_utf8_lossy(&self.bytes)
                }
            },
        };
        let at_start = self.origin.place != Place::Arguments && self.origin.record == 1;
        let is_json = matches!(self.records, Records::JsonLines(_));
        if at_start && !is_json && text.starts_with(BYTE_ORDER_MARK) {
            match self.content {
                Content::Prompts => self.marked.push(self.origin.place.clone()),
                Content::Ids => return Ok(Some(Record { text: without_mark(text), origin: &self.origin })),
            }
        }
        let text = match &self.records {
            // Arguments are prompts as they stand, whatever files hold.
            Records::JsonLines(field) if self.origin.place != Place::Arguments => {
                Cow::Owned(json_lines::prompt(&text, field, &self.origin)?)
            }
            _ => text,
        };
        Ok(Some(Record { text, origin: &self.origin }))
    }

    /// Whether the next record may be long in coming: then what has been answered is to be seen.
    pub fn may_wait(&self) -> bool {
        self.reader.as_ref().is_none_or(|reader| !reader.buffer().contains(&self.records.separator()))
    }

    /// The files that began with a byte order mark, which is part of their first prompt.
    pub fn marked(&self) -> &[Place] {
        &self.marked
    }

    /// What was replaced, if anything was.
    pub fn replaced(&self) -> &Replaced {
        &self.replaced
    }

    /// Takes the bytes of the next record; `false` if there is none.
    fn advance(&mut self) -> Result<bool, InputError> {
        if let Some(argument) = self.arguments.next() {
            self.bytes = argument.into_encoded_bytes();
            self.origin.record += 1;
            return Ok(true);
        }
        loop {
            if self.read_record()? {
                return Ok(true);
            }
            let Some(file) = self.files.next() else { return Ok(false) };
            // The reader of stdin holds its lock, which a second `-f -` wants too.
            self.reader = None;
            let (place, reader) = open(file)?;
            self.reader = Some(BufReader::with_capacity(READ_AHEAD, reader));
            self.origin = Origin { place, record: 0 };
            self.next_start = 0;
        }
    }

    fn read_record(&mut self) -> Result<bool, InputError> {
        let Some(reader) = &mut self.reader else {
            return Ok(false);
        };
        let separator = self.records.separator();
        self.bytes.clear();
        self.origin.record += 1;
        let read = reader
            .read_until(separator, &mut self.bytes)
            .map_err(|error| InputError::Read { origin: self.origin.clone(), error })?;
        self.start = self.next_start;
        self.next_start += read as u64;
        if self.bytes.last() == Some(&separator) {
            self.bytes.pop();
            if separator == b'\n' && self.bytes.last() == Some(&b'\r') {
                self.bytes.pop();
            }
        }
        Ok(read > 0)
    }
}

fn without_mark(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_start_matches(BYTE_ORDER_MARK)),
        Cow::Owned(text) => Cow::Owned(text.trim_start_matches(BYTE_ORDER_MARK).to_owned()),
    }
}

fn open(file: File) -> Result<(Place, Box<dyn Read>), InputError> {
    match file {
        File::Stdin => Ok((Place::Stdin, Box::new(io::stdin().lock()))),
        File::Path(path) => match fs::File::open(&path) {
            Ok(opened) => Ok((Place::File(path), Box::new(opened))),
            Err(error) => Err(InputError::Open { path, error }),
        },
    }
}
