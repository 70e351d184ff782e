//! Enters: tables by chance, whole and in a buffer that fills. Leaves: that their rows are those of the crate `csv`, and of their bytes one by one.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what is wrong in a test is to fail it"
)]

use std::io::{Cursor, Read};

use proptest::prelude::*;

use super::cells::{cells, unquoted};
use super::marks::{Marks, Separators};
use super::reader::{Ends, Reader, Row, Shape, Wanted};
use crate::sources::bits::BLOCK;

/// What separates cells: also a quote, and a byte that is no character, since a table can say so.
const DELIMITERS: [u8; 5] = [b',', b'\t', b'"', 0, 0xE9];

/// The rows of a table in which this is looked for.
fn rows(bytes: &[u8], delimiter: u8, wanted: Wanted) -> Vec<Row> {
    let mut reader = Reader::new(delimiter, wanted);
    std::iter::from_fn(|| reader.next_row(bytes, Ends::WithTable)).collect()
}

/// The rows of a table as the crate has them, each with its cells.
fn by_the_crate(bytes: &[u8], delimiter: u8) -> Vec<Vec<Vec<u8>>> {
    // The crate leaves out a byte order mark at the start, which here is part of a cell; it passes over a blank line.
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(Cursor::new(b"\n").chain(bytes));
    let records = reader.into_byte_records();
    records.map(|row| row.expect("in memory").iter().map(<[u8]>::to_vec).collect()).collect()
}

/// The rows of a table, byte by byte: the place of each, where the next one begins, and its shape.
fn by_bytes(bytes: &[u8], delimiter: u8) -> Vec<(std::ops::Range<usize>, usize, Shape)> {
    let (mut found, mut row) = (Vec::new(), 0);
    while row < bytes.len() {
        if matches!(bytes[row], b'\n' | b'\r') {
            row += 1;
            continue;
        }
        let (mut at, mut is_start, mut shape) = (row, true, Shape::WellFormed);
        while at < bytes.len() && !matches!(bytes[at], b'\n' | b'\r') {
            if !is_start || bytes[at] != b'"' {
                is_start = bytes[at] == delimiter;
                at += 1;
                continue;
            }
            is_start = false;
            at += 1;
            loop {
                match (bytes.get(at), bytes.get(at + 1)) {
                    (None, _) => shape = Shape::OpenQuote,
                    (Some(b'"'), Some(b'"')) => {
                        at += 2;
                        continue;
                    }
                    (Some(b'"'), behind) => {
                        at += 1;
                        let is_end = |&byte: &u8| byte == delimiter || matches!(byte, b'\n' | b'\r');
                        if !behind.is_none_or(is_end) {
                            shape = Shape::TextBehindQuote;
                        }
                    }
                    _ => {
                        at += 1;
                        continue;
                    }
                }
                break;
            }
        }
        let line_break = if bytes[at..].starts_with(b"\r\n") { 2 } else { usize::from(at < bytes.len()) };
        found.push((row..at, at + line_break, shape));
        row = at + line_break;
    }
    found
}

fn assert_rows_are_right(bytes: &[u8], delimiter: u8) {
    let wanted = by_the_crate(bytes, delimiter);
    let found = rows(bytes, delimiter, Wanted::Rows);
    let places: Vec<_> = found.iter().map(|row| (row.range.clone(), row.next, row.shape)).collect();
    assert_eq!(places, by_bytes(bytes, delimiter), "{bytes:?} {delimiter}");
    for column in 0..5 {
        let with_cells = rows(bytes, delimiter, Wanted::Cell(column));
        assert_eq!(with_cells.len(), wanted.len(), "{bytes:?} {delimiter}");
        for ((row, place), wanted) in with_cells.iter().zip(&places).zip(&wanted) {
            assert_eq!(&(row.range.clone(), row.next, row.shape), place, "{bytes:?} {delimiter}");
            assert_eq!(row.cells, wanted.len(), "{bytes:?} {delimiter}");
            let cell = row.cell.clone().map(|cell| unquoted(&bytes[cell]));
            assert_eq!(cell.as_deref(), wanted.get(column).map(Vec::as_slice), "{bytes:?} {delimiter}");
        }
    }
    for (row, wanted) in found.iter().zip(&wanted) {
        let row = &bytes[row.range.clone()];
        let cells: Vec<_> = cells(row, delimiter).into_iter().map(|cell| unquoted(&row[cell])).collect();
        assert_eq!(&cells, wanted, "{bytes:?} {delimiter}");
    }
}

