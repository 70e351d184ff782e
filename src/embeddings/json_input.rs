//! Enters: a part of a file that is JSON. Leaves: what a parser reads of it, byte by byte, with the place where it stopped.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Take};

use serde::de::DeserializeSeed;

/// Bytes for a parser, counted.
struct Counted<R> {
    inner: BufReader<Take<R>>,
    count: u64,
    failed: Option<io::Error>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(bytes) {
            Ok(count) => {
                self.count += count as u64;
                Ok(count)
            }
            Err(error) => {
                if error.kind() != ErrorKind::Interrupted {
                    let words = io::Error::new(error.kind(), error.to_string());
                    self.failed = Some(words);
                }
                Err(error)
            }
        }
    }
}

/// Why JSON could not be read.
pub(super) enum JsonProblem {
    /// The system could not read the file.
    Io(io::Error),
    /// It is not what it should be.
    Malformed {
        /// How many bytes were read until then.
        offset: u64,
        /// What the parser says.
        words: String,
    },
}

/// Reads a value that the next `length` bytes are, with nothing but blanks behind it. The bytes are never in memory together.
/// Nesting ends where serde_json ends it, at 128 levels, if every value goes through a visitor.
pub(super) fn parse<T: for<'de> DeserializeSeed<'de, Value = ()>>(
    input: impl Read,
    length: u64,
    seed: T,
) -> Result<(), JsonProblem> {
    let mut counted = Counted { inner: BufReader::new(input.take(length)), count: 0, failed: None };
    let mut parser = serde_json::Deserializer::from_reader(&mut counted);
    let parsed = seed.deserialize(&mut parser).and_then(|()| parser.end());
    drop(parser);
    match (parsed, counted.failed) {
        (_, Some(error)) => Err(JsonProblem::Io(error)),
        (Ok(()), None) => Ok(()),
        (Err(error), None) => {
            let is_end = counted.inner.fill_buf().is_ok_and(<[u8]>::is_empty);
            // The parser has read the byte that it stumbled over, unless there was none.
            let offset =
                if is_end && error.is_eof() { counted.count } else { counted.count.saturating_sub(1) };
            Err(JsonProblem::Malformed { offset, words: words(&error) })
        }
    }
}

/// What the parser says, without line and column: the offset says it better.
fn words(error: &serde_json::Error) -> String {
    let words = error.to_string();
    match words.rsplit_once(" at line ") {
        Some((before, _)) if error.line() > 0 => before.to_owned(),
        _ => words,
    }
}
