//! Enters: the slots of a report. Leaves: them as a map, a glyph a slot, with its legend.

use std::io::{self, Write};

use crate::Sharing;
use crate::cli::terminal::{Piece, QUIET, Screen, labeled, style_of};
use crate::report::{PromptReport, SlotClass, SlotReport};

/// How many tokens that were cut are drawn one by one.
const DRAWN: usize = 75;

/// Writes the map and the legend of what is on it.
pub(super) fn write(out: &mut dyn Write, screen: Screen, report: &PromptReport<'_>) -> io::Result<()> {
    let ends = report.program.row_ends.as_deref().unwrap_or_default();
    for (at, slots) in report.slots.iter().enumerate() {
        let label = if report.slots.len() == 1 { "slots".to_owned() } else { format!("row {}", at + 1) };
        let why = ends.get(at).filter(|_| report.slots.len() > 1).map(|end| format!("  {}", end.about()));
        write_row(out, screen, &label, slots, &why.unwrap_or_default())?;
    }
    let row_length = row_length(screen.beside_label(), report.slots.first().map_or(0, Vec::len));
    let drawn = report.counts.over.min(DRAWN);
    for row in vec![SlotClass::Cut; drawn].chunks(row_length) {
        labeled(out, screen, "", &glyphs(row))?;
    }
    if drawn < report.counts.over {
        let more = format!("and {} more", report.counts.over - drawn);
        labeled(out, screen, "", &[Piece::new(more, style_of(SlotClass::Cut))])?;
    }
    labeled(out, screen, "key", &legend(report))
}

/// Writes the slots of one row.
fn write_row(
    out: &mut dyn Write,
    screen: Screen,
    label: &str,
    slots: &[SlotReport],
    why_it_ends: &str,
) -> io::Result<()> {
    let classes: Vec<SlotClass> = slots.iter().map(|slot| slot.class).collect();
    let row_length = row_length(screen.beside_label(), classes.len());
    let last = classes.len().saturating_sub(1);
    let mut label = label;
    for (line, classes) in classes.chunks(row_length).enumerate() {
        let first = line * row_length;
        let end = last.min(first + row_length - 1);
        let mut pieces = glyphs(classes);
        pieces.push(Piece::new(format!("  {first}–{end}"), QUIET));
        if end == last && !why_it_ends.is_empty() {
            pieces.push(Piece::new(why_it_ends, QUIET));
        }
        labeled(out, screen, label, &pieces)?;
        label = "";
    }
    Ok(())
}

/// All slots in one row if they and their numbers fit, else rows of a round number of slots.
fn row_length(columns: usize, slots: usize) -> usize {
    let numbers = 2 + 2 * slots.to_string().len() + 1;
    let room = columns.saturating_sub(numbers).max(10);
    if slots <= room { slots.max(1) } else { room - room % 10 }
}

/// A glyph for each, those of one class in one piece. A map has no words to wrap between.
fn glyphs(classes: &[SlotClass]) -> Vec<Piece> {
    classes
        .chunk_by(|left, right| left == right)
        .filter_map(|run| run.first().map(|class| (class, run.len())))
        .map(|(class, length)| Piece::new(String::from(class.glyph()).repeat(length), style_of(*class)))
        .collect()
}

fn legend(report: &PromptReport<'_>) -> Vec<Piece> {
    let is_there = |class: &SlotClass| match class {
        SlotClass::Cut => report.counts.over > 0,
        class => report.slots.iter().flatten().any(|slot| slot.class == *class),
    };
    let mut pieces = Vec::new();
    for class in SlotClass::ALL.into_iter().filter(is_there) {
        let more = if class == SlotClass::Pad { format!(" ({})", report.pad_id) } else { String::new() };
        pieces.push(Piece::whole(format!("{} {}{more}", class.glyph(), class.label()), style_of(class)));
        pieces.push(Piece::plain("  "));
    }
    if !report.tokens.is_empty() {
        pieces.push(Piece::whole("╯ ends a word", QUIET));
        pieces.push(Piece::plain("  "));
    }
    if report.tokens.iter().any(|token| token.sharing != Sharing::Alone) {
        pieces.push(Piece::whole("╭╰ drawn as one", QUIET));
    }
    pieces
}
