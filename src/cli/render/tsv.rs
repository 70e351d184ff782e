//! Enters: reports and answers. Leaves: tab-separated fields under a header; text is escaped, so a field has no tab or newline.

use std::fmt::Display;
use std::io::{self, Write};

use crate::report::escape::{escaped_bytes, hex};
use crate::report::{
    ComparisonReport, EmojiReport, EmojiSums, IdsReport, KindSum, PromptReport, ReachReport, Source, Verdict,
    VocabularyEntry, VocabularyReport, WordAnswer,
};

/// The header of [`inspect`].
pub const INSPECT: &[&str] =
    &["source", "slot", "id", "kind", "ends_word", "bytes", "start", "end", "characters"];
/// The header of what `encode` prints.
pub const ENCODE: &[&str] = &["source", "ids"];
/// The header of what `decode` prints.
pub const DECODE: &[&str] = &["source", "bytes", "text"];
/// The header of what `count` prints.
pub const COUNT: &[&str] = &["source", "tokens"];
/// The header of what `count --over` prints.
pub const OVER: &[&str] = &["source", "tokens", "prompt"];
/// The header of what `count --total` prints.
pub const TOTAL: &[&str] = &["prompts", "tokens"];

/// The header of what `diff` prints.
pub const DIFF: &[&str] = &["source", "groups", "causes", "prompt"];
/// The header of what `diff --ids` prints.
pub const IDS: &[&str] = &["source", "dialect", "gives", "mismatch"];

/// The header of the entries that `vocab` prints.
pub const VOCAB: &[&str] =
    &["id", "kind", "ends_word", "bytes", "text", "left", "right", "rank", "prompt", "unreachable"];
/// The header of what `vocab --single` prints.
pub const SINGLE: &[&str] = &["word", "single", "ids"];

/// The header of the emoji that `emoji` prints.
pub const EMOJI: &[&str] = &["emoji", "name", "group", "unicode", "sort", "ids"];

/// Writes fields on one line.
///
/// # Errors
/// If `out` cannot be written.
pub fn line(out: &mut dyn Write, fields: &[&dyn Display]) -> io::Result<()> {
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            out.write_all(b"\t")?;
        }
        write!(out, "{field}")?;
    }
    out.write_all(b"\n")
}

/// Writes a header.
///
/// # Errors
/// If `out` cannot be written.
pub fn header(out: &mut dyn Write, names: &[&str]) -> io::Result<()> {
    writeln!(out, "{}", names.join("\t"))
}

/// Writes a line for each token of a prompt. The slot of a token that was cut is empty.
///
/// # Errors
/// If `out` cannot be written.
pub fn inspect(out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
    let source = self::source(report.source);
    for token in &report.tokens {
        let slot = token.slot.map(|slot| slot.to_string()).unwrap_or_default();
        let ends_word = yes_or_no(token.entry.ends_word);
        let (start, end) = (token.original.start, token.original.end);
        let fields: [&dyn Display; 9] = [
            &source,
            &slot,
            &token.entry.id,
            &token.entry.kind.name(),
            &ends_word,
            &hex(token.entry.bytes, " "),
            &start,
            &end,
            &field(token.characters.as_bytes()),
        ];
        line(out, &fields)?;
    }
    Ok(())
}

/// Writes a line for a prompt on which dialects differ.
///
/// # Errors
/// If `out` cannot be written.
pub fn diff(out: &mut dyn Write, report: &ComparisonReport<'_>) -> io::Result<()> {
    let groups: Vec<String> = report.groups.iter().map(|group| group.dialects.join(",")).collect();
    let (causes, prompt) = (report.causes.join(","), field(report.prompt.as_bytes()));
    line(out, &[&source(report.source), &groups.join("|"), &causes, &prompt])
}

