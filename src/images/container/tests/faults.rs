//! Pictures that are broken or hostile: what is read all the same, and the first fault.

use super::build::{avif, chunk, exif, jpeg, png, webp, xmp, zlib};
use super::{pair, texts_and_damage};
use crate::images::container::metadata;
use crate::images::container::part::ByteOrder::{Big, Little};

/// The names of the texts, and the fault in words.
fn read(bytes: &[u8]) -> (String, String) {
    let (texts, damage) = texts_and_damage(bytes);
    let names: Vec<String> = texts.into_iter().map(|(name, _)| name).collect();
    (names.join(" "), damage.map(|damage| damage.to_string()).unwrap_or_default())
}

#[test]
fn a_text_whose_checksum_is_wrong_is_not_given() {
    let mut wrong = chunk(b"tEXt", b"a\0b");
    *wrong.last_mut().unwrap() ^= 1;
    let file = png(&[wrong, chunk(b"tEXt", b"c\0d")]);
    assert_eq!(read(&file), pair("c", "the checksum of the chunk tEXt at byte offset 33 is wrong"));
}

#[test]
fn a_png_that_ends_gives_the_texts_before() {
    let file = png(&[chunk(b"tEXt", b"a\0b"), chunk(b"tEXt", b"c\0d")]);
    // 33 bytes, two chunks of 15, and one of 12.
    let ends = |length: usize| read(&file[..length]);
    let within = |what: &str| format!("the file ends within {what}");
    assert_eq!(ends(62), pair("a", &within("the chunk tEXt, which begins at byte offset 48")));
    assert_eq!(ends(51), pair("a", &within("a chunk, which begins at byte offset 48")));
    assert_eq!(ends(63), pair("a c", &within("the picture, which begins at byte offset 0")));
    assert_eq!(ends(74), pair("a c", &within("the chunk IEND, which begins at byte offset 63")));
    assert_eq!(ends(75), pair("a c", ""));
}

#[test]
fn a_text_that_is_packed_wrongly_or_without_end_is_named() {
    let packed = |bytes: &[u8]| chunk(b"zTXt", &[b"a\0\0", bytes].concat());
    let cut = zlib(b"a text that is cut off");
    let broken = png(&[packed(&cut[..10]), chunk(b"tEXt", b"c\0d")]);
    let words = "the text in the chunk zTXt at byte offset 33 cannot be unpacked";
    assert_eq!(read(&broken), pair("c", words));

    let bomb = zlib(&vec![b'a'; (16 << 20) + 1]);
    let words = "the text in the chunk zTXt at byte offset 33 has more than 16777216 bytes";
    // A thousand of them are unpacked no further than the first two.
    assert_eq!(read(&png(&vec![packed(&bomb); 1000])), pair("", words));
    let most = zlib(&vec![b'a'; 16 << 20]);
    let (names, fault) = read(&png(&[packed(&most), packed(&most), packed(&zlib(b"b"))]));
    assert_eq!((names.as_str(), fault.ends_with("has more than 0 bytes")), ("a a", true), "{fault}");
}

#[test]
fn chunks_that_are_not_laid_out_as_they_should_be_are_named() {
    let malformed: [(&[u8], &[u8]); 6] = [
        (b"tEXt", b"no text"),
        (b"zTXt", b"a\0\x01text"),
        (b"iTXt", b"a\0\x02\0\0\0text"),
        (b"iTXt", b"a\0\0\0en"),
        (b"tEXt", b"Raw profile type exif\0\nexif\n3\n0102"),
        (b"tEXt", b"XML:com.adobe.xmp\0<a"),
    ];
    for (name, data) in malformed {
        let (names, fault) = read(&png(&[chunk(name, data)]));
        assert_eq!((names.as_str(), fault.ends_with("is malformed")), ("", true), "{fault}");
    }
    let (names, fault) = read(&png(&[chunk(b"tEXt", b"a\0b"), chunk(b"\0\x1Ba\n", b"")]));
    assert_eq!((names.as_str(), fault.as_str()), ("a", "the chunk at byte offset 48 is malformed"));
}

#[test]
fn a_segment_of_jpeg_that_runs_past_the_end_is_named() {
    let file = jpeg(&[(0xFE, b"a"), (0xE1, b"Exif\0\0")]);
    let words = "the file ends within the segment APP1, which begins at byte offset 8";
    assert_eq!(read(&file[..14]), pair("comment", words));
    assert_eq!(read(b"\xFF\xD8\xFF\xFE\0\x01").1, "the segment COM at byte offset 2 is malformed");
    assert_eq!(read(b"\xFF\xD8\xFF\xFE\0\x03ab").1, "the segment at byte offset 7 is malformed");
    assert_eq!(read(&file[..8]).1, "the file ends within the picture, which begins at byte offset 0");
    // How the pixels end does not matter.
    assert_eq!(read(&jpeg(&[(0xFE, b"a")])), pair("comment", ""));
}

