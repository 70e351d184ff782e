//! Enters: reports. Leaves: JSON, as one array or as one line for each report.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use super::escape::hides;

/// How several answers are written together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// In one array, with one answer per line.
    Array,
    /// One answer per line, and nothing else.
    Lines,
    /// As a part of an array whose brackets are written elsewhere.
    Part,
}

/// A report as one line of JSON, without a newline.
///
/// # Panics
/// If the report cannot be written as JSON. Every type of [`report`](super) can.
#[allow(clippy::expect_used, reason = "no report fails to serialize, and writing to a vector does not fail")]
pub fn to_string(report: &impl Serialize) -> String {
    let mut json = Vec::new();
    Stream::new(Together::Lines).push(&mut json, report).expect("a vector takes all that is written");
    json.pop();
    String::from_utf8(json).expect("JSON is text")
}

/// Writes answers one by one.
#[derive(Debug)]
pub struct Stream {
    together: Together,
    written: u64,
}

impl Stream {
    /// A stream without any answers yet.
    pub const fn new(together: Together) -> Self {
        Self { together, written: 0 }
    }

    /// Writes one answer.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn push(&mut self, mut out: &mut dyn Write, answer: &impl Serialize) -> io::Result<()> {
        self.begin_next(out)?;
        answer.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Visible))?;
        match self.together {
            Together::Array | Together::Part => Ok(()),
            Together::Lines => out.write_all(b"\n"),
        }
    }

    /// A stream for a part of the answers, to be appended to this one.
    #[must_use]
    pub const fn part(&self) -> Self {
        match self.together {
            Together::Array | Together::Part => Self::new(Together::Part),
            Together::Lines => Self::new(Together::Lines),
        }
    }

    /// Appends the answers that a stream from [`Stream::part`] has written.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn append(&mut self, out: &mut dyn Write, part: &[u8]) -> io::Result<()> {
        if part.is_empty() {
            return Ok(());
        }
        self.begin_next(out)?;
        out.write_all(part)
    }

    fn begin_next(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let between: &[u8] = match (self.together, self.written) {
            (Together::Array, 0) => b"[\n",
            (Together::Array | Together::Part, 1..) => b",\n",
            (Together::Lines, _) | (Together::Part, 0) => b"",
        };
        self.written += 1;
        out.write_all(between)
    }

    /// Writes what comes after the last answer.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match (self.together, self.written) {
            (Together::Lines | Together::Part, _) => Ok(()),
            (Together::Array, 0) => out.write_all(b"[]\n"),
            (Together::Array, _) => out.write_all(b"\n]\n"),
        }
    }
}

/// JSON on one line in which nothing is invisible or can change what a terminal shows. Controls, changes of direction,
/// tags and other invisible characters are written as escapes such as `\u202e`. What joins emoji stays. A program reads
/// the same text either way.
struct Visible;

impl Formatter for Visible {
    #[allow(clippy::indexing_slicing, reason = "the positions come from the fragment")]
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let bytes = fragment.as_bytes();
        let mut shown_from = 0;
        for (at, character) in fragment.char_indices().filter(|&(_, character)| hides(character)) {
            out.write_all(&bytes[shown_from..at])?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            shown_from = at + character.len_utf8();
        }
        out.write_all(&bytes[shown_from..])
    }
}
