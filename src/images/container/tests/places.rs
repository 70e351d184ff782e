//! Every place where a format has texts.

use super::build::{avif, chunk, exif, jpeg, png, utf16, webp, xmp, zlib};
use super::{one, pair, texts};
use crate::images::container::part::ByteOrder::{Big, Little};

#[test]
fn png_has_texts_of_every_kind_before_and_after_its_pixels() {
    let chunks = [
        chunk(b"tEXt", b"parameters\0a cat"),
        chunk(b"zTXt", &[b"packed\0\0", &zlib(b"a dog")[..]].concat()),
        chunk(b"IDAT", b"pixels"),
        chunk(b"iTXt", "plain\0\0\0en\0wort\0🏯".as_bytes()),
        chunk(b"iTXt", &[b"both\0\x01\0\0\0", &zlib("é".as_bytes())[..]].concat()),
        chunk(b"comf", b"prompt\0{}"),
        chunk(b"eXIf", &exif(Big, &[(0x010E, 2, b"a bird\0")], &[])),
    ];
    let wanted = [
        pair("parameters", "a cat"),
        pair("packed", "a dog"),
        pair("plain", "🏯"),
        pair("both", "é"),
        pair("prompt", "{}"),
        pair("EXIF 0x010E", "a bird"),
    ];
    assert_eq!(texts(&png(&chunks)), wanted);
}

#[test]
fn bytes_behind_the_last_chunk_are_no_part_of_a_picture() {
    let file = [png(&[chunk(b"tEXt", b"a\0b")]), b"more".to_vec()].concat();
    assert_eq!(one(&file), pair("a", "b"));
}

#[test]
fn png_has_profiles_in_hexadecimal() {
    let digits = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join("\n");
    let bytes = [&b"Exif\0\0"[..], &exif(Little, &[(0x0131, 2, b"Fooocus\0")], &[])].concat();
    let text = format!("\nexif\n    {}\n{}\n", bytes.len(), digits(&bytes));
    let of_exif = chunk(b"zTXt", &[b"Raw profile type exif\0\0", &zlib(text.as_bytes())[..]].concat());
    assert_eq!(one(&png(&[of_exif])), pair("EXIF 0x0131", "Fooocus"));

    let packet = [b"http://ns.adobe.com/xap/1.0/\0", xmp("exif:a='b'", "").as_bytes()].concat();
    let text = format!("Raw profile type APP1\0\ngeneric profile\n{}\n{}\n", packet.len(), digits(&packet));
    assert_eq!(one(&png(&[chunk(b"tEXt", text.as_bytes())])), pair("exif:a", "b"));
}

#[test]
fn jpeg_has_comments_exif_and_xmp() {
    let exif = [b"Exif\0\0", &exif(Big, &[], &[(0x9286, 7, b"ASCII\0\0\0a cat")])[..]].concat();
    let packet = [b"http://ns.adobe.com/xap/1.0/\0", xmp("", "<exif:a>b</exif:a>").as_bytes()].concat();
    let segments: [(u8, &[u8]); 4] =
        [(0xE0, b"JFIF\0"), (0xE1, &exif), (0xFE, b"parameters\0a dog"), (0xE1, &packet)];
    let wanted = [pair("EXIF 0x9286", "a cat"), pair("comment", "parameters\0a dog"), pair("exif:a", "b")];
    assert_eq!(texts(&jpeg(&segments)), wanted);
}

#[test]
fn long_xmp_is_put_together_by_offset() {
    let packet = xmp("", "<exif:UserComment>one two</exif:UserComment>");
    let (first, second) = packet.as_bytes().split_at(100);
    let piece = |place: usize, bytes: &[u8]| {
        let numbers = [packet.len(), place].map(|number| u32::try_from(number).unwrap().to_be_bytes());
        [b"http://ns.adobe.com/xmp/extension/\0", &[b'0'; 32][..], &numbers.concat(), bytes].concat()
    };
    let (first, second) = (piece(0, first), piece(100, second));
    assert_eq!(one(&jpeg(&[(0xE1, &second), (0xE1, &first)])), pair("exif:UserComment", "one two"));
}

#[test]
fn webp_has_exif_and_xmp() {
    let bare = exif(Little, &[(0x0110, 2, b"prompt:{}\0")], &[]);
    let with_prefix = [b"Exif\0\0", &bare[..]].concat();
    let packet = xmp("sdcpp:parameters='a cat'", "");
    let chunks: [(&[u8; 4], &[u8]); 4] =
        [(b"VP8L", b"odd"), (b"EXIF", &bare), (b"EXIF", &with_prefix), (b"XMP ", packet.as_bytes())];
    let graph = pair("EXIF 0x0110", "prompt:{}");
    assert_eq!(texts(&webp(&chunks)), [graph.clone(), graph, pair("sdcpp:parameters", "a cat")]);
}

