//! Enters: a comparison, or ids that were looked for. Leaves: its part of the page: groups side by side, and why they differ.

use std::io::{self, Write};

use unicode_segmentation::UnicodeSegmentation;

use super::parts::{begin_section, begin_table, end_section, end_table, entry, key};
use super::text;
use crate::cli::render::names::visible;
use crate::cli::render::report::comparison::{ComparisonReport, GroupReport, IdsReport, PlaceReport};
use crate::cli::render::report::trace::SymbolReport;
use crate::cli::render::wording;
use crate::cli::words::number;

/// Writes the part of one prompt.
///
/// # Errors
/// If `out` cannot be written.
pub fn comparison(out: &mut dyn Write, report: &ComparisonReport<'_>) -> io::Result<()> {
    begin_section(out, &report.origin.to_string())?;
    places(out, report)?;
    if report.agree() {
        writeln!(out, "<p>All agree.</p>")?;
    }
    for GroupReport { names, tokens, .. } in &report.groups {
        writeln!(out, "<h3>{} · {}</h3>", names.join(", "), number(tokens.len(), "token"))?;
        write!(out, "<div class=\"entries\" role=\"list\">")?;
        for token in tokens {
            let symbol = SymbolReport {
                id: token.id,
                kind: token.kind,
                ends_word: token.ends_word,
                bytes: token.bytes,
            };
            entry(out, &symbol, if token.differs { " differs" } else { "" })?;
        }
        writeln!(out, "</div>")?;
    }
    if !report.places.is_empty() {
        causes(out, &report.places)?;
    }
    key(out)?;
    end_section(out)
}

/// The prompt; what makes a difference in it is marked, by whole characters as a reader sees them.
fn places(out: &mut dyn Write, report: &ComparisonReport<'_>) -> io::Result<()> {
    // Places stand in their order, so that those before a grapheme are passed once.
    let mut places = report.places.iter().map(|place| place.original).peekable();
    let mut marked = |(start, grapheme): (usize, &'_ str)| {
        while places.next_if(|place| place.end <= start).is_some() {}
        places.peek().is_some_and(|place| place.start < start + grapheme.len())
    };
    let graphemes = report.prompt.grapheme_indices(true);
    let graphemes: Vec<(bool, &str)> =
        graphemes.map(|(start, grapheme)| (marked((start, grapheme)), grapheme)).collect();
    write!(out, "<div class=\"prompt\" dir=\"auto\">")?;
    for alike in graphemes.chunk_by(|(left, _), (right, _)| left == right) {
        let part = text(&alike.iter().map(|&(_, grapheme)| grapheme).collect::<String>());
        let is_marked = alike.first().is_some_and(|&(is_marked, _)| is_marked);
        let (open, close) = if is_marked { ("<mark>", "</mark>") } else { ("", "") };
        write!(out, "{open}{part}{close}")?;
    }
    writeln!(out, "</div>")
}

fn causes(out: &mut dyn Write, places: &[PlaceReport<'_>]) -> io::Result<()> {
    writeln!(out, "<h3>where and why they differ</h3>")?;
    let columns = [("", "bytes of the prompt"), ("", "characters"), ("", "by"), ("", "how")];
    begin_table(out, &columns)?;
    for place in places {
        for cause in &place.causes {
            writeln!(
                out,
                "<tr class=\"difference\"><td>{}..{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                place.original.start,
                place.original.end,
                text(&visible(place.characters)),
                text(cause.name),
                text(&wording::cause(cause))
            )?;
        }
    }
    end_table(out)
}

/// Writes what ids were looked for, and what each dialect says to them.
///
/// # Errors
/// If `out` cannot be written.
pub fn ids(out: &mut dyn Write, report: &IdsReport<'_>) -> io::Result<()> {
    begin_section(out, &report.origin.to_string())?;
    let ids: Vec<String> = report.given.iter().map(ToString::to_string).collect();
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
            verdict.name,
            text(&wording::verdict(verdict))
        )?;
    }
    end_table(out)?;
    end_section(out)
}
