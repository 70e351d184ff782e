//! Enters: a pickle. Leaves: its bytes, numbers and lines, of which it is checked that they are there.

use std::io::{self, Read};

/// The longest line of text, in which names and numbers stand.
pub(super) const LONGEST_LINE: usize = 4096;

/// What is wrong with a pickle, and where.
#[derive(Debug)]
pub(super) struct PickleError {
    /// In bytes from its start.
    pub(super) offset: u64,
    pub(super) what: String,
}

/// The bytes of a pickle.
pub(super) struct Bytes<R> {
    source: R,
    length: u64,
    offset: u64,
}

impl<R: Read> Bytes<R> {
    /// So many bytes.
    pub(super) const fn new(source: R, length: u64) -> Self {
        Self { source, length, offset: 0 }
    }

    /// How many bytes were read.
    pub(super) const fn offset(&self) -> u64 {
        self.offset
    }

    pub(super) fn error(&self, what: &str) -> PickleError {
        PickleError { offset: self.offset, what: what.to_owned() }
    }

    pub(super) fn fill(&mut self, bytes: &mut [u8]) -> Result<(), PickleError> {
        if bytes.len() as u64 > self.length - self.offset {
            return Err(self.error("it ends in the middle"));
        }
        self.source.read_exact(bytes).map_err(|error| self.error(&format!("it cannot be read: {error}")))?;
        self.offset += bytes.len() as u64;
        Ok(())
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], PickleError> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// A length of so many bytes; it is checked that so much is there.
    pub(super) fn size<const N: usize>(&mut self) -> Result<u64, PickleError> {
        let bytes: [u8; N] = self.array()?;
        let size = bytes.iter().rev().fold(0, |size, &byte| size << 8 | u64::from(byte));
        let left = self.length - self.offset;
        if size > left {
            return Err(self.error(&format!("{size} bytes should follow, and {left} are left")));
        }
        Ok(size)
    }

    /// Passes over some bytes, of which it was checked that they are there.
    pub(super) fn skip(&mut self, bytes: u64) -> Result<(), PickleError> {
        let skipped = io::copy(&mut self.source.by_ref().take(bytes), &mut io::sink());
        skipped.map_err(|error| self.error(&format!("it cannot be read: {error}")))?;
        self.offset += bytes;
        Ok(())
    }

    pub(super) fn line(&mut self) -> Result<String, PickleError> {
        let mut line = Vec::new();
        loop {
            match self.array()? {
                [b'\n'] => return Ok(String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned()),
                [byte] if line.len() < LONGEST_LINE => line.push(byte),
                _ => return Err(self.error(&format!("a line has more than {LONGEST_LINE} bytes"))),
            }
        }
    }

    pub(super) fn line_number(&mut self) -> Result<u64, PickleError> {
        self.line()?.parse().map_err(|_| self.error("a line is no number"))
    }
}
