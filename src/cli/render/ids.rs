//! Enters: ids. Leaves: a line of numbers.

use std::io::{self, Write};

use cliptok::TokenId;

/// Writes ids on one line with `separator` between them; no id makes an empty line.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(out: &mut dyn Write, ids: &[TokenId], separator: &str) -> io::Result<()> {
    for (index, id) in ids.iter().enumerate() {
        if index > 0 {
            out.write_all(separator.as_bytes())?;
        }
        write!(out, "{id}")?;
    }
    out.write_all(b"\n")
}
