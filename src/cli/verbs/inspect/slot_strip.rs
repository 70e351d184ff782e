//! Enters: the slots of a report. Leaves: them as a strip, a glyph a slot, with their numbers and a key.

use std::io::{self, Write};

use crate::Sharing;
use crate::cli::terminal::{Piece, QUIET, Screen, style_of, write_line, write_wrapped};
use crate::report::{PromptReport, SlotClass, SlotReport};

/// Writes the strip of each row, and the numbers of the slots once.
pub(super) fn write(out: &mut dyn Write, screen: Screen, report: &PromptReport<'_>) -> io::Result<()> {
    let length = report.slots.iter().map(Vec::len).max().unwrap_or_default();
    let in_one_line = length <= screen.columns;
    for slots in &report.slots {
        if in_one_line {
            write_line(out, screen.colors, glyphs(slots))?;
        } else {
            write_in_lines(out, screen, slots)?;
        }
    }
    if in_one_line && length > 0 {
        write_line(out, screen.colors, vec![Piece::new(ruler(length), QUIET)])?;
    }
    Ok(())
}

/// Writes what the glyphs and signs mean that stand in this view.
pub(super) fn write_key(out: &mut dyn Write, screen: Screen, report: &PromptReport<'_>) -> io::Result<()> {
    write_wrapped(out, screen, &key(report))
}

/// Writes a row that is longer than a line: a round number of slots in each, with the first and the last one.
fn write_in_lines(out: &mut dyn Write, screen: Screen, slots: &[SlotReport]) -> io::Result<()> {
    let numbers = 2 + 2 * slots.len().to_string().len() + 1;
    let room = screen.columns.saturating_sub(numbers).max(10);
    let mut first = 0;
    for slots in slots.chunks(room - room % 10) {
        let last = first + slots.len() - 1;
        let mut pieces = glyphs(slots);
        pieces.push(Piece::new(format!("  {first}–{last}"), QUIET));
        write_line(out, screen.colors, pieces)?;
        first = last + 1;
    }
    Ok(())
}

/// The number of each tenth slot, below it, and of the last one.
fn ruler(slots: usize) -> String {
    let mut ruler = String::new();
    let last = slots.saturating_sub(1);
    for slot in (0..slots).step_by(10).chain([last]) {
        let number = slot.to_string();
        // The last number ends below its slot; one before it that comes too close gives way.
        let column = if slot == last { slots.saturating_sub(number.len()) } else { slot };
        if slot == last || column + number.len() + 1 + last.to_string().len() <= slots {
            ruler.push_str(&" ".repeat(column.saturating_sub(ruler.len())));
            ruler.push_str(&number);
        }
    }
    ruler
}

/// A glyph for each, those of one class in one piece. A strip has no words to wrap between.
fn glyphs(slots: &[SlotReport]) -> Vec<Piece> {
    let runs = slots.chunk_by(|left, right| left.class == right.class);
    let runs = runs.filter_map(|run| run.first().map(|slot| (slot.class, run.len())));
    runs.map(|(class, length)| Piece::new(String::from(class.glyph()).repeat(length), style_of(class)))
        .collect()
}

fn key(report: &PromptReport<'_>) -> Vec<Piece> {
    let is_there = |class: &SlotClass| match class {
        SlotClass::Cut => report.counts.over > 0,
        class => report.slots.iter().flatten().any(|slot| slot.class == *class),
    };
    let mut pieces = Vec::new();
    for class in SlotClass::ALL.into_iter().filter(is_there) {
        let more = match class {
            SlotClass::Pad => format!(" {} × {}", report.pad_id, report.counts.free),
            _ => String::new(),
        };
        pieces.push(Piece::whole(format!("{} {}{more}", class.glyph(), class.label()), style_of(class)));
        pieces.push(Piece::plain("  "));
    }
    if !report.tokens.is_empty() {
        pieces.push(Piece::whole("╯ ends a word", QUIET));
        pieces.push(Piece::plain("  "));
    }
    if report.tokens.iter().any(|token| token.sharing != Sharing::Alone) {
        pieces.push(Piece::whole("╭╰ one character on screen", QUIET));
    }
    pieces
}
