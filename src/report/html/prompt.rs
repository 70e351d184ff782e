//! Enters: the report of a prompt. Leaves: its part of the page: the verdict, the prompt token by token, its slots, and notes.

use std::io::{self, Write};

use cliptok_bpe::TokenKind;

use super::parts::{begin_table, end_table};
use super::program::program;
use super::strip::strips;
use super::text;
use super::tokens::tokens;
use crate::report::escape::hex;
use crate::report::{
    Outcome, PromptReport, PromptVerdict, chunks_words, counted, cut_words, fallback_words, part_words,
    rules_words, surprising_text, visible,
};

/// The class of a verdict on the page.
pub(super) const fn outcome_class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fits => "fits",
        Outcome::Cut | Outcome::Raises => "over",
    }
}

/// Writes the section of one prompt, and what more there is to say at its end. `id` is what links lead to.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn section(
    out: &mut dyn Write,
    report: &PromptReport<'_>,
    id: &str,
    more: Option<&str>,
) -> io::Result<()> {
    let PromptVerdict { outcome, words, .. } = PromptVerdict::of(report);
    let source = text(&report.source.to_string());
    let class = outcome_class(outcome);
    writeln!(
        out,
        "<section id=\"{id}\"><h2><span class=\"{class}\">{}</span> <small>{source}</small></h2>",
        text(&words)
    )?;
    if let Some(words) = chunks_words(report) {
        writeln!(out, "<p>{words}</p>")?;
    }
    if let Some(words) = part_words(report) {
        writeln!(out, "<p>{words}</p>")?;
    }
    tokens(out, report)?;
    if let Some(words) = fallback_words(&report.counts) {
        writeln!(out, "<p>{}</p>", text(&words))?;
    }
    strips(out, report)?;
    notes(out, report)?;
    for warning in &report.warnings {
        writeln!(out, "<p class=\"warning\">{}</p>", text(&warning.to_string()))?;
    }
    let counts = &report.counts;
    let (characters, bytes) =
        (counted(counts.prompt_characters, "character"), counted(counts.prompt_bytes, "byte"));
    let rules = rules_words(report.syntax, report.dialect, report.model);
    let vocabulary =
        report.vocabulary.map(|path| format!(", vocabulary {}", path.display())).unwrap_or_default();
    writeln!(out, "<p class=\"quiet\">{characters}, {bytes} · {}</p>", text(&(rules + &vocabulary)))?;
    if let Some(more) = more {
        writeln!(out, "<p class=\"quiet\">{}</p>", text(more))?;
    }
    writeln!(out, "</section>")
}

/// What was cut, what normalization and the program did, and where phrases were found.
fn notes(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    if let Some(words) = cut_words(report) {
        writeln!(out, "<p class=\"warning\">cut off {}</p>", text(&words))?;
    }
    if !report.changed_by.is_empty() {
        let steps: Vec<&str> = report.changed_by.iter().map(|step| step.name()).collect();
        // Pieces that a program has tokenized alone stand in lines of their own.
        let normalized = surprising_text(report).map(|text| text.replace('\n', " · "));
        let (steps, normalized) = (steps.join(", "), text(&normalized.unwrap_or_default()));
        writeln!(out, "<p><span class=\"quiet\">normalized: {steps}</span> {normalized}</p>")?;
    }
    program(out, &report.program)?;
    for found in report.found.iter().flatten() {
        let phrase = text(&visible(found.phrase));
        let words = found.words().unwrap_or_else(|| "does not occur".to_owned());
        writeln!(
            out,
            "<p><span class=\"quiet\">found:</span> <strong>{phrase}</strong> {}</p>",
            text(&words)
        )?;
    }
    Ok(())
}

/// Writes every token in a table, folded in. Nothing if there is no token.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn table(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    if report.tokens.is_empty() {
        return Ok(());
    }
    let model = text(report.model.name());
    writeln!(out, "<details><summary>every token of {model} in a table</summary>")?;
    let columns = [
        ("number", "row"),
        ("number", "slot"),
        ("number", "id"),
        ("number", "weight"),
        ("", "kind"),
        ("", "token"),
        ("", "bytes"),
        ("", "bytes of the prompt"),
        ("", "characters"),
    ];
    // One row needs no number, and text has no weights.
    let (rows, has_weights) = (report.rows.len(), report.syntax.0.is_some());
    let is_shown = |name: &str| match name {
        "row" => rows > 1,
        "weight" => has_weights,
        _ => true,
    };
    let columns: Vec<(&str, &str)> = columns.into_iter().filter(|(_, name)| is_shown(name)).collect();
    begin_table(out, &columns)?;
    for token in &report.tokens {
        let slot = token.slot.map_or("cut off".to_owned(), |slot| slot.to_string());
        let shown = match (token.entry.kind, token.entry.text()) {
            (TokenKind::Whole | TokenKind::Special, Some(own)) => text(own),
            _ => String::new(),
        };
        let end = if token.entry.ends_word { "╯" } else { "" };
        let (id, kind, bytes) = (token.entry.id, token.entry.kind.name(), hex(token.entry.bytes, " "));
        let (start, stop) = (token.original.start, token.original.end);
        let number = |name: &str, number: Option<String>| match number.unwrap_or_default() {
            number if is_shown(name) => format!("<td class=\"number\">{number}</td>"),
            _ => String::new(),
        };
        let row = number("row", token.row.map(|row| format!("{} of {rows}", row + 1)));
        let weight = number("weight", token.weight.map(|weight| weight.to_string()));
        writeln!(
            out,
            "<tr class=\"token\">{row}<td class=\"number\">{slot}</td><td class=\"number id\">{id}</td>{weight}<td>{kind}</td>\
             <td>{shown}{end}</td><td><code>{bytes}</code></td><td>{start}..{stop}</td><td>{}</td></tr>",
            text(token.characters)
        )?;
    }
    end_table(out)?;
    writeln!(out, "<p class=\"quiet\">╯ ends a word</p></details>")
}
