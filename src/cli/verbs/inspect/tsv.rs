//! Enters: a report of a prompt. Leaves: a line of tab-separated fields for each of its tokens.

use std::fmt::Display;
use std::io::{self, Write};

use crate::cli::output::tsv::{field, line, source, yes_or_no};
use crate::report::PromptReport;
use crate::report::escape::hex;

/// The header of [`inspect`].
pub(super) const INSPECT: &[&str] =
    &["source", "slot", "id", "kind", "ends_word", "bytes", "start", "end", "characters", "row", "weight"];

/// Writes a line for each token of a prompt. The slot of a token that was cut is empty.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn inspect(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    let place = source(report.source);
    for token in &report.tokens {
        let slot = token.slot.map(|slot| slot.to_string()).unwrap_or_default();
        let row = token.row.map(|row| row.to_string()).unwrap_or_default();
        // All digits, as in JSON.
        let weight = token.weight.map(|weight| weight.0.to_string()).unwrap_or_default();
        let ends_word = yes_or_no(token.entry.ends_word);
        let (start, end) = (token.original.start, token.original.end);
        let fields: [&dyn Display; 11] = [
            &place,
            &slot,
            &token.entry.id,
            &token.entry.kind.name(),
            &ends_word,
            &hex(token.entry.bytes, " "),
            &start,
            &end,
            &field(token.characters.as_bytes()),
            &row,
            &weight,
        ];
        line(out, &fields)?;
    }
    Ok(())
}