/// The rows that are found when the buffer grows from each of these lengths to the next, and to all.
fn in_a_growing_buffer(bytes: &[u8], lengths: &[usize], delimiter: u8, wanted: Wanted) -> Vec<Row> {
    let mut reader = Reader::new(delimiter, wanted);
    let mut found = Vec::new();
    for &length in lengths {
        while let Some(row) = reader.next_row(&bytes[..length], Ends::Anywhere) {
            assert!(row.next <= length);
            found.push(row);
        }
    }
    found.extend(std::iter::from_fn(|| reader.next_row(bytes, Ends::WithTable)));
    found
}

/// How many rows are passed over when the buffer grows from each of these lengths to the next, up to a row's end and then to all;
/// and where each time what is behind them begins.
fn passed_in_a_growing_buffer(bytes: &[u8], lengths: &[usize], delimiter: u8) -> Vec<(u64, usize)> {
    let mut reader = Reader::new(delimiter, Wanted::Rows);
    let mut passed: Vec<_> =
        lengths.iter().map(|&length| reader.pass_rows(&bytes[..length], Ends::Anywhere)).collect();
    passed.push(reader.pass_rows(bytes, Ends::WithTable));
    passed
}

/// Tables of cells that are long enough to reach from block to block, and others of bytes by chance.
fn tables() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec!["a", "b c", ",", "\t", "\"", "\n", "\r\n", "\r", "\"\"", "\0", "é", "\u{FEFF}"])
            .prop_map(|piece| piece.as_bytes().to_vec()),
        1 => (0..140_usize).prop_map(|length| vec![b'x'; length]),
        1 => Just(b"\"one, \"\"two\"\"\r\nthree\",".to_vec()),
        1 => Just(vec![0xE9]),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn rows_are_those_of_the_crate(table in tables()) {
        for delimiter in DELIMITERS {
            assert_rows_are_right(&table, delimiter);
        }
    }
}

proptest! {
    // Each table is read once for each of its bytes.
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_buffer_may_end_at_every_byte(table in tables(), column in 0..3_usize) {
        for delimiter in DELIMITERS {
            for wanted in [Wanted::Rows, Wanted::Cell(column)] {
                let whole = rows(&table, delimiter, wanted);
                let one_by_one: Vec<usize> = (0..=table.len()).collect();
                prop_assert_eq!(&in_a_growing_buffer(&table, &one_by_one, delimiter, wanted), &whole);
                for end in 0..=table.len() {
                    prop_assert_eq!(&in_a_growing_buffer(&table, &[end], delimiter, wanted), &whole);
                }
            }
            let whole = rows(&table, delimiter, Wanted::Rows);
            for lengths in (0..=table.len()).map(|end| vec![end]).chain([(0..=table.len()).collect()]) {
                let passed = passed_in_a_growing_buffer(&table, &lengths, delimiter);
                let mut rows = 0;
                for (more, end) in passed {
                    rows += more as usize;
                    let (before, behind) = whole.split_at(rows);
                    // Blank lines are on one side or the other.
                    prop_assert!(before.last().is_none_or(|row| row.next <= end), "{:?} {:?}", table, lengths);
                    prop_assert!(behind.first().is_none_or(|row| end <= row.range.start), "{:?} {:?}", table, lengths);
                }
                prop_assert_eq!(rows, whole.len(), "{:?} {:?} {}", table, lengths, delimiter);
            }
        }
    }
}

#[test]
fn short_tables_of_all_kinds_of_bytes_are_read_as_the_crate_reads_them() {
    let kinds = b"\",\n\ra";
    for length in 0..=6_u32 {
        for number in 0..kinds.len().pow(length) {
            let byte = |place: u32| kinds[number / kinds.len().pow(place) % kinds.len()];
            let table: Vec<u8> = (0..length).map(byte).collect();
            assert_rows_are_right(&table, b',');
            assert_rows_are_right(&table, b'"');
        }
    }
}

#[test]
fn each_byte_is_marked_for_what_it_is_at_each_place() {
    for delimiter in DELIMITERS {
        for byte in 0..=u8::MAX {
            for at in 0..BLOCK {
                // None of the separators.
                let mut block = [b'x'; BLOCK];
                block[at] = byte;
                let marks = Marks {
                    separators: u64::from(byte == delimiter) << at,
                    quotes: u64::from(byte == b'"') << at,
                    line_ends: u64::from(matches!(byte, b'\n' | b'\r')) << at,
                };
                assert_eq!(Marks::of(&block, delimiter, Separators::Wanted), marks);
                assert_eq!(Marks::of_rest(&block[..=at], delimiter), marks);
            }
        }
    }
}
