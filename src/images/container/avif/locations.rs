//! Enters: the box of an AVIF file that says where its items are. Leaves: the bytes of an item.

use super::items::Item;
use crate::images::container::part::{ByteOrder, Part};

/// Where the items with texts are.
#[derive(Debug)]
pub(super) struct Locations {
    items: Vec<Location>,
}

/// Where an item is.
#[derive(Debug)]
struct Location {
    id: u64,
    /// 0: in the file; 1: in the box `idat`.
    method: u16,
    base: u64,
    /// Its pieces: where each begins, and how long it is.
    extents: Vec<(u64, u64)>,
}

/// How many bytes each number has.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    version: u8,
    offset: u8,
    length: u8,
    base: u8,
    index: u8,
}

impl Locations {
    /// The box `iloc`. `None` if it is not what the format says.
    pub(super) fn of(mut list: Part<'_>, items: &[Item]) -> Option<Self> {
        let version = list.take_u8()?;
        list.take(3)?;
        let [first, second] = list.take_u16(ByteOrder::Big)?.to_be_bytes();
        let (offset, length, base) = (first >> 4, first & 15, second >> 4);
        let index = if version == 0 { 0 } else { second & 15 };
        let sizes = Sizes { version, offset, length, base, index };
        let is_size = |size: u8| matches!(size, 0 | 4 | 8);
        if version > 2 || ![offset, length, base, index].into_iter().all(is_size) {
            return None;
        }
        let count = list.take_number(if version == 2 { 4 } else { 2 })?;
        let mut locations = Vec::new();
        for _ in 0..count {
            let location = sizes.location(&mut list)?;
            if items.iter().any(|item| item.id == location.id) && locations.len() < items.len() {
                locations.push(location);
            }
        }
        Some(Self { items: locations })
    }

    /// Where an item begins, and its bytes. `None` if they are elsewhere, past the end, or more than are left.
    pub(super) fn bytes(
        &self,
        id: u64,
        file: Part<'_>,
        data: Option<Part<'_>>,
        left: &mut usize,
    ) -> Option<(u64, Vec<u8>)> {
        let location = self.items.iter().find(|location| location.id == id)?;
        let whole = match location.method {
            0 => file,
            1 => data?,
            _ => return None,
        };
        let (mut begins, mut bytes) = (None, Vec::new());
        for &(offset, length) in &location.extents {
            let start = usize::try_from(location.base.checked_add(offset)?).ok()?;
            let piece = match usize::try_from(length).ok()? {
                0 => whole.from(start)?,
                length => whole.range(start, length)?,
            };
            *left = left.checked_sub(piece.bytes.len())?;
            begins.get_or_insert(piece.offset);
            bytes.extend_from_slice(piece.bytes);
        }
        Some((begins?, bytes))
    }
}

impl Sizes {
    fn location(self, list: &mut Part<'_>) -> Option<Location> {
        let id = list.take_number(if self.version == 2 { 4 } else { 2 })?;
        let method = if self.version == 0 { 0 } else { list.take_u16(ByteOrder::Big)? & 15 };
        // Which file: always this one.
        list.take(2)?;
        let base = list.take_number(self.base)?;
        let count = list.take_u16(ByteOrder::Big)?;
        let mut extents = Vec::new();
        for _ in 0..count {
            list.take_number(self.index)?;
            extents.push((list.take_number(self.offset)?, list.take_number(self.length)?));
        }
        Some(Location { id, method, base, extents })
    }
}
