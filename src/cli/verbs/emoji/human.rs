//! Enters: emoji and their tokens. Leaves: what a person reads of them: a table of groups, a list, all about one.

use std::io::{self, Write};

use crate::TokenKind;
use crate::cli::terminal::{
    Piece, QUIET, STRONG, Screen, WARNING, labeled, shown, style_of, symbol, width, write_line,
};
use crate::report::escape::hex;
use crate::report::{EmojiReport, EmojiSums, EntryReport, SharedReport, SlotClass, emoji_words, visible};

/// How many of the emoji that share a token are shown.
const SHARING: usize = 24;

/// Writes how many emoji of each group are one token, several, or parts of characters.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn sums(out: &mut dyn Write, screen: Screen, sums: &EmojiSums) -> io::Result<()> {
    let (major, minor) = sums.unicode;
    let title = format!("{:>5}  {:>9}  {:>7}  {:>8}", "emoji", "one token", "several", "fallback");
    let widest = sums.by_group.iter().map(|group| width(group.name())).max().unwrap_or(0);
    let mut heading = vec![Piece::new(format!("{:widest$}  ", "group"), QUIET)];
    heading.push(Piece::new(title, QUIET));
    write_line(out, screen.colors, heading)?;
    for group in sums.by_group.iter().chain([&sums.all]) {
        let (name, emoji) = (group.name(), group.emoji_count);
        let (single, several, fallback) = (group.single_count, group.several_count, group.fallback_count);
        let style = if group.group.is_none() { STRONG } else { anstyle::Style::new() };
        let line = vec![
            Piece::new(format!("{name:widest$}  {emoji:>5}  "), style),
            Piece::new(format!("{single:>9}"), style_of(SlotClass::Whole)),
            Piece::plain(format!("  {several:>7}  ")),
            Piece::new(format!("{fallback:>8}"), style_of(SlotClass::Fragment)),
        ];
        write_line(out, screen.colors, line)?;
    }
    writeln!(out)?;
    labeled(
        out,
        screen,
        "list",
        &[Piece::plain(format!("Unicode {major}.{minor}, fully qualified, with all skin tones"))],
    )?;
    labeled(
        out,
        screen,
        "fallback",
        &[Piece::new("some tokens are only parts of a character; several: each is whole characters", QUIET)],
    )?;
    labeled(
        out,
        screen,
        "try",
        &[Piece::plain("cliptok emoji --single · cliptok emoji castle · cliptok emoji 🏯 --neighbors")],
    )
}

/// Writes a line for each emoji.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn list(
    out: &mut dyn Write,
    screen: Screen,
    reports: &[&EmojiReport<'_>],
    found: usize,
) -> io::Result<()> {
    for report in reports {
        let gap = " ".repeat(4_usize.saturating_sub(width(report.emoji.text)));
        let mut line = vec![
            Piece::plain(format!("{}{gap}", visible(report.emoji.text))),
            Piece::new(format!("{}  ", report.emoji.name), QUIET),
        ];
        line.extend(symbols(report.tokens.iter().map(|token| &token.entry)));
        labeled(out, screen, report.sort().name(), &line)?;
    }
    writeln!(out)?;
    self::found(out, screen, reports.len(), found)?;
    labeled(out, screen, "", &symbol::key())
}

/// Writes how many emoji were found.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn found(out: &mut dyn Write, screen: Screen, shown: usize, found: usize) -> io::Result<()> {
    let text = match found {
        0 => Piece::new("no emoji", WARNING),
        _ if shown < found => Piece::plain(format!("{found} emoji, the first {shown} shown")),
        _ => Piece::plain(format!("{found} emoji")),
    };
    labeled(out, screen, "found", &[text])
}

/// Writes the query that the next answer belongs to.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn query(out: &mut dyn Write, screen: Screen, text: &str) -> io::Result<()> {
    labeled(out, screen, "query", &shown(text, STRONG))
}

/// Writes all there is to know about one emoji.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn one(
    out: &mut dyn Write,
    screen: Screen,
    report: &EmojiReport<'_>,
    shared: &[SharedReport<'_>],
) -> io::Result<()> {
    let emoji = report.emoji;
    let (major, minor) = emoji.since;
    let title = [
        Piece::plain(visible(emoji.text)),
        Piece::new(format!("  {}", emoji.name), STRONG),
        Piece::new(format!("  {}, since Unicode {major}.{minor}", emoji.group), QUIET),
    ];
    labeled(out, screen, "emoji", &title)?;
    labeled(out, screen, "bytes", &[Piece::plain(hex(emoji.text.as_bytes(), " "))])?;
    let mut tokens = symbols(report.tokens.iter().map(|token| &token.entry));
    tokens.push(Piece::new(emoji_words(report.sort()), QUIET));
    labeled(out, screen, "tokens", &tokens)?;
    if let Some((text, entries)) = &report.unqualified {
        let mut line = symbols(entries);
        line.push(Piece::new(format!("{}, which is the same without U+FE0F", visible(text)), QUIET));
        labeled(out, screen, "", &line)?;
    }
    for SharedReport { entry, others } in shared {
        let mut line = vec![symbol::piece(entry), Piece::plain("  ")];
        match others.len() {
            0 => line.push(Piece::new("no other emoji has it", QUIET)),
            all => {
                let kind = if entry.kind == TokenKind::Byte { "byte" } else { "fragment" };
                // An emoji stands for all its skin tones.
                let shown = others.iter().filter(|other| !other.has_skin_tone()).take(SHARING);
                let shown: Vec<&str> = shown.map(|other| other.text).collect();
                line.push(Piece::new(format!("a {kind} that {all} others have: "), QUIET));
                line.push(Piece::plain(shown.join(" ")));
                if all > shown.len() {
                    line.push(Piece::new(format!(" and {} more", all - shown.len()), QUIET));
                }
            }
        }
        labeled(out, screen, "shared", &line)?;
    }
    let neighbors = report.neighbors.as_deref().unwrap_or_default();
    let widest = neighbors.iter().map(|neighbor| width(&neighbor.prompt)).max().unwrap_or(0);
    for (index, neighbor) in neighbors.iter().enumerate() {
        let gap = " ".repeat(widest - width(&neighbor.prompt));
        let mut line = vec![Piece::plain(format!("{}{gap}  ", visible(&neighbor.prompt)))];
        line.extend(symbols(&neighbor.entries));
        if !neighbor.is_same {
            line.push(Piece::new("other ids", style_of(SlotClass::Cut)));
        }
        labeled(out, screen, if index == 0 { "beside" } else { "" }, &line)?;
    }
    labeled(out, screen, "", &symbol::key())
}

fn symbols<'r, 'v: 'r>(entries: impl IntoIterator<Item = &'r EntryReport<'v>>) -> Vec<Piece> {
    entries.into_iter().flat_map(|entry| [symbol::piece(entry), Piece::plain("  ")]).collect()
}
