//! Enters: numbers. Leaves: their digits, most of them ready-made.

use std::io::Write;

/// How many numbers have their digits ready: every id of CLIP's vocabulary, and as good as every count.
const READY: usize = 49_408;

/// The digits of a number and a space from the first byte on; in the last byte how many bytes those are.
const ENTRY: usize = 8;

static ENTRIES: [[u8; ENTRY]; READY] = entries();

#[allow(clippy::indexing_slicing, clippy::large_stack_arrays, reason = "it runs when the program is built")]
const fn entries() -> [[u8; ENTRY]; READY] {
    let mut entries = [[b' '; ENTRY]; READY];
    let mut number = 0;
    while number < READY {
        let length = if number == 0 { 1 } else { number.ilog10() as usize + 1 };
        let (mut rest, mut at) = (number, length);
        while at > 0 {
            at -= 1;
            entries[number][at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        entries[number][ENTRY - 1] = length as u8 + 1;
        number += 1;
    }
    entries
}

/// Appends a number and a space.
#[inline]
fn push(out: &mut Vec<u8>, number: usize) {
    let Some(entry) = ENTRIES.get(number) else {
        // A vector takes all that is written.
        let _ = write!(out, "{number} ");
        return;
    };
    let [.., length] = *entry;
    // All of it is written, which is one instruction, and what is too much is taken back.
    let end = out.len() + usize::from(length);
    out.extend_from_slice(entry);
    out.truncate(end);
}

/// Appends numbers with `between` between them, and a newline behind the last one.
pub fn push_line(out: &mut Vec<u8>, numbers: impl Iterator<Item = u16>, between: u8) {
    let first = out.len();
    for number in numbers {
        push(out, usize::from(number));
        if between != b' ' {
            set_last(out, between);
        }
    }
    if out.len() > first { set_last(out, b'\n') } else { out.push(b'\n') }
}

/// Appends a number and a newline.
#[inline]
pub fn push_number(out: &mut Vec<u8>, number: usize) {
    push(out, number);
    set_last(out, b'\n');
}

#[inline]
fn set_last(out: &mut [u8], byte: u8) {
    if let Some(last) = out.last_mut() {
        *last = byte;
    }
}
