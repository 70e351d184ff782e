//! Enters: a file whose prompts do not stand in it as text: a picture, an infotext, a ComfyUI graph, an archive. Leaves: its prompts.

mod graph;
mod infotext;
#[cfg(feature = "parquet")]
mod parquet;
mod picture;
mod tar;

use std::collections::VecDeque;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::chunks::{Chunk, Extent, Position};
use super::error::SourceError;
use super::format::Format;
use super::not_text::{NotText, may_be_text};
use super::noted::Noted;
use super::open::Progress;
use super::prepared::Prepared;
use super::reading::{Content, Reading};
use super::shape::Shape;
use crate::place::Source;

/// How a packed file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Picture,
    Infotext,
    Graph,
    Tar,
    Parquet,
}

impl Kind {
    /// What a file is by its first bytes alone, if it is packed and nothing else was named.
    pub(super) fn of_content(first: &[u8], name: Option<&Path>, reading: &Reading) -> Option<Self> {
        let is_open = reading.content == Content::Prompts && reading.encoding.is_none();
        let named = reading.from.map(Self::of_format);
        if !is_open || named == Some(None) || may_be_text(first, Format::Lines) {
            return None;
        }
        let kind = match NotText::of(first, None)? {
            NotText::Picture("GIF") => None,
            NotText::Picture(_) => Some(Self::Picture),
            NotText::Archive("tar") => Some(Self::Tar),
            NotText::Archive("gzip") => {
                let is_tar = name.and_then(Format::of_name) == Some(Format::Tar);
                (is_tar || reading.from == Some(Format::Tar)).then_some(Self::Tar)
            }
            NotText::Parquet => Some(Self::Parquet),
            _ => None,
        };
        // Who names a format means it: a picture that is to be a tar is none.
        kind.filter(|kind| named.flatten().is_none_or(|named| named == *kind))
    }

    /// How files of a format are read, if it is a packed one.
    pub(super) const fn of_format(format: Format) -> Option<Self> {
        match format {
            Format::Image => Some(Self::Picture),
            Format::Infotext => Some(Self::Infotext),
            Format::Tar => Some(Self::Tar),
            Format::Parquet => Some(Self::Parquet),
            _ => None,
        }
    }
}

/// A packed file that is being read.
pub(super) struct Packed {
    source: Source,
    position: Position,
    from: From,
    /// What comes behind the chunks that are ready.
    failed: Option<SourceError>,
}

/// Some prompts of a packed file, and why there are no more behind them, if that is an error.
#[derive(Default)]
struct Batch {
    ready: Option<(Prepared, Noted)>,
    failed: Option<SourceError>,
}

/// What is still to be read.
enum From {
    /// All is read.
    Ready(VecDeque<(Prepared, Noted)>),
    Tar(tar::Samples),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::Rows>),
}

impl Packed {
    /// Begins to read a file, of which the first bytes were read already.
    ///
    /// # Errors
    /// If it cannot be read, or is not what it should be.
    pub(super) fn open(
        kind: Kind,
        first: Vec<u8>,
        rest: Box<dyn Read + Send>,
        source: Source,
        reading: &Reading,
    ) -> Result<Self, SourceError> {
        let from = match kind {
            Kind::Picture => From::Ready(picture::prompts(&whole(first, rest, &source)?, &source)),
            Kind::Infotext => {
                From::Ready(infotext::prompts(&whole(first, rest, &source)?, reading, &source)?)
            }
            Kind::Graph => From::Ready(graph::prompts(&whole(first, rest, &source)?, &source)?),
            Kind::Tar => From::Tar(tar::Samples::of(first, rest, reading, &source)),
            #[cfg(feature = "parquet")]
            Kind::Parquet => From::Parquet(Box::new(parquet::Rows::of(&source, reading)?)),
            #[cfg(not(feature = "parquet"))]
            Kind::Parquet => return Err(SourceError::WithoutParquet { place: source.place }),
        };
        Ok(Self { source, position: Position::First, from, failed: None })
    }

    /// The next prompts of it, in a chunk with this buffer, which stays empty.
    ///
    /// # Errors
    /// If it is not what it should be.
    pub(super) fn next(&mut self, buffer: Vec<u8>) -> Result<Progress, SourceError> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        let ready = match &mut self.from {
            From::Ready(ready) => ready.pop_front(),
            From::Tar(samples) => {
                let samples = samples.next();
                self.failed = samples.failed;
                samples.ready
            }
            #[cfg(feature = "parquet")]
            From::Parquet(rows) => {
                let rows = rows.next()?;
                self.failed = rows.failed;
                rows.ready
            }
        };
        let Some((prepared, noted)) = ready else {
            return self.failed.take().map_or(Ok(Progress::End(buffer)), Err);
        };
        let record = prepared.prompts.first().map_or(1, |prompt| prompt.number);
        let chunk = Chunk {
            buffer,
            length: 0,
            source: Source { record, ..self.source.clone() },
            offset: None,
            shape: Shape::Prepared(Arc::new(prepared)),
            extent: Extent::Whole,
            position: self.position,
            noted,
        };
        self.position = Position::Later;
        Ok(Progress::Chunk(Box::new(chunk)))
    }
}

/// The most that is read of a file that has to be in memory as a whole, in bytes.
const MOST: u64 = 1 << 30;

/// All bytes of a file.
fn whole(mut first: Vec<u8>, rest: Box<dyn Read + Send>, source: &Source) -> Result<Vec<u8>, SourceError> {
    let room = MOST.saturating_sub(first.len() as u64);
    let read = rest.take(room + 1).read_to_end(&mut first);
    let read = read.map_err(|error| SourceError::Read { source: source.clone(), error })?;
    if read as u64 > room {
        return Err(SourceError::TooLarge { place: source.place.clone(), most: MOST });
    }
    Ok(first)
}
