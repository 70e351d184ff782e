//! Enters: the bytes of a document, as they are read. Leaves: those that are not behind yet, and where in the file they are.

use std::io::{self, ErrorKind, Read};

use crate::sources::error::DocumentProblem;

/// How much is read at once.
const READ_AT_ONCE: usize = 64 << 10;

/// What was read of a document and is not behind yet.
pub(super) struct Input {
    inner: Box<dyn Read + Send>,
    /// It begins at `at`.
    bytes: Vec<u8>,
    at: usize,
    end: End,
    /// Where in the file the bytes begin.
    offset: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Ahead,
    Reached,
}

/// What is wrong with a document, and where. It travels in an error of the reader.
#[derive(Clone, Copy, Debug)]
pub(in crate::sources) struct Broken {
    pub offset: u64,
    pub problem: DocumentProblem,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "byte offset {}: {}", self.offset, self.problem)
    }
}

impl std::error::Error for Broken {}

impl Input {
    /// What `inner` holds from this offset of the file on.
    pub(super) fn new(inner: Box<dyn Read + Send>, offset: u64) -> Self {
        Self { inner, bytes: Vec::new(), at: 0, end: End::Ahead, offset }
    }

    /// What is there.
    pub(super) fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Leaves so many bytes behind.
    pub(super) fn pass(&mut self, length: usize) {
        self.at += length;
    }

    /// Reads on. Returns whether there was something.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        if self.end == End::Reached {
            return Ok(false);
        }
        self.bytes.drain(..self.at);
        self.offset += self.at as u64;
        self.at = 0;
        let filled = self.bytes.len();
        self.bytes.resize(filled + READ_AT_ONCE, 0);
        let read = loop {
            match self.inner.read(self.bytes.get_mut(filled..).unwrap_or_default()) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.bytes.truncate(filled + read.as_ref().copied().unwrap_or_default());
        if read? == 0 {
            self.end = End::Reached;
        }
        Ok(self.end == End::Ahead)
    }

    /// The next byte that is no white space, without passing it.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let rest = self.rest();
            let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let next = rest.get(blank).copied();
            self.at += blank;
            if next.is_some() || !self.more()? {
                return Ok(next);
            }
        }
    }

    /// The error for what is wrong so many bytes further on.
    pub(super) fn wrong<T>(&self, further: usize, problem: DocumentProblem) -> io::Result<T> {
        let offset = self.offset + (self.at + further) as u64;
        Err(io::Error::new(ErrorKind::InvalidData, Broken { offset, problem }))
    }

    /// The error for something else that should stand here.
    pub(super) fn expected<T>(&self, what: &'static str) -> io::Result<T> {
        let is_at_end = self.rest().is_empty();
        self.wrong(0, if is_at_end { DocumentProblem::Unfinished } else { DocumentProblem::Expected(what) })
    }
}
