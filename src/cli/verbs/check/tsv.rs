//! Enters: a report on ids that differ. Leaves: a line of tab-separated fields for it.

use std::io::{self, Write};

use crate::cli::output::tsv::{field, line, source};
use crate::report::{CheckReport, diagnosis_words};

/// The header.
pub(super) const CHECK: &[&str] = &["source", "position", "given", "expected", "faults", "causes", "prompt"];

/// Writes a line for a text whose ids differ.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn check(out: &mut dyn Write, report: &CheckReport<'_>) -> io::Result<()> {
    let mismatch = &report.mismatch;
    let given = mismatch.given.map(|id| id.to_string()).unwrap_or_default();
    let expected = mismatch.expected.map(|id| id.to_string()).unwrap_or_default();
    let faults: Vec<&str> = report.diagnosis.iter().map(|fault| fault.fault).collect();
    let causes = field(diagnosis_words(&report.diagnosis).as_bytes());
    let fields: [&dyn std::fmt::Display; 7] = [
        &source(report.source),
        &mismatch.position,
        &given,
        &expected,
        &faults.join(","),
        &causes,
        &field(report.prompt.as_bytes()),
    ];
    line(out, &fields)
}
