//! Enters: numbers. Leaves: their digits, most of them ready-made.

use std::io::Write;

/// How many numbers have their digits ready: every id, and as good as every count.
const READY: usize = 1 << 16;

/// The longest of them.
const LONGEST: usize = 5;

/// The digits of a number from the first byte on, and in the last byte how many there are.
const ENTRY: usize = 8;

static ENTRIES: [[u8; ENTRY]; READY] = entries();

#[allow(clippy::indexing_slicing, reason = "it runs when the program is built")]
const fn entries() -> [[u8; ENTRY]; READY] {
    let mut entries = [[0; ENTRY]; READY];
    let mut number = 0;
    while number < READY {
        let length = if number == 0 { 1 } else { number.ilog10() as usize + 1 };
        let (mut rest, mut at) = (number, length);
        while at > 0 {
            at -= 1;
            entries[number][at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        entries[number][ENTRY - 1] = length as u8;
        number += 1;
    }
    entries
}

/// Appends numbers with `between` between them and `end` behind the last one.
pub fn push_line(out: &mut Vec<u8>, numbers: impl ExactSizeIterator<Item = u16>, between: u8, end: u8) {
    let mut at = out.len();
    // An entry is written whole, whatever its length.
    out.resize(at + numbers.len() * (LONGEST + 1) + ENTRY, 0);
    let first = at;
    for number in numbers {
        let entry = ENTRIES.get(usize::from(number)).unwrap_or(&[0; ENTRY]);
        if let Some(room) = out.get_mut(at..).and_then(|rest| rest.first_chunk_mut()) {
            *room = *entry;
        }
        let [.., length] = *entry;
        at += usize::from(length);
        set(out, at, between);
        at += 1;
    }
    // The last number is followed by the end instead, and no number by the end alone.
    let last = if at > first { at - 1 } else { at };
    set(out, last, end);
    out.truncate(last + 1);
}

/// Appends a number and a newline.
pub fn push_number(out: &mut Vec<u8>, number: usize) {
    match u16::try_from(number) {
        Ok(number) => push_line(out, [number].into_iter(), b'\n', b'\n'),
        // A vector takes all that is written.
        Err(_) => drop(writeln!(out, "{number}")),
    }
}

fn set(out: &mut [u8], at: usize, byte: u8) {
    if let Some(place) = out.get_mut(at) {
        *place = byte;
    }
}
