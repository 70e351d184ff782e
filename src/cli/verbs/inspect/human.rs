//! Enters: a report. Leaves: the view of it that a person reads, as wide as the terminal: the answer first, then why.

use std::io::{self, Write};

use anstyle::{Effects, Style};

use super::{marked_prompt, slot_strip, token_table};
use crate::cli::terminal::{
    GOOD, Piece, QUIET, Screen, WARNING, clipped, labeled, on_one_line, shown, sizes, style_of, width,
    write_line, write_read_prompt, write_wrapped,
};
use crate::report::escape::escaped;
use crate::report::{
    FoundReport, Outcome, PromptReport, PromptVerdict, SlotClass, chunks_words, cut_words, fallback_words,
    part_words, rules_words, second_encoder_words, surprising_text,
};

/// How much of a prompt is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// Everything.
    Full,
    /// The verdict, the prompt and the strip of slots.
    Brief,
}

/// Writes the view of one prompt: where two encoders read different tokens, one for each of them.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn write(
    out: &mut dyn Write,
    screen: Screen,
    detail: Detail,
    report: &PromptReport<'_>,
) -> io::Result<()> {
    match report.second.as_deref() {
        Some(second) if second.has_tokens_of(&report.tokens) => {
            let words = format!("{}: {}", second.model.name(), second_encoder_words(report, second));
            write_one(out, screen, detail, report, &Other::Same(words))
        }
        Some(second) => {
            write_one(out, screen, detail, report, &Other::HasAView)?;
            writeln!(out)?;
            write_one(out, screen, detail, second, &Other::HasAView)
        }
        None => write_one(out, screen, detail, report, &Other::Missing),
    }
}

/// The other encoder of a model that has two.
enum Other {
    Missing,
    /// It reads the same tokens; and what is different.
    Same(String),
    /// It has a view of its own, so that each has to say whose it is.
    HasAView,
}

/// Writes a prompt in one line: its verdict, its place, and as much of it as there is room for. Where two encoders read different
/// tokens, each has a line.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn write_line_of(
    out: &mut dyn Write,
    screen: Screen,
    report: &PromptReport<'_>,
) -> io::Result<()> {
    /// So many columns make the verdicts of most prompts a column: `too long · 129 of 75, 54 cut`.
    const VERDICT: usize = 28;
    /// A place that is longer ends with the line, which is what tells prompts apart.
    const SOURCE: usize = 24;
    let second = report.second.as_deref().filter(|second| !second.has_tokens_of(&report.tokens));
    for one in std::iter::once(report).chain(second) {
        let mut pieces = verdict(one);
        let filled: usize = pieces.iter().map(|piece| width(&piece.text)).sum();
        pieces.push(Piece::plain(" ".repeat(VERDICT.saturating_sub(filled) + 2)));
        let model = second.map(|_| format!(" · {}", one.model.name())).unwrap_or_default();
        pieces.push(Piece::new(
            format!("{}{model}  ", end_of(&escaped(&one.source.to_string()), SOURCE)),
            QUIET,
        ));
        let beginning = one.prompt.floor_char_boundary(4 * screen.columns);
        pieces.extend(shown(one.prompt.get(..beginning).unwrap_or_default(), Style::new()));
        write_line(out, screen.colors, clipped(&pieces, screen.columns))?;
    }
    Ok(())
}

