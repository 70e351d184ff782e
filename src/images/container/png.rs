//! Enters: a PNG file. Leaves: the texts of its chunks, before and after the pixels.

use super::decoding::utf8_or_latin1;
use super::exif;
use super::found::Found;
use super::part::{ByteOrder, Part};
use super::xmp;
use crate::images::error::Damage;
use crate::images::field::Key;
use crate::images::inflate::{self, InflateError};

mod raw_profile;

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// The most bytes that all packed texts of a file may have together, unpacked.
const MOST_OF_ALL: usize = 32 << 20;

/// The keyword of XMP.
const XMP: &[u8] = b"XML:com.adobe.xmp";

/// A chunk.
#[derive(Debug)]
struct Chunk<'a> {
    /// Four letters.
    name: [u8; 4],
    data: Part<'a>,
    /// Where its length begins.
    offset: u64,
    /// The checksum that the file gives.
    checksum: u32,
}

/// What keeps a chunk from being read.
#[derive(Debug)]
enum NoChunk {
    /// The file ends where one should begin, or in its first eight bytes.
    None,
    /// It runs past the end.
    Ends { offset: u64, name: [u8; 4] },
    /// Its name is none.
    Malformed { offset: u64 },
}

/// Every text, in the order of the file. What stands behind the last chunk is no part of the picture.
pub(super) fn read(file: Part<'_>, found: &mut Found) {
    let Some(mut rest) = file.behind(SIGNATURE) else { return };
    let mut unpacked = Unpacked { left: MOST_OF_ALL };
    loop {
        match chunk(&mut rest) {
            Ok(Chunk { name: [b'I', b'E', b'N', b'D'], .. }) => return,
            Ok(chunk) => read_chunk(&chunk, &mut unpacked, found),
            Err(NoChunk::None) if rest.is_empty() => return found.ends(file.offset, "the picture"),
            Err(NoChunk::None) => return found.ends(rest.offset, "a chunk"),
            Err(NoChunk::Ends { offset, name }) => return found.ends(offset, words(name)),
            Err(NoChunk::Malformed { offset }) => return found.malformed(offset, "the chunk"),
        }
    }
}

/// Where the first chunk of pixels begins.
pub(in crate::images) fn first_pixels(bytes: &[u8]) -> Option<u64> {
    let mut rest = Part::file(bytes).behind(SIGNATURE)?;
    std::iter::from_fn(|| chunk(&mut rest).ok())
        .find(|chunk| &chunk.name == b"IDAT")
        .map(|chunk| chunk.offset)
}

/// Takes a chunk.
fn chunk<'a>(rest: &mut Part<'a>) -> Result<Chunk<'a>, NoChunk> {
    let offset = rest.offset;
    let mut behind = *rest;
    let length = behind.take_u32(ByteOrder::Big).ok_or(NoChunk::None)?;
    let name = behind.take(4).and_then(|name| name.bytes.first_chunk()).ok_or(NoChunk::None)?;
    if !name.iter().all(u8::is_ascii_alphabetic) {
        return Err(NoChunk::Malformed { offset });
    }
    let ends = NoChunk::Ends { offset, name: *name };
    let data = usize::try_from(length).ok().and_then(|length| behind.take(length));
    let (Some(data), Some(checksum)) = (data, behind.take_u32(ByteOrder::Big)) else { return Err(ends) };
    *rest = behind;
    Ok(Chunk { name: *name, data, offset, checksum })
}

/// What a chunk is called in an error.
fn words(name: [u8; 4]) -> String {
    format!("the chunk {}", utf8_or_latin1(&name))
}

fn read_chunk(chunk: &Chunk<'_>, unpacked: &mut Unpacked, found: &mut Found) {
    let read = match &chunk.name {
        b"tEXt" | b"comf" => read_text,
        b"zTXt" => read_packed,
        b"iTXt" => read_international,
        b"eXIf" => |chunk: &Chunk<'_>, _: &mut Unpacked, found: &mut Found| {
            exif::read(chunk.data, found);
            Ok(())
        },
        _ => return,
    };
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&chunk.name);
    checksum.update(chunk.data.bytes);
    let read = if checksum.finalize() == chunk.checksum {
        read(chunk, unpacked, found)
    } else {
        Err(Damage::Checksum { offset: chunk.offset, of: words(chunk.name) })
    };
    if let Err(damage) = read {
        found.damaged(damage);
    }
}

