//! Enters: reports, one after the other. Leaves: their views: all of each, or what is asked for, or what the screen has room for.

use std::io::{self, Write};

use super::human::{Detail, write, write_line_of};
use crate::cli::terminal::{Piece, QUIET, Screen, write_line};
use crate::report::{Outcome, PromptReport, PromptVerdict};

/// How much is shown, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// As many lines as it takes.
    Unlimited,
    /// A screen of so many lines, on which the verdict has to be seen.
    Lines(usize),
}

/// The views so far.
pub(super) struct Views {
    screen: Screen,
    detail: Detail,
    space: Space,
    prompts: u64,
    too_long: u64,
    /// What waits until it is known whether there is more than one prompt, or whether there is room for all of it.
    full: Vec<u8>,
    brief: Vec<u8>,
    lines: Vec<u8>,
}

impl Views {
    pub(super) fn new(screen: Screen, detail: Detail, space: Space) -> Self {
        let (full, brief, lines) = (Vec::new(), Vec::new(), Vec::new());
        Self { screen, detail, space, prompts: 0, too_long: 0, full, brief, lines }
    }

    /// Takes in the report of the next prompt.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn push(&mut self, out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
        self.prompts += 1;
        self.too_long += u64::from(PromptVerdict::of(report).outcome != Outcome::Fits);
        let screen = self.screen;
        match (self.space, self.detail) {
            (Space::Unlimited, Detail::Full) => {
                if self.prompts > 1 {
                    writeln!(out)?;
                }
                write(out, screen, Detail::Full, report)
            }
            (Space::Unlimited, Detail::Brief) if self.prompts == 1 => {
                write(&mut self.brief, screen, Detail::Brief, report)?;
                write_line_of(&mut self.lines, screen, report)
            }
            (Space::Unlimited, Detail::Brief) => {
                out.write_all(&std::mem::take(&mut self.lines))?;
                write_line_of(out, screen, report)
            }
            (Space::Lines(most), detail) => {
                if detail == Detail::Full && line_count(&self.full) < most {
                    if self.prompts > 1 {
                        writeln!(self.full)?;
                    }
                    write(&mut self.full, screen, Detail::Full, report)?;
                }
                if self.prompts == 1 {
                    write(&mut self.brief, screen, Detail::Brief, report)?;
                }
                if line_count(&self.lines) < most {
                    write_line_of(&mut self.lines, screen, report)
                } else {
                    Ok(())
                }
            }
        }
    }

    /// Writes what waited.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(super) fn end(&self, out: &mut dyn Write) -> io::Result<()> {
        let one = if self.prompts == 1 { &self.brief } else { &self.lines };
        match self.space {
            Space::Unlimited if self.prompts == 1 => out.write_all(&self.brief),
            Space::Unlimited => Ok(()),
            // The line below the last one has the cursor.
            Space::Lines(rows) => {
                let most = rows.saturating_sub(1).max(1);
                match self.detail {
                    Detail::Full if line_count(&self.full) <= most => out.write_all(&self.full),
                    _ if line_count(one) <= most => out.write_all(one),
                    _ => self.write_cut(out, one, most),
                }
            }
        }
    }

    /// Writes as many lines as there is room for, the last one of which says what is missing.
    fn write_cut(&self, out: &mut dyn Write, view: &[u8], most: usize) -> io::Result<()> {
        let shown = most.saturating_sub(1).max(1);
        let lines = view.split_inclusive(|&byte| byte == b'\n');
        lines.take(shown).try_for_each(|line| out.write_all(line))?;
        if shown == most {
            return Ok(());
        }
        let words = if self.prompts == 1 {
            {
                let more = line_count(view) - shown;
                format!("and {more} more {}", if more == 1 { "line" } else { "lines" })
            }
        } else {
            let more = self.prompts.saturating_sub(shown as u64);
            {
                let (too_long, all) = (self.too_long, self.prompts);
                format!("and {more} more; {too_long} of {all} do not fit")
            }
        };
        write_line(out, self.screen.colors, vec![Piece::new(words, QUIET)])
    }
}

fn line_count(view: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', view).count()
}