/// Writes the view for one encoder.
fn write_one(
    out: &mut dyn Write,
    screen: Screen,
    detail: Detail,
    report: &PromptReport<'_>,
    other: &Other,
) -> io::Result<()> {
    let mut verdict = verdict(report);
    if matches!(other, Other::HasAView) && detail == Detail::Full {
        verdict.push(Piece::plain(format!(" · {}", report.model.name())));
    }
    let mut first = verdict.clone();
    if detail == Detail::Brief {
        first.push(Piece::new(format!(" · {}", rules(report)), QUIET));
    }
    write_wrapped(out, screen, &first)?;
    if detail == Detail::Full {
        let about = format!("{} · {}", sizes(report.source, report.prompt), rules(report));
        write_wrapped(out, screen, &[Piece::new(about, QUIET)])?;
    }
    if let Other::Same(words) = other {
        write_wrapped(out, screen, &[Piece::new(words, QUIET)])?;
    }
    if let Some(words) = chunks_words(report) {
        write_wrapped(out, screen, &[Piece::plain(words)])?;
    }
    if let Some(words) = part_words(report) {
        write_wrapped(out, screen, &[Piece::plain(words)])?;
    }
    if detail == Detail::Full {
        writeln!(out)?;
    }
    marked_prompt::write(out, screen, report)?;
    if let Some(words) = fallback_words(&report.counts) {
        write_wrapped(out, screen, &[Piece::new(words, style_of(SlotClass::Fragment))])?;
    }
    if detail == Detail::Full {
        write_notes(out, screen, report)?;
    }
    for (at, found) in report.found.iter().flatten().enumerate() {
        labeled(out, screen, if at == 0 { "found" } else { "" }, &pieces_of(found))?;
    }
    if detail == Detail::Full && !report.slots.is_empty() {
        writeln!(out)?;
        token_table::write(out, screen, report)?;
        writeln!(out)?;
    }
    if !report.slots.is_empty() {
        slot_strip::write(out, screen, report)?;
    }
    if detail == Detail::Full && !report.slots.is_empty() {
        slot_strip::write_key(out, screen, report)?;
    }
    for warning in &report.warnings {
        labeled(out, screen, "warning", &[Piece::new(escaped(&warning.to_string()), WARNING)])?;
    }
    if detail == Detail::Full {
        write_wrapped(out, screen, &verdict)?;
    }
    Ok(())
}

/// The answer, in the color of what became of the prompt.
pub(super) fn verdict(report: &PromptReport<'_>) -> Vec<Piece> {
    let PromptVerdict { outcome, words, .. } = PromptVerdict::of(report);
    let style = if outcome == Outcome::Fits { GOOD } else { WARNING };
    vec![Piece::new(words, style.effects(Effects::BOLD))]
}

/// The end of a text in so many columns, with `…` before it if that is not all.
fn end_of(text: &str, columns: usize) -> String {
    let all = width(text);
    if all <= columns {
        return text.to_owned();
    }
    let mut filled = all;
    let kept = text.char_indices().find(|&(_, character)| {
        filled -= width(character.encode_utf8(&mut [0; 4])).min(filled);
        filled < columns
    });
    let from = kept.map_or(text.len(), |(at, character)| at + character.len_utf8());
    format!("…{}", text.get(from..).unwrap_or_default())
}

/// The rules by which the prompt was read.
fn rules(report: &PromptReport<'_>) -> String {
    let vocabulary = match report.vocabulary {
        None => String::new(),
        Some(directory) => format!(", vocabulary {}", directory.display()),
    };
    escaped(&format!("{}{vocabulary}", rules_words(report.syntax, report.dialect, report.model))).into_owned()
}

/// Writes what stands between the prompt and its table: what was cut, what normalization did, and what the program did.
fn write_notes(out: &mut dyn Write, screen: Screen, report: &PromptReport<'_>) -> io::Result<()> {
    if let Some(words) = cut_words(report) {
        labeled(out, screen, "cut off", &[Piece::new(words, style_of(SlotClass::Cut))])?;
    }
    if !report.changed_by.is_empty() {
        labeled(out, screen, "normalized", &normalized(report))?;
    }
    write_read_prompt(out, screen, &report.program)?;
    Ok(())
}

/// What normalization did, and the text that it made, if that is a surprise.
fn normalized(report: &PromptReport<'_>) -> Vec<Piece> {
    let steps = report.changed_by.iter().map(|step| step.name()).collect::<Vec<_>>().join(", ");
    let Some(text) = surprising_text(report) else {
        return vec![Piece::new(steps, QUIET)];
    };
    let mut pieces = shown(&on_one_line(text), Style::new());
    pieces.push(Piece::new(format!("  ({steps})"), QUIET));
    pieces
}

/// A phrase, how often it occurs, and where.
fn pieces_of(found: &FoundReport<'_>) -> Vec<Piece> {
    let mut pieces = vec![Piece::new("\"", QUIET)];
    pieces.extend(shown(found.phrase, Style::new()));
    pieces.push(Piece::new("\" ", QUIET));
    pieces.push(match found.words() {
        Some(words) => Piece::plain(words),
        None => Piece::new("does not occur", WARNING),
    });
    pieces
}