#[test]
fn avif_has_exif_and_xmp_in_the_file_and_in_its_header() {
    let comment = [&b"UNICODE\0"[..], &utf16("🏯 a cat", Big)].concat();
    let exif = exif(Big, &[], &[(0x9286, 7, &comment)]);
    let (bare, with_prefix) = ([&[0; 4][..], &exif].concat(), [b"\0\0\0\x06Exif\0\0", &exif[..]].concat());
    let packet = xmp("exif:a='b'", "");
    for method in [0, 1] {
        for exif in [&bare, &with_prefix] {
            let items: [(&[u8], &[u8]); 3] =
                [(b"av01", b"pixels"), (b"Exif", exif), (b"mime\0application/rdf+xml", packet.as_bytes())];
            let wanted = [pair("EXIF 0x9286", "🏯 a cat"), pair("exif:a", "b")];
            assert_eq!(texts(&avif(&items, method)), wanted);
        }
    }
}

#[test]
fn exif_has_texts_in_either_order_in_every_directory() {
    for order in [Big, Little] {
        let first: [(u16, u16, &[u8]); 7] = [
            (0x0100, 3, b"\0\x08"),
            (0x010E, 2, b"description\0"),
            (0x010F, 2, b"abc\0"),
            (0x0131, 2, b"\0"),
            (0x9286, 2, "{\"é\": 1}".as_bytes()),
            (0x927C, 2, b"scheme\0"),
            (0x9C9C, 1, &utf16("comment\0", Little)),
        ];
        let second: [(u16, u16, &[u8]); 2] =
            [(0x9286, 7, b"\0\0\0\0\0\0\0\0text"), (0x927C, 7, b"Nikon\0\x02\x10")];
        let wanted = [
            pair("EXIF 0x010E", "description"),
            pair("EXIF 0x010F", "abc"),
            pair("EXIF 0x9286", "{\"é\": 1}"),
            pair("EXIF 0x927C", "scheme"),
            pair("EXIF 0x9C9C", "comment"),
            pair("EXIF 0x9286", "text"),
        ];
        assert_eq!(texts(&png(&[chunk(b"eXIf", &exif(order, &first, &second))])), wanted);
    }
}

#[test]
fn the_directory_of_exif_may_lack_the_place_of_a_next_one() {
    let text = b"ASCII\0\0\0a cat";
    let with_it = exif(Little, &[], &[(0x9286, 7, text)]);
    let (head, tail) = with_it.split_at(with_it.len() - text.len() - 4);
    let mut without = [head, &tail[4..]].concat();
    // The text begins four bytes earlier.
    let place = without.len() - text.len() - 4;
    without[place] -= 4;
    let texts = |exif: &[u8]| texts(&webp(&[(b"EXIF", exif)]));
    assert_eq!(texts(&with_it), [pair("EXIF 0x9286", "a cat")]);
    assert_eq!(texts(&without), [pair("EXIF 0x9286", "a cat")]);
}

#[test]
fn xmp_has_properties_with_lists_and_other_prefixes() {
    let elements = "<e:UserComment xmlns:e='http://ns.adobe.com/exif/1.0/'><rdf:Alt><rdf:li \
         xml:lang='x-default'>{&quot;c&quot;: &#34;&#x1F3EF; &amp; &lt;b&gt;&quot;}</rdf:li><rdf:li>other</rdf:li>\
         </rdf:Alt></e:UserComment>\n<dc:subject><rdf:Bag><rdf:li>one</rdf:li><rdf:li><![CDATA[<two>]]></rdf:li>\
         </rdf:Bag></dc:subject><own:text>R &amp; B &unknown;</own:text><own:empty/><own:blank> </own:blank>";
    let packet = xmp("parameters='a &quot;cat&quot;\nSteps: 1'", elements);
    let wanted = [
        pair("parameters", "a \"cat\"\nSteps: 1"),
        pair("exif:UserComment", "{\"c\": \"🏯 & <b>\"}"),
        pair("dc:subject", "one\n<two>"),
        pair("own:text", "R & B &unknown;"),
    ];
    let text = chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", packet.as_bytes()].concat());
    assert_eq!(texts(&png(&[text])), wanted);
}
