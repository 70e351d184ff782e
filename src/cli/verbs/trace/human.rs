//! Enters: a trace. Leaves: the view of it that a person reads: the steps with what they changed, then each word's merges.

use std::io::{self, Write};

use anstyle::Style;

use crate::Span;
use crate::cli::terminal::{
    Piece, QUIET, STRONG, Screen, labeled, on_one_line, shown, sizes, symbol, write_program,
};
use crate::report::{
    EditReport, MergeReport, TraceReport, WordReport, change_words, counted, entry_text, rules_words, visible,
};

/// Writes the view of one prompt.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn write(out: &mut dyn Write, screen: Screen, report: &TraceReport<'_>) -> io::Result<()> {
    labeled(out, screen, "prompt", &shown(report.prompt, Style::new()))?;
    let sizes = sizes(report.source, report.prompt);
    let rules = format!("{sizes} · {}", rules_words(report.syntax, report.dialect, report.model));
    labeled(out, screen, "", &[Piece::new(rules, QUIET)])?;
    write_program(out, screen, &report.program)?;
    writeln!(out)?;
    if report.steps.is_empty() {
        labeled(out, screen, "steps", &[Piece::plain("normalization changes nothing")])?;
    }
    let mut label = "steps";
    for step in &report.steps {
        labeled(out, screen, label, &step_line(step.step.name(), &step.edits))?;
        label = "";
    }
    if !report.steps.is_empty() {
        labeled(out, screen, "normalized", &shown(&on_one_line(&report.normalized_text), Style::new()))?;
    }
    for word in &report.words {
        writeln!(out)?;
        write_word(out, screen, word)?;
    }
    if report.words.is_empty() {
        return labeled(out, screen, "tokens", &[Piece::plain("none")]);
    }
    writeln!(out)?;
    labeled(out, screen, "key", &symbol::key())
}

/// `quotes: ’ → ' at byte 2..5 · …`
fn step_line(name: &str, edits: &[EditReport]) -> Vec<Piece> {
    let mut pieces = vec![Piece::whole(format!("{name}: "), STRONG)];
    for (index, edit) in edits.iter().enumerate() {
        let dot = if index == 0 { "" } else { " · " };
        pieces.push(Piece::plain(format!("{dot}{}", change_words(&edit.before, &edit.after))));
        pieces.push(Piece::new(format!(" at byte {}", bytes(edit.original)), QUIET));
    }
    pieces
}

fn bytes(span: Span) -> String {
    format!("{}..{}", span.start, span.end)
}

/// The word, then a line a merge, then its tokens.
fn write_word(out: &mut dyn Write, screen: Screen, word: &WordReport<'_>) -> io::Result<()> {
    let place =
        format!("  byte {} of the prompt, {} normalized", bytes(word.original), bytes(word.normalized));
    labeled(out, screen, "word", &[Piece::new(visible(&word.text), STRONG), Piece::new(place, QUIET)])?;
    let symbols: Vec<String> = word.symbols.iter().map(|one| entry_text(one)).collect();
    match symbols.len() {
        0 => labeled(out, screen, "", &[Piece::new("a special token: nothing is merged", QUIET)])?,
        count => {
            let count = Piece::new(format!("{}: ", counted(count, "symbol")), QUIET);
            labeled(out, screen, "", &[count, Piece::plain(symbols.join(" "))])?;
        }
    }
    for merge in &word.merges {
        labeled(out, screen, &format!("{:>10}", format!("rank {}", merge.rank.0)), &merge_line(merge))?;
    }
    let mut tokens = Vec::new();
    for token in &word.tokens {
        tokens.push(symbol::piece(&token.entry));
        tokens.push(Piece::plain("  "));
    }
    labeled(out, screen, if word.tokens.len() == 1 { "token" } else { "tokens" }, &tokens)
}

fn merge_line(merge: &MergeReport<'_>) -> Vec<Piece> {
    let entry = symbol::piece;
    vec![
        entry(&merge.left),
        Piece::new(" + ", QUIET),
        entry(&merge.right),
        Piece::new(" → ", QUIET),
        entry(&merge.merged),
    ]
}
