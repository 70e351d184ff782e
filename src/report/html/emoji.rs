//! Enters: emoji and their tokens. Leaves: their page: a plot of groups, a table of many emoji, details of one.

use std::io::{self, Write};

use super::parts::{begin_section, begin_table, end_section, end_table, entries, key, titled};
use super::text;
use crate::report::escape::hex;
use crate::report::{EmojiReport, EmojiSums, EmojiTokens, SharedReport, emoji_words};

/// Writes how many emoji of each group are one token, several tokens, or parts of characters.
///
/// # Errors
/// If `out` cannot be written.
pub fn sums(out: &mut dyn Write, sums: &EmojiSums) -> io::Result<()> {
    let (major, minor) = sums.unicode;
    begin_section(out, &format!("{} emoji of Unicode {major}.{minor}", sums.all.emoji_count))?;
    let columns = [
        ("", "group"),
        ("number", "emoji"),
        ("number", "one token"),
        ("number", "several"),
        ("number", "fallback"),
        ("plot", "chart"),
    ];
    begin_table(out, &columns)?;
    for group in sums.by_group.iter().chain([&sums.all]) {
        let (name, emoji) = (group.name(), group.emoji_count);
        let [single, several, fallback] = EmojiTokens::ALL.map(|sort| group.of(sort));
        write!(
            out,
            "<tr><td>{}</td><td class=\"number\">{emoji}</td><td class=\"number\">{single}</td>\
             <td class=\"number\">{several}</td><td class=\"number\">{fallback}</td><td class=\"plot\">",
            text(name)
        )?;
        for sort in EmojiTokens::ALL {
            // In hundredths of a percent of the group.
            let width = group.of(sort) * 10_000 / emoji.max(1);
            let (percent, hundredths) = (width / 100, width % 100);
            let class = class(sort);
            write!(out, "<span class=\"share {class}\" style=\"width: {percent}.{hundredths:02}%\"></span>")?;
        }
        writeln!(out, "</td></tr>")?;
    }
    end_table(out)?;
    writeln!(out, "<ul class=\"key\" aria-label=\"what the colors mean\">")?;
    for sort in EmojiTokens::ALL {
        writeln!(out, "<li><span class=\"{}\"></span>{}</li>", class(sort), emoji_words(sort))?;
    }
    writeln!(out, "</ul>\n<p class=\"quiet\">fully qualified, with all skin tones</p>")?;
    end_section(out)
}

const fn class(sort: EmojiTokens) -> &'static str {
    match sort {
        EmojiTokens::Single => "whole",
        EmojiTokens::Several => "several",
        EmojiTokens::Fallback => "fragment",
    }
}

/// Writes a table of emoji that were found, by a query or without one. `found` is how many there are in total.
///
/// # Errors
/// If `out` cannot be written.
pub fn list(
    out: &mut dyn Write,
    reports: &[&EmojiReport<'_>],
    found: usize,
    query: Option<&str>,
) -> io::Result<()> {
    let title = match reports.len() {
        shown if shown < found => format!("the first {shown} of {found} emoji"),
        shown => format!("{shown} emoji"),
    };
    begin_section(out, &titled(query, &title))?;
    begin_table(out, &[("", ""), ("", "name"), ("", "sort"), ("", "tokens")])?;
    for report in reports {
        let (emoji, name) = (text(report.emoji.text), text(report.emoji.name));
        write!(
            out,
            "<tr><td class=\"emoji\">{emoji}</td><td>{name}</td><td>{}</td><td>",
            report.sort().name()
        )?;
        entries(out, report.tokens.iter().map(|token| &token.entry))?;
        writeln!(out, "</td></tr>")?;
    }
    end_table(out)?;
    key(out)?;
    end_section(out)
}

/// Writes everything about one emoji.
///
/// # Errors
/// If `out` cannot be written.
pub fn one(out: &mut dyn Write, report: &EmojiReport<'_>, shared: &[SharedReport<'_>]) -> io::Result<()> {
    let emoji = report.emoji;
    let (major, minor) = emoji.since;
    // An emoji that was asked for is in the title already.
    let query = report.query.filter(|query| *query != emoji.text);
    begin_section(out, &titled(query, &format!("{} {}", emoji.text, emoji.name)))?;
    writeln!(
        out,
        "<p class=\"quiet\">{}, since Unicode {major}.{minor} · <code>{}</code></p>\n<h3>{}</h3>",
        text(emoji.group),
        hex(emoji.text.as_bytes(), " "),
        emoji_words(report.sort())
    )?;
    entries(out, report.tokens.iter().map(|token| &token.entry))?;
    if let Some((_, without)) = &report.unqualified {
        writeln!(out, "<h3>the same without U+FE0F</h3>")?;
        entries(out, without)?;
    }
    for SharedReport { entry, others } in shared {
        writeln!(out, "<h3>a token that {} others have (shown without skin tones)</h3>", others.len())?;
        entries(out, [entry])?;
        // An emoji stands for all its skin tones.
        let others: Vec<&str> =
            others.iter().filter(|other| !other.has_skin_tone()).map(|other| other.text).collect();
        writeln!(out, "<p class=\"emoji\">{}</p>", text(&others.join(" ")))?;
    }
    if let Some(neighbors) = &report.neighbors {
        writeln!(out, "<h3>beside others</h3>")?;
        begin_table(out, &[("", "prompt"), ("", "ids"), ("", "tokens that have bytes of it")])?;
        for neighbor in neighbors {
            let same = if neighbor.is_same { "the same" } else { "<b>others</b>" };
            write!(out, "<tr><td>{}</td><td>{same}</td><td>", text(&neighbor.prompt))?;
            entries(out, &neighbor.entries)?;
            writeln!(out, "</td></tr>")?;
        }
        end_table(out)?;
    }
    key(out)?;
    end_section(out)
}
