//! Enters: a report. Leaves: the view of it that a person reads, as wide as the terminal.

pub mod comparison;
pub mod emoji;
mod rows;
mod slot_map;
pub mod statistics;
mod symbol;
mod token_table;
pub mod trace;
pub mod vocabulary;

use std::io::{self, Write};

use anstyle::{Effects, Style};

use crate::report::escape::{Part, escaped, parts};
use crate::report::{
    Counts, CutPartReport, CutReport, PromptReport, SlotClass, Source, counted, seated, visible,
};

use super::paint::{QUIET, WARNING, style_of, write_line};
use super::wrap::{Piece, lines};
use crate::cli::output::Colors;

/// What the view is drawn for.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    pub columns: usize,
    pub colors: Colors,
}

/// The width of what names a line.
const LABEL: usize = 12;

/// Narrower than this nothing can be laid out; the terminal breaks the lines.
const NARROWEST: usize = 40;

impl Screen {
    /// How much of a line stands beside its label.
    const fn beside_label(self) -> usize {
        let columns = if self.columns < NARROWEST { NARROWEST } else { self.columns };
        columns - LABEL
    }
}

/// Writes the view of one prompt.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(out: &mut dyn Write, screen: Screen, report: &PromptReport<'_>) -> io::Result<()> {
    labelled(out, screen, "prompt", &prompt(report))?;
    labelled(out, screen, "", &[Piece::new(provenance(report), QUIET)])?;
    if !report.changed_by.is_empty() {
        labelled(out, screen, "normalized", &normalized(report))?;
    }
    writeln!(out)?;
    token_table::write(out, screen, report)?;
    writeln!(out)?;
    slot_map::write(out, screen, report)?;
    if let Some(cut) = &report.cut {
        labelled(out, screen, "cut off", &cut_off(cut, &report.counts))?;
    }
    labelled(out, screen, "total", &total(&report.counts))?;
    for warning in &report.warnings {
        labelled(out, screen, "warning", &[Piece::new(escaped(&warning.to_string()), WARNING)])?;
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

/// Text in a style; what had to be written out is whole and stands out, so that nobody takes it for
/// a typed backslash.
fn shown(text: &str, style: Style) -> Vec<Piece> {
    let part = |(what, text): (Part, String)| match what {
        Part::AsItIs => Piece::new(text, style),
        Part::WrittenOut => Piece::whole(text, style.invert()),
    };
    let mut pieces: Vec<Piece> = parts(text).into_iter().map(part).collect();
    if let Some(first) = pieces.first_mut() {
        first.text = seated(&first.text).into_owned();
    }
    pieces
}

fn provenance(report: &PromptReport<'_>) -> String {
    let sizes = sizes(report.source, report.prompt);
    let vocabulary = match report.vocabulary {
        None => String::new(),
        Some(directory) => format!(", vocabulary {}", directory.display()),
    };
    let rules = format!("dialect {}, model {}{vocabulary}", report.dialect.name(), report.model.name());
    format!("{sizes} · {}", escaped(&rules))
}

/// Where a prompt comes from, and how long it is.
fn sizes(source: &Source, prompt: &str) -> String {
    let (characters, bytes) = (prompt.chars().count(), prompt.len());
    let sizes = format!("{}, {}", counted(characters, "character"), counted(bytes, "byte"));
    format!("{} · {sizes}", escaped(&source.to_string()))
}

fn normalized(report: &PromptReport<'_>) -> Vec<Piece> {
    let steps: Vec<&str> = report.changed_by.iter().map(|step| step.name()).collect();
    let steps = format!("  ({})", steps.join(", "));
    let mut pieces = shown(&report.normalized_text, Style::new());
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

fn total(counts: &Counts) -> Vec<Piece> {
    let strong = Style::new().effects(Effects::BOLD);
    let tokens = match (counted(counts.count, "token"), counts.over) {
        (tokens, 0) => format!("{tokens} of {}", counts.room),
        (tokens, _) => format!("{tokens}, room for {}", counts.room),
    };
    let mut pieces = vec![Piece::new(tokens, strong)];
    pieces.push(Piece::plain(" · "));
    pieces.push(match counts.fallback_tokens {
        0 => Piece::plain("none is a fragment of a character"),
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

/// Writes text from the first column on; further lines stand behind the labels.
fn unlabelled(out: &mut dyn Write, screen: Screen, pieces: &[Piece]) -> io::Result<()> {
    let mut indent = 0;
    for line in lines(pieces, screen.beside_label()) {
        let mut whole = vec![Piece::plain(" ".repeat(indent))];
        whole.extend(line);
        write_line(out, screen.colors, whole)?;
        indent = LABEL;
    }
    Ok(())
}

/// Writes text behind its label; further lines are set in.
fn hanging(out: &mut dyn Write, screen: Screen, label: &str, pieces: &[Piece]) -> io::Result<()> {
    const SET_IN: usize = 4;
    let mut front = format!("{label:LABEL$}");
    for line in lines(pieces, screen.beside_label() - SET_IN) {
        let mut whole = vec![Piece::new(front, QUIET)];
        whole.extend(line);
        write_line(out, screen.colors, whole)?;
        front = " ".repeat(LABEL + SET_IN);
    }
    Ok(())
}

/// Writes text behind its label, in as many lines as it takes.
fn labelled(out: &mut dyn Write, screen: Screen, label: &str, pieces: &[Piece]) -> io::Result<()> {
    let mut label = label;
    for line in lines(pieces, screen.beside_label()) {
        let mut whole = vec![Piece::new(format!("{label:LABEL$}"), QUIET)];
        whole.extend(line);
        write_line(out, screen.colors, whole)?;
        label = "";
    }
    Ok(())
}
