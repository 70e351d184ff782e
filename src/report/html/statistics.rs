//! Enters: statistics. Leaves: their page: sums, a histogram, and what is frequent.

use std::io::{self, Write};

use super::parts::{begin_section, begin_table, end_section, end_table, shown};
use super::text;
use crate::report::escape::hex;
use crate::report::{
    Bar, CutCharacter, FrequentToken, StatisticsReport, counted, names, rows_words, rules_words, share,
};

/// Writes the statistics of many prompts.
///
/// # Errors
/// If `out` cannot be written.
pub fn statistics(out: &mut dyn Write, report: &StatisticsReport<'_>) -> io::Result<()> {
    begin_section(out, &counted(report.prompts, "prompt"))?;
    sums(out, report)?;
    let rules = rules_words(report.syntax, report.dialect, report.model);
    writeln!(out, "<p class=\"quiet\">{}</p>", text(&rules))?;
    end_section(out)?;
    if report.prompts > 0 {
        histogram(out, report)?;
    }
    if !report.frequent.is_empty() {
        frequent(out, report)?;
    }
    if report.cut_characters.is_empty() { Ok(()) } else { cut_characters(out, report) }
}

fn sums(out: &mut dyn Write, report: &StatisticsReport<'_>) -> io::Result<()> {
    writeln!(
        out,
        "<p><b>{}</b>; per prompt: mean {:.1}, median {}, 95th percentile {}, longest {}</p>",
        counted(report.total, "token"),
        report.mean,
        report.median,
        report.p95,
        report.longest
    )?;
    if let Some(rows) = rows_words(report) {
        writeln!(out, "<p>{}</p>", text(&rows))?;
    }
    let over = report.too_long;
    // A program goes on in further rows.
    let beyond = match report.syntax.0 {
        None => format!("; {} have no slot", counted(over.total, "token")),
        Some(_) => String::new(),
    };
    let class = if over.prompts > 0 { " class=\"warning\"" } else { "" };
    writeln!(
        out,
        "<p{class}>{} ({}) with more tokens than the {} that fit{beyond}</p>",
        counted(over.prompts, "prompt"),
        share(over.prompts, report.prompts),
        report.room
    )?;
    writeln!(
        out,
        "<p>{} ({}) with tokens that are only parts of a character; {} of {} entries of the vocabulary appear</p>",
        counted(report.with_fallback, "prompt"),
        share(report.with_fallback, report.prompts),
        report.distinct,
        report.entries
    )
}

fn histogram(out: &mut dyn Write, report: &StatisticsReport<'_>) -> io::Result<()> {
    let bars = report.bars();
    // At least 1, since it is a divisor.
    let most = bars.iter().fold(1, |most, bar| bar.prompts.max(most));
    let columns = [("number", "tokens"), ("number", "prompts"), ("number", "share"), ("plot", "chart")];
    begin_section(out, "how long prompts are")?;
    begin_table(out, &columns)?;
    for bar in &bars {
        let Bar { first, prompts, .. } = *bar;
        let class = if first > report.room { "cut" } else { "whole" };
        // In hundredths of a percent of the longest bar.
        let width = u128::from(prompts) * 10_000 / u128::from(most);
        let (percent, hundredths) = (width / 100, width % 100);
        writeln!(
            out,
            "<tr><td class=\"number\">{}</td><td class=\"number\">{prompts}</td><td class=\"number\">{}</td>\
             <td class=\"plot\"><span class=\"bar {class}\" style=\"width: {percent}.{hundredths:02}%\"></span></td></tr>",
            bar.name(),
            share(prompts, report.prompts)
        )?;
    }
    end_table(out)?;
    end_section(out)
}

fn frequent(out: &mut dyn Write, report: &StatisticsReport<'_>) -> io::Result<()> {
    let columns = [
        ("", "token"),
        ("number", "id"),
        ("", "kind"),
        ("", "bytes"),
        ("number", "times"),
        ("number", "share of all tokens"),
    ];
    begin_section(out, "the most frequent tokens")?;
    begin_table(out, &columns)?;
    for FrequentToken { entry, times } in &report.frequent {
        writeln!(
            out,
            "<tr><td>{}</td><td class=\"number id\">{}</td><td>{}</td><td><code>{}</code></td>\
             <td class=\"number\">{times}</td><td class=\"number\">{}</td></tr>",
            shown(entry),
            entry.id,
            entry.kind.name(),
            hex(entry.bytes, " "),
            share(*times, report.total)
        )?;
    }
    end_table(out)?;
    end_section(out)
}

fn cut_characters(out: &mut dyn Write, report: &StatisticsReport<'_>) -> io::Result<()> {
    let columns = [("", "character"), ("", "name"), ("number", "times")];
    begin_section(out, "characters that were most often cut into parts")?;
    begin_table(out, &columns)?;
    for CutCharacter { character, times } in &report.cut_characters {
        let character = character.to_string();
        writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td class=\"number\">{times}</td></tr>",
            text(&character),
            text(&names(&character).join(", "))
        )?;
    }
    end_table(out)?;
    end_section(out)
}
