//! Enters: numbers. Leaves: their digits, most of them ready-made.

use std::io::Write;

/// How many numbers have their digits ready: every id, and as good as every count.
const READY: usize = 1 << 16;

/// The digits of a number, then spaces.
const ENTRY: usize = 6;

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
        number += 1;
    }
    entries
}

/// Appends a number and a space.
#[inline]
fn push(out: &mut Vec<u8>, number: u16) {
    let entry = ENTRIES.get(usize::from(number)).unwrap_or(&[b' '; ENTRY]);
    let above = |least: u16| usize::from(number >= least);
    let digits = 1 + above(10) + above(100) + above(1_000) + above(10_000);
    // All of it is written, which is two instructions, and what is too much is taken back.
    let end = out.len() + digits + 1;
    out.extend_from_slice(entry);
    out.truncate(end);
}

/// Appends numbers with `between` between them, and a newline behind the last one.
pub(crate) fn push_line(out: &mut Vec<u8>, numbers: impl Iterator<Item = u16>, between: u8) {
    let first = out.len();
    for number in numbers {
        push(out, number);
        if between != b' ' {
            set_last(out, between);
        }
    }
    if out.len() > first { set_last(out, b'\n') } else { out.push(b'\n') }
}

/// Appends a number and a newline.
#[inline]
pub(crate) fn push_number(out: &mut Vec<u8>, number: usize) {
    if let Ok(number) = u16::try_from(number) {
        push(out, number);
        set_last(out, b'\n');
    } else {
        // A vector takes all that is written.
        let _ = writeln!(out, "{number}");
    }
}

#[inline]
fn set_last(out: &mut [u8], byte: u8) {
    if let Some(last) = out.last_mut() {
        *last = byte;
    }
}
