//! Pictures that a test builds, and the texts and the faults that are read from them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod build;
mod faults;
mod places;
mod text;

use super::metadata;
use crate::images::error::Damage;
use crate::images::field::Container;

/// The texts of a picture that is sound, each with its key in words.
fn texts(bytes: &[u8]) -> Vec<(String, String)> {
    let (texts, damage) = texts_and_damage(bytes);
    assert_eq!(damage, None);
    texts
}

/// The texts of a picture, each with its key in words, and what is wrong with it.
fn texts_and_damage(bytes: &[u8]) -> (Vec<(String, String)>, Option<Damage>) {
    let read = metadata(bytes).unwrap();
    (read.fields.into_iter().map(|field| (field.key.to_string(), field.text)).collect(), read.damage)
}

/// The one text of a picture, with its key.
fn one(bytes: &[u8]) -> (String, String) {
    let texts = texts(bytes);
    assert_eq!(texts.len(), 1, "{texts:?}");
    texts.into_iter().next().unwrap()
}

fn pair(key: &str, text: &str) -> (String, String) {
    (key.to_owned(), text.to_owned())
}

#[test]
fn the_first_bytes_say_how_a_picture_is_stored() {
    let container = |bytes: &[u8]| metadata(bytes).map(|read| read.container).ok();
    assert_eq!(container(&build::png(&[])), Some(Container::Png));
    assert_eq!(container(&build::jpeg(&[])), Some(Container::Jpeg));
    assert_eq!(container(&build::webp(&[])), Some(Container::WebP));
    assert_eq!(container(&build::avif(&[], 0)), Some(Container::Avif));
    for other in [&b""[..], b"GIF89a", b"a cat", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x14ftypheic\0\0\0\0mif1"] {
        assert_eq!(container(other), None);
    }
}
