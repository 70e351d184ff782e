//! Enters: the report of a prompt. Leaves: its part of the page: tokens as runs of color over it, its slots, a table.

use std::io::{self, Write};

use cliptok_bpe::TokenKind;

use super::parts::{begin_section, begin_table, end_section, end_table};
use super::text;
use crate::report::escape::hex;
use crate::report::{
    Counts, PromptReport, SegmentReport, SlotClass, SlotReport, TokenReport, counted, names, rules_words,
    second_encoder_words, visible,
};
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
        let (steps, normalized) = (steps.join(", "), text(&report.normalized_text));
        writeln!(out, "<p><span class=\"quiet\">normalized by {steps}:</span> {normalized}</p>")?;
    }
    program(out, report)?;
    total(out, &report.counts)?;
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

/// What a program made of the prompt before any token.
fn program(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    let program = &report.program;
    if let Some(class) = program.raises {
        let why = program.why_it_raises.as_deref().unwrap_or_default();
        writeln!(out, "<p class=\"warning\">The program raises {class}: {}</p>", text(&visible(why)))?;
    }
    if let Some(counter) = program.counter {
        writeln!(out, "<p>counter: <b>{}/{}</b></p>", counter.used, counter.of)?;
    }
    if let Some(weighted) = &program.segments {
        segments(out, weighted)?;
    }
    for removed in program.removed.iter().flatten() {
        let characters = text(&visible(removed.characters));
        writeln!(out, "<p><s>{characters}</s> <span class=\"quiet\">{}</span></p>", removed.what.about())?;
    }
    Ok(())
}

/// The prompt, with its tokens as runs. Tokens that share a character are one run. Text without a token is between runs.
fn runs(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    write!(
        out,
        "<div class=\"prompt\" dir=\"auto\" role=\"list\" aria-label=\"the prompt, token by token\">"
    )?;
    let mut at = 0;
    for group in groups(&report.tokens) {
        let span = span(group, report.prompt);
        // If marks were reordered, the characters may have been shown already.
        let start = span.start.max(at);
        write!(out, "{}", text(Span::new(at, start).of(report.prompt)))?;
        run(out, group, Span::new(start, span.end).of(report.prompt))?;
        at = span.end.max(at);
    }
    writeln!(out, "{}</div>", text(Span::new(at, report.prompt.len()).of(report.prompt)))
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
fn run(out: &mut dyn Write, group: &[TokenReport<'_>], characters: &str) -> io::Result<()> {
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
        "<span class=\"run {class}\" role=\"listitem\" tabindex=\"0\" data-ids=\"{ids}\">{open}{shown}{close}<span class=\"tip\">"
    )?;
    for (index, token) in group.iter().enumerate() {
        if index > 0 {
            write!(out, "<br>")?;
        }
        let slot = token.slot.map_or("cut off".to_owned(), |slot| format!("slot {slot}"));
        let (id, kind, bytes) = (token.entry.id, token.entry.kind.name(), hex(token.entry.bytes, " "));
        write!(out, "{slot}: id <b>{id}</b>, {kind}, <code>{bytes}</code>")?;
    }
    let names = names(characters);
    if !names.is_empty() {
        write!(out, "<br>{}", text(&names.join(", ")))?;
    }
    write!(out, "</span></span>")
}

fn total(out: &mut dyn Write, counts: &Counts) -> io::Result<()> {
    let fallback = match counts.fallback_tokens {
        0 => "no fallback tokens".to_owned(),
        1 => "1 is only a part of a character".to_owned(),
        many => format!("{many} are only parts of a character"),
    };
    writeln!(
        out,
        "<p><b>{}</b>, room for {}; {fallback}; {}, {}</p>",
        counted(counts.count, "token"),
        counts.room,
        counted(counts.prompt_characters, "character"),
        counted(counts.prompt_bytes, "byte")
    )
}

/// The strip of slots, with a key.
fn slots(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    for (row, slots) in report.slots.iter().enumerate() {
        let label = match report.slots.len() {
            1 => format!("the {} slots that the model reads", slots.len()),
            rows => format!("row {} of {rows}: {} slots that the model reads", row + 1, slots.len()),
        };
        writeln!(out, "<ol class=\"slots\" start=\"0\" aria-label=\"{label}\">")?;
        for (index, SlotReport { class, id }) in slots.iter().enumerate() {
            let (name, label) = (slot_class(*class), class.label());
            let id = id.map_or_else(|| "none".to_owned(), |id| id.to_string());
            writeln!(
                out,
                "<li class=\"{name}\" data-id=\"{id}\" title=\"slot {index}: {label}, id {id}\" aria-label=\"slot {index}: {label}, id {id}\"></li>"
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

fn table(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    if report.tokens.is_empty() {
        return Ok(());
    }
    writeln!(out, "<details><summary>every token</summary>")?;
    let columns = [
        ("number", "slot"),
        ("number", "id"),
        ("", "kind"),
        ("", "token"),
        ("", "bytes"),
        ("", "bytes of the prompt"),
        ("", "characters"),
    ];
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
        writeln!(
            out,
            "<tr class=\"token\"><td class=\"number\">{slot}</td><td class=\"number id\">{id}</td><td>{kind}</td>\
             <td>{shown}{end}</td><td><code>{bytes}</code></td><td>{start}..{stop}</td><td>{}</td></tr>",
            text(token.characters)
        )?;
    }
    end_table(out)?;
    writeln!(out, "<p class=\"quiet\">╯ ends a word</p></details>")
}

/// The segments of a text, each with its weight if that is not 1.
pub(super) fn segments(out: &mut dyn Write, segments: &[SegmentReport]) -> io::Result<()> {
    write!(out, "<p class=\"segments\" dir=\"auto\">")?;
    for segment in segments.iter().filter(|segment| !segment.text.is_empty()) {
        write!(out, "<span class=\"segment\">{}", text(&visible(&segment.text)))?;
        if !segment.weight.is_one() {
            write!(out, "<sub>×{}</sub>", segment.weight)?;
        }
        write!(out, "</span> ")?;
    }
    writeln!(out, "</p>")
}
