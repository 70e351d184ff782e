//! Enters: a WebP file. Leaves: the texts of its chunks EXIF and XMP.

use super::decoding::utf8_or_latin1;
use super::found::Found;
use super::part::{ByteOrder, Part};
use super::{exif, xmp};

/// Whether a file is one, as its first bytes say.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// Every text, in the order of the file. What stands behind the length that the file gives itself is no part of it.
pub(super) fn read(file: Part<'_>, found: &mut Found) {
    let size = file.from(4).and_then(|mut rest| rest.take_u32(ByteOrder::Little));
    let size = size.and_then(|size| usize::try_from(size).ok()?.checked_add(8)).unwrap_or(usize::MAX);
    let picture = file.range(0, size);
    let Some(mut rest) = picture.unwrap_or(file).from(12) else { return };
    while !rest.is_empty() {
        let offset = rest.offset;
        if read_chunk(&mut rest, found).is_none() {
            let name = file.range(usize::try_from(offset).unwrap_or(usize::MAX), 4);
            let name = name.filter(|name| name.bytes.is_ascii());
            let name = name.map(|name| format!("the chunk {}", utf8_or_latin1(name.bytes).trim_end()));
            return found.ends(offset, name.unwrap_or_else(|| "a chunk".to_owned()));
        }
    }
    if picture.is_none() {
        found.ends(file.offset, "the picture");
    }
}

/// `None` if the chunk runs past the end.
fn read_chunk(rest: &mut Part<'_>, found: &mut Found) -> Option<()> {
    let name = rest.take(4)?;
    let length = usize::try_from(rest.take_u32(ByteOrder::Little)?).ok()?;
    let content = rest.take(length)?;
    if length % 2 == 1 {
        // A byte fills it up, which some writers forget behind the last.
        let _ = rest.take(1);
    }
    match name.bytes {
        b"EXIF" => exif::read(content, found),
        b"XMP " => xmp::read(content, found),
        _ => {}
    }
    Some(())
}
