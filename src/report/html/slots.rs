//! Enters: the rows of a prompt. Leaves: their part of the page: a strip of slots for each, with a key.

use std::collections::HashSet;
use std::io::{self, Write};

use crate::report::{PromptReport, SlotClass, SlotReport};

/// Writes the strip of slots of each row, and a key. The slots that hold a phrase are outlined.
pub(super) fn slots(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    let found = held(report);
    for (row, slots) in report.slots.iter().enumerate() {
        let rows = report.slots.len();
        let label = match rows {
            1 => format!("the {} slots that the model reads", slots.len()),
            _ => format!("row {} of {rows}: {} slots that the model reads", row + 1, slots.len()),
        };
        if rows > 1 {
            let ends = report.program.row_ends.as_deref().unwrap_or_default();
            let why = ends.get(row).map(|end| format!(", ends: {}", end.about())).unwrap_or_default();
            writeln!(out, "<p class=\"quiet\">row {} of {rows}{why}</p>", row + 1)?;
        }
        writeln!(out, "<ol class=\"slots\" start=\"0\" aria-label=\"{label}\">")?;
        let weights = report.rows.get(row).and_then(|row| row.weights.as_deref()).unwrap_or_default();
        for (index, SlotReport { class, id }) in slots.iter().enumerate() {
            let mark = if found.contains(&(row, index)) { " found" } else { "" };
            let (name, label) = (slot_class(*class), class.label());
            let id = id.map_or_else(|| "none".to_owned(), |id| id.to_string());
            let weight = weights.get(index).filter(|weight| !weight.is_one());
            let weight = weight.map(|weight| format!(", weight {weight}")).unwrap_or_default();
            let about = format!("slot {index}: {label}, id {id}{weight}");
            writeln!(
                out,
                "<li class=\"{name}{mark}\" data-id=\"{id}\" title=\"{about}\" aria-label=\"{about}\"></li>"
            )?;
        }
        writeln!(out, "</ol>")?;
    }
    writeln!(out, "<ul class=\"key\" aria-label=\"what the colors mean\">")?;
    let classes = [
        SlotClass::Start,
        SlotClass::Whole,
        SlotClass::Fragment,
        SlotClass::Byte,
        SlotClass::Vector,
        SlotClass::Typed,
        SlotClass::Pad,
    ];
    for class in
        classes.into_iter().filter(|class| report.slots.iter().flatten().any(|slot| slot.class == *class))
    {
        let label = if class == SlotClass::Start { "start, end" } else { class.label() };
        writeln!(out, "<li><span class=\"{}\"></span>{label}</li>", slot_class(class))?;
    }
    if report.counts.over > 0 {
        writeln!(out, "<li><span class=\"cut\"></span>cut off</li>")?;
    }
    if !found.is_empty() {
        writeln!(out, "<li><span class=\"found\"></span>found</li>")?;
    }
    writeln!(out, "</ul>")
}

const fn slot_class(class: SlotClass) -> &'static str {
    match class {
        SlotClass::Start | SlotClass::End => "marker",
        SlotClass::Whole => "whole",
        SlotClass::Fragment => "fragment",
        SlotClass::Byte => "byte",
        SlotClass::Vector => "vector",
        SlotClass::Typed => "special",
        SlotClass::Pad => "pad",
        SlotClass::Cut => "cut",
    }
}

/// The rows and slots that hold a phrase that was looked for.
fn held(report: &PromptReport<'_>) -> HashSet<(usize, usize)> {
    let occurrences = report.found.iter().flatten().flat_map(|found| &found.occurrences);
    let here = occurrences.filter(|occurrence| occurrence.other_text.is_none());
    let in_rows = here.flat_map(|occurrence| &occurrence.in_rows);
    in_rows.flat_map(|part| part.slots.iter().map(|&slot| (part.row, slot))).collect()
}
