//! Enters: a comparison, or ids that were looked for. Leaves: the view of it that a person reads.

use std::io::{self, Write};

use anstyle::Style;

use crate::TokenId;
use crate::cli::terminal::{
    GOOD, LABEL, Piece, QUIET, STRONG, Screen, WARNING, hanging, labeled, labeled_in, shown, sizes, style_of,
    symbol, unlabeled, write_wrapped,
};
use crate::report::escape::escaped;
use crate::report::{
    CauseReport, ComparisonReport, DifferenceReport, GroupReport, IdsReport, SlotClass, Source, cause_words,
    counted, diagnosis_words, verdict_words, visible,
};

/// Writes the view of one prompt: what each group makes of it, then where and why they differ.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn write(out: &mut dyn Write, screen: Screen, report: &ComparisonReport<'_>) -> io::Result<()> {
    if report.agree {
        return write_agreement(out, screen, report);
    }
    write_prompt(out, screen, report.source, report.prompt)?;
    for group in &report.groups {
        writeln!(out)?;
        write_group(out, screen, group)?;
    }
    writeln!(out)?;
    let mut label = "differ";
    for difference in &report.differences {
        for line in difference_lines(difference) {
            hanging(out, screen, label, &line)?;
            label = "";
        }
    }
    let mut key = symbol::key();
    key.insert(0, Piece::whole("≠ differs from another group  ", WARNING));
    labeled(out, screen, "key", &key)
}

/// Writes in one line that there is nothing to see.
fn write_agreement(out: &mut dyn Write, screen: Screen, report: &ComparisonReport<'_>) -> io::Result<()> {
    let tokens = report.groups.iter().map(|group| group.tokens.len()).max().unwrap_or_default();
    let names: Vec<&str> = report.groups.iter().flat_map(|group| &group.dialects).copied().collect();
    let about = format!(" · {} · {} · {}", counted(tokens, "token"), report.source, names.join(", "));
    write_wrapped(out, screen, &[Piece::new("all agree", GOOD), Piece::new(escaped(&about), QUIET)])
}

/// Writes one entry of a list: where the prompt stands, what makes the difference, who differs; then the prompt.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn write_entry(
    out: &mut dyn Write,
    screen: Screen,
    report: &ComparisonReport<'_>,
) -> io::Result<()> {
    let groups: Vec<String> = report.groups.iter().map(|group| group.dialects.join(", ")).collect();
    let pieces = [
        Piece::new(escaped(&report.source.to_string()).into_owned(), STRONG),
        Piece::plain(format!(" · {} · {}", report.causes.join(", "), groups.join(" ≠ "))),
    ];
    unlabeled(out, screen, &pieces)?;
    labeled(out, screen, "", &shown(report.prompt, Style::new()))
}

/// Writes what ids were looked for, and what each dialect says to them.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn write_ids(out: &mut dyn Write, screen: Screen, report: &IdsReport<'_>) -> io::Result<()> {
    write_prompt(out, screen, report.source, report.prompt)?;
    let ids: Vec<String> = report.ids.iter().map(TokenId::to_string).collect();
    let count = Piece::new(format!("{}: ", counted(ids.len(), "id")), QUIET);
    labeled(out, screen, "ids", &[count, Piece::plain(ids.join(" "))])?;
    writeln!(out)?;
    // A name may be longer than any label.
    let longest = report.verdicts.iter().map(|verdict| verdict.dialect.len()).max();
    let width = longest.map_or(LABEL, |longest| LABEL.max(longest + 2));
    for verdict in &report.verdicts {
        let class = if verdict.found.is_ok() { SlotClass::Whole } else { SlotClass::Cut };
        let words = Piece::new(verdict_words(verdict), style_of(class));
        labeled_in(out, screen, width, verdict.dialect, &[words])?;
    }
    match &report.diagnosis {
        Some(diagnosis) => {
            writeln!(out)?;
            let words = Piece::plain(diagnosis_words(diagnosis));
            labeled_in(out, screen, width, "cause", &[words])
        }
        None => Ok(()),
    }
}

fn write_prompt(out: &mut dyn Write, screen: Screen, source: &Source, prompt: &str) -> io::Result<()> {
    labeled(out, screen, "prompt", &shown(prompt, Style::new()))?;
    labeled(out, screen, "", &[Piece::new(sizes(source, prompt), QUIET)])
}

fn write_group(out: &mut dyn Write, screen: Screen, group: &GroupReport<'_>) -> io::Result<()> {
    let tokens = format!(" · {}", counted(group.tokens.len(), "token"));
    let head = [Piece::new(group.dialects.join(", "), STRONG), Piece::new(tokens, QUIET)];
    unlabeled(out, screen, &head)?;
    let mut pieces = Vec::new();
    if group.tokens.is_empty() {
        pieces.push(Piece::plain("none"));
    }
    for (index, (token, &differs)) in group.tokens.iter().zip(&group.differs).enumerate() {
        if index > 0 {
            pieces.push(Piece::new("  ", QUIET));
        }
        let entry = symbol::piece(&token.entry);
        pieces.push(if differs { Piece::whole(format!("≠{}", entry.text), WARNING) } else { entry });
    }
    labeled(out, screen, "", &pieces)
}

/// `byte 2..5 ’  quotes: ’ → ' in openai, open-clip`, a line for each cause.
fn difference_lines(difference: &DifferenceReport<'_>) -> Vec<Vec<Piece>> {
    let at = format!("byte {}..{} ", difference.original.start, difference.original.end);
    let line = |(index, cause): (usize, &CauseReport)| {
        let mut pieces = Vec::new();
        if index == 0 {
            pieces.push(Piece::whole(at.clone(), QUIET));
            pieces.push(Piece::new(visible(difference.characters), WARNING));
            pieces.push(Piece::plain("  "));
        } else {
            pieces.push(Piece::plain("  and "));
        }
        pieces.push(Piece::new(format!("{}: ", cause.step), STRONG));
        pieces.push(Piece::plain(cause_words(cause)));
        pieces
    };
    difference.causes.iter().enumerate().map(line).collect()
}
