//! Enters: a chunk of the input. Leaves: its prompts, one after the other, as text, each with its source.

use std::borrow::Cow;

use cliptok_bpe::TokenId;

use super::chunks::{Chunk, Extent, Position};
use super::error::SourceError;
use super::extracted::{Extracted, Extracting, Kept};
use super::json::line;
use super::lines::{Lines, Stopped};
use super::noted::Noted;
use super::prepared::{PreparedPrompt, Written};
use super::reading::{Content, Reading};
use super::shape::Shape;
use super::table::rows;
use super::text::utf_8;
use crate::batch::{BatchEncoder, Separator};
use crate::place::{Place, Source};

/// A prompt, or a piece of one.
#[derive(Debug)]
pub struct Record<'c> {
    /// Its text.
    pub text: Cow<'c, str>,
    /// Whether that is all of it.
    pub extent: Extent,
    /// Where it comes from.
    pub source: &'c Source,
    /// How it is written, if its file says so.
    pub written: Option<Written>,
}

/// The prompts of a chunk, in order.
pub struct InChunk<'c> {
    pub(super) chunk: &'c Chunk,
    pub(super) reading: &'c Reading,
    kind: Kind<'c>,
    /// That of the record that was read last.
    source: Source,
}

/// How the prompts of a chunk are read.
enum Kind<'c> {
    /// As they stand: from this byte on, where the record has this number.
    Standing { at: usize, record: u64 },
    /// Not looked at yet.
    Packed,
    /// Those that are left, each with its part.
    Prepared { prompts: std::slice::Iter<'c, PreparedPrompt> },
    /// From this one on.
    Extracted { extracted: Box<Extracted>, next: usize },
}

impl Chunk {
    /// The prompts of the chunk, which was read in this way. What is remarkable about the chunk as a whole is noted.
    pub fn records<'c>(&'c self, reading: &'c Reading, noted: &mut Noted) -> InChunk<'c> {
        noted.add(&mut self.noted.clone());
        let source = self.source.clone();
        let kind = match &self.shape {
            Shape::Text(_) => Kind::Standing { at: 0, record: source.record },
            Shape::Prepared(prepared) if !prepared.is_numbered_only() => {
                Kind::Prepared { prompts: prepared.prompts.iter() }
            }
            _ => Kind::Packed,
        };
        InChunk { chunk: self, reading, kind, source }
    }
}

