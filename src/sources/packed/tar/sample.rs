//! Enters: the members of an archive, one after the other. Leaves: the prompts of their samples, in batches.

use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::member::{Kind, name};
use crate::place::{Part, Source};
use crate::sources::chunks::CHUNK;
use crate::sources::encoding::Decoding;
use crate::sources::error::SourceError;
use crate::sources::extracted::{Extracted, Extracting, Kept};
use crate::sources::json::line::{self, Lines};
use crate::sources::missing::Missing;
use crate::sources::noted::Noted;
use crate::sources::prepared::{Prepared, PreparedPrompt};
use crate::sources::reading::{Captions, Reading};
use crate::sources::records::{first_line, without_newline};
use crate::sources::text::utf_8;

/// The most that is read of a member that holds a prompt, in bytes.
const MOST: u64 = 16 << 20;

/// What is read of an archive.
pub(super) struct Reader {
    reading: Reading,
    /// That of the sample that is being read.
    source: Source,
    sample: Option<Sample>,
    prompts: Vec<PreparedPrompt>,
    noted: Noted,
    /// How many bytes of texts and members wait.
    size: usize,
}

/// Members with the same key that follow each other.
struct Sample {
    key: String,
    /// Those that hold prompts, of the kind that counts.
    members: Vec<(String, Vec<u8>)>,
    kind: Option<Kind>,
}

impl Reader {
    pub(super) fn new(reading: Reading, source: Source) -> Self {
        let source = Source { record: 0, ..source };
        Self { reading, source, sample: None, prompts: Vec::new(), noted: Noted::default(), size: 0 }
    }

    /// Where it is.
    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    /// Whether what was read is worth a chunk.
    pub(super) fn is_full(&self) -> bool {
        self.size >= CHUNK
    }

    /// What was read and not taken yet.
    pub(super) fn take(&mut self) -> (Prepared, Noted) {
        let prompts = std::mem::take(&mut self.prompts);
        let noted = std::mem::take(&mut self.noted);
        let size = std::mem::take(&mut self.size);
        (Prepared { prompts, written: None, size, kind: "an archive" }, noted)
    }

    /// Reads the next member.
    ///
    /// # Errors
    /// If it cannot be read, or the sample before it has no prompt.
    pub(super) fn member(&mut self, path: &str, mut bytes: impl Read) -> Result<(), SourceError> {
        self.size += 512;
        let Some(name) = name(path, &self.reading.field) else {
            self.noted.hidden_members.note(&self.at(path));
            return Ok(());
        };
        if self.sample.as_ref().is_none_or(|sample| sample.key != name.key) {
            self.end_sample()?;
            self.source.record += 1;
            self.sample = Some(Sample { key: name.key.to_owned(), members: Vec::new(), kind: None });
        }
        let at = self.at(path);
        let (Some(sample), Some(kind)) = (&mut self.sample, name.kind) else { return Ok(()) };
        if sample.kind.is_some_and(|best| best < kind) {
            return Ok(());
        }
        if sample.kind != Some(kind) {
            sample.members.clear();
        }
        let mut read = Vec::new();
        let length = bytes.by_ref().take(MOST + 1).read_to_end(&mut read);
        let length = length.map_err(|error| SourceError::Archive { source: at.clone(), error })?;
        if length as u64 > MOST {
            return Err(SourceError::LongMember { source: at, most: MOST });
        }
        self.size += length;
        sample.kind = Some(kind);
        sample.members.push((path.to_owned(), read));
        Ok(())
    }

    /// Takes the prompts out of the sample that was read last, if there is one.
    ///
    /// # Errors
    /// If it has none and has to, or they are not what they should be.
    pub(super) fn end_sample(&mut self) -> Result<(), SourceError> {
        let Some(Sample { key, members, kind }) = self.sample.take() else { return Ok(()) };
        if members.is_empty() {
            return self.missing(key);
        }
        for (path, bytes) in members {
            let source = self.at(&path);
            let bytes = self.decoded(bytes, &source)?;
            let mut into = Extracting {
                reading: &self.reading,
                kept: Kept::Prompts,
                first: &source,
                out: Extracted::default(),
                noted: &mut self.noted,
            };
            match kind {
                Some(Kind::Json) => {
                    // A record may be written on several lines, and a line break in a string is no JSON anyway.
                    let line: Vec<u8> =
                        bytes.iter().map(|&byte| if byte == b'\n' { b' ' } else { byte }).collect();
                    line::extract(&line, None, &self.reading.field, Lines::OfFile, &mut into);
                }
                _ if self.reading.captions == Captions::FirstLine => first_line(&bytes, None, &mut into),
                _ => {
                    let decoded = utf_8(without_newline(&bytes), None, self.reading.invalid, &source)?;
                    into.noted.replaced.note_many(&source, decoded.replaced);
                    into.out.push(&decoded.text, source.record);
                }
            }
            let out = into.out;
            let texts = (0..).map_while(|nth| out.prompt(nth));
            self.prompts.extend(texts.map(|(text, number)| PreparedPrompt {
                text: text.to_owned(),
                number,
                part: source.part.clone(),
            }));
            if let Some(failed) = out.failed {
                return Err(failed);
            }
        }
        Ok(())
    }

    /// What a sample is that has no member with a prompt.
    fn missing(&mut self, key: String) -> Result<(), SourceError> {
        let source = self.source.clone();
        match self.reading.missing {
            Missing::Error => return Err(SourceError::NoMember { source, key }),
            Missing::Empty => {
                self.noted.missing_as_empty.note(&source);
                let part = Part { member: Some(key), ..Part::default() };
                self.prompts.push(PreparedPrompt { text: String::new(), number: source.record, part });
            }
            Missing::Skip => self.noted.left_out.note(&source),
        }
        Ok(())
    }

    fn at(&self, path: &str) -> Source {
        Source { part: Part { member: Some(path.to_owned()), ..Part::default() }, ..self.source.clone() }
    }

    /// The bytes of a member in UTF-8, if an encoding was named.
    fn decoded(&mut self, bytes: Vec<u8>, source: &Source) -> Result<Vec<u8>, SourceError> {
        let Some(encoding) = self.reading.encoding else { return Ok(bytes) };
        let replaced = Arc::new(AtomicU64::new(0));
        let mut decoded = Vec::new();
        let bytes = Box::new(Cursor::new(bytes));
        let mut decoding = Decoding::new(bytes, encoding, self.reading.invalid, Arc::clone(&replaced));
        decoding
            .read_to_end(&mut decoded)
            .map_err(|error| SourceError::Archive { source: source.clone(), error })?;
        self.noted.replaced.note_many(source, replaced.load(Ordering::Relaxed));
        Ok(decoded)
    }
}
