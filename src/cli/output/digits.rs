//! Enters: numbers. Leaves: their digits, most of them ready-made.

use std::io::Write;

/// How many numbers have their digits ready: every id, and as good as every count.
const READY: usize = 49_408;

/// The digits of a number and spaces, and last the number of digits and one space.
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

/// How many numbers are put together before they are appended.
const TOGETHER: usize = 80;

/// Appends numbers with `between` between them, and a newline behind the last one.
pub(crate) fn push_line(out: &mut Vec<u8>, numbers: impl ExactSizeIterator<Item = u16>, between: u8) {
    let mut numbers = numbers;
    let first = out.len();
    while numbers.len() > 0 {
        // All of an entry is written, which is one instruction, and what is too much is written over.
        let mut line = [0; TOGETHER * ENTRY];
        let mut end = 0;
        for number in numbers.by_ref().take(TOGETHER) {
            let Some(entry) = ENTRIES.get(usize::from(number)) else {
                out.extend_from_slice(line.get(..end).unwrap_or_default());
                end = 0;
                // A vector takes all that is written.
                let _ = write!(out, "{number} ");
                continue;
            };
            if let Some(room) = line.get_mut(end..end + ENTRY) {
                room.copy_from_slice(entry);
            }
            let [.., length] = *entry;
            end += usize::from(length);
        }
        out.extend_from_slice(line.get(..end).unwrap_or_default());
    }
    let line = out.get_mut(first..).unwrap_or_default();
    if between != b' ' {
        line.iter_mut().filter(|byte| **byte == b' ').for_each(|byte| *byte = between);
    }
    match line.last_mut() {
        Some(last) => *last = b'\n',
        None => out.push(b'\n'),
    }
}

/// Appends a number and a newline.
#[inline]
pub(crate) fn push_number(out: &mut Vec<u8>, number: usize) {
    let Some(entry) = ENTRIES.get(number) else {
        let _ = writeln!(out, "{number}");
        return;
    };
    let [.., length] = *entry;
    let end = out.len() + usize::from(length);
    out.extend_from_slice(entry);
    out.truncate(end);
    if let Some(last) = out.last_mut() {
        *last = b'\n';
    }
}
