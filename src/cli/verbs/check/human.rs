//! Enters: reports on ids that differ, and how many there are. Leaves: the view of them that a person reads.

use std::io::{self, Write};

use crate::cli::terminal::{Piece, QUIET, STRONG, Screen, WARNING, hanging, labeled, unlabeled};
use crate::report::escape::escaped;
use crate::report::{CheckReport, UNKNOWN};

/// Writes how many ids differ.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn verdict(out: &mut dyn Write, screen: Screen, words: &str, differing: u64) -> io::Result<()> {
    unlabeled(out, screen, &[Piece::new(words, if differing > 0 { WARNING } else { STRONG })])
}

/// Writes one that differs: where it is, the ids side by side at the first position that differs, and what was done
/// differently.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn entry(out: &mut dyn Write, screen: Screen, report: &CheckReport<'_>) -> io::Result<()> {
    let mismatch = &report.mismatch;
    let place = Piece::new(escaped(&report.source.to_string()).into_owned(), STRONG);
    let position = Piece::new(format!(" · position {} (from 0)", mismatch.position), QUIET);
    writeln!(out)?;
    unlabeled(out, screen, &[place, position])?;
    labeled(out, screen, "  given", &[Piece::plain(mismatch.given_words())])?;
    labeled(out, screen, "  expected", &[Piece::plain(mismatch.expected_words())])?;
    if report.diagnosis.is_empty() {
        return hanging(out, screen, "  cause", &[Piece::plain(UNKNOWN)]);
    }
    let mut label = "  cause";
    for fault in &report.diagnosis {
        hanging(out, screen, label, &[Piece::plain(fault.message.as_str())])?;
        label = "";
    }
    Ok(())
}

/// Writes how many differ that were not shown, and how many there are of each cause, the most frequent first.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn tally(
    out: &mut dyn Write,
    screen: Screen,
    not_shown: Option<String>,
    causes: &[(&str, String)],
) -> io::Result<()> {
    if let Some(words) = not_shown {
        writeln!(out)?;
        unlabeled(out, screen, &[Piece::new(words, QUIET)])?;
    }
    writeln!(out)?;
    for (cause, count) in causes {
        labeled(out, screen, &format!("{count:>10}"), &[Piece::plain(*cause)])?;
    }
    Ok(())
}
