//! Enters: entries of a vocabulary. Leaves: what a person reads of them: a grid of many, all about one, words and their tokens.

use std::io::{self, Write};

use anstyle::Style;

use crate::TokenKind;
use crate::cli::terminal::{
    Piece, QUIET, STRONG, Screen, WARNING, labeled, shown, style_of, symbol, unlabeled, width, write_line,
};
use crate::explain::emoji::is_emoji;
use crate::report::escape::{escaped, hex};
use crate::report::{
    EntryReport, KindSum, ReachReport, SlotClass, Unreachable, UnreachableGroup, UnreachableReport,
    VocabularyEntry, VocabularyReport, WordAnswer, entries as counted_entries, entry_text, kind_words, names,
    visible,
};

/// How many of the entries that one is a part of are shown.
const KIN: usize = 60;

/// No column of a grid is wider, but for an entry that is.
const WIDEST_COLUMN: usize = 24;

/// Whether a text is all that entries have to contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Conditions {
    None,
    More,
}

/// Writes entries in columns, by rows: each with its id, its text or its bytes.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn grid(out: &mut dyn Write, screen: Screen, entries: &[EntryReport<'_>]) -> io::Result<()> {
    let texts: Vec<String> = entries.iter().map(|entry| entry_text(entry)).collect();
    let ids = entries.iter().map(|entry| entry.id.to_string().len()).max().unwrap_or(0);
    let column = texts.iter().map(|text| width(text)).max().unwrap_or(0).min(WIDEST_COLUMN);
    let cell = ids + 1 + column + 2;
    let mut line = Vec::new();
    let mut used = 0;
    for (entry, text) in entries.iter().zip(texts) {
        // What is wider than a column takes several.
        let taken = (ids + 1 + width(&text) + 2).div_ceil(cell) * cell;
        if used > 0 && used + taken > screen.columns + 2 {
            write_line(out, screen.colors, std::mem::take(&mut line))?;
            used = 0;
        }
        let gap = " ".repeat(taken - ids - 1 - width(&text));
        line.push(Piece::new(format!("{:>ids$} ", entry.id), QUIET));
        line.push(Piece::new(text, symbol::style(entry.kind)));
        line.push(Piece::plain(gap));
        used += taken;
    }
    if line.is_empty() { Ok(()) } else { write_line(out, screen.colors, line) }
}

/// Writes entries that no prompt gives, by why not.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn unreachable(
    out: &mut dyn Write,
    screen: Screen,
    report: &UnreachableReport<'_>,
) -> io::Result<()> {
    for UnreachableGroup { words, entries } in &report.groups {
        let count = Piece::new(counted_entries(entries.len()), STRONG);
        unlabeled(out, screen, &[count, Piece::plain(format!(": {words}"))])?;
        grid(out, screen, entries)?;
        writeln!(out)?;
    }
    labeled(out, screen, "found", &[Piece::plain(report.total())])?;
    labeled(out, screen, "", &symbol::key())
}

/// Writes all there is to know about one entry.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn entry(out: &mut dyn Write, screen: Screen, report: &VocabularyEntry<'_>) -> io::Result<()> {
    let EntryReport { id, kind, ends_word, bytes } = report.entry;
    let class = SlotClass::of_kind(kind);
    let place = match (kind, ends_word) {
        (TokenKind::Special, _) => "",
        (_, true) => ", ends a word",
        (_, false) => ", does not end a word",
    };
    let title = [
        Piece::new(entry_text(&report.entry), symbol::style(kind).bold()),
        Piece::new(format!("  {} {}{place}", class.glyph(), kind.name()), QUIET),
    ];
    labeled(out, screen, &id.to_string(), &title)?;
    labeled(out, screen, "bytes", &[Piece::plain(hex(bytes, " "))])?;
    if let Some(text) = report.entry.text() {
        let names = names(text);
        if !names.is_empty() {
            labeled(out, screen, "characters", &[Piece::plain(names.join(", "))])?;
        }
    }
    if kind == TokenKind::Special {
        return labeled(out, screen, "", &[Piece::new("it stands for no text", QUIET)]);
    }
    match &report.made_of {
        Some((left, right, rank)) => {
            let line = [
                symbol::piece(left),
                Piece::new(" + ", QUIET),
                symbol::piece(right),
                Piece::new(format!("  by the rule of rank {}", rank.0), QUIET),
            ];
            labeled(out, screen, "made of", &line)?;
        }
        None => labeled(out, screen, "made of", &[Piece::new("nothing: merging begins with it", QUIET)])?,
    }
    labeled(out, screen, "reached by", &reached_by(&report.reach))?;
    let mut kin = Vec::new();
    for part in report.part_of.iter().take(KIN) {
        kin.push(symbol::piece(part));
        kin.push(Piece::plain("  "));
    }
    match report.part_of.len() {
        0 => kin.push(Piece::new("no other entry", QUIET)),
        all if all > KIN => {
            kin.push(Piece::new(format!("and {} more; --format json lists all", all - KIN), QUIET));
        }
        _ => {}
    }
    labeled(out, screen, "part of", &kin)?;
    labeled(out, screen, "", &symbol::key())
}

