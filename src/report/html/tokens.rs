//! Enters: the report of a prompt. Leaves: its text on the page, token by token, each with its slot, id and bytes to be looked at.

use std::collections::HashSet;
use std::io::{self, Write};
use std::ops::Range;

use super::text;
use crate::report::escape::hex;
use crate::report::{
    PromptReport, Run, RunKind, SlotClass, TokenReport, Weight, names, row_ranges, row_words, runs,
};

/// Writes the prompt; where it fills several rows, each row under a heading of its own. A page may have thousands of tokens, so
/// each is an element of one letter, and a class only where it is more than a token of whole characters.
pub(super) fn tokens(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    let runs = runs(report);
    let found = found(report);
    let rows = report.slots.len();
    for (row, range) in row_ranges(&runs, rows).into_iter().enumerate() {
        if rows > 1 {
            writeln!(out, "<p class=\"row\">{}</p>", text(&row_words(report, row)))?;
        }
        if range.is_empty() && rows > 1 {
            continue;
        }
        write!(out, "<div class=\"prompt\" dir=\"auto\">")?;
        let runs = runs.get(range).unwrap_or_default();
        for (at, run) in runs.iter().enumerate() {
            write_run(out, report, run, &found, runs.get(at + 1))?;
        }
        writeln!(out, "</div>")?;
    }
    Ok(())
}

/// The positions of the tokens of phrases that were looked for.
fn found(report: &PromptReport<'_>) -> HashSet<usize> {
    let occurrences = report.found.iter().flatten().flat_map(|found| &found.occurrences);
    occurrences.filter_map(|occurrence| occurrence.positions.as_ref()).flatten().copied().collect()
}

fn write_run(
    out: &mut dyn Write,
    report: &PromptReport<'_>,
    run: &Run<'_, '_>,
    found: &HashSet<usize>,
    next: Option<&Run<'_, '_>>,
) -> io::Result<()> {
    let shown = text(run.characters);
    match &run.kind {
        RunKind::Between => write!(out, "{shown}"),
        RunKind::Markup => write!(out, "<u>{shown}</u>"),
        RunKind::Removed(_) => write!(out, "<s>{shown}</s>"),
        RunKind::Tokens { tokens, positions } => {
            let class = classes(run, positions, found);
            let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
            let shown = if shown.is_empty() { "∅" } else { &shown };
            write!(out, "<b tabindex=\"0\"{class}>")?;
            match run.kind.class() {
                Some(SlotClass::Cut) => write!(out, "<del>{shown}</del>")?,
                _ => write!(out, "{shown}")?,
            }
            write!(out, "<i>")?;
            for (at, token) in tokens.iter().enumerate() {
                write_tip(out, report, token, at)?;
            }
            let names = names(run.characters);
            if !names.is_empty() {
                write!(out, "<br>{}", text(&names.join(", ")))?;
            }
            write!(out, "</i></b>")?;
            let weight = run.kind.weight().filter(|weight| !weight.is_one());
            match weight {
                // One figure for all that have the weight.
                Some(weight) if next.and_then(|next| next.kind.weight()) != Some(weight) => {
                    write!(out, "<sub>×{weight}</sub>")
                }
                _ => Ok(()),
            }
        }
    }
}

/// What tells a run from a token of whole characters that has a slot: a letter each.
fn classes(run: &Run<'_, '_>, positions: &Range<usize>, found: &HashSet<usize>) -> String {
    let kind = match run.kind.class() {
        Some(SlotClass::Cut) => "c",
        Some(SlotClass::Fragment | SlotClass::Byte) => "f",
        Some(SlotClass::Typed) => "t",
        _ => "",
    };
    let weight = match run.kind.weight() {
        Some(Weight(weight)) if weight > 1.0 => "more",
        Some(Weight(weight)) if weight < 1.0 => "less",
        _ => "",
    };
    let mark = if positions.clone().any(|position| found.contains(&position)) { "n" } else { "" };
    [kind, weight, mark].into_iter().filter(|class| !class.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `3: 2368 = 636174`, behind the word slot, which the style puts there.
fn write_tip(
    out: &mut dyn Write,
    report: &PromptReport<'_>,
    token: &TokenReport<'_>,
    at: usize,
) -> io::Result<()> {
    if at > 0 {
        write!(out, "<br>")?;
    }
    match token.slot {
        Some(slot) => write!(out, "{slot}")?,
        None => write!(out, "cut")?,
    }
    if let Some(row) = token.row.filter(|_| report.rows.len() > 1) {
        write!(out, " of row {}", row + 1)?;
    }
    let kind = token.entry.kind;
    let about = if kind.is_fallback() { format!(", {}", kind.name()) } else { String::new() };
    let weight = token.weight.filter(|weight| !weight.is_one());
    let weight = weight.map(|weight| format!(", weight {weight}")).unwrap_or_default();
    write!(out, ": {} = {}{about}{weight}", token.entry.id, hex(token.entry.bytes, ""))
}
