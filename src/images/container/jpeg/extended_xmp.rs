//! Enters: the pieces of XMP that is too long for one segment of a JPEG. Leaves: the texts of the whole.

use crate::images::container::found::Found;
use crate::images::container::part::{ByteOrder, Part};
use crate::images::container::xmp;

/// What stands before a piece.
pub(super) const SIGNATURE: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";

/// The pieces, each with its place in the whole. The digest that they begin with is left alone: a file has only one whole.
#[derive(Debug, Default)]
pub(super) struct ExtendedXmp<'a> {
    pieces: Vec<(u32, Part<'a>)>,
}

impl<'a> ExtendedXmp<'a> {
    /// Adds a piece: a digest, the length of the whole, the place of the piece, and the piece.
    pub(super) fn add(&mut self, piece: Part<'a>, found: &mut Found) {
        let mut content = piece;
        let mut head = || {
            content.take(32)?;
            content.take_u32(ByteOrder::Big)?;
            content.take_u32(ByteOrder::Big)
        };
        match head() {
            Some(place) => self.pieces.push((place, content)),
            None => found.malformed(piece.offset, "the extended XMP"),
        }
    }

    /// Reads the whole, which has as many bytes as its pieces: they may come in any order, and none may be missing.
    pub(super) fn read(mut self, found: &mut Found) {
        self.pieces.sort_by_key(|(place, _)| *place);
        let Some(offset) = self.pieces.iter().map(|(_, piece)| piece.offset).min() else { return };
        let mut whole = Vec::new();
        for (place, piece) in &self.pieces {
            if usize::try_from(*place).ok() != Some(whole.len()) {
                return found.malformed(piece.offset, "the extended XMP");
            }
            whole.extend_from_slice(piece.bytes);
        }
        xmp::read(Part { bytes: &whole, offset }, found);
    }
}
