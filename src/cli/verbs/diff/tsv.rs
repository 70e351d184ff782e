//! Enters: comparisons. Leaves: lines of tab-separated fields for them.

use std::io::{self, Write};

use crate::cli::output::tsv::{field, line, source, yes_or_no};
use crate::report::{ComparisonReport, IdsReport, Verdict};

/// The header of what `diff` prints.
pub(super) const DIFF: &[&str] = &["source", "groups", "causes", "prompt"];

/// The header of what `diff --ids` prints.
pub(super) const IDS: &[&str] = &["source", "dialect", "gives", "mismatch"];

/// Writes a line for a prompt on which dialects differ.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn diff(out: &mut dyn Write, report: &ComparisonReport<'_>) -> io::Result<()> {
    let groups: Vec<String> = report.groups.iter().map(|group| group.dialects.join(",")).collect();
    let (causes, prompt) = (report.causes.join(","), field(report.prompt.as_bytes()));
    line(out, &[&source(report.source), &groups.join("|"), &causes, &prompt])
}

/// Writes a line for each dialect that was asked for ids: whether it gives them, or at which position it does not.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn ids(out: &mut dyn Write, report: &IdsReport<'_>) -> io::Result<()> {
    for Verdict { dialect, found } in &report.verdicts {
        let gives = yes_or_no(found.is_ok());
        let at = found.as_ref().err().map(|mismatch| mismatch.position.to_string()).unwrap_or_default();
        line(out, &[&source(report.source), dialect, &gives, &at])?;
    }
    Ok(())
}
