//! Enters: entries and words. Leaves: lines of tab-separated fields for them.

use std::fmt::Display;
use std::io::{self, Write};

use crate::cli::output::tsv::{field, header, line, yes_or_no};
use crate::report::escape::hex;
use crate::report::{KindSum, ReachReport, VocabularyEntry, VocabularyReport, WordAnswer};

/// The header of the entries that `vocab` prints.
pub(super) const VOCAB: &[&str] =
    &["id", "kind", "ends_word", "bytes", "text", "left", "right", "rank", "prompt", "unreachable", "query"];

/// The header of what `vocab --single` prints.
pub(super) const SINGLE: &[&str] = &["word", "single", "ids"];

/// Writes a line for an entry of the vocabulary. What merging begins with has no parts and no rank.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn entry(out: &mut dyn Write, report: &VocabularyEntry<'_>) -> io::Result<()> {
    let (entry, made_of) = (&report.entry, report.made_of.as_ref());
    let [left, right, rank] = match made_of {
        Some((left, right, rank)) => [left.id.0, right.id.0, rank.0].map(|number| number.to_string()),
        None => [const { String::new() }; 3],
    };
    let (prompt, unreachable) = match &report.reach {
        ReachReport::By(prompt) => (field(prompt.as_bytes()), ""),
        ReachReport::Unreachable(unreachable) => (String::new(), unreachable.why),
    };
    let query = report.query.map(|query| field(query.as_bytes())).unwrap_or_default();
    let fields: [&dyn Display; 11] = [
        &entry.id,
        &entry.kind.name(),
        &yes_or_no(entry.ends_word),
        &hex(entry.bytes, " "),
        &field(entry.bytes),
        &left,
        &right,
        &rank,
        &prompt,
        &unreachable,
        &query,
    ];
    line(out, &fields)
}

/// Writes a line for a word: whether it is one token, and its ids.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn single(out: &mut dyn Write, report: &WordAnswer<'_>) -> io::Result<()> {
    let ids: Vec<String> = report.tokens.iter().map(|token| token.entry.id.to_string()).collect();
    line(out, &[&field(report.word.as_bytes()), &yes_or_no(report.single), &ids.join(" ")])
}

/// Writes how many entries there are of each sort, a line for each.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn vocabulary(out: &mut dyn Write, report: &VocabularyReport) -> io::Result<()> {
    header(out, &["sort", "entries"])?;
    line(out, &[&"all", &report.entries])?;
    for KindSum { kind, entries } in &report.kinds {
        line(out, &[&kind.name(), entries])?;
    }
    line(out, &[&"end_words", &report.end_words])?;
    line(out, &[&"emoji", &report.emoji_entries])
}
