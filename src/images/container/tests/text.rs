//! How the bytes of a text are decoded.

use super::build::{chunk, png, utf16};
use super::one;
use crate::images::container::decoding::{user_comment, utf16 as decoded};
use crate::images::container::part::ByteOrder::{Big, Little};

#[test]
fn utf8_wins_over_latin1() {
    let text = |bytes: &[u8]| one(&png(&[chunk(b"tEXt", &[b"parameters\0", bytes].concat())])).1;
    assert_eq!(text("café 🏯".as_bytes()), "café 🏯");
    assert_eq!(text(b"caf\xE9"), "café");
    // Latin-1 itself: the byte 93 is no quotation mark, as it is in Windows-1252.
    assert_eq!(text(b"\x93caf\xE9"), "\u{93}café");
}

#[test]
fn zeros_tell_the_order_of_utf16_and_not_the_file() {
    let comment = |bytes: &[u8], order| user_comment(&[b"UNICODE\0", bytes].concat(), order);
    for file in [Big, Little] {
        for order in [Big, Little] {
            assert_eq!(comment(&utf16("🏯🔥, ukiyo-e", order), file), "🏯🔥, ukiyo-e");
            assert_eq!(comment(&utf16("a\0\0", order), file), "a");
            assert_eq!(comment(&utf16("\u{FEFF}城", order), file), "城");
        }
        assert_eq!(comment("é, 🏯\0\0".as_bytes(), file), "é, 🏯");
        assert_eq!(comment("\u{FEFF}a".as_bytes(), file), "a");
        // Nothing but the file tells the order of text without a zero byte that is no UTF-8.
        assert_eq!(comment(&utf16("蝶蝶", file), file), "蝶蝶");
    }
}

#[test]
fn what_is_no_utf16_is_replaced() {
    assert_eq!(decoded(b"\0a\xD8\0\0b", Big), "a\u{FFFD}b");
    assert_eq!(decoded(b"a\0b", Little), "a\u{FFFD}");
    assert_eq!(decoded(b"a\0\0", Little), "a");
    assert_eq!(decoded(b"", Little), "");
}

#[test]
fn a_comment_has_one_of_four_codes_or_none() {
    for (bytes, text) in [
        (&b"ASCII\0\0\0a cat\0"[..], "a cat"),
        (b"JIS\0\0\0\0\0a cat", "a cat"),
        (b"\0\0\0\0\0\0\0\0a cat", "a cat"),
        (b"Unicode\0a\0 \0c\0", "a c"),
        (b"a cat without a code", "a cat without a code"),
        (b"short", "short"),
        (b"ASCII\0\0\0caf\xE9", "café"),
        (b"", ""),
    ] {
        assert_eq!(user_comment(bytes, Little), text);
    }
}
