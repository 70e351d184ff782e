//! The numbers of every type are exact, and blocks give the same rows as rows alone.

use std::fs;

use cliptok::TokenId;
use cliptok::embeddings::{DType, ModelFile, Table};
use serde_json::Value;

use super::embeddings::{fixture, fixtures};
use crate::support::read;

/// The bits of each number. Those that are no numbers are all the same.
fn bits(numbers: &[f32]) -> Vec<u32> {
    numbers.iter().map(|number| if number.is_nan() { f32::NAN.to_bits() } else { number.to_bits() }).collect()
}

fn read_as(dtype: &DType, bytes: &[u8]) -> Vec<f32> {
    let mut numbers = Vec::new();
    dtype.read_into(bytes, &mut numbers).unwrap();
    numbers
}

/// A number of IEEE 754 by its formula, with so many bits of fraction and an exponent that counts from `-bias`.
fn by_formula(bits: u32, fraction_bits: u32, exponent_bits: u32) -> f64 {
    let fraction = f64::from(bits & ((1 << fraction_bits) - 1)) / f64::from(1 << fraction_bits);
    let exponent = (bits >> fraction_bits) & ((1 << exponent_bits) - 1);
    let bias = (1 << (exponent_bits - 1)) - 1;
    let sign = if bits >> (fraction_bits + exponent_bits) == 0 { 1.0 } else { -1.0 };
    let power = |exponent: u32| 2_f64.powi(i32::try_from(exponent).unwrap() - bias);
    match exponent {
        0 => sign * fraction * power(1),
        exponent if exponent == (1 << exponent_bits) - 1 => {
            if fraction == 0.0 {
                sign * f64::INFINITY
            } else {
                f64::NAN
            }
        }
        exponent => sign * (1.0 + fraction) * power(exponent),
    }
}

#[test]
fn all_numbers_of_two_bytes_are_exact() {
    let bytes: Vec<u8> = (0..=u16::MAX).flat_map(u16::to_le_bytes).collect();
    for (dtype, fraction_bits, exponent_bits) in [(DType::F16, 10, 5), (DType::BF16, 7, 8)] {
        #[allow(clippy::cast_possible_truncation)]
        let wanted: Vec<f32> = (0..=u32::from(u16::MAX))
            .map(|bits| by_formula(bits, fraction_bits, exponent_bits) as f32)
            .collect();
        assert_eq!(bits(&read_as(&dtype, &bytes)), bits(&wanted), "{dtype}");
    }
}

#[test]
fn all_numbers_of_one_byte_are_those_of_the_tables() {
    let bytes: Vec<u8> = (0..=u8::MAX).collect();
    let tables: Value =
        serde_json::from_str(&read("tests/golden/embeddings/neighbours/fp8-tables.json")).unwrap();
    for dtype in [DType::F8E4M3, DType::F8E5M2] {
        let wanted = tables[dtype.to_string()].as_array().unwrap();
        let numbers = read_as(&dtype, &bytes);
        assert_eq!((numbers.len(), wanted.len()), (256, 256));
        for (byte, (number, wanted)) in numbers.iter().zip(wanted).enumerate() {
            // Minus zero is one of them, and null stands for infinity too.
            match wanted.as_f64() {
                Some(wanted) => assert_eq!(f64::from(*number).to_bits(), wanted.to_bits(), "{dtype} {byte}"),
                None => assert!(!number.is_finite(), "{dtype} {byte}: {number}"),
            }
        }
    }
    assert_eq!(bits(&read_as(&DType::F8E5M2, &[0x7C, 0xFC])), bits(&[f32::INFINITY, f32::NEG_INFINITY]));
    assert!(read_as(&DType::F8E5M2, &[0x7D, 0x7F, 0xFF]).iter().all(|number| number.is_nan()));
    assert!(read_as(&DType::F8E4M3, &[0x7F, 0xFF]).iter().all(|number| number.is_nan()));
}

#[test]
fn numbers_of_four_bytes_are_as_they_are() {
    let numbers = [1.0, -0.0, f32::MIN_POSITIVE / 2.0, f32::INFINITY, 0.1];
    let bytes: Vec<u8> = numbers.into_iter().flat_map(f32::to_le_bytes).collect();
    assert_eq!(bits(&read_as(&DType::F32, &bytes)), bits(&numbers));
    // What is no whole number is left out, and what was there before stays.
    let mut behind = vec![7.0];
    DType::F32.read_into(&bytes[..6], &mut behind).unwrap();
    assert_eq!(behind, [7.0, 1.0]);
    assert_eq!(DType::Other("I8".into()).read_into(&[1], &mut behind), None);
    assert_eq!(behind, [7.0, 1.0]);
}

