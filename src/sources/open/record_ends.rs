//! Enters: a buffer that fills. Leaves: where the last whole record in it ends.

use super::Within;
use crate::batch::Separator;
use crate::sources::shape::Shape;
use crate::sources::table::reader::{Ends, Reader, Wanted};

/// Where records end in a buffer that fills.
pub(super) enum RecordEnds {
    /// Behind this byte.
    Byte(u8),
    /// Only with the place.
    Never,
    /// Where the rows of a table end.
    Rows(Reader),
}

impl RecordEnds {
    pub(super) fn of(shape: &Shape) -> Self {
        match shape {
            Shape::Text(Separator::None) | Shape::FirstLine | Shape::Prepared(_) => Self::Never,
            Shape::Text(separator) => Self::Byte(separator.byte()),
            Shape::JsonLines(_) | Shape::JsonRecords(_) => Self::Byte(b'\n'),
            Shape::Table(head) => Self::Rows(Reader::new(head.delimiter, Wanted::Rows)),
        }
    }

    /// Where the last record ends, and how many do: all of them, or where the buffer begins within one, that one.
    pub(super) fn find(
        &mut self,
        bytes: &[u8],
        seen: usize,
        within: Within,
        ends: Ends,
    ) -> Option<(usize, u64)> {
        let new = bytes.get(seen..).unwrap_or_default();
        match self {
            Self::Never => None,
            Self::Byte(byte) => match within {
                Within::NoRecord => {
                    let end = seen + memchr::memrchr(*byte, new)? + 1;
                    let records = memchr::memchr_iter(*byte, bytes.get(..end).unwrap_or_default()).count();
                    Some((end, records as u64))
                }
                Within::ARecord => Some((seen + memchr::memchr(*byte, new)? + 1, 1)),
            },
            Self::Rows(reader) => {
                let (rows, end) = reader.pass_rows(bytes, ends);
                (rows > 0).then_some((end, rows))
            }
        }
    }
}
