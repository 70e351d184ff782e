//! Enters: a column chunk of a Parquet file. Leaves: its pages, decompressed, once their headers are plausible.
//!
//! The crate `parquet` reads and decompresses pages, and takes the sizes in their headers for true: it would make room for
//! them, and panic where parts of a page are longer than the page. So each header is looked at before.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::page::{Page, PageReader};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;

use super::problem::{LARGEST_PAGE, ParquetProblem};
use super::thrift::walk;

/// The pages of a column chunk, in order.
pub(super) struct Pages {
    file: Arc<File>,
    inner: SerializedPageReader<File>,
    /// Where the next page begins.
    at: u64,
    end: u64,
}

/// What a page's header says that is looked at.
#[derive(Debug, Default)]
struct Header {
    kind: i64,
    decompressed: i64,
    compressed: i64,
    repetition_levels: i64,
    definition_levels: i64,
}

/// How much of the file is looked at for a page's header: at first, and at most. Those that hold the least and the greatest value
/// of their page are long.
const HEADER: (u64, u64) = (4 << 10, 64 << 20);

/// A page that the crate passes over.
const INDEX_PAGE: i64 = 1;

impl Pages {
    /// Those of this chunk of a file that has `length` bytes.
    ///
    /// # Errors
    /// If the chunk lies outside of the file, or its codec is none that is read.
    pub(super) fn of(
        file: &Arc<File>,
        length: u64,
        chunk: &ColumnChunkMetaData,
        rows: usize,
    ) -> Result<Self, ParquetProblem> {
        if let Compression::LZO = chunk.compression() {
            return Err(ParquetProblem::Codec(chunk.compression().to_string()));
        }
        let (at, end) = extent(chunk, length)?;
        let inner = SerializedPageReader::new(Arc::clone(file), chunk, rows, None)?;
        Ok(Self { file: Arc::clone(file), inner, at, end })
    }

    /// Where the last page ends, in bytes of the file.
    pub(super) const fn end(&self) -> u64 {
        self.end
    }

    /// The next page, and where it begins; `None` after the last one.
    ///
    /// # Errors
    /// If it is damaged or too large.
    pub(super) fn next(&mut self) -> Result<Option<(Page, u64)>, ParquetProblem> {
        while self.at < self.end {
            let offset = self.at;
            let damaged = |found| ParquetProblem::Damaged { offset, found };
            let (header, length) = self.header().map_err(|error| match error {
                Some(error) => ParquetProblem::Other(error.to_string()),
                None => damaged("a page has no header"),
            })?;
            let left = self.end - self.at - length;
            let size = u64::try_from(header.compressed).ok().filter(|&size| size <= left);
            let size = size.ok_or_else(|| damaged("a page is longer than its column"))?;
            let decompressed =
                u64::try_from(header.decompressed).map_err(|_| damaged("a page has a negative size"))?;
            if decompressed > LARGEST_PAGE {
                return Err(ParquetProblem::LargePage { offset, size: decompressed });
            }
            let levels = [header.repetition_levels, header.definition_levels];
            let fits = levels.iter().all(|length| (0..=header.decompressed).contains(length))
                && levels.iter().sum::<i64>() <= header.decompressed;
            if !fits {
                return Err(damaged("a page's levels are longer than the page"));
            }
            self.at += length + size;
            // The crate passes over these too, and reads the page behind them.
            if header.kind == INDEX_PAGE {
                continue;
            }
            let page = self.inner.get_next_page()?;
            return Ok(page.map(|page| (page, offset)));
        }
        Ok(None)
    }

    /// The header of the next page, and its length.
    fn header(&self) -> Result<(Header, u64), Option<io::Error>> {
        let (mut room, most) = HEADER;
        let most = most.min(self.end - self.at);
        loop {
            let mut bytes = Vec::new();
            let mut file = self.file.as_ref();
            file.seek(SeekFrom::Start(self.at)).map_err(Some)?;
            file.take(room.min(most)).read_to_end(&mut bytes).map_err(Some)?;
            if let Some((header, length)) = Header::read(&bytes) {
                return Ok((header, length as u64));
            }
            if room >= most {
                return Err(None);
            }
            room *= 16;
        }
    }
}

impl Header {
    /// The one at the start of these bytes, and its length.
    fn read(bytes: &[u8]) -> Option<(Self, usize)> {
        let mut header = Self::default();
        let length = walk(bytes, |path, number| match path {
            [1] => header.kind = number,
            [2] => header.decompressed = number,
            [3] => header.compressed = number,
            [8, 5] => header.definition_levels = number,
            [8, 6] => header.repetition_levels = number,
            _ => {}
        });
        length.ok().map(|length| (header, length))
    }
}

/// Where a chunk begins and ends in a file of `length` bytes.
///
/// # Errors
/// If it lies outside of the file.
pub(super) fn extent(chunk: &ColumnChunkMetaData, length: u64) -> Result<(u64, u64), ParquetProblem> {
    let start = chunk.dictionary_page_offset().unwrap_or_else(|| chunk.data_page_offset());
    let size = u64::try_from(chunk.compressed_size());
    let extent = match (u64::try_from(start), size) {
        (Ok(start), Ok(size)) => start.checked_add(size).filter(|&end| end <= length).map(|end| (start, end)),
        _ => None,
    };
    extent.ok_or(ParquetProblem::Damaged {
        offset: u64::try_from(start).unwrap_or_default(),
        found: "a column lies outside of the file",
    })
}
