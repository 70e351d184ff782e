//! Texts that a test hides in pixels, read back.

#![allow(clippy::panic, clippy::unwrap_used)]

use miniz_oxide::deflate::compress_to_vec;
use png::{BitDepth, ColorType, Encoder};

use super::field;
use crate::images::error::{Damage, ImageError};
use crate::images::field::{Container, Field, Key};

const TEXT: &str = "🏯 a castle\nSteps: 20";

/// A picture of gray with these bits in it: those of a pixel's opacity, or those of its colors.
fn picture(width: usize, height: usize, color: ColorType, letters: &[u8; 15], hidden: &[u8]) -> Vec<u8> {
    let length = u32::try_from(hidden.len() * 8).unwrap();
    picture_of(width, height, color, &[&letters[..], &length.to_be_bytes(), hidden].concat())
}

fn picture_of(width: usize, height: usize, color: ColorType, bytes: &[u8]) -> Vec<u8> {
    let channels = color.samples();
    let carriers: &[usize] = if bytes.starts_with(b"stealth_png") { &[3] } else { &[0, 1, 2] };
    let mut pixels = vec![0x80_u8; width * height * channels];
    let bits = bytes.iter().flat_map(|byte| (0..8).map(move |place| byte >> (7 - place) & 1));
    let places = (0..width).flat_map(|x| (0..height).map(move |y| (y * width + x) * channels));
    let places = places.flat_map(|pixel| carriers.iter().map(move |channel| pixel + channel));
    for (place, bit) in places.zip(bits) {
        *pixels.get_mut(place).unwrap() |= bit;
    }
    encoded(width, height, color, &pixels)
}

fn encoded(width: usize, height: usize, color: ColorType, pixels: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, u32::try_from(width).unwrap(), u32::try_from(height).unwrap());
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
    file
}

/// One member of gzip with these flags and this behind its fixed header.
fn gzip(text: &[u8], flags: u8, more: &[u8]) -> Vec<u8> {
    [&[0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 3][..], more, &compress_to_vec(text, 6), &[0; 8]].concat()
}

fn read(file: &[u8]) -> Option<String> {
    let found = field(file, Container::Png).unwrap()?;
    let Field { key, text } = found;
    assert_eq!(key, Key::Pixels);
    Some(text)
}

fn damage(file: &[u8]) -> Damage {
    match field(file, Container::Png) {
        Err(ImageError::Broken { container: Container::Png, damage }) => damage,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_text_is_read_from_opacity_and_from_colors_whatever_the_shape() {
    let packed = gzip(TEXT.as_bytes(), 0, b"");
    for (width, height) in
        [(64, 64), (1, 2000), (2000, 1), (7, 300), (300, 7), (40, 121), (40, 120), (40, 119)]
    {
        for (letters, color, hidden) in [
            (b"stealth_pnginfo", ColorType::Rgba, TEXT.as_bytes()),
            (b"stealth_pngcomp", ColorType::Rgba, &packed),
            (b"stealth_rgbinfo", ColorType::Rgb, TEXT.as_bytes()),
            (b"stealth_rgbcomp", ColorType::Rgb, &packed),
            (b"stealth_rgbcomp", ColorType::Rgba, &packed),
        ] {
            let file = picture(width, height, color, letters, hidden);
            assert_eq!(read(&file).as_deref(), Some(TEXT), "{width} x {height}");
        }
    }
}

#[test]
fn gzip_may_have_every_part_of_its_header() {
    let more = b"\x02\0ab name\0comment\0\x12\x34";
    let file = picture(64, 64, ColorType::Rgba, b"stealth_pngcomp", &gzip(TEXT.as_bytes(), 0b1_1110, more));
    assert_eq!(read(&file).as_deref(), Some(TEXT));
}

#[test]
fn pictures_without_a_text_have_none() {
    let white = |color: ColorType| encoded(200, 200, color, &vec![0xFF; 40_000 * color.samples()]);
    for color in [ColorType::Rgba, ColorType::Rgb, ColorType::Grayscale, ColorType::GrayscaleAlpha] {
        assert_eq!(read(&white(color)), None);
    }
    assert_eq!(read(&picture(64, 64, ColorType::Rgb, b"stealth_rgbothe", b"text")), None);
    // Too small for a signature.
    assert_eq!(read(&encoded(3, 3, ColorType::Rgba, &[0xFF; 36])), None);
    assert_eq!(read(b"\x89PNG\r\n\x1A\nno picture"), None);
    // What is no PNG has no such text.
    assert_eq!(field(b"", Container::Jpeg), Ok(None));
}

#[test]
fn a_length_that_cannot_be_is_no_text() {
    let with_length = |length: u32| {
        let bytes = [&b"stealth_pnginfo"[..], &length.to_be_bytes(), b"text"].concat();
        read(&picture_of(64, 64, ColorType::Rgba, &bytes))
    };
    assert_eq!(with_length(32).as_deref(), Some("text"));
    // None, no whole bytes, more than the picture has, more than any text has.
    for length in [0, 33, 64 * 64 - 152 + 8, u32::MAX - 7] {
        assert_eq!(with_length(length), None, "{length}");
    }
    assert!(with_length(64 * 64 - 152).is_some());
}

#[test]
fn a_text_that_cannot_be_unpacked_is_named() {
    let of = "the pixels".to_owned();
    let hidden = |bytes: &[u8]| damage(&picture(128, 128, ColorType::Rgba, b"stealth_pngcomp", bytes));
    assert_eq!(hidden(b"no gzip, but text"), Damage::Packed { offset: 33, of: of.clone() });
    let packed = gzip(TEXT.as_bytes(), 0, b"");
    assert_eq!(hidden(packed.get(..20).unwrap()), Damage::Packed { offset: 33, of });
    let what = "the text in the pixels".to_owned();
    assert_eq!(hidden(&gzip(b"caf\xE9", 0, b"")), Damage::Malformed { offset: 33, what });
    let bomb = gzip(&vec![b'a'; (16 << 20) + 1], 0, b"");
    let file = picture(400, 400, ColorType::Rgba, b"stealth_pngcomp", &bomb);
    assert!(matches!(damage(&file), Damage::TooLong { most: 0x0100_0000, .. }));
}

#[test]
fn an_interlaced_picture_is_left_alone() {
    let mut file = picture(64, 64, ColorType::Rgb, b"stealth_rgbinfo", b"text");
    *file.get_mut(28).unwrap() = 1;
    assert_eq!(read(&file), None);
}
