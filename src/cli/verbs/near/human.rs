//! Enters: what lies near. Leaves: what a person reads of it: the answer, then the closest entries of each token, then the table.

use std::io::{self, Write};

use anstyle::Style;

use crate::cli::terminal::{
    Piece, QUIET, STRONG, Screen, WARNING, labeled, shown, style_of, symbol, width, write_line,
};
use crate::embeddings::{EntryClass, NoDirection, Spread};
use crate::report::{
    Asked, NearEntry, NearReport, QueryReport, SlotClass, SurveyReport, TableReport, counted, visible,
};

/// Writes what lies near a text, or near the vectors of an embedding.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn near(out: &mut dyn Write, screen: Screen, report: &NearReport<'_>) -> io::Result<()> {
    answer(out, screen, report)?;
    for query in &report.queries {
        writeln!(out)?;
        queried(out, screen, query)?;
    }
    Ok(())
}

/// The first line: what is closest to the text as a whole.
fn answer(out: &mut dyn Write, screen: Screen, report: &NearReport<'_>) -> io::Result<()> {
    let mut line = match (report.prompt, report.embedding) {
        (Some(prompt), _) => shown(prompt, STRONG),
        (None, name) => shown(name.unwrap_or_default(), STRONG),
    };
    let (what, query) = match report.queries.as_slice() {
        [] => {
            line.push(Piece::new("  no token at all", WARNING));
            return labeled(out, screen, "near", &line);
        }
        [one] => ("", one),
        [.., last] if last.asked == Asked::Mean => (" to the mean of its tokens", last),
        all => {
            line.push(Piece::plain(format!("  {}", counted(all.len(), "vector"))));
            return labeled(out, screen, "near", &line);
        }
    };
    let word = query.near.as_ref().ok().and_then(|near| near.closest_word.as_ref());
    let entry = query
        .closest_other()
        .filter(|one| query.asked != Asked::Mean && word.is_none_or(|word| word.entry != one.entry));
    let mut said = |label: String, one: &NearEntry<'_>| {
        line.extend([
            Piece::plain(label),
            symbol::piece(&one.entry),
            Piece::plain(format!("  cosine {:.4}", one.cosine)),
        ]);
        if one.is_noise {
            line.push(Piece::new(" (noise)", WARNING));
        }
    };
    if let Some(one) = entry {
        said(format!("  closest{what}: "), one);
    }
    if let Some(one) = word {
        said(format!("  closest word{what}: "), one);
    }
    if entry.or(word).is_none() {
        line.push(Piece::new("  nothing lies near it", WARNING));
    }
    labeled(out, screen, "near", &line)
}

fn queried(out: &mut dyn Write, screen: Screen, query: &QueryReport<'_>) -> io::Result<()> {
    let (label, what) = match query.asked {
        Asked::Token(entry) => ("token", symbol::piece(&entry)),
        Asked::Mean => ("mean", Piece::plain("of the rows of all tokens")),
        Asked::Vector(number) => ("vector", Piece::plain((number + 1).to_string())),
    };
    let norm = if query.norm.is_finite() { format!("  norm {:.4}", query.norm) } else { String::new() };
    labeled(out, screen, label, &[what, Piece::new(norm, QUIET)])?;
    match &query.near {
        Err(reason) => {
            let words = match reason {
                NoDirection::Zero => "all its numbers are zero, so nothing lies near it",
                NoDirection::NotFinite => "a number of it is infinite or none, so nothing lies near it",
            };
            labeled(out, screen, "", &[Piece::new(words, WARNING)])
        }
        Ok(near) if near.nearest.is_empty() => {
            labeled(out, screen, "", &[Piece::new("no such entry", WARNING)])
        }
        Ok(near) => near.nearest.iter().try_for_each(|one| entry(out, screen, query, one)),
    }
}

fn entry(
    out: &mut dyn Write,
    screen: Screen,
    query: &QueryReport<'_>,
    one: &NearEntry<'_>,
) -> io::Result<()> {
    let deviations = format!("  {:>+6.1} sd  ", one.deviations);
    let mut line = vec![
        Piece::plain(format!("{:>7.4}", one.cosine)),
        Piece::new(deviations, QUIET),
        symbol::piece(&one.entry),
    ];
    if one.is_noise {
        line.push(Piece::new("  noise", QUIET));
    }
    if query.asked == Asked::Token(one.entry) {
        line.push(Piece::new("  itself", QUIET));
    }
    if one.unreachable.is_some() {
        line.push(Piece::new("  no prompt gives it", QUIET));
    }
    labeled(out, screen, "", &line)
}

