//! Enters: the rows of a prompt. Leaves: their part of the page: a strip of slots for each, with a key.

use std::collections::HashSet;
use std::io::{self, Write};

use crate::report::{PromptReport, SlotClass, SlotReport, counted};

/// Writes the strip of slots of each row, and a key. The slots that hold a phrase are outlined. To a screen reader a strip is
/// one picture, which its label describes: what each token is, the prompt above says.
pub(super) fn strips(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    let found = held(report);
    for (row, slots) in report.slots.iter().enumerate() {
        let name = if report.slots.len() > 1 { format!("row {}, ", row + 1) } else { String::new() };
        write!(out, "<div class=\"slots\" role=\"img\" aria-label=\"{name}{}\">", label(slots))?;
        for (index, slot) in slots.iter().enumerate() {
            match (letter(slot.class), found.contains(&(row, index))) {
                ("", false) => write!(out, "<i></i>")?,
                ("", true) => write!(out, "<i class=\"n\"></i>")?,
                (letter, false) => write!(out, "<i class=\"{letter}\"></i>")?,
                (letter, true) => write!(out, "<i class=\"{letter} n\"></i>")?,
            }
        }
        writeln!(out, "</div>")?;
    }
    key(out, report, !found.is_empty())
}

/// What a strip shows, in words: runs of slots of one class.
fn label(slots: &[SlotReport]) -> String {
    let kind = |class| match class {
        SlotClass::Start | SlotClass::End | SlotClass::Pad => class,
        _ => SlotClass::Whole,
    };
    let runs = slots.chunk_by(|left, right| kind(left.class) == kind(right.class));
    let words = runs.filter_map(|run| {
        Some(match kind(run.first()?.class) {
            SlotClass::Start => "start".to_owned(),
            SlotClass::End => "end".to_owned(),
            SlotClass::Pad => counted(run.len(), "pad"),
            _ => counted(run.len(), "token"),
        })
    });
    format!("{}: {}", counted(slots.len(), "slot"), words.collect::<Vec<_>>().join(", "))
}

fn key(out: &mut dyn Write, report: &PromptReport<'_>, has_found: bool) -> io::Result<()> {
    write!(out, "<p class=\"key\">")?;
    let classes = [
        SlotClass::Start,
        SlotClass::Whole,
        SlotClass::Fragment,
        SlotClass::Byte,
        SlotClass::Vector,
        SlotClass::Typed,
        SlotClass::Pad,
    ];
    let is_there = |class: &SlotClass| report.slots.iter().flatten().any(|slot| slot.class == *class);
    for class in classes.into_iter().filter(is_there) {
        let label = match class {
            SlotClass::Start => "start, end".to_owned(),
            SlotClass::Pad => format!("pad {} × {}", report.pad_id, report.counts.free),
            class => class.label().to_owned(),
        };
        let letter = letter(class);
        let mark = if letter.is_empty() { String::new() } else { format!(" class=\"{letter}\"") };
        write!(out, "<span><i{mark}></i>{label}</span> ")?;
    }
    if report.counts.over > 0 {
        write!(out, "<span><i class=\"c\"></i>cut off</span> ")?;
    }
    if has_found {
        write!(out, "<span><i class=\"n\"></i>found</span> ")?;
    }
    writeln!(out, "</p>")
}

/// The class of a slot on the page. There are thousands of them, so it is a letter, and of the most frequent one nothing.
const fn letter(class: SlotClass) -> &'static str {
    match class {
        SlotClass::Start | SlotClass::End => "s",
        SlotClass::Whole => "",
        SlotClass::Fragment => "f",
        SlotClass::Byte => "o",
        SlotClass::Vector => "v",
        SlotClass::Typed => "t",
        SlotClass::Pad => "p",
        SlotClass::Cut => "c",
    }
}

/// The rows and slots that hold a phrase that was looked for.
fn held(report: &PromptReport<'_>) -> HashSet<(usize, usize)> {
    let occurrences = report.found.iter().flatten().flat_map(|found| &found.occurrences);
    let here = occurrences.filter(|occurrence| occurrence.other_text.is_none());
    let in_rows = here.flat_map(|occurrence| &occurrence.in_rows);
    in_rows.flat_map(|part| part.slots.iter().map(|&slot| (part.row, slot))).collect()
}
