//! Enters: entries of a vocabulary, or words. Leaves: their page: many entries as runs, details of one, words and their tokens.

use std::io::{self, Write};

use super::parts::{begin_section, begin_table, end_section, end_table, entries, entry, key, titled};
use super::text;
use crate::report::{
    EntryReport, KindSum, ReachReport, Unreachable, UnreachableGroup, UnreachableReport, VocabularyEntry,
    VocabularyReport, WordAnswer, entries as counted_entries, kind_words, visible,
};

/// Writes the kinds of entries, with their numbers.
///
/// # Errors
/// If `out` cannot be written.
pub fn summary(out: &mut dyn Write, report: &VocabularyReport) -> io::Result<()> {
    begin_section(out, &format!("{} entries", report.entries))?;
    begin_table(out, &[("", "kind"), ("number", "entries"), ("", "they are")])?;
    let row = |out: &mut dyn Write, name: &str, count: usize, about: &str| {
        writeln!(out, "<tr><td>{name}</td><td class=\"number\">{count}</td><td>{about}</td></tr>")
    };
    for &KindSum { kind, entries } in &report.kinds {
        row(out, kind.name(), entries, kind_words(kind))?;
    }
    row(out, "end a word", report.end_words, "they end a word, like <b>cat╯</b>; the others do not")?;
    row(out, "emoji", report.emoji_entries, "emoji and nothing else")?;
    end_table(out)?;
    end_section(out)
}

/// Writes entries that were found, by a query or without one. `found` is how many there are in total.
///
/// # Errors
/// If `out` cannot be written.
pub fn grid(
    out: &mut dyn Write,
    symbols: &[EntryReport<'_>],
    found: usize,
    query: Option<&str>,
) -> io::Result<()> {
    let title = match symbols.len() {
        shown if shown < found => format!("the first {shown} of {found} entries"),
        shown => counted_entries(shown),
    };
    begin_section(out, &titled(query, &title))?;
    entries(out, symbols)?;
    key(out)?;
    end_section(out)
}

/// Writes entries that no prompt gives, found by a query or without one, grouped by the reason.
///
/// # Errors
/// If `out` cannot be written.
pub fn unreachable(
    out: &mut dyn Write,
    report: &UnreachableReport<'_>,
    query: Option<&str>,
) -> io::Result<()> {
    begin_section(out, &titled(query, &report.total()))?;
    for UnreachableGroup { words, entries: symbols } in &report.groups {
        writeln!(out, "<h3>{}: {}</h3>", symbols.len(), text(words))?;
        entries(out, symbols)?;
    }
    key(out)?;
    end_section(out)
}

/// Writes everything about one entry.
///
/// # Errors
/// If `out` cannot be written.
pub fn one(out: &mut dyn Write, report: &VocabularyEntry<'_>) -> io::Result<()> {
    begin_section(out, &titled(report.query, &format!("entry {}", report.entry.id)))?;
    write!(out, "<div class=\"prompt\" role=\"list\">")?;
    entry(out, &report.entry, "")?;
    writeln!(out, "</div>")?;
    match &report.made_of {
        Some((left, right, rank)) => {
            writeln!(out, "<h3>made of, by the rule of rank {}</h3>", rank.0)?;
            entries(out, [left, right])?;
        }
        None => writeln!(out, "<h3>made of nothing: merging begins with it</h3>")?,
    }
    match &report.reach {
        ReachReport::By(prompt) => {
            writeln!(out, "<h3>reached by</h3>\n<p dir=\"auto\">{}</p>", text(&visible(prompt)))?;
        }
        ReachReport::Unreachable(Unreachable { words, .. }) => {
            writeln!(out, "<h3>reached by no prompt</h3>\n<p class=\"warning\">{}</p>", text(words))?;
        }
    }
    writeln!(out, "<h3>part of {} others</h3>", report.part_of.len())?;
    entries(out, &report.part_of)?;
    key(out)?;
    end_section(out)
}

/// Writes for each word whether it is one token, and its tokens.
///
/// # Errors
/// If `out` cannot be written.
pub fn words(out: &mut dyn Write, reports: &[WordAnswer<'_>]) -> io::Result<()> {
    begin_section(out, "is each word one token?")?;
    begin_table(out, &[("", "word"), ("", "one token"), ("", "its tokens")])?;
    for report in reports {
        let answer = if report.single { "yes" } else { "<b>no</b>" };
        write!(out, "<tr><td dir=\"auto\">{}</td><td>{answer}</td><td>", text(&visible(report.word)))?;
        entries(out, report.tokens.iter().map(|token| &token.entry))?;
        writeln!(out, "</td></tr>")?;
    }
    end_table(out)?;
    key(out)?;
    end_section(out)
}