impl InChunk<'_> {
    /// Where its first prompt comes from.
    pub fn source(&self) -> &Source {
        &self.chunk.source
    }

    /// Whether its prompts stand in their file as text: not those of pictures and archives.
    pub fn is_of_texts(&self) -> bool {
        !matches!(self.chunk.shape, Shape::Prepared(_))
    }

    /// How its prompts are written, if their file says so.
    pub fn written(&self) -> Option<Written> {
        self.chunk.written()
    }

    /// What separates its prompts, if they stand in the file as they are.
    pub fn separator(&self) -> Option<Separator> {
        self.chunk.shape.separator()
    }

    /// The newline at the end of a file that is one prompt, which is no part of it; else nothing.
    pub fn newline(&self) -> &[u8] {
        let bytes = self.chunk.bytes();
        match self.chunk.shape {
            Shape::Text(Separator::None) => bytes.get(without_newline(bytes).len()..).unwrap_or_default(),
            _ => &[],
        }
    }

    /// All prompts that are left, if they are whole and can stand in one buffer.
    pub fn lines(&mut self, noted: &mut Noted) -> Option<Lines<'_>> {
        if self.chunk.extent != Extent::Whole || self.is_empty_prompt() {
            return None;
        }
        self.unpack(Kept::Prompts, noted);
        let invalid = self.reading.invalid;
        match &mut self.kind {
            Kind::Standing { at, record } => {
                let separator = self.chunk.shape.separator()?;
                let first = Source { record: *record, ..self.chunk.source.clone() };
                let bytes = self.chunk.bytes().get(*at..).unwrap_or_default();
                if self.reading.content == Content::Prompts {
                    note_marks(bytes, separator, &first, noted);
                }
                let before = self.chunk.offset.map(|before| before + *at as u64);
                *at += bytes.len();
                let bytes = match separator {
                    Separator::None => without_newline(bytes),
                    _ => bytes,
                };
                // A prompt that is only its newline is empty, and no line would be left.
                if bytes.is_empty() && separator == Separator::None {
                    *at = 0;
                    return None;
                }
                Some(Lines { bytes, separator, invalid, first, numbers: None, before, failed: None })
            }
            Kind::Extracted { extracted, next: 0 } => {
                let failed = extracted.failed.take();
                if extracted.as_lines().is_none() {
                    extracted.failed = failed;
                    return None;
                }
                let (bytes, separator, numbers) = extracted.as_lines()?;
                let first = self.chunk.source.clone();
                Some(Lines { bytes, separator, invalid, first, numbers: Some(numbers), before: None, failed })
            }
            _ => None,
        }
    }

    /// Hands over the ids of every prompt that is left.
    ///
    /// # Errors
    /// If a record is not what it should be; and whatever `take` returns. Reading ends there.
    pub fn encode_each<E: From<SourceError>>(
        &mut self,
        encoder: &mut BatchEncoder,
        noted: &mut Noted,
        mut take: impl FnMut(&Source, Extent, &[TokenId]) -> Result<(), E>,
    ) -> Result<(), E> {
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

    /// The next prompt, or `None` after the last one of the chunk.
    ///
    /// # Errors
    /// If it is not what it is to be. Reading ends there.
    pub fn next(&mut self, noted: &mut Noted) -> Result<Option<Record<'_>>, SourceError> {
        self.unpack(Kept::Prompts, noted);
        let chunk = self.chunk;
        let is_empty_prompt = self.is_empty_prompt();
        match &mut self.kind {
            Kind::Standing { at, record } => {
                let rest = chunk.bytes().get(*at..).unwrap_or_default();
                if rest.is_empty() && !is_empty_prompt {
                    return Ok(None);
                }
                let separator = chunk.shape.separator().unwrap_or(Separator::None);
                let (bytes, behind) = separator.split_first(rest);
                let before = chunk.offset.map(|before| before + *at as u64);
                *at += rest.len() - behind.len();
                self.source = Source { record: *record, ..chunk.source.clone() };
                *record += 1;
                let bytes = match (separator, chunk.extent) {
                    (Separator::None, Extent::Whole | Extent::LastPiece) => without_newline(bytes),
                    _ => bytes,
                };
                let decoded = utf_8(bytes, before, self.reading.invalid, &self.source)?;
                noted.replaced.note_many(&self.source, decoded.replaced);
                if self.reading.content == Content::Prompts {
                    note_marks(bytes, Separator::None, &self.source, noted);
                }
                Ok(Some(Record {
                    text: decoded.text,
                    extent: chunk.extent,
                    source: &self.source,
                    written: None,
                }))
            }
            Kind::Packed => Ok(None),
            Kind::Prepared { prompts } => Ok(prompts.next().map(|prompt| {
                self.source.record = prompt.number;
                self.source.part.clone_from(&prompt.part);
                let (text, written) = (Cow::Borrowed(prompt.text.as_str()), chunk.written());
                Record { text, extent: Extent::Whole, source: &self.source, written }
            })),
            Kind::Extracted { extracted, next } => {
                if extracted.prompt(*next).is_none() {
                    return extracted.failed.take().map_or(Ok(None), Err);
                }
                *next += 1;
                let Some((text, record)) = extracted.prompt(*next - 1) else { return Ok(None) };
                self.source.record = record;
                let (text, written) = (Cow::Borrowed(text), chunk.written());
                Ok(Some(Record { text, extent: Extent::Whole, source: &self.source, written }))
            }
        }
    }

    /// The prompts of the chunk's records, which are no text as they stand; `None` if they are.
    pub(super) fn extracted(&mut self, noted: &mut Noted) -> Option<&mut Extracted> {
        self.unpack(Kept::Records, noted);
        match &mut self.kind {
            Kind::Extracted { extracted, .. } => Some(extracted),
            Kind::Standing { .. } | Kind::Prepared { .. } | Kind::Packed => None,
        }
    }

    /// Whether the chunk is a file that is one prompt and empty, and was not read yet.
    fn is_empty_prompt(&self) -> bool {
        let is_one = matches!(self.chunk.shape, Shape::Text(Separator::None | Separator::Nul));
        let is_new = matches!(self.kind, Kind::Standing { record, .. } if record == self.chunk.source.record);
        let is_file = self.chunk.source.place != Place::Arguments;
        is_one && is_new && is_file && self.chunk.position == Position::First && self.chunk.bytes().is_empty()
    }

    /// Takes the prompts out of records, if that is not done yet.
    fn unpack(&mut self, kept: Kept, noted: &mut Noted) {
        if !matches!(self.kind, Kind::Packed) {
            return;
        }
        let bytes = self.chunk.bytes();
        let mut into = Extracting {
            reading: self.reading,
            kept,
            first: &self.chunk.source,
            out: Extracted::default(),
            noted,
        };
        match &self.chunk.shape {
            Shape::Text(_) => {}
            Shape::FirstLine => first_line(bytes, self.chunk.offset, &mut into),
            Shape::JsonLines(field) => {
                line::extract(bytes, self.chunk.offset, field, line::Lines::OfFile, &mut into);
            }
            Shape::JsonRecords(field) => {
                line::extract(bytes, None, field, line::Lines::OfDocument, &mut into);
            }
            Shape::Table(head) => rows::extract(bytes, self.chunk.offset, head, &mut into),
            Shape::Prepared(prepared) => {
                prepared.prompts.iter().for_each(|prompt| into.out.push(&prompt.text, prompt.number));
            }
        }
        self.kind = Kind::Extracted { extracted: Box::new(into.out), next: 0 };
    }
}

