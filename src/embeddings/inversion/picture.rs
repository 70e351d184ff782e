//! Enters: a PNG with an embedding in it. Leaves: its arrays, out of a text of the picture or out of its pixels.
//!
//! Both are A1111's (`modules/textual_inversion/image_embedding.py`): a text `sd-ti-embedding`, in Base64; or two blocks of
//! pixels left and right of the picture, whose lowest four bits are the lower and upper halves of bytes, packed by zlib.

use std::io::Cursor;
use std::path::Path;

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use png::{Decoder, Limits, Transformations};
use serde_json::Value;

use super::arrays::{Array, Found, Numbers, place};
use super::base64;
use crate::embeddings::error::EmbeddingsError;

/// What every PNG begins with.
pub(super) const HEAD: &[u8] = b"\x89PNG\r\n\x1A\n";

/// The key of the text.
const KEY: &str = "sd-ti-embedding";

/// The most memory that a picture may take.
const MOST_MEMORY: usize = 256 << 20;

/// The longest text that is read, unpacked.
const LONGEST: usize = 64 << 20;

/// How many numbers an array may have.
const MOST_NUMBERS: usize = 16 << 20;

/// The arrays of a picture.
pub(super) fn arrays(bytes: &[u8], path: &Path) -> Result<Found, EmbeddingsError> {
    let refused = |what: &str| EmbeddingsError::Refused {
        path: path.to_owned(),
        what: what.into(),
        advice: "point at the picture that A1111 saved with the embedding, not at a copy that lost it",
    };
    let json = json_of(bytes).ok_or_else(|| refused("is a picture without an embedding in it"))?;
    let json: Value =
        serde_json::from_slice(&json).map_err(|_| refused("is a picture whose embedding is broken"))?;
    let mut arrays = Vec::new();
    for (name, value) in json.as_object().into_iter().flatten() {
        match value.get("TORCHTENSOR") {
            Some(tensor) => add(&mut arrays, name, tensor),
            None => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    if let Some(tensor) = value.get("TORCHTENSOR") {
                        add(&mut arrays, &format!("{name}.{key}"), tensor);
                    }
                }
            }
        }
    }
    let text = |key: &str| json.get(key).and_then(Value::as_str).map(str::to_owned);
    Ok(Found {
        arrays,
        own_name: text("name"),
        step: json.get("step").and_then(Value::as_i64),
        checkpoint: text("sd_checkpoint_name"),
        strange_globals: Vec::new(),
        is_picture: true,
    })
}

/// Adds an array, if its name is that of vectors, and its rows are of one length.
fn add(arrays: &mut Vec<Array>, name: &str, tensor: &Value) {
    let Some((bundle, key)) = place(name, false) else { return };
    let row = |row: &Value| -> Option<Vec<f32>> {
        row.as_array()?.iter().map(|number| number.as_f64().map(|number| number as f32)).collect()
    };
    let rows = match tensor.as_array().map(Vec::as_slice) {
        Some(rows @ [Value::Array(_), ..]) => rows.iter().map(row).collect::<Option<Vec<_>>>(),
        _ => row(tensor).map(|row| vec![row]),
    };
    let Some(rows) = rows else { return };
    let width = rows.first().map_or(0, Vec::len);
    if rows.iter().any(|row| row.len() != width) || rows.len().saturating_mul(width) > MOST_NUMBERS {
        return;
    }
    let shape = vec![rows.len() as u64, width as u64];
    arrays.push(Array { key, bundle, shape, numbers: Numbers::Read(rows.concat()) });
}

/// The JSON in a picture.
fn json_of(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MOST_MEMORY });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().ok()?;
    let text = reader.info().uncompressed_latin1_text.iter().find(|text| text.keyword == KEY);
    if let Some(text) = text {
        return base64::decoded(&text.text);
    }
    let size = reader.output_buffer_size().filter(|&size| size <= MOST_MEMORY)?;
    let mut pixels = vec![0; size];
    let frame = reader.next_frame(&mut pixels).ok()?;
    let channels = frame.color_type.samples();
    let colors: Vec<[u8; 3]> = pixels
        .chunks_exact(channels)
        .take(frame.width as usize * frame.height as usize)
        .filter_map(|pixel| match *pixel {
            [gray] | [gray, _] => Some([gray; 3]),
            [red, green, blue] | [red, green, blue, _] => Some([red, green, blue]),
            _ => None,
        })
        .collect();
    in_pixels(&colors, frame.width as usize)
}

/// The bytes in the blocks left and right of a picture, whose rows have so many pixels.
fn in_pixels(colors: &[[u8; 3]], width: usize) -> Option<Vec<u8>> {
    let rows: Vec<&[[u8; 3]]> = colors.chunks_exact(width.max(1)).collect();
    // What is black in one color at least counts as border, as there.
    let is_lit = |pixel: &[u8; 3]| pixel.iter().all(|&color| color > 0);
    let column_is_lit = |column: usize| rows.iter().any(|row| row.get(column).is_some_and(is_lit));
    let row_is_lit = |row: &&[[u8; 3]]| row.iter().any(is_lit);
    let (left, right) =
        ((0..width).find(|&at| column_is_lit(at))?, (0..width).rfind(|&at| column_is_lit(at))?);
    let (top, bottom) = (rows.iter().position(row_is_lit)?, rows.iter().rposition(row_is_lit)?);
    let cropped: Vec<&[[u8; 3]]> =
        rows.get(top..=bottom)?.iter().filter_map(|row| row.get(left..=right)).collect();
    let is_black = |column: usize| {
        cropped.iter().all(|row| {
            row.get(column).is_some_and(|pixel| pixel.iter().all(|color| color.trailing_zeros() >= 4))
        })
    };
    let columns = right - left + 1;
    let (first, last) = ((0..columns).find(|&at| is_black(at))?, (0..columns).rfind(|&at| is_black(at))?);
    if first == last {
        return None;
    }
    let low = halves(cropped.iter().filter_map(|row| row.get(..first)));
    let high = halves(cropped.iter().filter_map(|row| row.get(last + 1..)));
    let packed: Vec<u8> = high.zip(low).map(|(high, low)| high << 4 | low).collect();
    decompress_to_vec_zlib_with_limit(&packed, LONGEST).ok()
}

/// The half bytes of a block, unscrambled: each was combined with the next of a series of numbers.
fn halves<'p>(rows: impl Iterator<Item = &'p [[u8; 3]]>) -> impl Iterator<Item = u8> {
    let mut seed = 0_u32;
    rows.flatten().flatten().map(move |&color| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (color ^ (seed % 255) as u8) & 0x0F
    })
}
