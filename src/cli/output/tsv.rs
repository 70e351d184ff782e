//! Enters: fields. Leaves: them on one line with tabs between; text is escaped, so a field has no tab or newline.

use std::fmt::Display;
use std::io::{self, Write};

use crate::report::Source;
use crate::report::escape::escaped_bytes;

/// Writes fields on one line.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn line(out: &mut dyn Write, fields: &[&dyn Display]) -> io::Result<()> {
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            out.write_all(b"\t")?;
        }
        write!(out, "{field}")?;
    }
    out.write_all(b"\n")
}

/// Writes a header.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn header(out: &mut dyn Write, names: &[&str]) -> io::Result<()> {
    writeln!(out, "{}", names.join("\t"))
}

/// An answer as a field.
pub(crate) const fn yes_or_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

/// Where an answer comes from, as a field.
pub(crate) fn source(source: &Source) -> String {
    field(source.to_string().as_bytes())
}

/// Text of any kind as a field. A backslash is doubled, so that what was written out can be told
/// from what was typed.
pub(crate) fn field(bytes: &[u8]) -> String {
    let doubled: Vec<u8> =
        bytes.iter().flat_map(|&byte| std::iter::repeat_n(byte, if byte == b'\\' { 2 } else { 1 })).collect();
    escaped_bytes(&doubled)
}
