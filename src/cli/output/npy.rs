//! Enters: the shape of an array of ids. Leaves: the header that numpy reads before the ids.

/// What the length of the header is a multiple of, so that the array behind it is aligned.
const ALIGNMENT: usize = 64;

/// The header of a list of so many signed 64-bit numbers, the lowest byte first.
pub(crate) fn header_of_list(numbers: usize) -> Vec<u8> {
    header_of("<i8", &format!("({numbers},)"))
}

/// The header of an array of so many rows and columns of unsigned 16-bit numbers, the lower byte first, row by row.
///
/// Input: numpy 2, `numpy.lib.format`, version 1.0 of the format.
pub(crate) fn header(rows: u64, columns: usize) -> Vec<u8> {
    header_of("<u2", &format!("({rows}, {columns})"))
}

fn header_of(kind: &str, shape: &str) -> Vec<u8> {
    let shape = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}");
    let before = b"\x93NUMPY\x01\x00".len() + size_of::<u16>();
    // A newline ends it, and spaces fill it up.
    let length = (before + shape.len() + 1).next_multiple_of(ALIGNMENT) - before;
    let mut header = b"\x93NUMPY\x01\x00".to_vec();
    header.extend((length as u16).to_le_bytes());
    header.extend(format!("{shape:<width$}\n", width = length - 1).into_bytes());
    header
}
