//! Enters: a comparison, or ids to look for. Leaves: its part of the page: groups side by side, and why they differ.

use std::io::{self, Write};

use unicode_segmentation::UnicodeSegmentation;

use super::parts::{begin_section, begin_table, end_section, end_table, entry, key};
use super::text;
use crate::report::{
    ComparisonReport, DifferenceReport, GroupReport, IdsReport, ProgramComparisonReport, aspect_words,
    cause_words, counted, diagnosis_words, place_words, verdict_words, visible,
};

/// Writes the comparison for one prompt.
///
/// # Errors
/// If `out` cannot be written.
pub fn comparison(out: &mut dyn Write, report: &ComparisonReport<'_>) -> io::Result<()> {
    begin_section(out, &report.source.to_string())?;
    differences(out, report)?;
    if report.agree {
        writeln!(out, "<p>All agree.</p>")?;
    }
    for GroupReport { dialects, tokens, differs, .. } in &report.groups {
        writeln!(out, "<h3>{} · {}</h3>", dialects.join(", "), counted(tokens.len(), "token"))?;
        write!(out, "<div class=\"entries\" role=\"list\">")?;
        for (token, &differs) in tokens.iter().zip(differs) {
            entry(out, &token.entry, if differs { " differs" } else { "" })?;
        }
        writeln!(out, "</div>")?;
    }
    if !report.differences.is_empty() {
        causes(out, &report.differences)?;
    }
    key(out)?;
    end_section(out)
}

/// The prompt. The graphemes that make a difference are marked.
fn differences(out: &mut dyn Write, report: &ComparisonReport<'_>) -> io::Result<()> {
    // They are sorted, so each one is passed only once.
    let mut spans = report.differences.iter().map(|difference| difference.original).peekable();
    let mut marked = |(start, grapheme): (usize, &'_ str)| {
        while spans.next_if(|span| span.end <= start).is_some() {}
        spans.peek().is_some_and(|span| span.start < start + grapheme.len())
    };
    let graphemes = report.prompt.grapheme_indices(true);
    let graphemes: Vec<(bool, &str)> =
        graphemes.map(|(start, grapheme)| (marked((start, grapheme)), grapheme)).collect();
    write!(out, "<div class=\"prompt\" dir=\"auto\">")?;
    for alike in graphemes.chunk_by(|(left, _), (right, _)| left == right) {
        let part = text(&alike.iter().map(|&(_, grapheme)| grapheme).collect::<String>());
        let is_marked = alike.iter().any(|&(is_marked, _)| is_marked);
        let (open, close) = if is_marked { ("<mark>", "</mark>") } else { ("", "") };
        write!(out, "{open}{part}{close}")?;
    }
    writeln!(out, "</div>")
}

fn causes(out: &mut dyn Write, differences: &[DifferenceReport<'_>]) -> io::Result<()> {
    writeln!(out, "<h3>where and why they differ</h3>")?;
    let columns = [("", "bytes of the prompt"), ("", "characters"), ("", "by"), ("", "how")];
    begin_table(out, &columns)?;
    for difference in differences {
        for cause in &difference.causes {
            writeln!(
                out,
                "<tr class=\"difference\"><td>{}..{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                difference.original.start,
                difference.original.end,
                text(&visible(difference.characters)),
                text(cause.step),
                text(&cause_words(cause))
            )?;
        }
    }
    end_table(out)
}

/// Writes the ids to look for, and whether each dialect gives them.
///
/// # Errors
/// If `out` cannot be written.
pub fn ids(out: &mut dyn Write, report: &IdsReport<'_>) -> io::Result<()> {
    begin_section(out, &report.source.to_string())?;
    let ids: Vec<String> = report.ids.iter().map(ToString::to_string).collect();
    writeln!(
        out,
        "<div class=\"prompt\" dir=\"auto\">{}</div>\n<p>whose ids are these? <code>{}</code></p>",
        text(report.prompt),
        ids.join(" ")
    )?;
    begin_table(out, &[("", "dialect"), ("", "gives them")])?;
    for verdict in &report.verdicts {
        let class = if verdict.found.is_ok() { " class=\"yes\"" } else { "" };
        writeln!(
            out,
            "<tr{class}><td>{}</td><td>{}</td></tr>",
            verdict.dialect,
            text(&verdict_words(verdict))
        )?;
    }
    end_table(out)?;
    if let Some(diagnosis) = &report.diagnosis {
        writeln!(out, "<p>cause: {}</p>", text(&diagnosis_words(diagnosis)))?;
    }
    end_section(out)
}

/// Writes what several programs make of one prompt.
///
/// # Errors
/// If `out` cannot be written.
pub fn programs(out: &mut dyn Write, report: &ProgramComparisonReport<'_>) -> io::Result<()> {
    begin_section(out, &report.source.to_string())?;
    writeln!(out, "<div class=\"prompt\" dir=\"auto\">{}</div>", text(&visible(report.prompt)))?;
    for program in &report.programs {
        let rows = counted(program.rows.len(), "row");
        let count = match (program.raises, program.counter, program.count) {
            (Some(class), ..) => format!("raises {class}"),
            (None, Some(counter), _) => format!("{}/{} in {rows}", counter.used, counter.of),
            (None, None, count) => format!("{} in {rows}", counted(count.unwrap_or_default(), "token")),
        };
        writeln!(out, "<h3>{} · {count}</h3>", text(program.syntax.name()))?;
        super::program::segments(out, program.segments.as_deref().unwrap_or_default())?;
    }
    if report.agree {
        writeln!(out, "<p>The rows and weights are the same.</p>")?;
    }
    writeln!(out, "<ul>")?;
    for aspect in &report.aspects {
        writeln!(out, "<li>{}</li>", text(aspect_words(*aspect)))?;
    }
    for place in &report.places {
        let (characters, words) = (visible(place.characters), place_words(place));
        writeln!(out, "<li><b>{}</b> {}</li>", text(&characters), text(&words))?;
    }
    writeln!(out, "</ul>")?;
    end_section(out)
}
