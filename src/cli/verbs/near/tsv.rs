//! Enters: what lies near. Leaves: lines of tab-separated fields for it.

use std::io::{self, Write};

use crate::cli::output::tsv::{field, line, yes_or_no};
use crate::report::escape::hex;
use crate::report::{Asked, NearEntry, NearReport, PairReport, SurveyEmoji, TableReport};

/// The header of the entries that lie near.
pub(super) const NEAR: &[&str] =
    &["query", "kind", "asked", "rank", "id", "text", "bytes", "cosine", "deviations", "noise"];

/// The header of tables.
pub(super) const TABLES: &[&str] =
    &["tensor", "rows", "width", "dtype", "encoder", "zero_rows", "not_finite_rows", "file"];

/// The header of the survey.
pub(super) const SURVEY: &[&str] = &[
    "emoji",
    "group",
    "id",
    "closest",
    "emoji_id",
    "emoji_cosine",
    "word_id",
    "word_cosine",
    "other_id",
    "other_cosine",
];

/// The header of a pair.
pub(super) const PAIR: &[&str] = &["a", "b", "cosine"];

/// Writes a line for each entry.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn near(out: &mut dyn Write, report: &NearReport<'_>) -> io::Result<()> {
    let query = field(report.prompt.or(report.embedding).unwrap_or_default().as_bytes());
    for one in &report.queries {
        let asked = match one.asked {
            Asked::Token(entry) => entry.id.to_string(),
            Asked::Mean => String::new(),
            Asked::Vector(number) => number.to_string(),
        };
        for (rank, NearEntry { entry, cosine, deviations, is_noise, .. }) in (1_usize..).zip(one.nearest()) {
            let (text, bytes) = (field(entry.bytes), hex(entry.bytes, ""));
            let kind = one.asked.name();
            line(
                out,
                &[
                    &query,
                    &kind,
                    &asked,
                    &rank,
                    &entry.id,
                    &text,
                    &bytes,
                    cosine,
                    deviations,
                    &yes_or_no(*is_noise),
                ],
            )?;
        }
    }
    Ok(())
}

/// Writes a line for a table.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn table(out: &mut dyn Write, report: &TableReport) -> io::Result<()> {
    let number = |rows: Option<usize>| rows.map(|rows| rows.to_string()).unwrap_or_default();
    let (zero, not_finite) = (number(report.zero_rows), number(report.not_finite_rows));
    let (tensor, file) = (field(report.tensor.as_bytes()), field(report.file.as_bytes()));
    let (dtype, encoder) = (field(report.dtype.as_bytes()), report.encoder.unwrap_or_default());
    line(out, &[&tensor, &report.rows, &report.width, &dtype, &encoder, &zero, &not_finite, &file])
}

/// Writes a line for an emoji.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn emoji(out: &mut dyn Write, report: &SurveyEmoji<'_>) -> io::Result<()> {
    let closest = report.closest().map(|(class, _)| class.name()).unwrap_or_default();
    let id =
        |one: &Option<NearEntry<'_>>| one.as_ref().map(|one| one.entry.id.to_string()).unwrap_or_default();
    let cosine =
        |one: &Option<NearEntry<'_>>| one.as_ref().map(|one| one.cosine.to_string()).unwrap_or_default();
    let SurveyEmoji { emoji, group, token, closest_emoji, closest_word, closest_other, .. } = report;
    let (emoji_id, emoji_cosine) = (id(closest_emoji), cosine(closest_emoji));
    let (word_id, word_cosine) = (id(closest_word), cosine(closest_word));
    let (other_id, other_cosine) = (id(closest_other), cosine(closest_other));
    line(
        out,
        &[
            &emoji.text,
            group,
            &token.id,
            &closest,
            &emoji_id,
            &emoji_cosine,
            &word_id,
            &word_cosine,
            &other_id,
            &other_cosine,
        ],
    )
}

/// Writes a line for a pair.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn pair(out: &mut dyn Write, report: &PairReport<'_>) -> io::Result<()> {
    let [a, b] = report.pair.map(|text| field(text.as_bytes()));
    line(out, &[&a, &b, &report.cosine.map(|cosine| cosine.to_string()).unwrap_or_default()])
}
