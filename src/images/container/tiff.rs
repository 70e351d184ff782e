//! Enters: EXIF, which is a TIFF without a picture. Leaves: the texts of its directories.

use super::decoding::{filled_up, user_comment, utf16};
use super::found::Found;
use super::part::{ByteOrder, Part};
use crate::images::field::Key;

/// The most entries that are looked at, in all directories together. Cameras write some hundred.
const MOST_ENTRIES: usize = 1_000;

/// The tag of the place of the directory that holds UserComment.
const EXIF_DIRECTORY: u16 = 0x8769;
const USER_COMMENT: u16 = 0x9286;
/// Cameras have their own data under it, and Fooocus a text.
const MAKER_NOTE: u16 = 0x927C;

/// A TIFF that is read.
#[derive(Debug)]
struct Tiff<'a> {
    all: Part<'a>,
    order: ByteOrder,
    /// Where directories begin, in the order in which they are read.
    directories: Vec<(usize, Rank)>,
    entries_left: usize,
    /// How many bytes of text may still come: in a sound file no two texts share any.
    text_left: usize,
}

/// How a directory is led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    /// From the start of the file, or from a directory before it: it may lead to a next one.
    Main,
    /// From an entry. Writers leave the place of the next directory out there, and what follows is something else.
    Sub,
}

/// An entry of a directory.
#[derive(Debug)]
struct Entry<'a> {
    tag: u16,
    kind: u16,
    count: usize,
    /// The value, if it has at most four bytes, or else its place.
    value: Part<'a>,
    offset: u64,
}

/// The texts of the first directory, of that of EXIF, and of that of the thumbnail.
pub(super) fn read(tiff: Part<'_>, found: &mut Found) {
    let Some((order, start)) = header(tiff) else {
        return found.malformed(tiff.offset, "the EXIF data");
    };
    let mut tiff = Tiff {
        all: tiff,
        order,
        directories: vec![(start, Rank::Main)],
        entries_left: MOST_ENTRIES,
        text_left: tiff.bytes.len(),
    };
    let mut next = 0;
    while let Some(&(start, rank)) = tiff.directories.get(next) {
        tiff.directory(start, rank, found);
        next += 1;
    }
}

/// The byte order, and where the first directory begins.
fn header(mut tiff: Part<'_>) -> Option<(ByteOrder, usize)> {
    let order = match tiff.take(2)?.bytes {
        b"II" => ByteOrder::Little,
        b"MM" => ByteOrder::Big,
        _ => return None,
    };
    let start = (tiff.take_u16(order)? == 42).then(|| tiff.take_u32(order))??;
    Some((order, usize::try_from(start).ok()?))
}

impl<'a> Tiff<'a> {
    /// Reads a directory, and notes those that it leads to.
    fn directory(&mut self, start: usize, rank: Rank, found: &mut Found) {
        let at = self.all.offset.saturating_add(start as u64);
        if self.read_directory(start, rank, found).is_none() {
            found.malformed(at, "the EXIF directory");
        }
    }

    /// `None` if the directory runs past the end or has too many entries; its texts up to there are read.
    fn read_directory(&mut self, start: usize, rank: Rank, found: &mut Found) -> Option<()> {
        let mut directory = self.all.from(start)?;
        let mut pointers = Vec::new();
        for _ in 0..directory.take_u16(self.order)? {
            self.entries_left = self.entries_left.checked_sub(1)?;
            let entry = self.entry(directory.take(12)?)?;
            if entry.tag == EXIF_DIRECTORY {
                pointers.push((entry.place(self.order)?, Rank::Sub));
            } else {
                self.text(&entry, found);
            }
        }
        // Only the thumbnail comes next, so that a place which cannot be is no loss.
        let next = directory.take_u32(self.order).filter(|&next| next != 0 && rank == Rank::Main);
        let next =
            next.and_then(|next| usize::try_from(next).ok()).filter(|&next| self.all.from(next).is_some());
        pointers.extend(next.map(|next| (next, Rank::Main)));
        for (start, rank) in pointers {
            if self.directories.iter().all(|(known, _)| *known != start) {
                self.directories.push((start, rank));
            }
        }
        Some(())
    }

    fn entry(&self, mut entry: Part<'a>) -> Option<Entry<'a>> {
        let offset = entry.offset;
        let tag = entry.take_u16(self.order)?;
        let kind = entry.take_u16(self.order)?;
        let count = usize::try_from(entry.take_u32(self.order)?).ok()?;
        Some(Entry { tag, kind, count, value: entry, offset })
    }

    /// Adds the text of an entry, if it is one that may have a prompt.
    fn text(&mut self, entry: &Entry<'_>, found: &mut Found) {
        // BYTE, ASCII, SBYTE, UNDEFINED: all others hold numbers.
        if !is_text(entry.tag) || !matches!(entry.kind, 1 | 2 | 6 | 7) {
            return;
        }
        let bytes = if entry.count <= 4 {
            entry.value.range(0, entry.count)
        } else {
            entry.place(self.order).and_then(|place| self.all.range(place, entry.count))
        };
        let left = self.text_left.checked_sub(entry.count);
        let (Some(Part { bytes, .. }), Some(left)) = (bytes, left) else {
            return found.malformed(entry.offset, format!("the EXIF tag 0x{:04X}", entry.tag));
        };
        self.text_left = left;
        let text = match entry.tag {
            USER_COMMENT => user_comment(bytes, self.order),
            // Those of Windows, which are little-endian in every file.
            0x9C9B..=0x9C9F => utf16(bytes, ByteOrder::Little),
            _ => filled_up(bytes),
        };
        if entry.tag != MAKER_NOTE || is_readable(&text, bytes) {
            found.add(Key::Exif(entry.tag), text);
        }
    }
}

impl Entry<'_> {
    /// The place that it leads to.
    fn place(&self, order: ByteOrder) -> Option<usize> {
        let mut value = self.value;
        usize::try_from(value.take_u32(order)?).ok()
    }
}

/// Whether programs write prompts under a tag: ImageDescription, Make, Model, Software, Artist, MakerNote, UserComment, and those
/// of Windows.
const fn is_text(tag: u16) -> bool {
    let is_description = matches!(tag, 0x010E | 0x010F | 0x0110 | 0x0131 | 0x013B);
    is_description || matches!(tag, MAKER_NOTE | USER_COMMENT | 0x9C9B..=0x9C9F)
}

/// Whether what was read is text: valid UTF-8 without controls.
fn is_readable(text: &str, bytes: &[u8]) -> bool {
    let is_control = |character: char| character.is_control() && !matches!(character, '\t' | '\n' | '\r');
    bytes.starts_with(text.as_bytes()) && !text.contains(is_control)
}
