//! Enters: a chunk of a source. Leaves: its records, one after the other, as text, each with its origin.

pub mod chunks;
pub mod ids;
mod json_lines;

use std::borrow::Cow;

use cliptok::fast::Separator;

use super::error::InputError;
use super::job::{Content, Invalid, Records, Source};
use super::origin::{Origin, Place};
use chunks::{Chunk, Extent};

/// What some editors put at the start of a file.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// How the bytes of records are read.
#[derive(Clone, Debug)]
pub struct Reading {
    records: Records,
    invalid: Invalid,
    content: Content,
}

/// What is to be said of the input when all is answered.
#[derive(Clone, Debug, Default)]
pub struct Noted {
    /// How many stretches of bytes `--lossy` has replaced.
    pub replaced: u64,
    /// Where the first one was.
    pub first_replaced: Option<Origin>,
    /// The files that began with a byte order mark, which is part of their first prompt.
    pub marked: Vec<Place>,
}

impl Noted {
    /// Adds what was noted of a later part of the input.
    pub fn add(&mut self, later: &mut Self) {
        self.replaced += std::mem::take(&mut later.replaced);
        self.first_replaced = self.first_replaced.take().or(later.first_replaced.take());
        self.marked.append(&mut later.marked);
    }
}

/// A record, or a piece of one.
#[derive(Debug)]
pub struct Record<'c> {
    pub text: Cow<'c, str>,
    pub extent: Extent,
    pub origin: &'c Origin,
}

/// The records of a chunk, in order.
pub struct InChunk<'c> {
    chunk: &'c Chunk,
    reading: &'c Reading,
    at: usize,
    /// That of the record at `at`.
    next: Origin,
    /// That of the record before it.
    origin: Origin,
}

impl Reading {
    pub fn of(source: &Source) -> Self {
        Self { records: source.records.clone(), invalid: source.invalid, content: source.content }
    }

    pub fn records<'c>(&'c self, chunk: &'c Chunk) -> InChunk<'c> {
        let origin = chunk.origin.clone();
        InChunk { chunk, reading: self, at: 0, next: origin.clone(), origin }
    }

    /// Whether a record of the place is text as it stands there. Arguments are, whatever files hold.
    fn is_text(&self, place: &Place) -> bool {
        *place == Place::Arguments || !matches!(self.records, Records::JsonLines(_))
    }
}

impl<'c> InChunk<'c> {
    /// The records that are left, where they are whole and are text as they stand; else nothing. A record with a byte order mark
    /// is one of which there is something to say.
    pub fn rest(&self) -> &'c [u8] {
        let rest = self.chunk.bytes().get(self.at..).unwrap_or_default();
        let is_marked =
            self.next.record == 1 && rest.starts_with(BYTE_ORDER_MARK.encode_utf8(&mut [0; 3]).as_bytes());
        let is_whole = self.chunk.extent == Extent::Whole;
        if is_whole && self.reading.is_text(&self.next.place) && !is_marked { rest } else { &[] }
    }

    /// What stands behind each record.
    pub const fn separator(&self) -> Separator {
        self.chunk.separator
    }

    /// The texts of records that are plain.
    pub fn texts(&self, plain: &'c [u8]) -> impl Iterator<Item = Cow<'c, str>> + use<'c> {
        let separator = self.separator();
        let records = plain.split(move |&byte| byte == separator.byte());
        records.map(move |record| String::from_utf8_lossy(separated(record, separator)))
    }

    /// Passes over so many bytes that were so many records. Returns the origin of the first of them.
    pub fn pass(&mut self, bytes: usize, records: usize) -> Origin {
        self.at += bytes;
        let first = self.next.clone();
        self.next.record += records as u64;
        first
    }

    /// The next record, or `None` after the last one of the chunk.
    ///
    /// # Errors
    /// If it is not what it is to be. Reading ends there.
    pub fn next(&mut self, noted: &mut Noted) -> Result<Option<Record<'_>>, InputError> {
        let rest = self.chunk.bytes().get(self.at..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        self.origin.clone_from(&self.next);
        let separator = self.chunk.separator;
        let end = memchr::memchr(separator.byte(), rest);
        let bytes = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let bytes = if end.is_some() { separated(bytes, separator) } else { bytes };
        let start = self.at;
        self.at += end.map_or(rest.len(), |end| end + 1);
        self.next.record += 1;
        let text = self.text(bytes, start, noted)?;
        Ok(Some(Record { text, extent: self.chunk.extent, origin: &self.origin }))
    }

    fn text(&self, bytes: &'c [u8], start: usize, noted: &mut Noted) -> Result<Cow<'c, str>, InputError> {
        let (origin, reading) = (&self.origin, self.reading);
        let text = match (std::str::from_utf8(bytes), reading.invalid) {
            (Ok(text), _) => Cow::Borrowed(text),
            (Err(error), Invalid::Refuse) => {
                let at = error.valid_up_to();
                // An argument has nothing before it.
                let before =
                    if origin.place == Place::Arguments { 0 } else { self.chunk.offset + start as u64 };
                return Err(InputError::NotUtf8 {
                    origin: origin.clone(),
                    offset: before + at as u64,
                    byte: bytes.get(at).copied().unwrap_or_default(),
                });
            }
            (Err(_), Invalid::Replace) => {
                let stretches = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
                noted.replaced += stretches as u64;
                noted.first_replaced.get_or_insert_with(|| origin.clone());
                String::from_utf8_lossy(bytes)
            }
        };
        if !reading.is_text(&origin.place) {
            let Records::JsonLines(field) = &reading.records else { return Ok(text) };
            return Ok(Cow::Owned(json_lines::prompt(&text, field, origin)?));
        }
        let at_start = origin.place != Place::Arguments && origin.record == 1;
        if at_start && text.starts_with(BYTE_ORDER_MARK) {
            match reading.content {
                Content::Prompts => noted.marked.push(origin.place.clone()),
                Content::Ids => return Ok(without_mark(text)),
            }
        }
        Ok(text)
    }
}

/// A record without what belongs to the separator behind it.
fn separated(record: &[u8], separator: Separator) -> &[u8] {
    match record {
        [line @ .., b'\r'] if separator == Separator::LineFeed => line,
        _ => record,
    }
}

fn without_mark(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)),
        Cow::Owned(text) => Cow::Owned(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text).to_owned()),
    }
}