/// All rows, put together from blocks; and how many blocks there were.
fn from_blocks(table: &Table) -> (Vec<Vec<f32>>, usize) {
    let mut blocks = table.blocks().unwrap();
    let (mut rows, mut count) = (Vec::new(), 0);
    while let Some(block) = blocks.next_block().unwrap() {
        assert_eq!(block.first_row, rows.len() as u64);
        assert_eq!(block.width as u64, table.width());
        rows.extend(block.rows().map(<[f32]>::to_vec));
        count += 1;
    }
    (rows, count)
}

fn only_table(name: &str) -> Table {
    let model = ModelFile::open(&fixture(name)).unwrap();
    let [table] = model.tables() else { panic!("{name}") };
    table.clone()
}

#[test]
fn blocks_have_the_same_rows() {
    for fixture in fixtures("neighbours/planted") {
        let table = only_table(fixture["file"].as_str().unwrap());
        let (rows, _) = from_blocks(&table);
        assert_eq!(rows.len(), 49408);
        for id in [0, 2368, 13063, 25000, 49404, 49405, 49407] {
            assert_eq!(bits(&table.row(TokenId(id)).unwrap()), bits(&rows[usize::from(id)]), "{id}");
        }
        let places = |kind: fn(&f32) -> bool| {
            let of_kind = rows.iter().enumerate().filter(|(_, row)| row.iter().any(kind));
            of_kind.map(|(id, _)| id).collect::<Vec<usize>>()
        };
        assert_eq!(serde_json::json!(places(|number| number.is_nan())), fixture["nan_rows"]);
        assert_eq!(serde_json::json!(places(|number| number.is_infinite())), fixture["inf_rows"]);
        for id in fixture["zero_rows"].as_array().unwrap() {
            let id = usize::try_from(id.as_u64().unwrap()).unwrap();
            assert!(rows[id].iter().all(|number| *number == 0.0), "{id}");
        }
    }
}

#[test]
fn a_long_table_comes_in_several_blocks() {
    // 600 rows of 4,096 bytes are two megabytes and a half.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model");
    let header =
        r#"{"token_embedding.weight":{"dtype":"F32","shape":[600,1024],"data_offsets":[0,2457600]}}"#;
    let numbers = (0..600 * 1024_u32).map(|number| f32::from_bits(number + (100 << 23)));
    let data: Vec<u8> = numbers.flat_map(f32::to_le_bytes).collect();
    fs::write(&path, [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &data].concat()).unwrap();
    let model = ModelFile::open(&path).unwrap();
    let table = &model.tables()[0];
    let (rows, blocks) = from_blocks(table);
    assert_eq!((rows.len(), blocks), (600, 3));
    for (id, row) in (0..600).zip(&rows) {
        assert_eq!(row, &table.row(TokenId(id)).unwrap());
        assert_eq!(row[0].to_bits(), u32::from(id) * 1024 + (100 << 23));
    }
}

#[test]
fn a_row_in_fp8_is_multiplied_by_the_scale_of_its_table() {
    let table = only_table("neighbours/fp8-scaled.safetensors");
    let row = table.row(TokenId(0)).unwrap();
    // Without it, the largest number of the type: 448.
    assert!((row[0] - 0.4).abs() < 1e-3 && row[1..] == [0.0; 3], "{row:?}");
    let mut blocks = table.blocks().unwrap();
    assert_eq!(blocks.next_block().unwrap().unwrap().numbers[..1], [448.0], "a cosine needs no scale");
}

#[test]
fn there_is_no_row_behind_the_last() {
    let table = only_table("names/hf.safetensors");
    assert_eq!(table.row(TokenId(15)).unwrap().len(), 6);
    let error = table.row(TokenId(16)).unwrap_err().to_string();
    let end =
        "the table `text_model.embeddings.token_embedding.weight` has 16 rows, so it has none for the id 16";
    assert!(error.ends_with(end), "{error}");
}

#[test]
fn a_file_that_became_shorter_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.safetensors");
    fs::copy(fixture("names/hf.safetensors"), &path).unwrap();
    let model = ModelFile::open(&path).unwrap();
    let length = fs::metadata(&path).unwrap().len();
    fs::File::options().write(true).open(&path).unwrap().set_len(length / 2).unwrap();
    let table = &model.tables()[0];
    for error in [table.row(TokenId(15)).unwrap_err(), table.blocks().unwrap().next_block().unwrap_err()] {
        let words =
            format!("{}: failed to fill whole buffer; did it change while it was read?", path.display());
        assert_eq!(error.to_string(), words);
    }
}
