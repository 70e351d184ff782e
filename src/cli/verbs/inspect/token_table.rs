//! Enters: the report of a prompt. Leaves: its tokens as a table: a line each with all there is to say, or, for many, side by side.

mod dense;
mod full;
mod rows;

use std::io::{self, Write};

use crate::cli::terminal::Screen;
use crate::report::PromptReport;

/// How many tokens have a line of their own: as many as a screen shows together with the prompt.
const MOST_LINES: usize = 24;

/// Writes the table, as wide as the screen.
pub(super) fn write(out: &mut dyn Write, screen: Screen, report: &PromptReport<'_>) -> io::Result<()> {
    if report.tokens.len() > MOST_LINES {
        dense::write(out, screen, report)
    } else {
        full::write(out, screen, report)
    }
}
