//! Pictures from outside: what is wrong with them in words, and what they hold whatever is done to their bytes.

use std::fs;

use cliptok::images::{ImageError, read};

use crate::support::project_file;

fn sample(name: &str) -> Vec<u8> {
    fs::read(project_file(&format!("tests/golden/images/{name}"))).unwrap()
}

/// Why no prompt is read from a sample.
fn error(name: &str) -> String {
    read(&sample(name)).unwrap_err().to_string()
}

#[test]
fn a_broken_picture_says_what_is_wrong_and_where() {
    assert_eq!(
        error("broken-crc.png"),
        "this PNG image is broken: the checksum of the chunk tEXt at byte offset 33 is wrong"
    );
    assert_eq!(
        error("truncated.png"),
        "this PNG image is broken: the file ends within the chunk tEXt, which begins at byte offset 33"
    );
    assert_eq!(
        error("ztxt-bomb.png"),
        "this PNG image is broken: the text in the chunk zTXt at byte offset 33 has more than 16777216 bytes"
    );
}

#[test]
fn a_picture_without_a_prompt_names_its_texts() {
    assert_eq!(error("plain.png"), "this PNG image has no prompt; it has no text at all");
    let camera = error("camera.jpg");
    assert!(
        camera.starts_with("this JPEG image has no prompt; the texts in it are: EXIF 0x010F"),
        "{camera}"
    );
    assert_eq!(read(b"a cat").unwrap_err(), ImageError::NotAPicture);
}

#[test]
fn a_picture_that_ends_early_has_the_prompts_before() {
    let whole = sample("a1111.png");
    let prompts = read(&whole).unwrap().prompts;
    let (cut, _) = whole.split_at(whole.len() - 20);
    let read = read(cut).unwrap();
    assert_eq!(read.prompts, prompts);
    assert!(matches!(read.damage, Some(ImageError::Broken { .. })), "{:?}", read.damage);
}

#[test]
fn a_prompt_is_read_whatever_is_behind_the_picture() {
    for name in ["a1111.png", "a1111.jpg", "a1111.webp", "forge-stealth-rgb.png"] {
        let whole = sample(name);
        let more = [&whole, &b"more"[..]].concat();
        assert_eq!(read(&more), read(&whole), "{name}");
        assert!(read(&whole).is_ok(), "{name}");
    }
}