/// A caption as kohya's trainer reads it: Python ends lines at CR too, and `strip` takes what Python calls white space.
pub(super) fn first_line(bytes: &[u8], before: Option<u64>, into: &mut Extracting<'_>) {
    let source = into.first.clone();
    match utf_8(bytes, before, into.reading.invalid, &source) {
        Ok(decoded) => {
            into.noted.replaced.note_many(&source, decoded.replaced);
            let line = decoded.text.split(['\n', '\r']).next().unwrap_or_default();
            into.out.push(line.trim_matches(is_python_space), source.record);
        }
        Err(error) => into.out.failed = Some(error),
    }
}

/// What Python's `str.strip` takes away: what Unicode calls white space, and four separators of ASCII.
fn is_python_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1C}'..='\u{1F}')
}

/// A prompt without the newline that ends its file.
pub(super) fn without_newline(bytes: &[u8]) -> &[u8] {
    let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    if line.len() < bytes.len() { line.strip_suffix(b"\r").unwrap_or(line) } else { line }
}

/// Notes byte order marks; the one at the start of a file was left out before.
fn note_marks(bytes: &[u8], separator: Separator, first: &Source, noted: &mut Noted) {
    if first.place == Place::Arguments {
        return;
    }
    let mut source = first.clone();
    let mut counted = 0;
    for at in memchr::memmem::find_iter(bytes, "\u{FEFF}") {
        let before = bytes.get(counted..at).unwrap_or_default();
        if separator != Separator::None {
            source.record += memchr::memchr_iter(separator.byte(), before).count() as u64;
        }
        counted = at;
        noted.marks.note(&source);
    }
}
