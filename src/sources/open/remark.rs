//! Enters: the first bytes of a file, and the format that it is read in. Leaves: what a person should know of them.

use crate::sources::format::Format;
use crate::sources::reading::{Content, Reading};

/// What is remarkable about the start of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remark {
    LikeJson,
    CarriageReturns,
}

/// What is remarkable about the start of a file that is read in this format.
pub(super) fn remark(format: Format, reading: &Reading, first: &[u8]) -> Option<Remark> {
    if format != Format::Lines || reading.content == Content::Ids {
        return None;
    }
    if reading.from.is_none() && Format::of_content(first).is_some() {
        return Some(Remark::LikeJson);
    }
    let inner = first.strip_suffix(b"\r").unwrap_or(first);
    let is_old_mac = memchr::memchr(b'\n', first).is_none() && memchr::memchr(b'\r', inner).is_some();
    is_old_mac.then_some(Remark::CarriageReturns)
}
