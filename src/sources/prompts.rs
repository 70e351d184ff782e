//! Enters: files, and how they are read. Leaves: their prompts, one after the other, each with its source.

use std::collections::VecDeque;

use super::chunks::{Chunks, LongRecords};
use super::error::SourceError;
use super::files::File;
use super::noted::Noted;
use super::prepared::Written;
use super::reading::Reading;
use crate::place::Source;

/// A prompt from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Prompt {
    /// Its text.
    pub text: String,
    /// Where it comes from.
    pub source: Source,
    /// How it is written, if its file says so.
    pub written: Option<Written>,
}

/// The prompts of files, in order. They are read in chunks, and never lie in memory together. Behind an error nothing is read, but
/// for that of a picture: the files behind it are.
///
/// ```
/// use cliptok::sources::{File, Prompts, Reading};
/// # let folder = std::env::temp_dir().join("cliptok-prompts");
/// # std::fs::create_dir_all(&folder)?;
/// let path = folder.join("captions.csv");
/// std::fs::write(&path, "image,caption\n1.png,\"a cat, sleeping\"\n2.png,a dog\n")?;
/// let prompts = Prompts::of(vec![File::Path(path)], Reading::default());
/// let texts: Vec<String> = prompts.map(|prompt| prompt.map(|prompt| prompt.text)).collect::<Result<_, _>>()?;
/// assert_eq!(texts, ["a cat, sleeping", "a dog"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Prompts {
    chunks: Chunks,
    reading: Reading,
    ready: VecDeque<Result<Prompt, SourceError>>,
    failed: Option<SourceError>,
    noted: Noted,
    buffer: Vec<u8>,
}

impl Prompts {
    /// Those of these files.
    pub fn of(files: Vec<File>, reading: Reading) -> Self {
        Self {
            chunks: Chunks::of(Vec::new(), files, reading.clone(), LongRecords::Whole),
            reading,
            ready: VecDeque::new(),
            failed: None,
            noted: Noted::default(),
            buffer: Vec::new(),
        }
    }

    /// What was remarkable about the input so far.
    pub const fn noted(&self) -> &Noted {
        &self.noted
    }

    /// Reads the next chunk. Returns whether there was one.
    fn advance(&mut self) -> Result<bool, SourceError> {
        let Some(chunk) = self.chunks.next(std::mem::take(&mut self.buffer))? else { return Ok(false) };
        let mut records = chunk.records(&self.reading, &mut self.noted);
        loop {
            match records.next(&mut self.noted) {
                Ok(Some(record)) => {
                    let text = record.text.into_owned();
                    let written = chunk.written();
                    self.ready.push_back(Ok(Prompt { text, source: record.source.clone(), written }));
                }
                Ok(None) => break,
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            }
        }
        // What is wrong with a picture is no reason to leave out those behind it.
        let pictures = chunk.noted.pictures().cloned();
        self.ready.extend(pictures.map(|problem| Err(SourceError::Picture(problem))));
        self.buffer = chunk.into_buffer();
        Ok(true)
    }
}

impl Iterator for Prompts {
    type Item = Result<Prompt, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(prompt) = self.ready.pop_front() {
                return Some(prompt);
            }
            if let Some(error) = self.failed.take() {
                // Reading ends there.
                self.chunks = Chunks::of(Vec::new(), Vec::new(), self.reading.clone(), LongRecords::Whole);
                return Some(Err(error));
            }
            match self.advance() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => self.failed = Some(error),
            }
        }
    }
}
