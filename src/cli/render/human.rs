//! Enters: a report. Leaves: the view of it that a person reads, as wide as the terminal.

mod slot_map;
mod token_table;

use std::io::{self, Write};

use anstyle::{Effects, Style};

use super::class::Class;
use super::escape::escaped;
use super::paint::{QUIET, write_line};
use super::report::{Counts, Cut, Report};
use super::wrap::{Piece, lines};
use crate::cli::output::Colors;

/// What the view is drawn for.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    pub columns: usize,
    pub colors: Colors,
}

/// The width of what names a line.
const LABEL: usize = 12;

/// Narrower than this nothing can be laid out; the terminal breaks the lines.
const NARROWEST: usize = 40;

impl Screen {
    /// How much of a line stands beside its label.
    const fn beside_label(self) -> usize {
        let columns = if self.columns < NARROWEST {
            NARROWEST
        } else {
            self.columns
        };
        columns - LABEL
    }
}

/// Writes the view of one prompt.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(out: &mut dyn Write, screen: Screen, report: &Report<'_>) -> io::Result<()> {
    labelled(out, screen, "prompt", &prompt(report))?;
    labelled(out, screen, "", &[Piece::new(provenance(report), QUIET)])?;
    if !report.changed_by.is_empty() {
        labelled(out, screen, "normalized", &normalized(report))?;
    }
    writeln!(out)?;
    token_table::write(out, screen, report)?;
    writeln!(out)?;
    slot_map::write(out, screen, report)?;
    if let Some(cut) = &report.cut {
        labelled(out, screen, "cut off", &cut_off(cut, &report.counts))?;
    }
    labelled(out, screen, "total", &total(&report.counts))
}

/// The prompt as typed; what was cut is struck out and stands in brackets.
fn prompt(report: &Report<'_>) -> Vec<Piece> {
    let Some(cut) = &report.cut else {
        return vec![Piece::plain(escaped(report.prompt))];
    };
    let part = |range| escaped(report.prompt.get(range).unwrap_or_default()).into_owned();
    let mark = Class::Cut.style();
    vec![
        Piece::plain(part(0..cut.characters.start)),
        Piece::new("⟦", mark),
        Piece::new(escaped(cut.text), mark.effects(Effects::STRIKETHROUGH)),
        Piece::new("⟧", mark),
        Piece::plain(part(cut.characters.end..report.prompt.len())),
    ]
}

fn provenance(report: &Report<'_>) -> String {
    let Counts {
        bytes, characters, ..
    } = report.counts;
    let sizes = format!(
        "{}, {}",
        number(characters, "character"),
        number(bytes, "byte")
    );
    format!(
        "{} · {sizes} · dialect {}, model {}",
        report.origin, report.dialect, report.model
    )
}

fn normalized(report: &Report<'_>) -> Vec<Piece> {
    let steps = format!("  ({})", report.changed_by.join(", "));
    vec![
        Piece::plain(escaped(&report.normalized)),
        Piece::new(steps, QUIET),
    ]
}

fn cut_off(cut: &Cut<'_>, counts: &Counts) -> Vec<Piece> {
    let split = cut.split.map_or(String::new(), |split| {
        format!("; {} is cut in two", escaped(split))
    });
    let text = format!(
        "{}: bytes {}..{} of the prompt, between ⟦ and ⟧{split}",
        number(counts.over, "token"),
        cut.bytes.start,
        cut.bytes.end
    );
    vec![Piece::new(text, Class::Cut.style())]
}

fn total(counts: &Counts) -> Vec<Piece> {
    let strong = Style::new().effects(Effects::BOLD);
    let tokens = match (number(counts.tokens, "token"), counts.over) {
        (tokens, 0) => format!("{tokens} of {}", counts.room),
        (tokens, _) => format!("{tokens}, room for {}", counts.room),
    };
    let mut pieces = vec![Piece::new(tokens, strong)];
    pieces.push(Piece::plain(" · "));
    pieces.push(match counts.fallback() {
        0 => Piece::plain("none is a fragment of a character"),
        all => {
            let (fragments, bytes) = (
                number(counts.fragments, "fragment"),
                number(counts.single_bytes, "byte"),
            );
            Piece::new(
                format!("{all} fallback ({fragments}, {bytes})"),
                Class::Fragment.style(),
            )
        }
    });
    pieces.push(Piece::plain(" · "));
    pieces.push(match counts.over {
        0 => Piece::plain(format!("{} free", number(counts.free, "slot"))),
        over => Piece::new(format!("{over} over"), Class::Cut.style()),
    });
    pieces
}

/// A number and its unit: `1 byte`, `2 bytes`.
fn number(count: usize, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Writes text behind its label, in as many lines as it takes.
fn labelled(out: &mut dyn Write, screen: Screen, label: &str, pieces: &[Piece]) -> io::Result<()> {
    let mut label = label;
    for line in lines(pieces, screen.beside_label()) {
        let mut whole = vec![Piece::new(format!("{label:LABEL$}"), QUIET)];
        whole.extend(line);
        write_line(out, screen.colors, whole)?;
        label = "";
    }
    Ok(())
}
