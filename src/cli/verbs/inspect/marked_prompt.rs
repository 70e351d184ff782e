//! Enters: a report. Leaves: its prompt as a person reads it: token by token, with weights, and with what was cut or removed marked.

use std::io::{self, Write};

use anstyle::{Effects, Style};

use crate::cli::terminal::{Colors, Piece, QUIET, Screen, Tint, shown, style_of, tint, write_wrapped};
use crate::report::{PromptReport, Run, RunKind, SlotClass, Weight, row_ranges, row_words, runs};

/// Writes the prompt over the whole width of the screen; where it fills several rows, each row under a heading of its own.
pub(super) fn write(out: &mut dyn Write, screen: Screen, report: &PromptReport<'_>) -> io::Result<()> {
    let runs = runs(report);
    let mut marks = Marks::new(screen.colors);
    let rows = report.slots.len();
    for (row, range) in row_ranges(&runs, rows).into_iter().enumerate() {
        if rows > 1 {
            write_wrapped(out, screen, &[Piece::new(row_words(report, row), QUIET)])?;
        }
        if !range.is_empty() || rows < 2 {
            write_runs(out, screen, &mut marks, runs.get(range).unwrap_or_default())?;
        }
    }
    Ok(())
}

fn write_runs(
    out: &mut dyn Write,
    screen: Screen,
    marks: &mut Marks,
    runs: &[Run<'_, '_>],
) -> io::Result<()> {
    let mut pieces = Vec::new();
    let last_cut = runs.iter().rposition(|run| run.kind.class() == Some(SlotClass::Cut));
    for (at, run) in runs.iter().enumerate() {
        marks.add(&mut pieces, run, runs.get(at + 1..).unwrap_or_default());
        if last_cut == Some(at) {
            marks.end(&mut pieces);
        }
    }
    write_wrapped(out, screen, &pieces)
}

/// What was marked so far.
struct Marks {
    colors: Colors,
    /// How many runs of tokens there were: their tints take turns.
    turn: usize,
    /// Whether the last run was a token, so that the next one touches it.
    after: After,
    /// Whether what was cut has begun and has not ended.
    cut: CutMark,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Token,
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CutMark {
    Open,
    Closed,
}

impl Marks {
    const fn new(colors: Colors) -> Self {
        Self { colors, turn: 0, after: After::Other, cut: CutMark::Closed }
    }

    /// Adds a run. `rest` are the runs behind it.
    fn add(&mut self, pieces: &mut Vec<Piece>, run: &Run<'_, '_>, rest: &[Run<'_, '_>]) {
        let Some(class) = run.kind.class() else {
            return self.add_other(pieces, run);
        };
        match (class == SlotClass::Cut, self.cut) {
            (true, CutMark::Closed) => {
                pieces.push(Piece::new("⟦", style_of(SlotClass::Cut)));
                (self.cut, self.after) = (CutMark::Open, After::Other);
            }
            (false, CutMark::Open) => self.end(pieces),
            _ => {}
        }
        let is_off = self.colors == Colors::Off;
        if is_off && self.after == After::Token && !run.characters.is_empty() {
            pieces.push(Piece::plain("·"));
        }
        pieces.extend(shown(run.characters, weighted(tint(self.tint(class)), run.kind.weight())));
        if is_off {
            pieces.extend(figures(run, class, rest));
        }
        self.turn += 1;
        self.after = After::Token;
    }

    /// Closes what was cut.
    fn end(&mut self, pieces: &mut Vec<Piece>) {
        if self.cut == CutMark::Open {
            pieces.push(Piece::new("⟧", style_of(SlotClass::Cut)));
            (self.cut, self.after) = (CutMark::Closed, After::Other);
        }
    }

    fn add_other(&mut self, pieces: &mut Vec<Piece>, run: &Run<'_, '_>) {
        self.after = After::Other;
        match run.kind {
            RunKind::Removed(_) if self.colors == Colors::Off => {
                pieces.push(Piece::plain("~~"));
                pieces.extend(shown(run.characters, Style::new()));
                pieces.push(Piece::plain("~~"));
            }
            RunKind::Removed(_) => {
                pieces.extend(shown(run.characters, QUIET.effects(Effects::DIMMED | Effects::STRIKETHROUGH)));
            }
            RunKind::Markup => pieces.extend(shown(run.characters, QUIET)),
            RunKind::Between | RunKind::Tokens { .. } => {
                let style = match self.cut {
                    CutMark::Open => tint(Tint::Cut),
                    CutMark::Closed => Style::new(),
                };
                pieces.extend(shown(run.characters, style));
            }
        }
    }

    fn tint(&self, class: SlotClass) -> Tint {
        match class {
            SlotClass::Cut => Tint::Cut,
            SlotClass::Fragment | SlotClass::Byte => Tint::Fallback,
            SlotClass::Typed => Tint::Typed,
            _ if self.turn.is_multiple_of(2) => Tint::Even,
            _ => Tint::Odd,
        }
    }
}

/// A weight as strength: more is bold and underlined, less is dim.
fn weighted(style: Style, weight: Option<Weight>) -> Style {
    match weight {
        Some(Weight(weight)) if weight > 1.0 => {
            style.effects(style.get_effects() | Effects::BOLD | Effects::UNDERLINE)
        }
        Some(Weight(weight)) if weight < 1.0 => style.effects(style.get_effects() | Effects::DIMMED),
        _ => style,
    }
}

/// What stands for colors behind a run of tokens: a glyph for each of them if there are several, or it is only a part of a character; and the
/// weight, once for all that have it.
fn figures(run: &Run<'_, '_>, class: SlotClass, rest: &[Run<'_, '_>]) -> Vec<Piece> {
    let mut figures = String::new();
    if let RunKind::Tokens { tokens, .. } = &run.kind
        && (tokens.len() > 1 || tokens.iter().any(|token| token.entry.kind.is_fallback()))
    {
        figures.extend(tokens.iter().map(|token| match token.slot {
            None => SlotClass::Cut.glyph(),
            Some(_) => SlotClass::of_kind(token.entry.kind).glyph(),
        }));
    }
    let next = rest.iter().find(|run| !matches!(run.kind, RunKind::Between));
    let weight = run.kind.weight().filter(|weight| !weight.is_one() && class != SlotClass::Cut);
    if let Some(weight) = weight
        && next.and_then(|run| run.kind.weight()) != Some(weight)
    {
        figures.push('×');
        figures.push_str(&weight.to_string());
    }
    if figures.is_empty() { Vec::new() } else { vec![Piece::whole(figures, QUIET)] }
}
