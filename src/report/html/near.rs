//! Enters: what lies near. Leaves: its page: for each token a table of the closest entries, sums by group, tables of a file.

use std::io::{self, Write};

use super::parts::{begin_section, begin_table, end_section, end_table, entries, key};
use super::text;
use crate::embeddings::{NoDirection, Spread};
use crate::report::{
    Asked, NearEntry, NearReport, PairReport, QueryReport, SurveyReport, TableReport, visible,
};

/// Writes what lies near a text, or near the vectors of an embedding.
///
/// # Errors
/// If `out` cannot be written.
pub fn near(out: &mut dyn Write, report: &NearReport<'_>) -> io::Result<()> {
    let name = report.prompt.or(report.embedding).unwrap_or_default();
    begin_section(out, &format!("near: {}", visible(name)))?;
    if report.queries.is_empty() {
        writeln!(out, "<p>no token at all</p>")?;
    }
    // The answer to the text as a whole comes first.
    if let [.., QueryReport { asked: Asked::Mean, near: Ok(near), .. }] = report.queries.as_slice()
        && let Some(word) = &near.closest_word
    {
        let noise = if word.is_noise { ", which is noise" } else { "" };
        writeln!(out, "<p>closest word to the mean of its tokens, cosine {:.4}{noise}:</p>", word.cosine)?;
        entries(out, [&word.entry])?;
    }
    for query in &report.queries {
        queried(out, query)?;
    }
    end_section(out)
}

fn queried(out: &mut dyn Write, query: &QueryReport<'_>) -> io::Result<()> {
    match query.asked {
        Asked::Token(entry) => {
            writeln!(out, "<h3>the token</h3>")?;
            entries(out, [&entry])?;
        }
        Asked::Mean => writeln!(out, "<h3>the mean of the rows of all tokens</h3>")?,
        Asked::Vector(number) => writeln!(out, "<h3>vector {}</h3>", number + 1)?,
    }
    match &query.near {
        Err(NoDirection::Zero) => writeln!(out, "<p>all its numbers are zero, so nothing lies near it</p>"),
        Err(NoDirection::NotFinite) => {
            writeln!(out, "<p>a number of it is infinite or none, so nothing lies near it</p>")
        }
        Ok(near) => {
            begin_table(
                out,
                &[("number", "cosine"), ("number", "sd above the mean"), ("", "entry"), ("", "")],
            )?;
            for NearEntry { entry, cosine, deviations, is_noise, unreachable } in &near.nearest {
                write!(
                    out,
                    "<tr><td class=\"number\">{cosine:.4}</td><td class=\"number\">{deviations:+.1}</td><td>"
                )?;
                entries(out, [entry])?;
                let notes = [
                    (*is_noise).then_some("noise"),
                    (query.asked == Asked::Token(*entry)).then_some("itself"),
                    unreachable.is_some().then_some("no prompt gives it"),
                ];
                let notes: Vec<&str> = notes.into_iter().flatten().collect();
                writeln!(out, "</td><td class=\"quiet\">{}</td></tr>", notes.join(", "))?;
            }
            end_table(out)
        }
    }
}

/// Writes what the numbers mean.
///
/// # Errors
/// If `out` cannot be written.
pub fn legend(out: &mut dyn Write, table: &TableReport, spread: Option<Spread>) -> io::Result<()> {
    begin_section(out, "what the numbers mean")?;
    if let Some(spread) = spread {
        writeln!(
            out,
            "<p>Below {:+.1} standard deviations above the mean, an entry is noise: of {} unrelated rows, the best would lie as close.</p>",
            spread.chance(),
            spread.entries
        )?;
    }
    writeln!(
        out,
        "<p>This is the table, before any layer of the model: what a word is next to here is not what it means in a prompt.</p>"
    )?;
    end_section(out)?;
    self::table(out, table, None)?;
    key(out)
}

/// Writes a table of a file. `note` says why its rows were not read.
///
/// # Errors
/// If `out` cannot be written.
pub fn table(out: &mut dyn Write, report: &TableReport, note: Option<&str>) -> io::Result<()> {
    begin_section(out, &format!("the table {}", visible(&report.tensor)))?;
    let TableReport { rows, width, .. } = report;
    let encoder = report.encoder.unwrap_or("no encoder of CLIP that is known");
    writeln!(
        out,
        "<p>{rows} × {width} {} · {encoder} · <code>{}</code></p>",
        text(&report.dtype),
        text(&report.file)
    )?;
    if let (Some(zero), Some(not_finite)) = (report.zero_rows, report.not_finite_rows) {
        writeln!(
            out,
            "<p>rows that are zero: {zero}; with a number that is infinite or none: {not_finite}</p>"
        )?;
    }
    if let Some(note) = note {
        writeln!(out, "<p>{}</p>", text(note))?;
    }
    end_section(out)
}

/// Writes the cosine of two texts.
///
/// # Errors
/// If `out` cannot be written.
pub fn pair(out: &mut dyn Write, report: &PairReport<'_>) -> io::Result<()> {
    let [one, other] = report.pair.map(visible);
    begin_section(out, &format!("{one} and {other}"))?;
    match report.cosine {
        Some(cosine) => writeln!(out, "<p>cosine <b>{cosine:.4}</b></p>")?,
        None => writeln!(out, "<p>there is no cosine</p>")?,
    }
    end_section(out)?;
    table(out, report.table, None)
}

/// Writes how many emoji lie closest to what, by group, and then each.
///
/// # Errors
/// If `out` cannot be written.
pub fn survey(out: &mut dyn Write, report: &SurveyReport<'_>) -> io::Result<()> {
    begin_section(out, &format!("what lies closest to {} emoji", report.all.emoji_count))?;
    writeln!(out, "<p>{}</p>", text(&report.answer()))?;
    let columns = [
        ("", "group"),
        ("number", "emoji"),
        ("number", "closest is an emoji"),
        ("number", "a word"),
        ("number", "neither"),
        ("number", "an emoji is closer than any word"),
    ];
    begin_table(out, &columns)?;
    for group in report.by_group.iter().chain([&report.all]) {
        write!(out, "<tr><td>{}</td>", text(group.name()))?;
        let counts = [
            group.emoji_count,
            group.closest_emoji_count,
            group.closest_word_count,
            group.closest_other_count,
            group.closer_to_emoji_count,
        ];
        for count in counts {
            write!(out, "<td class=\"number\">{count}</td>")?;
        }
        writeln!(out, "</tr>")?;
    }
    end_table(out)?;
    end_section(out)?;
    begin_section(out, "each emoji")?;
    begin_table(out, &[("", ""), ("", "closest emoji"), ("", "closest word"), ("", "closest of the rest")])?;
    for one in &report.survey {
        write!(out, "<tr><td class=\"emoji\">{}</td>", text(one.emoji.text))?;
        for near in [&one.closest_emoji, &one.closest_word, &one.closest_other] {
            write!(out, "<td>")?;
            if let Some(near) = near {
                entries(out, [&near.entry])?;
                write!(out, "{:.4}", near.cosine)?;
            }
            write!(out, "</td>")?;
        }
        writeln!(out, "</tr>")?;
    }
    end_table(out)?;
    key(out)?;
    end_section(out)?;
    table(out, report.table, None)
}
