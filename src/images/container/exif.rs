//! Enters: a part of a file that a format says is EXIF or XMP. Leaves: the texts in it.

use super::found::Found;
use super::part::Part;
use super::{tiff, xmp};

/// What stands before EXIF in a JPEG, and by mistake elsewhere.
pub(super) const EXIF: &[u8] = b"Exif\0\0";

/// What stands before XMP in a JPEG.
pub(super) const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// EXIF, with or without what stands before it in a JPEG.
pub(super) fn read(exif: Part<'_>, found: &mut Found) {
    tiff::read(exif.behind(EXIF).unwrap_or(exif), found);
}

/// What a segment APP1 of a JPEG holds: EXIF or XMP, as its first bytes say. Anything else has no text.
pub(super) fn read_app1(segment: Part<'_>, found: &mut Found) {
    if let Some(exif) = segment.behind(EXIF) {
        tiff::read(exif, found);
    } else if let Some(packet) = segment.behind(XMP) {
        xmp::read(packet, found);
    }
}
