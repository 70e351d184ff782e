//! Enters: emoji. Leaves: lines of tab-separated fields for them.

use std::io::{self, Write};

use crate::cli::output::tsv::{field, header, line};
use crate::report::{EmojiReport, EmojiSums};

/// The header of the emoji that `emoji` prints.
pub(super) const EMOJI: &[&str] = &["emoji", "name", "group", "unicode", "sort", "ids", "query"];

/// Writes a line for an emoji.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn emoji(out: &mut dyn Write, report: &EmojiReport<'_>) -> io::Result<()> {
    let emoji = report.emoji;
    let (major, minor) = emoji.since;
    let ids: Vec<String> = report.tokens.iter().map(|token| token.entry.id.to_string()).collect();
    let unicode = format!("{major}.{minor}");
    let query = report.query.map(|query| field(query.as_bytes())).unwrap_or_default();
    let sort = report.sort().name();
    line(out, &[&emoji.text, &emoji.name, &emoji.group, &unicode, &sort, &ids.join(" "), &query])
}

/// Writes a line for each group of emoji, and one for all.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn sums(out: &mut dyn Write, sums: &EmojiSums) -> io::Result<()> {
    header(out, &["group", "emoji", "single", "several", "fallback"])?;
    for group in sums.by_group.iter().chain([&sums.all]) {
        let counts = [group.emoji_count, group.single_count, group.several_count, group.fallback_count];
        let [emoji, single, several, fallback] = counts;
        line(out, &[&group.name(), &emoji, &single, &several, &fallback])?;
    }
    Ok(())
}