#[test]
fn a_webp_or_avif_that_ends_is_named() {
    let exif = exif(Big, &[(0x010E, 2, b"a cat\0")], &[]);
    let file = webp(&[(b"EXIF", &exif), (b"XMP ", b"<a/>")]);
    let (names, fault) = read(&file[..file.len() - 1]);
    assert_eq!(names, "EXIF 0x010E");
    assert!(fault.starts_with("the file ends within the chunk XMP, which begins at byte offset"), "{fault}");

    let file = avif(&[(b"Exif", &[&[0; 4], &exif[..]].concat())], 0);
    let (names, fault) = read(&file[..file.len() - 1]);
    assert_eq!(names, "");
    assert!(fault.starts_with("the file ends within a box, which begins at byte offset"), "{fault}");
}

#[test]
fn exif_that_leads_past_the_end_or_in_a_circle_is_named() {
    let read_exif = |exif: &[u8]| read(&webp(&[(b"EXIF", exif)]));
    assert_eq!(read_exif(b"II\x2A\0\xFF\0\0\0").1, "the EXIF directory at byte offset 275 is malformed");
    assert_eq!(read_exif(b"GIF89a").1, "the EXIF data at byte offset 20 is malformed");
    // The directory of EXIF is the first one.
    let circle = b"II\x2A\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0";
    assert_eq!(read_exif(circle), pair("", ""));
    let beyond = b"II\x2A\0\x08\0\0\0\x01\0\x0E\x01\x02\0\xFF\0\0\0\x08\0\0\0\0\0\0\0";
    assert_eq!(read_exif(beyond).1, "the EXIF tag 0x010E at byte offset 30 is malformed");
    // Texts that share their bytes would be many times as long as the file.
    let text = [b'a'; 600];
    let mut shared = exif(Little, &[(0x010E, 2, &text), (0x010F, 2, &text)], &[]);
    let place = shared[18..22].to_vec();
    shared[30..34].copy_from_slice(&place);
    shared.truncate(shared.len() - 600);
    assert_eq!(read_exif(&shared).0, "EXIF 0x010E");
    let many = exif(Little, &vec![(0x0100, 3, &[0, 0][..]); 1001], &[]);
    assert_eq!(read_exif(&many).1, "the EXIF directory at byte offset 28 is malformed");
}

#[test]
fn xmp_that_is_cut_off_gives_what_stands_before() {
    let read_xmp = |packet: &str| read(&webp(&[(b"XMP ", packet.as_bytes())]));
    let packet = xmp("exif:a='b'", "<exif:c>d</exif:c><exif:e>");
    assert_eq!(read_xmp(packet.split_once("</rdf").unwrap().0), pair("exif:a exif:c", ""));
    assert_eq!(read_xmp("<a><b>").1, "the XMP packet at byte offset 20 is malformed");
    assert_eq!(read_xmp(&"<a>".repeat(100_000)).1, "the XMP packet at byte offset 20 is malformed");
    // Entities that a document declares stand for nothing.
    let laughs = format!("<!DOCTYPE a [<!ENTITY b 'ha'>]>{}", xmp("", "<exif:a>&b;</exif:a>"));
    assert_eq!(texts_and_damage(&webp(&[(b"XMP ", laughs.as_bytes())])).0, [pair("exif:a", "&b;")]);
}

#[test]
fn no_cut_and_no_changed_byte_is_a_panic() {
    let exif = exif(Big, &[(0x010E, 2, b"a cat\0")], &[(0x9286, 7, b"UNICODE\0\0a")]);
    let packet = xmp("exif:a='b'", "<exif:c><rdf:Alt><rdf:li>d</rdf:li></rdf:Alt></exif:c>");
    let app1 = [b"Exif\0\0", &exif[..]].concat();
    let item = [&[0; 4], &exif[..]].concat();
    let files = [
        png(&[chunk(b"eXIf", &exif), chunk(b"iTXt", b"a\0\0\0\0\0b"), chunk(b"zTXt", b"a\0\0b")]),
        jpeg(&[(0xE1, &app1), (0xFE, b"a")]),
        webp(&[(b"EXIF", &exif), (b"XMP ", packet.as_bytes())]),
        avif(&[(b"Exif", &item), (b"mime\0application/rdf+xml", packet.as_bytes())], 0),
        avif(&[(b"Exif", &item)], 1),
    ];
    for file in files {
        for place in 0..file.len() {
            let _ = metadata(&file[..place]);
            for value in [0, 1, 0x7F, 0xFF] {
                let mut changed = file.clone();
                changed[place] = value;
                let _ = metadata(&changed);
            }
        }
    }
}
