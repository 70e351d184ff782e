//! Enters: a chunk of the input. Leaves: its records, one after the other, as text, each with its source.

use std::borrow::Cow;

use anyhow::Result;

use super::chunks::{Chunk, Extent};
use super::{Content, Input, Lines, Records, Stopped, json_lines};
use crate::batch::Invalid;
use crate::cli::error::InputError;
use crate::report::{Place, Source};
use crate::{BatchEncoder, TokenId};

/// What some editors put at the start of a file.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// How the bytes of records are read.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    records: Records,
    invalid: Invalid,
    content: Content,
}

/// What is to be said of the input when all is answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Noted {
    /// How many stretches of bytes `--lossy` has replaced.
    pub replaced: u64,
    /// Where the first one was.
    pub first_replaced: Option<Source>,
    /// The files that began with a byte order mark, which is part of their first prompt.
    pub marked: Vec<Place>,
}

impl Noted {
    /// Adds what was noted of a later part of the input.
    pub(crate) fn add(&mut self, later: &mut Self) {
        self.replaced += std::mem::take(&mut later.replaced);
        self.first_replaced = self.first_replaced.take().or(later.first_replaced.take());
        self.marked.append(&mut later.marked);
    }
}

/// A record, or a piece of one.
#[derive(Debug)]
pub(crate) struct Record<'c> {
    pub text: Cow<'c, str>,
    pub extent: Extent,
    pub source: &'c Source,
}

/// The records of a chunk, in order.
pub(crate) struct InChunk<'c> {
    chunk: &'c Chunk,
    reading: &'c Reading,
    at: usize,
    /// That of the record at `at`.
    next: Source,
    /// That of the record before it.
    source: Source,
}

impl Reading {
    pub(crate) fn of(input: &Input) -> Self {
        Self { records: input.records.clone(), invalid: input.invalid, content: input.content }
    }

    pub(crate) fn records<'c>(&'c self, chunk: &'c Chunk) -> InChunk<'c> {
        let source = chunk.source.clone();
        InChunk { chunk, reading: self, at: 0, next: source.clone(), source }
    }
}

impl<'c> InChunk<'c> {
    /// All records that are left, if they are whole and are text as they stand.
    pub(crate) fn lines(&mut self, noted: &mut Noted) -> Option<Lines<'c>> {
        let is_whole = self.chunk.extent == Extent::Whole;
        let is_text = !matches!(self.reading.records, Records::JsonLines(_));
        if !is_whole || !is_text {
            return None;
        }
        let bytes = self.chunk.bytes().get(self.at..).unwrap_or_default();
        if Self::is_at_start(&self.next) && bytes.starts_with(BYTE_ORDER_MARK.as_bytes()) {
            noted.marked.push(self.next.place.clone());
        }
        let before = self.chunk.offset + self.at as u64;
        self.at += bytes.len();
        let (separator, invalid) = (self.chunk.separator, self.reading.invalid);
        Some(Lines { bytes, separator, invalid, first: self.next.clone(), before })
    }

    /// Hands over the ids of every record that is left.
    ///
    /// # Errors
    /// If a record is not what it should be; and whatever `take` returns. Reading ends there.
    pub(crate) fn encode_each(
        &mut self,
        encoder: &mut BatchEncoder,
        noted: &mut Noted,
        mut take: impl FnMut(&Source, Extent, &[TokenId]) -> Result<()>,
    ) -> Result<()> {
        if let Some(lines) = self.lines(noted) {
            let Lines { bytes, separator, invalid, .. } = lines;
            let mut source = lines.first.clone();
            let result = encoder.encode_lines(bytes, separator, invalid, |line, ids| {
                source.record = lines.record(line);
                take(&source, Extent::Whole, ids).map_err(Stopped::By)
            });
            return lines.end(result, noted);
        }
        let mut ids = Vec::new();
        while let Some(record) = self.next(noted)? {
            ids.clear();
            encoder.encode(&record.text, &mut ids);
            take(record.source, record.extent, &ids)?;
        }
        Ok(())
    }

    /// Whether a record is the first of a file, where a byte order mark may stand.
    fn is_at_start(source: &Source) -> bool {
        source.place != Place::Arguments && source.record == 1
    }

    /// The next record, or `None` after the last one of the chunk.
    ///
    /// # Errors
    /// If it is not what it is to be. Reading ends there.
    pub(crate) fn next(&mut self, noted: &mut Noted) -> Result<Option<Record<'_>>, InputError> {
        let rest = self.chunk.bytes().get(self.at..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        self.source.clone_from(&self.next);
        let (bytes, behind) = self.chunk.separator.split_first(rest);
        let start = self.at;
        self.at += rest.len() - behind.len();
        self.next.record += 1;
        let text = self.text(bytes, start, noted)?;
        Ok(Some(Record { text, extent: self.chunk.extent, source: &self.source }))
    }

    fn text(&self, bytes: &'c [u8], start: usize, noted: &mut Noted) -> Result<Cow<'c, str>, InputError> {
        let (source, reading) = (&self.source, self.reading);
        let text = match (std::str::from_utf8(bytes), reading.invalid) {
            (Ok(text), _) => Cow::Borrowed(text),
            (Err(error), Invalid::Refuse) => {
                let at = error.valid_up_to();
                // An argument has nothing before it.
                let before =
                    if source.place == Place::Arguments { 0 } else { self.chunk.offset + start as u64 };
                return Err(InputError::NotUtf8 {
                    source: source.clone(),
                    offset: before + at as u64,
                    byte: bytes.get(at).copied().unwrap_or_default(),
                });
            }
            (Err(_), Invalid::Replace) => {
                let stretches = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
                noted.replaced += stretches as u64;
                noted.first_replaced.get_or_insert_with(|| source.clone());
                String::from_utf8_lossy(bytes)
            }
        };
        if let Records::JsonLines(field) = &reading.records {
            return Ok(Cow::Owned(json_lines::prompt(&text, field, source)?));
        }
        if Self::is_at_start(source) && text.starts_with(BYTE_ORDER_MARK) {
            match reading.content {
                Content::Prompts => noted.marked.push(source.place.clone()),
                Content::Ids => return Ok(without_mark(text)),
            }
        }
        Ok(text)
    }
}

fn without_mark(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)),
        Cow::Owned(text) => Cow::Owned(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text).to_owned()),
    }
}
