//! Enters: the report of a prompt. Leaves: its part of the page: tokens as runs of color over it, its slots, a table.

use std::collections::HashSet;
use std::io::{self, Write};

use cliptok_bpe::TokenKind;

use super::parts::{begin_section, begin_table, end_section, end_table};
use super::program::program;
use super::slots::slots;
use super::text;
use crate::report::escape::hex;
use crate::report::{PromptReport, TokenReport, counted, names, rules_words, second_encoder_words, visible};
use crate::text::{Sharing, Span};

/// Writes the report of one prompt. Where two encoders read different tokens, each has a section.
///
/// # Errors
/// If `out` cannot be written.
pub fn prompt(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    match &report.second {
        Some(second) if second.has_tokens_of(&report.tokens) => {
            let words = format!("{}: {}", second.model.name(), second_encoder_words(report, second));
            section(out, report, Some(&words))
        }
        Some(second) => {
            section(out, report, None)?;
            section(out, second, None)
        }
        None => section(out, report, None),
    }
}

/// One section, and what more there is to say at its end.
fn section(out: &mut dyn Write, report: &PromptReport<'_>, more: Option<&str>) -> io::Result<()> {
    begin_section(out, &report.source.to_string())?;
    runs(out, report)?;
    if !report.changed_by.is_empty() {
        let steps: Vec<&str> = report.changed_by.iter().map(|step| step.name()).collect();
        // Pieces that a program has tokenized alone stand in lines of their own.
        let normalized = report.normalized_text.replace('\n', " · ");
        let (steps, normalized) = (steps.join(", "), text(&normalized));
        writeln!(out, "<p><span class=\"quiet\">normalized by {steps}:</span> {normalized}</p>")?;
    }
    program(out, &report.program)?;
    for found in report.found.iter().flatten() {
        let phrase = text(&visible(found.phrase));
        let words = found.words().unwrap_or_else(|| "does not occur".to_owned());
        writeln!(out, "<p><span class=\"quiet\">found:</span> <b>{phrase}</b> {}</p>", text(&words))?;
    }
    total(out, report)?;
    if report.counts.over > 0 {
        let over = counted(report.counts.over, "token");
        writeln!(out, "<p class=\"warning\">{over} cut off: what is struck out has no slot.</p>")?;
    }
    for warning in &report.warnings {
        writeln!(out, "<p class=\"warning\">{}</p>", text(&warning.to_string()))?;
    }
    slots(out, report)?;
    table(out, report)?;
    let rules = rules_words(report.syntax, report.dialect, report.model);
    let vocabulary =
        report.vocabulary.map(|path| format!(", vocabulary {}", path.display())).unwrap_or_default();
    writeln!(out, "<p class=\"quiet\">{}</p>", text(&(rules + &vocabulary)))?;
    if let Some(more) = more {
        writeln!(out, "<p class=\"quiet\">{}</p>", text(more))?;
    }
    end_section(out)
}

/// The prompt, with its tokens as runs. Tokens that share a character are one run. Text without a token is between runs.
fn runs(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    write!(
        out,
        "<div class=\"prompt\" dir=\"auto\" role=\"list\" aria-label=\"the prompt, token by token\">"
    )?;
    let found = found_tokens(report);
    let (mut at, mut first) = (0, 0);
    for group in groups(&report.tokens) {
        let span = span(group, report.prompt);
        // If marks were reordered, the characters may have been shown already.
        let start = span.start.max(at);
        between(out, report, Span::new(at, start))?;
        let tokens = first..first + group.len();
        let mark = if tokens.clone().any(|token| found.contains(&token)) { " found" } else { "" };
        run(out, report, group, Span::new(start, span.end).of(report.prompt), mark)?;
        (at, first) = (span.end.max(at), tokens.end);
    }
    between(out, report, Span::new(at, report.prompt.len()))?;
    writeln!(out, "</div>")
}

/// Text without a token. With a program it is markup, and what it removes, or reads at other steps: it recedes.
fn between(out: &mut dyn Write, report: &PromptReport<'_>, span: Span) -> io::Result<()> {
    let characters = span.of(report.prompt);
    match report.syntax.0 {
        Some(_) if !characters.trim().is_empty() => {
            write!(out, "<span class=\"markup\">{}</span>", text(characters))
        }
        _ => write!(out, "{}", text(characters)),
    }
}

