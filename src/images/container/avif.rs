//! Enters: an AVIF file. Leaves: the texts of its items that are EXIF or XMP.

use super::found::Found;
use super::part::{ByteOrder, Part};
use super::{exif, xmp};
use items::{Content, Item};
use locations::Locations;

mod items;
mod locations;

/// The most items that are read: a picture has one of each.
const MOST_ITEMS: usize = 16;

/// A box, of which a file consists.
#[derive(Debug)]
struct Block<'a> {
    name: [u8; 4],
    content: Part<'a>,
}

/// What keeps a box from being read.
#[derive(Debug)]
enum NoBlock {
    /// There are none left.
    None,
    /// It runs past the end.
    Ends { offset: u64 },
}

/// Whether a file is one, as the brands in its first box say.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let Ok(Block { name: [b'f', b't', b'y', b'p'], content }) = block(&mut Part::file(bytes)) else {
        return false;
    };
    // The first, and behind its version those that it is compatible with.
    let (brands, _) = content.bytes.as_chunks::<4>();
    brands.iter().enumerate().any(|(place, brand)| place != 1 && matches!(brand, b"avif" | b"avis"))
}

/// Every text, in the order in which the file lists its items.
pub(super) fn read(file: Part<'_>, found: &mut Found) {
    let mut rest = file;
    let mut meta = None;
    loop {
        match block(&mut rest) {
            Ok(Block { name: [b'm', b'e', b't', b'a'], content }) => meta = meta.or(Some(content)),
            Ok(_) => {}
            Err(NoBlock::None) => break,
            Err(NoBlock::Ends { offset }) => {
                // Items may stand before what is cut off.
                found.ends(offset, "a box");
                break;
            }
        }
    }
    let Some(meta) = meta else { return };
    if read_meta(file, meta, found).is_none() {
        found.malformed(meta.offset, "the box meta");
    }
}

/// `None` if the lists of items are not what the format says.
fn read_meta(file: Part<'_>, mut meta: Part<'_>, found: &mut Found) -> Option<()> {
    let (mut items, mut locations, mut data) = (None, None, None);
    // Version and flags.
    meta.take(4)?;
    loop {
        match block(&mut meta) {
            Ok(Block { name, content }) => match &name {
                b"iinf" => items = items.or(Some(content)),
                b"iloc" => locations = locations.or(Some(content)),
                b"idat" => data = data.or(Some(content)),
                _ => {}
            },
            Err(NoBlock::None) => break,
            Err(NoBlock::Ends { .. }) => return None,
        }
    }
    let Some(items) = items else { return Some(()) };
    let items = items::read(items)?;
    if items.is_empty() {
        return Some(());
    }
    let locations = Locations::of(locations?, &items)?;
    // No two items share bytes in a sound file, so that all together have no more than it.
    let mut left = file.bytes.len();
    for item in &items {
        let bytes = locations.bytes(item.id, file, data, &mut left);
        match bytes {
            Some((offset, bytes)) => read_item(item, Part { bytes: &bytes, offset }, found),
            None => found.malformed(meta.offset, "the place of the metadata behind the list"),
        }
    }
    Some(())
}

fn read_item(item: &Item, mut content: Part<'_>, found: &mut Found) {
    match item.content {
        Content::Xmp => xmp::read(content, found),
        Content::Exif => {
            // How many bytes stand before it: none, or "Exif" with two NULs, which count.
            let skipped = content.take_u32(ByteOrder::Big).and_then(|skip| usize::try_from(skip).ok());
            match skipped.and_then(|skip| content.from(skip)) {
                Some(exif) => exif::read(exif, found),
                None => found.malformed(content.offset, "the EXIF data"),
            }
        }
    }
}

/// Takes a box: its length, its name, and, if the length is 1, a longer length; 0 reaches to the end.
fn block<'a>(rest: &mut Part<'a>) -> Result<Block<'a>, NoBlock> {
    if rest.is_empty() {
        return Err(NoBlock::None);
    }
    let start = *rest;
    let read = || {
        let mut header = start;
        let length = header.take_u32(ByteOrder::Big)?;
        let name = *header.take(4)?.bytes.first_chunk()?;
        let length = match length {
            0 => start.bytes.len(),
            1 => usize::try_from(header.take_number(8)?).ok()?,
            length => usize::try_from(length).ok()?,
        };
        let header_length = start.bytes.len() - header.bytes.len();
        let content = start.range(header_length, length.checked_sub(header_length)?)?;
        Some((Block { name, content }, start.from(length)?))
    };
    let (block, behind) = read().ok_or(NoBlock::Ends { offset: start.offset })?;
    *rest = behind;
    Ok(block)
}
