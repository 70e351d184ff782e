//! Enters: a report. Leaves: the view of it that a person reads, as wide as the terminal.

use std::io::{self, Write};

use anstyle::{Effects, Style};

use super::{slot_map, token_table};
use crate::cli::terminal::{
    Piece, QUIET, Screen, WARNING, labeled, on_one_line, shown, sizes, style_of, write_program,
};
use crate::report::escape::escaped;
use crate::report::{
    Counts, CutPartReport, CutReport, FoundReport, PromptReport, SlotClass, counted, rules_words,
    second_encoder_words, visible,
};

/// Writes the view of one prompt: where two encoders read different tokens, one for each of them.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn write(out: &mut dyn Write, screen: Screen, report: &PromptReport<'_>) -> io::Result<()> {
    write_one(out, screen, report)?;
    let Some(second) = &report.second else { return Ok(()) };
    if second.has_tokens_of(&report.tokens) {
        let same = Piece::plain(second_encoder_words(report, second));
        return labeled(out, screen, second.model.name(), &[same]);
    }
    writeln!(out)?;
    write_one(out, screen, second)
}

fn write_one(out: &mut dyn Write, screen: Screen, report: &PromptReport<'_>) -> io::Result<()> {
    labeled(out, screen, "prompt", &prompt(report))?;
    labeled(out, screen, "", &[Piece::new(provenance(report), QUIET)])?;
    if !report.changed_by.is_empty() {
        labeled(out, screen, "normalized", &normalized(report))?;
    }
    write_program(out, screen, &report.program)?;
    for (at, found) in report.found.iter().flatten().enumerate() {
        labeled(out, screen, if at == 0 { "found" } else { "" }, &pieces_of(found))?;
    }
    if !report.slots.is_empty() {
        writeln!(out)?;
        token_table::write(out, screen, report)?;
        writeln!(out)?;
        slot_map::write(out, screen, report)?;
    }
    if let Some(cut) = &report.cut {
        labeled(out, screen, "cut off", &cut_off(cut, &report.counts))?;
    }
    labeled(out, screen, "total", &total(report))?;
    for warning in &report.warnings {
        labeled(out, screen, "warning", &[Piece::new(escaped(&warning.to_string()), WARNING)])?;
    }
    Ok(())
}

/// The prompt as typed; what was cut is struck out and stands in brackets.
fn prompt(report: &PromptReport<'_>) -> Vec<Piece> {
    let plain = Style::new();
    let Some(cut) = &report.cut else {
        return shown(report.prompt, plain);
    };
    let part = |range| report.prompt.get(range).unwrap_or_default();
    let mark = style_of(SlotClass::Cut);
    let mut pieces = Vec::new();
    let mut kept_from = 0;
    for CutPartReport { characters, within, .. } in &cut.parts {
        pieces.extend(shown(part(kept_from..within.start), plain));
        pieces.push(Piece::new("⟦", mark));
        pieces.extend(shown(characters, mark.effects(Effects::STRIKETHROUGH)));
        pieces.push(Piece::new("⟧", mark));
        kept_from = within.end;
    }
    pieces.extend(shown(part(kept_from..report.prompt.len()), plain));
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

fn provenance(report: &PromptReport<'_>) -> String {
    let sizes = sizes(report.source, report.prompt);
    let vocabulary = match report.vocabulary {
        None => String::new(),
        Some(directory) => format!(", vocabulary {}", directory.display()),
    };
    let rules = format!("{}{vocabulary}", rules_words(report.syntax, report.dialect, report.model));
    format!("{sizes} · {}", escaped(&rules))
}

fn normalized(report: &PromptReport<'_>) -> Vec<Piece> {
    let steps: Vec<&str> = report.changed_by.iter().map(|step| step.name()).collect();
    let steps = format!("  ({})", steps.join(", "));
    let mut pieces = shown(&on_one_line(&report.normalized_text), Style::new());
    pieces.push(Piece::new(steps, QUIET));
    pieces
}

fn cut_off(cut: &CutReport<'_>, counts: &Counts) -> Vec<Piece> {
    let bytes = cut.parts.iter().map(|part| format!("{}..{}", part.original.start, part.original.end));
    let bytes: Vec<String> = bytes.collect();
    let split = cut.split_character.map(|split| format!("; {} is cut in two", visible(split)));
    let text = format!(
        "{}: bytes {} of the prompt, between ⟦ and ⟧{}",
        counted(counts.over, "token"),
        bytes.join(", "),
        split.unwrap_or_default()
    );
    vec![Piece::new(text, style_of(SlotClass::Cut))]
}

fn total(report: &PromptReport<'_>) -> Vec<Piece> {
    let counts = &report.counts;
    let strong = Style::new().effects(Effects::BOLD);
    let tokens = match (counted(counts.count, "token"), counts.over) {
        _ if report.program.raises.is_some() => "no tokens".to_owned(),
        // Its counter, which has a line of its own, counts whole rows.
        (_, 0) if report.rows.len() > 1 => {
            format!("{} in {} rows", counted(counts.room - counts.free, "token"), report.rows.len())
        }
        (tokens, 0) => format!("{tokens} of {}", counts.room),
        (tokens, _) => format!("{tokens}, room for {}", counts.room),
    };
    let mut pieces = vec![Piece::new(tokens, strong)];
    pieces.push(Piece::plain(" · "));
    pieces.push(match counts.fallback_tokens {
        0 => Piece::plain("no fallback tokens"),
        all => {
            let (fragments, bytes) =
                (counted(counts.fragment_tokens, "fragment"), counted(counts.byte_tokens, "byte"));
            Piece::new(format!("{all} fallback ({fragments}, {bytes})"), style_of(SlotClass::Fragment))
        }
    });
    pieces.push(Piece::plain(" · "));
    pieces.push(match counts.over {
        0 => Piece::plain(format!("{} free", counted(counts.free, "slot"))),
        over => Piece::new(format!("{over} over"), style_of(SlotClass::Cut)),
    });
    pieces
}
