//! Enters: reports. Leaves: JSON, as one array or a line for each.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use super::escape::hides;

/// How several answers stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// In one array, an answer a line.
    Array,
    /// One a line, and nothing else.
    Lines,
    /// As a part of an array, whose brackets others write.
    Part,
}

/// A report as one line of JSON, without a newline.
///
/// # Panics
/// If the report cannot be JSON, which every type of [`report`](super) can.
#[allow(clippy::expect_used, reason = "a report has neither maps with odd keys nor errors of its own")]
pub fn to_string(report: &impl Serialize) -> String {
    let mut json = Vec::new();
    Stream::new(Together::Lines).push(&mut json, report).expect("a vector takes all that is written");
    json.pop();
    String::from_utf8(json).expect("JSON is text")
}

/// Writes answers as they come.
#[derive(Debug)]
pub struct Stream {
    together: Together,
    written: u64,
}

impl Stream {
    /// A stream of no answers yet.
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

    /// A stream for answers that others are to come before.
    #[must_use]
    pub const fn part(&self) -> Self {
        match self.together {
            Together::Array | Together::Part => Self::new(Together::Part),
            Together::Lines => Self::new(Together::Lines),
        }
    }

    /// Writes the answers that a stream of [`Stream::part`] has written.
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

/// JSON on one line in which nothing can change what a terminal shows, or hide from the eye: controls,
/// turns of direction, tags and other invisible characters are written as `\u202e`. What joins emoji
/// stays. What a program reads is the same.
struct Visible;

impl Formatter for Visible {
    #[allow(clippy::indexing_slicing, reason = "it is cut before and behind characters")]
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
