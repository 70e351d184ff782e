//! Enters: a file or stdin. Leaves: it open, once it is known what it is: text, or something that prompts are taken out of.

use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::chunks::{CHUNK, LongRecords};
use super::encoding::Decoding;
use super::error::SourceError;
use super::field::Field;
use super::files::File;
use super::format::Format;
use super::not_text::NotText;
use super::open::{Begun, Open, Progress, read};
use super::packed::{Kind, Packed};
use super::reading::Reading;
use super::shape::{Origin, format};
use crate::images;
use crate::place::{Place, Source};

/// What some programs put at the start of a file.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// A file that was opened.
pub(super) enum Opened {
    /// Its records stand in it as text.
    Text(Box<Open>),
    /// They do not.
    Packed(Box<Packed>),
}

impl Opened {
    /// Opens a file, and looks at its first bytes.
    ///
    /// # Errors
    /// If it cannot be opened or read, or is nothing that is read.
    pub(super) fn file(file: File, reading: &Reading) -> Result<Self, SourceError> {
        let (place, origin, raw): (Place, Origin, Box<dyn Read + Send>) = match file {
            File::Stdin => (Place::Stdin, Origin::Named, Box::new(io::stdin())),
            File::Path(path) => (Place::File(path.clone()), Origin::Named, Box::new(opened(path)?)),
            File::Found { path, .. } => (Place::File(path.clone()), Origin::Found, Box::new(opened(path)?)),
        };
        Self::reader(raw, place, origin, reading)
    }

    /// Begins to read a place.
    fn reader(
        mut raw: Box<dyn Read + Send>,
        place: Place,
        origin: Origin,
        reading: &Reading,
    ) -> Result<Self, SourceError> {
        let replaced = Arc::new(AtomicU64::new(0));
        let source = Source::new(place, 1);
        let named = reading.from.and_then(Kind::of_format);
        if let Some(encoding) = reading.encoding.filter(|_| named.is_none()) {
            raw = Box::new(Decoding::new(raw, encoding, reading.invalid, Arc::clone(&replaced)));
        }
        let mut first = vec![0; CHUNK];
        let filled = read(&mut *raw, &mut first, &source)?;
        first.truncate(filled);
        let name = match &source.place {
            Place::File(path) => Some(path.clone()),
            Place::Arguments | Place::Stdin => None,
        };
        if let Some(kind) = named.or_else(|| Kind::of_content(&first, name.as_deref(), reading)) {
            return Self::packed(kind, first, raw, source, reading);
        }
        if reading.encoding.is_none()
            && let Some(kind) = NotText::of(&first, reading.from)
        {
            return Err(SourceError::NotText { place: source.place, kind });
        }
        let mut offset = 0;
        if first.starts_with(BYTE_ORDER_MARK) {
            first.drain(..BYTE_ORDER_MARK.len());
            offset = BYTE_ORDER_MARK.len() as u64;
        }
        let format = format(reading, name.as_deref(), origin, &first);
        if let Some(kind) = Kind::of_format(format).or_else(|| graph(format, reading, &first)) {
            return Self::packed(kind, first, raw, source, reading);
        }
        let offset = reading.encoding.is_none().then_some(offset);
        let begun = Begun { reader: raw, source, first, offset, is_empty: filled == 0, replaced };
        Ok(Self::Text(Box::new(Open::of_text(begun, format, reading)?)))
    }

    fn packed(
        kind: Kind,
        first: Vec<u8>,
        rest: Box<dyn Read + Send>,
        source: Source,
        reading: &Reading,
    ) -> Result<Self, SourceError> {
        Ok(Self::Packed(Box::new(Packed::open(kind, first, rest, source, reading)?)))
    }

    /// The next chunk of it, in this buffer.
    ///
    /// # Errors
    /// If reading breaks off.
    pub(super) fn next(
        &mut self,
        buffer: Vec<u8>,
        long_records: LongRecords,
    ) -> Result<Progress, SourceError> {
        match self {
            Self::Text(open) => open.next(buffer, long_records),
            Self::Packed(packed) => packed.next(buffer),
        }
    }
}

/// How a JSON document is read that is a graph of ComfyUI's. Who names a field means something else.
fn graph(format: Format, reading: &Reading, first: &[u8]) -> Option<Kind> {
    let is_document = format == Format::Json && reading.field == Field::Usual;
    (is_document && images::is_graph(first)).then_some(Kind::Graph)
}

fn opened(path: PathBuf) -> Result<fs::File, SourceError> {
    fs::File::open(&path).map_err(|error| SourceError::Open { path, error })
}
