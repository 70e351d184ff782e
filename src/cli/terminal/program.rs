//! Enters: what a program makes of a prompt before any token. Leaves: the view of it that a person reads.

use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::Style;

use super::folded::folded;
use super::{Piece, QUIET, Screen, WARNING, labeled, shown, style_of, width};
use crate::report::escape::escaped;
use crate::report::{ProgramReport, SlotClass, has_weights, steps_words, texts_with_steps};
use crate::syntax::RemovedKind;

/// Writes what a program makes of a prompt, its counter and its segments too, which the view of tokens shows in other ways.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn write_program(
    out: &mut dyn Write,
    screen: Screen,
    program: &ProgramReport<'_>,
) -> io::Result<()> {
    if let Some(counter) = program.counter {
        let words = format!("{}/{}", counter.used, counter.of);
        labeled(out, screen, "counter", &[Piece::plain(words)])?;
    }
    write_read_prompt(out, screen, program)?;
    // One segment of weight 1 is the prompt itself.
    if let Some(segments) = program.segments.as_deref().filter(|segments| has_weights(segments)) {
        let segments = segments.iter().map(|segment| (segment.text.as_str(), segment.weight.to_string()));
        write_weighted(out, screen, "segments", segments)?;
    }
    Ok(())
}

/// Writes why a program fails, what it removes, the parts, and the texts by step.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn write_read_prompt(
    out: &mut dyn Write,
    screen: Screen,
    program: &ProgramReport<'_>,
) -> io::Result<()> {
    if let Some(class) = program.raises {
        let why = program.why_it_raises.as_deref().map(escaped).unwrap_or_default();
        labeled(out, screen, "raises", &[Piece::new(format!("{class}: {why}"), WARNING)])?;
    }
    // White space around a prompt is nothing that anybody would look for.
    let removed = program.removed.iter().flatten();
    let mut label = "removed";
    for removed in removed.filter(|removed| removed.what != RemovedKind::OuterWhitespace) {
        let mut pieces = shown(removed.characters, style_of(SlotClass::Cut));
        pieces.push(Piece::new(format!("  {}", removed.what.about()), QUIET));
        labeled(out, screen, std::mem::take(&mut label), &pieces)?;
    }
    let parts: Vec<(&str, String)> =
        program.and.iter().flatten().map(|(text, weight)| (text.as_str(), weight.to_string())).collect();
    // The only part, where it has no weight, is the prompt without what was removed.
    if !matches!(program.and.as_deref(), Some([(_, weight)]) if weight.is_one()) {
        write_folded(out, screen, "parts", &parts)?;
    }
    for (at, stages) in program.schedule.iter().flatten().enumerate() {
        let texts = texts_with_steps(stages).into_iter().map(|(text, steps)| (text, steps_words(&steps)));
        write_folded(out, screen, if at == 0 { "by step" } else { "" }, &texts.collect::<Vec<_>>())?;
    }
    Ok(())
}

/// Writes texts behind what tells them apart, without what all begin and end with; of many, the first.
fn write_folded(
    out: &mut dyn Write,
    screen: Screen,
    label: &str,
    texts: &[(&str, String)],
) -> io::Result<()> {
    const MOST: usize = 8;
    let all: Vec<&str> = texts.iter().map(|&(text, _)| text).collect();
    let mut label = label;
    let front = texts.iter().take(MOST).map(|(_, name)| width(name)).max().unwrap_or_default();
    for (text, (_, name)) in folded(&all).iter().zip(texts).take(MOST) {
        let mut pieces = vec![Piece::new(format!("{name:front$}  "), QUIET)];
        pieces.extend(shown(text, Style::new()));
        labeled(out, screen, std::mem::take(&mut label), &pieces)?;
    }
    match texts.len().saturating_sub(MOST) {
        0 => Ok(()),
        more => labeled(out, screen, "", &[Piece::new(format!("and {more} more"), QUIET)]),
    }
}

/// Writes texts with a weight each, a line for each.
fn write_weighted<'t>(
    out: &mut dyn Write,
    screen: Screen,
    label: &str,
    texts: impl Iterator<Item = (&'t str, String)>,
) -> io::Result<()> {
    let mut label = label;
    for (text, weight) in texts {
        let mut pieces = vec![Piece::new(format!("{weight:<6} "), QUIET)];
        pieces.extend(shown(text, Style::new()));
        labeled(out, screen, std::mem::take(&mut label), &pieces)?;
    }
    Ok(())
}

/// A normalized text in which the segments of a program stand in lines of their own, on one line.
pub(crate) fn on_one_line(normalized: &str) -> Cow<'_, str> {
    if normalized.contains('\n') {
        Cow::Owned(normalized.replace('\n', " · "))
    } else {
        Cow::Borrowed(normalized)
    }
}
