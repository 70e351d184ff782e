//! Enters: a GGUF file. Leaves: its numbers and strings one after the other; every length is held against the file first.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

/// A place in a file whose length is known.
pub(super) struct Cursor<R> {
    file: BufReader<R>,
    position: u64,
    length: u64,
}

/// Why a file cannot be read on.
pub(super) enum Problem {
    /// The system could not read it.
    Io(io::Error),
    /// It is not what the format says: where, and what.
    Malformed(u64, String),
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl<R: Read + Seek> Cursor<R> {
    pub(super) fn new(mut file: R) -> Result<Self, Problem> {
        let length = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        Ok(Self { file: BufReader::new(file), position: 0, length })
    }

    /// How many bytes are before this place.
    pub(super) const fn position(&self) -> u64 {
        self.position
    }

    /// How many bytes the file has.
    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    /// How many bytes are left.
    pub(super) const fn left(&self) -> u64 {
        self.length - self.position
    }

    /// An error at this place.
    pub(super) const fn wrong(&self, what: String) -> Problem {
        Problem::Malformed(self.position, what)
    }

    /// So many bytes, unless the file ends before: they are all there when memory is asked for.
    fn check(&self, bytes: u64, what: &str) -> Result<(), Problem> {
        if bytes > self.left() {
            let left = self.left();
            return Err(self.wrong(format!("{what} should have {bytes} bytes, but only {left} follow")));
        }
        Ok(())
    }

    fn array<const N: usize>(&mut self, what: &str) -> Result<[u8; N], Problem> {
        self.check(N as u64, what)?;
        let mut bytes = [0; N];
        self.file.read_exact(&mut bytes)?;
        self.position += N as u64;
        Ok(bytes)
    }

    pub(super) fn u32(&mut self, what: &str) -> Result<u32, Problem> {
        self.array(what).map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self, what: &str) -> Result<u64, Problem> {
        self.array(what).map(u64::from_le_bytes)
    }

    /// Walks over bytes without reading them.
    pub(super) fn skip(&mut self, bytes: u64, what: &str) -> Result<(), Problem> {
        self.check(bytes, what)?;
        let offset =
            i64::try_from(bytes).map_err(|_| self.wrong(format!("{what} should have {bytes} bytes")))?;
        self.file.seek_relative(offset)?;
        self.position += bytes;
        Ok(())
    }

    /// Walks over a string.
    pub(super) fn skip_string(&mut self, what: &str) -> Result<(), Problem> {
        let bytes = self.u64(what)?;
        self.skip(bytes, what)
    }

    /// A string of at most so many bytes.
    pub(super) fn string(&mut self, most: u64, what: &str) -> Result<String, Problem> {
        let at = self.position;
        let length = self.u64(what)?;
        self.check(length, what)?;
        if length > most {
            return Err(Problem::Malformed(
                at,
                format!("{what} should have {length} bytes, but the limit is {most}"),
            ));
        }
        let mut bytes = vec![0; length as usize];
        self.file.read_exact(&mut bytes)?;
        self.position += length;
        String::from_utf8(bytes).map_err(|_| Problem::Malformed(at, format!("{what} is not UTF-8")))
    }
}
