//! Enters: a Zip, as PyTorch writes it. Leaves: its entries, and where their bytes lie.

use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::embeddings::error::EmbeddingsError;

/// What an end of a directory begins with, and how long it is without its comment.
const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
/// The longest comment behind it.
const LONGEST_COMMENT: u64 = 0xFFFF;
/// The same of Zip64, and of what says where that is.
const END_64: &[u8] = b"PK\x06\x06";
const END_64_BYTES: usize = 56;
const LOCATOR_64: &[u8] = b"PK\x06\x07";
const LOCATOR_64_BYTES: usize = 20;
/// What a line of the directory begins with, and how long it is without its name.
const LINE: &[u8] = b"PK\x01\x02";
const LINE_BYTES: usize = 46;
/// The same of what stands before the bytes of an entry.
const LOCAL: &[u8] = b"PK\x03\x04";
const LOCAL_BYTES: usize = 30;
/// The longest directory that is read: a checkpoint has some thousand entries.
const LONGEST_DIRECTORY: u64 = 32 << 20;
/// What a number of four bytes is that stands in Zip64's extra field.
const IN_EXTRA: u64 = 0xFFFF_FFFF;

/// An entry of a Zip.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Whether its bytes are in the file as they are.
    is_stored: bool,
    pub(super) length: u64,
    /// Where the header before its bytes begins.
    header: u64,
}

/// A Zip, of which each entry can be looked up.
pub(super) struct Zip<'p, F> {
    file: F,
    length: u64,
    path: &'p Path,
    pub(super) entries: Vec<Entry>,
}