/// Writes a line for each dialect that was asked for ids: whether it gives them, or at which position it does not.
///
/// # Errors
/// If `out` cannot be written.
pub fn ids(out: &mut dyn Write, report: &IdsReport<'_>) -> io::Result<()> {
    for Verdict { dialect, found } in &report.verdicts {
        let gives = yes_or_no(found.is_ok());
        let at = found.as_ref().err().map(|mismatch| mismatch.position.to_string()).unwrap_or_default();
        line(out, &[&source(report.source), dialect, &gives, &at])?;
    }
    Ok(())
}

/// Writes a line for an entry of the vocabulary. What merging begins with has no parts and no rank.
///
/// # Errors
/// If `out` cannot be written.
pub fn entry(out: &mut dyn Write, report: &VocabularyEntry<'_>) -> io::Result<()> {
    let (entry, made_of) = (&report.entry, report.made_of.as_ref());
    let [left, right, rank] = match made_of {
        Some((left, right, rank)) => [left.id.0, right.id.0, rank.0].map(|number| number.to_string()),
        None => [const { String::new() }; 3],
    };
    let (prompt, unreachable) = match &report.reach {
        ReachReport::By(prompt) => (field(prompt.as_bytes()), ""),
        ReachReport::Unreachable(unreachable) => (String::new(), unreachable.why),
    };
    let fields: [&dyn Display; 10] = [
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
    ];
    line(out, &fields)
}

/// Writes a line for a word: whether it is one token, and its ids.
///
/// # Errors
/// If `out` cannot be written.
pub fn single(out: &mut dyn Write, report: &WordAnswer<'_>) -> io::Result<()> {
    let ids: Vec<String> = report.tokens.iter().map(|token| token.entry.id.to_string()).collect();
    line(out, &[&field(report.word.as_bytes()), &yes_or_no(report.single), &ids.join(" ")])
}

/// Writes how many entries there are of each sort, a line for each.
///
/// # Errors
/// If `out` cannot be written.
pub fn vocabulary(out: &mut dyn Write, report: &VocabularyReport) -> io::Result<()> {
    header(out, &["sort", "entries"])?;
    line(out, &[&"all", &report.entries])?;
    for KindSum { kind, entries } in &report.kinds {
        line(out, &[&kind.name(), entries])?;
    }
    line(out, &[&"end_words", &report.end_words])?;
    line(out, &[&"emoji", &report.emoji_entries])
}

/// Writes a line for an emoji.
///
/// # Errors
/// If `out` cannot be written.
pub fn emoji(out: &mut dyn Write, report: &EmojiReport<'_>) -> io::Result<()> {
    let emoji = report.emoji;
    let (major, minor) = emoji.since;
    let ids: Vec<String> = report.tokens.iter().map(|token| token.entry.id.to_string()).collect();
    let unicode = format!("{major}.{minor}");
    line(out, &[&emoji.text, &emoji.name, &emoji.group, &unicode, &report.sort().name(), &ids.join(" ")])
}

/// Writes a line for each group of emoji, and one for all.
///
/// # Errors
/// If `out` cannot be written.
pub fn emoji_sums(out: &mut dyn Write, sums: &EmojiSums) -> io::Result<()> {
    header(out, &["group", "emoji", "single", "several", "fallback"])?;
    for group in sums.by_group.iter().chain([&sums.all]) {
        let counts = [group.emoji_count, group.single_count, group.several_count, group.fallback_count];
        let [emoji, single, several, fallback] = counts;
        line(out, &[&group.name(), &emoji, &single, &several, &fallback])?;
    }
    Ok(())
}

const fn yes_or_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

/// Where an answer comes from, as a field.
pub fn source(source: &Source) -> String {
    field(source.to_string().as_bytes())
}

/// Text of any kind as a field. A backslash is doubled, so that what was written out can be told
/// from what was typed.
pub fn field(bytes: &[u8]) -> String {
    let doubled: Vec<u8> =
        bytes.iter().flat_map(|&byte| std::iter::repeat_n(byte, if byte == b'\\' { 2 } else { 1 })).collect();
    escaped_bytes(&doubled)
}