/// Writes what the numbers mean, once behind all answers.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn legend(
    out: &mut dyn Write,
    screen: Screen,
    table: &TableReport,
    spread: Option<Spread>,
) -> io::Result<()> {
    writeln!(out)?;
    of_table(out, screen, table)?;
    if let Some(spread) = spread {
        let chance = format!(
            "sd: how far above the mean of all entries. Below {:+.1}, an entry is noise: of {} unrelated rows, the best would lie as close.",
            spread.chance(),
            spread.entries
        );
        labeled(out, screen, "noise", &[Piece::new(chance, QUIET)])?;
    }
    labeled(out, screen, "meaning", &[Piece::new(MEANING, QUIET)])?;
    labeled(out, screen, "", &symbol::key())
}

/// What is said once of every answer.
const MEANING: &str = "This is the table, before any layer of the model: what a word is next to here is not what it means in a prompt.";

fn of_table(out: &mut dyn Write, screen: Screen, table: &TableReport) -> io::Result<()> {
    let mut line = vec![Piece::plain(visible(&table.tensor))];
    line.push(Piece::new(format!("  {}", about(table)), QUIET));
    labeled(out, screen, "table", &line)?;
    match left_out(table) {
        Some(words) => labeled(out, screen, "left out", &[Piece::new(words, WARNING)]),
        None => Ok(()),
    }
}

/// The size, the type and the encoder of a table.
fn about(table: &TableReport) -> String {
    let TableReport { rows, width, dtype, encoder, .. } = table;
    format!("{rows} × {width} {} · {}", visible(dtype), encoder.unwrap_or("no encoder of CLIP that is known"))
}

/// How many of its rows are left out, if any are.
fn left_out(table: &TableReport) -> Option<String> {
    let (zero, not_finite) = (table.zero_rows?, table.not_finite_rows?);
    let zero = (zero > 0).then(|| format!("{} that are zero", counted(zero, "row")));
    let not_finite = (not_finite > 0)
        .then(|| format!("{} with a number that is infinite or none", counted(not_finite, "row")));
    let parts: Vec<String> = zero.into_iter().chain(not_finite).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Writes a line for a table.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn table(
    out: &mut dyn Write,
    screen: Screen,
    table: &TableReport,
    note: Option<&str>,
) -> io::Result<()> {
    let mut line =
        vec![Piece::new(visible(&table.tensor), STRONG), Piece::plain(format!("  {}", about(table)))];
    match (left_out(table), note) {
        (_, Some(note)) => line.push(Piece::new(format!("  {note}"), WARNING)),
        (Some(words), None) => line.push(Piece::new(format!("  {words}"), WARNING)),
        (None, None) => {}
    }
    write_line(out, screen.colors, line)
}

/// Writes how many emoji lie closest to what, by group.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn survey(out: &mut dyn Write, screen: Screen, report: &SurveyReport<'_>) -> io::Result<()> {
    let all = report.all;
    labeled(out, screen, "survey", &[Piece::plain(report.answer())])?;
    writeln!(out)?;
    let widest = report.by_group.iter().map(|group| width(group.name())).max().unwrap_or(0).max(5);
    let title = format!(
        "{:widest$}  {:>5}  {:>5}  {:>5}  {:>5}  {:>15}",
        "group", "emoji", "emoji", "word", "other", "closer to emoji"
    );
    write_line(
        out,
        screen.colors,
        vec![Piece::new(format!("{:widest$}         closest entry is", ""), QUIET)],
    )?;
    write_line(out, screen.colors, vec![Piece::new(title, QUIET)])?;
    for group in report.by_group.iter().chain([&all]) {
        let style = if group.group.is_none() { STRONG } else { Style::new() };
        let (name, count) = (group.name(), group.emoji_count);
        let line = vec![
            Piece::new(format!("{name:widest$}  {count:>5}  "), style),
            Piece::new(format!("{:>5}", group.closest_emoji_count), style_of(SlotClass::Whole)),
            Piece::plain(format!("  {:>5}  {:>5}", group.closest_word_count, group.closest_other_count)),
            Piece::plain(format!("  {:>15}", group.closer_to_emoji_count)),
        ];
        write_line(out, screen.colors, line)?;
    }
    writeln!(out)?;
    let own = "entries of the same text are left out; a word is letters at the end of a word; other: pieces of words, numbers, fragments";
    labeled(out, screen, "closest", &[Piece::new(own, QUIET)])?;
    if !report.left_out.is_empty() {
        labeled(
            out,
            screen,
            "left out",
            &[Piece::new(format!("{}: their rows have no direction", report.left_out.join(" ")), WARNING)],
        )?;
    }
    let noisy =
        report.survey.iter().filter(|emoji| emoji.closest().is_some_and(|(_, one)| one.is_noise)).count();
    let kinds = EntryClass::ALL.map(EntryClass::name).join(", ");
    let noise = format!(
        "for {noisy} of them, the closest is no closer than chance · --format tsv has each emoji, with the closest {kinds}"
    );
    labeled(out, screen, "noise", &[Piece::new(noise, QUIET)])
}
