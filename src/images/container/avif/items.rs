//! Enters: the list of the items of an AVIF file. Leaves: those that are EXIF or XMP.

use super::{Block, MOST_ITEMS, NoBlock, block};
use crate::images::container::part::{ByteOrder, Part};

/// An item with texts.
#[derive(Debug)]
pub(super) struct Item {
    pub id: u64,
    pub content: Content,
}

/// What an item is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content {
    Exif,
    Xmp,
}

/// The box `iinf`: the items with texts, in its order. `None` if it is not what the format says.
pub(super) fn read(mut list: Part<'_>) -> Option<Vec<Item>> {
    let version = list.take_u8()?;
    list.take(3)?;
    list.take_number(if version == 0 { 2 } else { 4 })?;
    let mut items = Vec::new();
    loop {
        match block(&mut list) {
            Ok(Block { name: [b'i', b'n', b'f', b'e'], content }) => items.extend(item(content)),
            Ok(_) => {}
            Err(NoBlock::None) => break,
            Err(NoBlock::Ends { .. }) => return None,
        }
        if items.len() == MOST_ITEMS {
            break;
        }
    }
    Some(items)
}

/// A box `infe`, if it is of an item with texts.
fn item(mut entry: Part<'_>) -> Option<Item> {
    let version = entry.take_u8()?;
    entry.take(3)?;
    let id = match version {
        2 => u64::from(entry.take_u16(ByteOrder::Big)?),
        3 => u64::from(entry.take_u32(ByteOrder::Big)?),
        // Those before have no type.
        _ => return None,
    };
    entry.take_u16(ByteOrder::Big)?;
    let content = match entry.take(4)?.bytes {
        b"Exif" => Content::Exif,
        b"mime" => {
            entry.take_before_nul()?;
            // The last text may lack its NUL.
            let kind = entry.take_before_nul().unwrap_or(entry.bytes);
            (kind == b"application/rdf+xml").then_some(Content::Xmp)?
        }
        _ => return None,
    };
    Some(Item { id, content })
}