/// The positions of the tokens of phrases that were looked for.
fn found_tokens(report: &PromptReport<'_>) -> HashSet<usize> {
    let occurrences = report.found.iter().flatten().flat_map(|found| &found.occurrences);
    occurrences.filter_map(|occurrence| occurrence.positions.as_ref()).flatten().copied().collect()
}

/// The tokens, grouped by shared characters.
fn groups<'r, 'p>(tokens: &'r [TokenReport<'p>]) -> impl Iterator<Item = &'r [TokenReport<'p>]> {
    tokens.chunk_by(|left, _| matches!(left.sharing, Sharing::First | Sharing::Middle))
}

/// The whole characters that tokens have bytes of.
#[allow(clippy::indexing_slicing, reason = "a group has at least one token")]
fn span(group: &[TokenReport<'_>], prompt: &str) -> Span {
    group.iter().map(|token| token.original).fold(group[0].original, Span::hull).widened(prompt)
}

#[allow(clippy::indexing_slicing, reason = "a group has at least one token")]
fn run(
    out: &mut dyn Write,
    report: &PromptReport<'_>,
    group: &[TokenReport<'_>],
    characters: &str,
    mark: &str,
) -> io::Result<()> {
    let is_cut = group.iter().any(|token| token.slot.is_none());
    let is_fallback = group.iter().any(|token| token.entry.kind.is_fallback());
    let class = match group[0].entry.kind {
        _ if is_cut => "cut",
        _ if is_fallback => "fallback",
        kind => kind.name(),
    };
    let ids: Vec<String> = group.iter().map(|token| token.entry.id.to_string()).collect();
    let ids = ids.join(" ");
    let shown = match characters {
        // A run without text could not be seen.
        "" => "∅".to_owned(),
        _ => text(characters),
    };
    let (open, close) = if is_cut { ("<del>", "</del>") } else { ("", "") };
    write!(
        out,
        "<span class=\"run {class}{mark}\" role=\"listitem\" tabindex=\"0\" data-ids=\"{ids}\">{open}{shown}{close}<span class=\"tip\">"
    )?;
    for (index, token) in group.iter().enumerate() {
        if index > 0 {
            write!(out, "<br>")?;
        }
        let slot = token.slot.map_or("cut off".to_owned(), |slot| format!("slot {slot}"));
        let row = token.row.filter(|_| report.rows.len() > 1);
        let row = row.map(|row| format!("row {} of {}, ", row + 1, report.rows.len())).unwrap_or_default();
        let weight = token.weight.filter(|weight| !weight.is_one());
        let weight = weight.map(|weight| format!(", weight {weight}")).unwrap_or_default();
        let (id, kind, bytes) = (token.entry.id, token.entry.kind.name(), hex(token.entry.bytes, " "));
        write!(out, "{row}{slot}: id <b>{id}</b>, {kind}, <code>{bytes}</code>{weight}")?;
    }
    let names = names(characters);
    if !names.is_empty() {
        write!(out, "<br>{}", text(&names.join(", ")))?;
    }
    write!(out, "</span></span>")
}

fn total(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    let counts = &report.counts;
    let fallback = match counts.fallback_tokens {
        0 => "no fallback tokens".to_owned(),
        1 => "1 is only a part of a character".to_owned(),
        many => format!("{many} are only parts of a character"),
    };
    let (tokens, room) = match report.rows.len() {
        // The counter of a program counts whole rows.
        rows if rows > 1 => (counts.room - counts.free, format!(" in {rows} rows")),
        _ => (counts.count, format!(", room for {}", counts.room)),
    };
    writeln!(
        out,
        "<p><b>{}</b>{room}; {fallback}; {}, {}</p>",
        counted(tokens, "token"),
        counted(counts.prompt_characters, "character"),
        counted(counts.prompt_bytes, "byte")
    )
}

fn table(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    if report.tokens.is_empty() {
        return Ok(());
    }
    writeln!(out, "<details><summary>every token</summary>")?;
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
