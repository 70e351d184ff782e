//! Enters: texts, and where they are to stand. Leaves: a picture without pixels that has them there.

use crate::images::container::part::ByteOrder;

/// A chunk of PNG.
pub(super) fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(name);
    checksum.update(data);
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length[..], name, data, &checksum.finalize().to_be_bytes()].concat()
}

/// PNG with these chunks before the last one.
pub(super) fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut header = [8_u32.to_be_bytes(), 8_u32.to_be_bytes()].concat();
    header.extend([8, 2, 0, 0, 0]);
    [&b"\x89PNG\r\n\x1A\n"[..], &chunk(b"IHDR", &header), &chunks.concat(), &chunk(b"IEND", b"")].concat()
}

/// Bytes packed with zlib.
pub(super) fn zlib(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, 6)
}

/// JPEG with these segments before its pixels.
pub(super) fn jpeg(segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut jpeg = b"\xFF\xD8".to_vec();
    for (marker, content) in segments {
        // A byte that fills up is allowed before each marker.
        jpeg.extend([0xFF, 0xFF, *marker]);
        jpeg.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
        jpeg.extend(*content);
    }
    [&jpeg[..], b"\xFF\xDA\0\x02pixels"].concat()
}

/// WebP with these chunks.
pub(super) fn webp(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut content = b"WEBP".to_vec();
    for (name, data) in chunks {
        content.extend(*name);
        content.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        content.extend(*data);
        content.extend(&[0][..data.len() % 2]);
    }
    [&b"RIFF"[..], &u32::try_from(content.len()).unwrap().to_le_bytes(), &content].concat()
}

fn block(name: &[u8], content: &[u8]) -> Vec<u8> {
    [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], name, content].concat()
}

/// AVIF with these items, which stand in the file (method 0) or in the box `idat` (method 1).
pub(super) fn avif(items: &[(&[u8], &[u8])], method: u16) -> Vec<u8> {
    let start = block(b"ftyp", b"avif\0\0\0\0mif1avif");
    let build = |data_offset: usize| {
        let count = u16::try_from(items.len()).unwrap().to_be_bytes();
        let (mut infos, mut places) = (Vec::new(), Vec::new());
        let mut at = data_offset;
        for (id, (kind, data)) in (1_u16..).zip(items) {
            let info = [&[2, 0, 0, 0][..], &id.to_be_bytes(), &[0, 0], kind, b"\0"].concat();
            infos.extend(block(b"infe", &info));
            let length = u32::try_from(data.len()).unwrap();
            places.extend([id, method, 0, 1].into_iter().flat_map(u16::to_be_bytes));
            places.extend([u32::try_from(at).unwrap(), length].into_iter().flat_map(u32::to_be_bytes));
            at += data.len();
        }
        let list = block(b"iinf", &[&[0, 0, 0, 0][..], &count, &infos].concat());
        let places = block(b"iloc", &[&[1, 0, 0, 0, 0x44, 0][..], &count, &places].concat());
        let data: Vec<u8> = items.iter().flat_map(|(_, data)| data.to_vec()).collect();
        let (inside, behind) = match method {
            0 => (Vec::new(), block(b"mdat", &data)),
            _ => (block(b"idat", &data), Vec::new()),
        };
        let meta = block(b"meta", &[&[0, 0, 0, 0][..], &list, &places, &inside].concat());
        (start.len() + meta.len() + 8, [&start[..], &meta, &behind].concat())
    };
    match method {
        // Offsets have as many bytes whatever they are, so that the first try says where the data will be.
        0 => build(build(0).0).1,
        _ => build(0).1,
    }
}

/// An entry of an EXIF directory: its tag, its type, its bytes.
pub(super) type Entry<'a> = (u16, u16, &'a [u8]);

/// EXIF with these entries, in the first directory and in that of EXIF.
pub(super) fn exif(order: ByteOrder, first: &[Entry<'_>], second: &[Entry<'_>]) -> Vec<u8> {
    let start: &[u8] = if order == ByteOrder::Big { b"MM\0\x2A\0\0\0\x08" } else { b"II\x2A\0\x08\0\0\0" };
    let pointer = 8 + directory_length(first.len() + 1) + values_length(first);
    let pointer = four(order, pointer);
    let mut entries = first.to_vec();
    entries.push((0x8769, 4, &pointer));
    let mut exif = start.to_vec();
    directory(&mut exif, order, &entries);
    directory(&mut exif, order, second);
    exif
}

fn directory_length(entries: usize) -> usize {
    2 + 12 * entries + 4
}

fn values_length(entries: &[Entry<'_>]) -> usize {
    entries.iter().map(|(_, _, value)| value.len()).filter(|&length| length > 4).sum()
}

fn directory(exif: &mut Vec<u8>, order: ByteOrder, entries: &[Entry<'_>]) {
    let mut values = Vec::<u8>::new();
    let values_start = exif.len() + directory_length(entries.len());
    exif.extend(two(order, u16::try_from(entries.len()).unwrap()));
    for (tag, kind, value) in entries {
        exif.extend(two(order, *tag));
        exif.extend(two(order, *kind));
        exif.extend(four(order, if *kind == 4 { 1 } else { value.len() }));
        if value.len() > 4 {
            exif.extend(four(order, values_start + values.len()));
            values.extend(*value);
        } else {
            exif.extend(value.iter().copied().chain([0; 4]).take(4));
        }
    }
    exif.extend([0; 4]);
    exif.extend(values);
}

fn two(order: ByteOrder, number: u16) -> [u8; 2] {
    if order == ByteOrder::Big { number.to_be_bytes() } else { number.to_le_bytes() }
}

fn four(order: ByteOrder, number: usize) -> [u8; 4] {
    let number = u32::try_from(number).unwrap();
    if order == ByteOrder::Big { number.to_be_bytes() } else { number.to_le_bytes() }
}

/// UTF-16.
pub(super) fn utf16(text: &str, order: ByteOrder) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| two(order, unit)).collect()
}

/// XMP with this in its description: attributes, and elements.
pub(super) fn xmp(attributes: &str, elements: &str) -> String {
    format!(
        "<?xpacket begin=\"\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF \
         xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" \
         xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" {attributes}>{elements}</rdf:Description></rdf:RDF>\
         </x:xmpmeta>"
    )
}