fn reached_by(reach: &ReachReport) -> Vec<Piece> {
    match reach {
        ReachReport::By(prompt) => {
            let shown = visible(prompt);
            let about = if shown == *prompt {
                "  as a prompt, for example"
            } else {
                "  for example (escaped here; --format json gives it exactly)"
            };
            vec![Piece::plain(shown), Piece::new(about, QUIET)]
        }
        ReachReport::Unreachable(Unreachable { words, character, .. }) => {
            let character = character.map(|character| format!(" ({})", visible(&character.to_string())));
            let words = format!(": {words}{}", character.unwrap_or_default());
            vec![Piece::new("no prompt", WARNING), Piece::plain(words)]
        }
    }
}

/// Writes how many entries were found, and if there are any, what the signs mean.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn found(out: &mut dyn Write, screen: Screen, shown: usize, found: usize) -> io::Result<()> {
    if found == 0 {
        return labeled(out, screen, "found", &[Piece::new("no entry", WARNING)]);
    }
    let mut pieces = vec![Piece::plain(counted_entries(found))];
    if shown < found {
        pieces.push(Piece::plain(format!(", the first {shown} shown")));
    }
    labeled(out, screen, "found", &pieces)?;
    labeled(out, screen, "", &symbol::key())
}

/// Writes that no entry contains a text, or none of those that meet the other conditions; which tokens it is instead, and what
/// to ask next.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn no_entry(
    out: &mut dyn Write,
    screen: Screen,
    report: &WordAnswer<'_>,
    others: Conditions,
) -> io::Result<()> {
    let mut answer = vec![Piece::plain("contains ")];
    answer.extend(shown(report.word, STRONG));
    if others == Conditions::More {
        answer.push(Piece::plain(" and meets the other conditions"));
    }
    labeled(out, screen, "no entry", &answer)?;
    let mut tokens = Vec::new();
    for token in &report.tokens {
        tokens.push(symbol::piece(&token.entry));
        tokens.push(Piece::plain("  "));
    }
    labeled(out, screen, "its tokens", &tokens)?;
    let is_ids = report.word.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte));
    let word = || shown(report.word, Style::new());
    let mut hint = Vec::new();
    if is_ids {
        hint.push(Piece::plain("cliptok vocab --ids "));
        hint.extend(word());
    } else {
        hint.push(Piece::plain("cliptok \""));
        hint.extend(word());
        hint.push(Piece::plain("\" shows them byte by byte"));
        if is_emoji(report.word) {
            hint.push(Piece::plain(" · cliptok emoji "));
            hint.extend(word());
        }
    }
    labeled(out, screen, "try", &hint)
}

/// Writes the query that the next answer belongs to.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn query(out: &mut dyn Write, screen: Screen, text: &str) -> io::Result<()> {
    labeled(out, screen, "query", &shown(text, STRONG))
}

/// Writes for each word whether it is one token, and else which ones it is.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn words(out: &mut dyn Write, screen: Screen, words: &[WordAnswer<'_>]) -> io::Result<()> {
    let widest = words.iter().map(|word| width(&visible(word.word))).max().unwrap_or(0);
    for report in words {
        let word = visible(report.word);
        let gap = " ".repeat(widest - width(&word));
        let mut line = vec![Piece::plain(format!("{}{gap}  ", escaped(&word)))];
        for token in &report.tokens {
            line.push(symbol::piece(&token.entry));
            line.push(Piece::plain("  "));
        }
        if report.tokens.is_empty() {
            line.push(Piece::new("no token at all", QUIET));
        }
        let answer = if report.single { "one token" } else { "no" };
        labeled(out, screen, answer, &line)?;
    }
    Ok(())
}

/// Writes what kinds of entries there are.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn summary(out: &mut dyn Write, screen: Screen, report: &VocabularyReport) -> io::Result<()> {
    let strong = |count: usize| Piece::new(format!("{count:>6}  "), STRONG);
    let line = |text: &str| Piece::plain(text.to_owned());
    labeled(out, screen, "entries", &[strong(report.entries), line("in all, with ids from 0 up")])?;
    for &KindSum { kind, entries } in &report.kinds {
        let class = SlotClass::of_kind(kind);
        let glyph = Piece::new(format!("{} ", class.glyph()), style_of(class));
        let hint = if kind.is_fallback() { format!("  (--kind {})", kind.name()) } else { String::new() };
        let about = format!("{}{hint}", kind_words(kind));
        labeled(out, screen, kind.name(), &[strong(entries), glyph, line(&about)])?;
    }
    let ends = [strong(report.end_words), line("end a word, like `cat╯`; the others do not")];
    labeled(out, screen, "end a word", &ends)?;
    labeled(
        out,
        screen,
        "emoji",
        &[strong(report.emoji_entries), line("are emoji and nothing else  (--emoji)")],
    )?;
    let hint = "cliptok vocab cat · --prefix photo · --id 1109 · --first 1200 · --unreachable · --single WORD… · --help";
    labeled(out, screen, "try", &[Piece::new(hint, Style::new())])
}
