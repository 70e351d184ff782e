//! Enters: packed bytes, and the most that may come of them. Leaves: what they are unpacked.

use miniz_oxide::inflate::{
    DecompressError, TINFLStatus, decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit,
};

/// The most bytes that one text may have, unpacked: no prompt is near.
pub(super) const MOST: usize = 16 << 20;

/// Why something cannot be unpacked.
#[derive(Debug)]
pub(super) enum InflateError {
    /// It is not packed in this way, or is cut off.
    Broken {
        /// How many bytes were unpacked before that showed.
        bytes: usize,
    },
    /// It has more bytes than allowed.
    TooLong,
}

/// Unpacks zlib, the format of PNG.
pub(super) fn zlib(packed: &[u8], most: usize) -> Result<Vec<u8>, InflateError> {
    decompress_to_vec_zlib_with_limit(packed, most).map_err(InflateError::from)
}

/// Unpacks one member of gzip. What follows it is left alone, and its checksum with it.
pub(super) fn gzip(packed: &[u8], most: usize) -> Result<Vec<u8>, InflateError> {
    let packed = behind_gzip_header(packed).ok_or(InflateError::Broken { bytes: 0 })?;
    decompress_to_vec_with_limit(packed, most).map_err(InflateError::from)
}

/// What follows the header of gzip (RFC 1952).
fn behind_gzip_header(packed: &[u8]) -> Option<&[u8]> {
    let (&[0x1F, 0x8B, 8, flags, ..], mut rest) = packed.split_first_chunk::<10>()? else { return None };
    let is_set = |flag: u8| flags & flag != 0;
    if is_set(4) {
        let (length, extra) = rest.split_first_chunk()?;
        rest = extra.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    // A name, and a comment, each with a NUL behind it.
    for _ in [8, 16].into_iter().filter(|&flag| is_set(flag)) {
        rest = rest.get(memchr::memchr(0, rest)? + 1..)?;
    }
    if is_set(2) { rest.get(2..) } else { Some(rest) }
}

impl From<DecompressError> for InflateError {
    fn from(error: DecompressError) -> Self {
        match error.status {
            TINFLStatus::HasMoreOutput => Self::TooLong,
            _ => Self::Broken { bytes: error.output.len() },
        }
    }
}