/// A keyword, NUL, text. ComfyUI's animated pictures have a chunk of their own, `comf`, laid out in the same way.
fn read_text(chunk: &Chunk<'_>, _: &mut Unpacked, found: &mut Found) -> Result<(), Damage> {
    let mut text = chunk.data;
    let keyword = text.take_before_nul().ok_or_else(|| chunk.malformed())?;
    add(keyword, text, found);
    Ok(())
}

/// A keyword, NUL, a method, packed text.
fn read_packed(chunk: &Chunk<'_>, unpacked: &mut Unpacked, found: &mut Found) -> Result<(), Damage> {
    let mut text = chunk.data;
    let keyword = text.take_before_nul().ok_or_else(|| chunk.malformed())?;
    text.take_u8().filter(|&method| method == 0).ok_or_else(|| chunk.malformed())?;
    let bytes = unpacked.unpack(text.bytes, chunk)?;
    add(keyword, Part { bytes: &bytes, offset: chunk.offset }, found);
    Ok(())
}

/// A keyword, NUL, whether the text is packed, a method, a language, NUL, the keyword in it, NUL, text.
fn read_international(chunk: &Chunk<'_>, unpacked: &mut Unpacked, found: &mut Found) -> Result<(), Damage> {
    let mut text = chunk.data;
    let mut head = || {
        let keyword = text.take_before_nul()?;
        let flags = (text.take_u8()?, text.take_u8()?);
        text.take_before_nul()?;
        text.take_before_nul()?;
        Some((keyword, flags))
    };
    match head().ok_or_else(|| chunk.malformed())? {
        (keyword, (0, _)) => add(keyword, text, found),
        (keyword, (1, 0)) => {
            let bytes = unpacked.unpack(text.bytes, chunk)?;
            add(keyword, Part { bytes: &bytes, offset: chunk.offset }, found);
        }
        _ => return Err(chunk.malformed()),
    }
    Ok(())
}

/// Adds a text, or the texts that it holds where its keyword says that it is EXIF or XMP.
fn add(keyword: &[u8], text: Part<'_>, found: &mut Found) {
    if keyword == XMP {
        xmp::read(text, found);
    } else if raw_profile::is_one(keyword) {
        match raw_profile::bytes(text.bytes) {
            Some(bytes) => {
                let profile = Part { bytes: &bytes, offset: text.offset };
                if profile.behind(exif::XMP).is_some() {
                    exif::read_app1(profile, found);
                } else {
                    exif::read(profile, found);
                }
            }
            None => found.malformed(text.offset, "the profile in hexadecimal"),
        }
    } else {
        found.add(Key::Keyword(utf8_or_latin1(keyword)), utf8_or_latin1(text.bytes));
    }
}

impl Chunk<'_> {
    fn malformed(&self) -> Damage {
        Damage::Malformed { offset: self.offset, what: words(self.name) }
    }
}

/// The packed texts of a file.
#[derive(Debug)]
struct Unpacked {
    /// How many bytes may still come.
    left: usize,
}

impl Unpacked {
    fn unpack(&mut self, packed: &[u8], chunk: &Chunk<'_>) -> Result<Vec<u8>, Damage> {
        let most = self.left.min(inflate::MOST);
        match inflate::zlib(packed, most) {
            Ok(bytes) => {
                self.left -= bytes.len();
                Ok(bytes)
            }
            // What was unpacked in vain took its time too, so it counts.
            Err(InflateError::TooLong) => {
                self.left -= most;
                Err(Damage::TooLong { offset: chunk.offset, of: words(chunk.name), most })
            }
            Err(InflateError::Broken { bytes }) => {
                self.left = self.left.saturating_sub(bytes);
                Err(Damage::Packed { offset: chunk.offset, of: words(chunk.name) })
            }
        }
    }
}
