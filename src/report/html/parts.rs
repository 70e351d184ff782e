//! Enters: what pages share: sections, tables, entries of the vocabulary. Leaves: their HTML.

use std::io::{self, Write};

use super::text;
use crate::report::escape::hex;
use crate::report::{EntryReport, entry_text, names, visible};

/// Writes the start of a section with its heading, which is text, not HTML.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn begin_section(out: &mut dyn Write, title: &str) -> io::Result<()> {
    let title = text(title);
    writeln!(out, "<section aria-label=\"{title}\">\n<h2>{title}</h2>")
}

/// What a section is about, behind the query that it answers, if there is one.
pub(super) fn titled(query: Option<&str>, title: &str) -> String {
    query.map_or_else(|| title.to_owned(), |query| format!("{}: {title}", visible(query)))
}

/// Writes the end of a section.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn end_section(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</section>")
}

/// Writes the head of a table: for each column, its class (`number` aligns right) and its name.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn begin_table(out: &mut dyn Write, columns: &[(&str, &str)]) -> io::Result<()> {
    write!(out, "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>")?;
    for (class, name) in columns {
        write!(out, "<th class=\"{class}\" scope=\"col\">{name}</th>")?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")
}

/// Writes the end of a table.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn end_table(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</tbody>\n</table></div>")
}

/// Writes entries of the vocabulary as a list of runs.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn entries<'r, 'v: 'r>(
    out: &mut dyn Write,
    entries: impl IntoIterator<Item = &'r EntryReport<'v>>,
) -> io::Result<()> {
    write!(out, "<div class=\"entries\" role=\"list\">")?;
    for one in entries {
        entry(out, one, "")?;
    }
    writeln!(out, "</div>")
}

/// Writes an entry of the vocabulary as a run in a list: its text or bytes, and its id. Hovering or focusing it shows the
/// rest. `class` is added to the class of its kind.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn entry(out: &mut dyn Write, entry: &EntryReport<'_>, class: &str) -> io::Result<()> {
    let EntryReport { id, kind, ends_word, bytes } = *entry;
    let (kind, bytes) = (kind.name(), hex(bytes, " "));
    let place = if ends_word { ", ends a word" } else { "" };
    write!(
        out,
        "<span class=\"run {kind}{class}\" role=\"listitem\" tabindex=\"0\" data-ids=\"{id}\">{} <small>{id}</small>\
         <span class=\"tip\">id <b>{id}</b>, {kind}{place}, <code>{bytes}</code>",
        shown(entry)
    )?;
    let names = entry.text().map(names).unwrap_or_default();
    if !names.is_empty() {
        write!(out, "<br>{}", text(&names.join(", ")))?;
    }
    writeln!(out, "</span></span>")
}

/// An entry's text, or its bytes, with the mark of a word's end.
pub(super) fn shown(entry: &EntryReport<'_>) -> String {
    text(&entry_text(entry))
}

/// Writes the key to the signs.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn key(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<p class=\"quiet\">╯ ends a word · ‹E2 80› bytes that are not text on their own · small numbers are ids</p>"
    )
}
