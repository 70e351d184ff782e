//! Enters: a JPEG file. Leaves: the texts of its segments, up to the pixels.

use super::decoding::filled_up;
use super::exif;
use super::found::Found;
use super::part::{ByteOrder, Part};
use crate::images::field::Key;
use extended_xmp::ExtendedXmp;

mod extended_xmp;

pub(super) const SIGNATURE: &[u8] = b"\xFF\xD8\xFF";

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const PIXELS: u8 = 0xDA;
const APP1: u8 = 0xE1;
const COMMENT: u8 = 0xFE;

/// Every text before the pixels. How the pixels end does not matter.
pub(super) fn read(file: Part<'_>, found: &mut Found) {
    let mut extended = ExtendedXmp::default();
    if read_segments(file, &mut extended, found).is_none() {
        found.ends(file.offset, "the picture");
    }
    extended.read(found);
}

/// `None` if the file ends between two segments, and no pixels came.
fn read_segments<'a>(file: Part<'a>, extended: &mut ExtendedXmp<'a>, found: &mut Found) -> Option<()> {
    let mut rest = file;
    loop {
        let offset = rest.offset;
        if rest.take_u8()? != 0xFF {
            found.malformed(offset, "the segment");
            return Some(());
        }
        // Any number of FF may stand before a marker.
        let mut marker = rest.take_u8()?;
        while marker == 0xFF {
            marker = rest.take_u8()?;
        }
        match marker {
            PIXELS | END => return Some(()),
            // Those that have no length.
            0x01 | 0xD0..=0xD7 | START => {}
            _ => match segment(&mut rest) {
                Ok(segment) => read_segment(marker, segment, extended, found),
                Err(NoSegment::Ends) => {
                    found.ends(offset, format!("the segment {}", name(marker)));
                    return Some(());
                }
                Err(NoSegment::Malformed) => {
                    found.malformed(offset, format!("the segment {}", name(marker)));
                    return Some(());
                }
            },
        }
    }
}

/// What keeps a segment from being read.
#[derive(Debug)]
enum NoSegment {
    /// It runs past the end.
    Ends,
    /// It would be shorter than its own length.
    Malformed,
}

/// Takes the content of a segment, whose length counts itself.
fn segment<'a>(rest: &mut Part<'a>) -> Result<Part<'a>, NoSegment> {
    let length = rest.take_u16(ByteOrder::Big).ok_or(NoSegment::Ends)?;
    let length = usize::from(length).checked_sub(2).ok_or(NoSegment::Malformed)?;
    rest.take(length).ok_or(NoSegment::Ends)
}

fn read_segment<'a>(marker: u8, segment: Part<'a>, extended: &mut ExtendedXmp<'a>, found: &mut Found) {
    match marker {
        APP1 => match segment.behind(extended_xmp::SIGNATURE) {
            Some(piece) => extended.add(piece, found),
            None => exif::read_app1(segment, found),
        },
        COMMENT => found.add(Key::Comment, filled_up(segment.bytes)),
        _ => {}
    }
}

/// What a segment is called in an error.
fn name(marker: u8) -> String {
    match marker {
        COMMENT => "COM".to_owned(),
        0xE0..=0xEF => format!("APP{}", marker - 0xE0),
        _ => format!("0x{marker:02X}"),
    }
}