/// Two, four, or eight bytes as a number, from a place on; 0 behind the end, which the caller has ruled out.
fn number<const N: usize>(bytes: &[u8], at: usize) -> u64 {
    let taken = bytes.get(at..at + N).unwrap_or_default();
    taken.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

impl<'p, F: Read + Seek> Zip<'p, F> {
    /// Reads the directory.
    pub(super) fn open(mut file: F, path: &'p Path) -> Result<Self, EmbeddingsError> {
        let system = |error| EmbeddingsError::Io { path: path.to_owned(), error };
        let length = file.seek(SeekFrom::End(0)).map_err(system)?;
        let mut zip = Self { file, length, path, entries: Vec::new() };
        let tail = length.min(LONGEST_COMMENT + END_BYTES as u64);
        let first = length - tail;
        let bytes = zip.bytes(first, tail, "the end of the directory")?;
        let end = bytes
            .windows(END.len())
            .rposition(|window| window == END)
            .filter(|at| bytes.len() - at >= END_BYTES);
        let Some(end) = end else {
            return Err(zip.broken(first, "there is no directory at its end, so it is cut off"));
        };
        let here = bytes.get(end..).unwrap_or_default();
        let mut entries = number::<2>(here, 10);
        let (mut size, mut offset) = (number::<4>(here, 12), number::<4>(here, 16));
        let locator = end.checked_sub(LOCATOR_64_BYTES).and_then(|at| bytes.get(at..end));
        if let Some(locator) = locator.filter(|locator| locator.starts_with(LOCATOR_64)) {
            let at = number::<8>(locator, 8);
            let end = zip.bytes(at, END_64_BYTES as u64, "the end of the directory")?;
            if !end.starts_with(END_64) {
                return Err(zip.broken(at, "the end of the directory is not there"));
            }
            (entries, size, offset) = (number::<8>(&end, 32), number::<8>(&end, 40), number::<8>(&end, 48));
        }
        if size > LONGEST_DIRECTORY {
            return Err(zip.broken(first, &format!("its directory has {size} bytes, far too many")));
        }
        let directory = zip.bytes(offset, size, "the directory")?;
        zip.read_directory(&directory, offset)?;
        if zip.entries.len() as u64 != entries {
            let (there, said) = (zip.entries.len(), entries);
            return Err(
                zip.broken(offset, &format!("its directory has {there} entries, and should have {said}"))
            );
        }
        Ok(zip)
    }

    fn read_directory(&mut self, directory: &[u8], offset: u64) -> Result<(), EmbeddingsError> {
        let mut at = 0;
        while let Some(line) = directory.get(at..).filter(|rest| !rest.is_empty()) {
            let place = offset + at as u64;
            if !line.starts_with(LINE) || line.len() < LINE_BYTES {
                return Err(self.broken(place, "a line of its directory is broken"));
            }
            let lengths = [28, 30, 32].map(|at| number::<2>(line, at) as usize);
            let [name_length, extra_length, comment_length] = lengths;
            let end = LINE_BYTES + lengths.iter().sum::<usize>();
            let (Some(name), Some(extra)) = (
                line.get(LINE_BYTES..LINE_BYTES + name_length),
                line.get(LINE_BYTES + name_length..end - comment_length),
            ) else {
                return Err(self.broken(place, "a line of its directory is cut off"));
            };
            debug_assert_eq!(extra.len(), extra_length);
            let (mut packed, mut length, mut header) =
                (number::<4>(line, 20), number::<4>(line, 24), number::<4>(line, 42));
            let mut wide = extra_64(extra);
            for number in [&mut length, &mut packed, &mut header] {
                if *number == IN_EXTRA {
                    *number = wide
                        .next()
                        .ok_or_else(|| self.broken(place, "a length in its directory is missing"))?;
                }
            }
            // 0 is stored; the lowest bit of the flags is set where it is encrypted.
            let is_stored = number::<2>(line, 10) == 0 && number::<2>(line, 8) & 1 == 0 && packed == length;
            let name = String::from_utf8_lossy(name).into_owned();
            self.entries.push(Entry { name, is_stored, length, header });
            at += end;
        }
        Ok(())
    }

    /// Where the bytes of an entry begin. They are in the file as they are.
    pub(super) fn place(&mut self, entry: &Entry) -> Result<u64, EmbeddingsError> {
        if !entry.is_stored {
            return Err(EmbeddingsError::Refused {
                path: self.path.to_owned(),
                what: format!("has a packed entry, `{}`, and PyTorch packs none", entry.name),
                advice: "unpack it and pack it again without compression, or save it again with PyTorch",
            });
        }
        let local = self.bytes(entry.header, LOCAL_BYTES as u64, "an entry")?;
        if !local.starts_with(LOCAL) {
            return Err(self.broken(entry.header, "an entry does not begin where the directory says"));
        }
        let place = entry.header + LOCAL_BYTES as u64 + number::<2>(&local, 26) + number::<2>(&local, 28);
        match place.checked_add(entry.length) {
            Some(end) if end <= self.length => Ok(place),
            _ => {
                Err(self
                    .broken(place, &format!("the entry `{}` goes on behind the end of the file", entry.name)))
            }
        }
    }

    /// The file, at a place.
    pub(super) fn at(&mut self, place: u64) -> Result<&mut F, EmbeddingsError> {
        let system = |error| EmbeddingsError::Io { path: self.path.to_owned(), error };
        self.file.seek(SeekFrom::Start(place)).map_err(system)?;
        Ok(&mut self.file)
    }

    /// Some bytes of the file; it is checked first that they are there.
    fn bytes(&mut self, place: u64, length: u64, what: &str) -> Result<Vec<u8>, EmbeddingsError> {
        if place.checked_add(length).is_none_or(|end| end > self.length) {
            return Err(
                self.broken(place.min(self.length), &format!("{what} goes on behind the end of the file"))
            );
        }
        let mut bytes = vec![0; length as usize];
        let path = self.path;
        self.at(place)?
            .read_exact(&mut bytes)
            .map_err(|error| EmbeddingsError::Io { path: path.to_owned(), error })?;
        Ok(bytes)
    }

    fn broken(&self, offset: u64, what: &str) -> EmbeddingsError {
        EmbeddingsError::Malformed {
            path: self.path.to_owned(),
            format: "PyTorch",
            offset,
            what: what.to_owned(),
        }
    }
}

/// The numbers of Zip64 in the extra field of a line: those that did not fit in four bytes, in a fixed order.
fn extra_64(extra: &[u8]) -> impl Iterator<Item = u64> {
    let mut rest = extra;
    let mut found: &[u8] = &[];
    while let (Some(kind), Some(length)) = (rest.get(..2), rest.get(2..4)) {
        let length = number::<2>(length, 0) as usize;
        let Some(field) = rest.get(4..4 + length) else { break };
        if kind == [1, 0] {
            found = field;
            break;
        }
        rest = rest.get(4 + length..).unwrap_or_default();
    }
    found.chunks_exact(8).map(|bytes| number::<8>(bytes, 0))
}
