//! Every code point there is, in five places, against checksums of the real package's ids.

use cliptok::{BatchEncoder, Dialect, TokenId};

use crate::support::read;

#[test]
fn hf_knows_every_code_point_as_tokenizers_does() {
    compare(Dialect::Hf, "tests/golden/code-points-hf.txt");
}

#[test]
fn openai_knows_every_code_point_as_regex_and_python_do() {
    compare(Dialect::OpenAi, "tests/golden/code-points-openai.txt");
}

#[test]
fn hf_basic_knows_every_code_point_as_regex_and_python_do() {
    compare(Dialect::HfBasic, "tests/golden/code-points-hf-basic.txt");
}

#[test]
fn hf_basic_4_30_knows_every_code_point_as_regex_and_python_do() {
    compare(Dialect::HfBasic430, "tests/golden/code-points-hf-basic-4.30.txt");
}

fn compare(dialect: Dialect, golden: &str) {
    let golden = read(golden);
    let blocks: Vec<(u32, u64)> = golden
        .lines()
        .map(|line| {
            let (first, checksum) = line.split_once(' ').unwrap();
            (u32::from_str_radix(first, 16).unwrap(), u64::from_str_radix(checksum, 16).unwrap())
        })
        .collect();
    assert_eq!(blocks.len(), (0x110000 - 0x800) / 256, "no golden is missing");
    // By the batch encoder, which knows characters by tables of its own.
    let mut encoder = BatchEncoder::for_dialect(dialect);
    for (first, wanted) in blocks {
        assert_eq!(checksum(&mut encoder, first), wanted, "U+{first:04X} and the 255 after it");
    }
}

/// What `tests/oracle/code_points.py` computes.
fn checksum(encoder: &mut BatchEncoder, first: u32) -> u64 {
    let mut checksum = 0xCBF2_9CE4_8422_2325_u64;
    let mut ids = Vec::new();
    for x in (first..first + 256).filter_map(char::from_u32) {
        for text in [format!("a {x}b"), format!("{x}"), format!("{x}x"), format!("{x}{x}"), format!("a{x}b")]
        {
            ids.clear();
            encoder.encode(&text, &mut ids);
            ids.push(TokenId(0xFFFF));
            for byte in ids.iter().flat_map(|id| id.0.to_le_bytes()) {
                checksum = (checksum ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3);
            }
        }
    }
    checksum
}
