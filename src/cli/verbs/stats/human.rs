//! Enters: statistics. Leaves: the view of them that a person reads: sums, a histogram, what is frequent.

use std::io::{self, Write};

use anstyle::Style;

use crate::cli::terminal::{Piece, QUIET, STRONG, Screen, labeled, style_of, symbol, width};
use crate::report::{
    Bar, CutCharacter, FrequentToken, SlotClass, StatisticsReport, counted, entry_text, names, rows_words,
    rules_words, share, visible,
};

/// The longest bar, in columns.
const LONGEST_BAR: usize = 50;

/// Writes the view.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn write(out: &mut dyn Write, screen: Screen, report: &StatisticsReport<'_>) -> io::Result<()> {
    let rules = format!("  {}", rules_words(report.syntax, report.dialect, report.model));
    let prompts = Piece::new(report.prompts.to_string(), STRONG);
    labeled(out, screen, "prompts", &[prompts, Piece::new(rules, QUIET)])?;
    labeled(out, screen, "tokens", &tokens(report))?;
    labeled(out, screen, &format!("over {}", report.room), &over(report))?;
    if let Some(rows) = rows_words(report) {
        labeled(out, screen, "rows", &[Piece::plain(rows)])?;
    }
    labeled(out, screen, "fallback", &fallback(report))?;
    labeled(out, screen, "vocabulary", &vocabulary(report))?;
    if report.prompts > 0 {
        writeln!(out)?;
        histogram(out, screen, report)?;
    }
    if !report.frequent.is_empty() {
        writeln!(out)?;
        frequent(out, screen, report)?;
    }
    if !report.cut_characters.is_empty() {
        writeln!(out)?;
        cut_characters(out, screen, report)?;
    }
    Ok(())
}

fn tokens(report: &StatisticsReport<'_>) -> Vec<Piece> {
    let spread = format!(
        "  per prompt: mean {:.1} · median {} · p95 {} · longest {}",
        report.mean, report.median, report.p95, report.longest
    );
    vec![Piece::new(report.total.to_string(), STRONG), Piece::plain(spread)]
}

fn over(report: &StatisticsReport<'_>) -> Vec<Piece> {
    let over = report.too_long;
    if over.prompts == 0 {
        return vec![Piece::plain("no prompt")];
    }
    if report.syntax.0.is_some() {
        // A program goes on in further rows.
        let text = format!("{} ({})", counted(over.prompts, "prompt"), share(over.prompts, report.prompts));
        return vec![Piece::plain(text)];
    }
    let most = if over.prompts == 1 { String::new() } else { format!(", at most {} in one", over.most) };
    let text = format!(
        "{} ({}); {} have no slot{most}",
        counted(over.prompts, "prompt"),
        share(over.prompts, report.prompts),
        counted(over.total, "token")
    );
    vec![Piece::new(text, style_of(SlotClass::Cut))]
}

fn fallback(report: &StatisticsReport<'_>) -> Vec<Piece> {
    let text = match report.with_fallback {
        0 => "no prompt has tokens that are only parts of a character".to_owned(),
        prompts => format!(
            "{} ({}) with tokens that are only parts of a character",
            counted(prompts, "prompt"),
            share(prompts, report.prompts)
        ),
    };
    let style = if report.with_fallback == 0 { Style::new() } else { style_of(SlotClass::Fragment) };
    vec![Piece::new(text, style)]
}

fn vocabulary(report: &StatisticsReport<'_>) -> Vec<Piece> {
    let (distinct, entries) = (report.distinct as u64, report.entries as u64);
    vec![Piece::plain(format!("{distinct} of {entries} entries appear ({})", share(distinct, entries)))]
}

fn histogram(out: &mut dyn Write, screen: Screen, report: &StatisticsReport<'_>) -> io::Result<()> {
    let bars = report.bars();
    let names: Vec<String> = bars.iter().map(Bar::name).collect();
    let name_width = names.iter().map(|name| width(name)).max().unwrap_or(0);
    let most = bars.iter().map(|bar| bar.prompts).max().unwrap_or(1);
    let count_width = most.to_string().len();
    let room = screen.beside_label().saturating_sub(name_width + count_width + 4).clamp(1, LONGEST_BAR);
    let mut label = "length";
    for (bar, name) in bars.iter().zip(names) {
        let style =
            if bar.first > report.room { style_of(SlotClass::Cut) } else { style_of(SlotClass::Whole) };
        let line = [
            Piece::plain(format!("{name:>name_width$}  ")),
            Piece::new(format!("{:>count_width$}  ", bar.prompts), QUIET),
            Piece::new(drawn(bar.prompts, most, room), style),
        ];
        labeled(out, screen, label, &line)?;
        label = "";
        if bar.last == Some(report.room) && report.longest > report.room {
            let edge = format!(
                "{}  the room ends here: {} | {}",
                "─".repeat(name_width),
                report.room,
                report.room + 1
            );
            labeled(out, screen, "", &[Piece::new(edge, QUIET)])?;
        }
    }
    let key = format!("{:>name_width$}  {:>count_width$}", "tokens", "prompts");
    labeled(out, screen, "", &[Piece::new(key, QUIET)])
}

/// A bar in eighths of a column; where there is something, something is drawn.
fn drawn(part: u64, most: u64, room: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = u128::from(part) * room as u128 * 8 / u128::from(most.max(1));
    let eighths = (eighths as usize).max(usize::from(part > 0));
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS.get(eighths % 8).unwrap_or(&""))
}

fn frequent(out: &mut dyn Write, screen: Screen, report: &StatisticsReport<'_>) -> io::Result<()> {
    let texts = report.frequent.iter().map(|frequent| entry_text(&frequent.entry));
    let texts: Vec<String> = texts.collect();
    let widest = texts.iter().map(|text| width(text)).max().unwrap_or(0);
    let most = report.frequent.first().map_or(0, |frequent| frequent.times).to_string().len();
    let mut label = "frequent";
    for (FrequentToken { entry, times }, text) in report.frequent.iter().zip(texts) {
        let gap = " ".repeat(widest - width(&text));
        let line = [
            Piece::whole(format!("{text}{gap}"), symbol::style(entry.kind)),
            Piece::new(format!("  {:>5}", entry.id), QUIET),
            Piece::plain(format!("  {times:>most$}  {}", share(*times, report.total))),
        ];
        labeled(out, screen, label, &line)?;
        label = "";
    }
    labeled(out, screen, "", &[Piece::new("token, id, count, share of all tokens; ╯ ends a word", QUIET)])
}

fn cut_characters(out: &mut dyn Write, screen: Screen, report: &StatisticsReport<'_>) -> io::Result<()> {
    let mut label = "most split";
    let most = report.cut_characters.first().map_or(0, |cut| cut.times).to_string().len();
    for CutCharacter { character, times } in &report.cut_characters {
        let text = character.to_string();
        let name = names(&text).join("");
        let line = [
            Piece::plain(format!("{times:>most$}  ")),
            Piece::new(visible(&text), style_of(SlotClass::Fragment)),
            Piece::new(format!("  {name}"), QUIET),
        ];
        labeled(out, screen, label, &line)?;
        label = "";
    }
    labeled(
        out,
        screen,
        "",
        &[Piece::new("how often each character was split into tokens that are only parts of it", QUIET)],
    )
}
