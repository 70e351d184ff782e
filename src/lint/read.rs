//! Enters: what a program makes of a prompt. Leaves: lints about weights, schedules, and what was removed.

use memchr::memmem;

use crate::lint::sighting::{FUNCTIONS, NETWORKS};
use crate::lint::typed::Typed;
use crate::lint::{Lint, LintKind, NoBreak, ScheduleProblem};
use crate::prompt_reader::PromptReader;
use crate::syntax::{Brackets, Emphasis, Markup, Reading, Removed, RemovedKind, TextChange};
use crate::text::Span;

/// What a `BREAK` weighs that closes a row.
const BREAK_WEIGHT: f64 = -1.0;

/// All lints about a reading.
pub(super) fn lints(
    prompt: &str,
    reader: &PromptReader,
    reading: &Reading,
    typed: &Typed<'_>,
    lints: &mut Vec<Lint>,
) {
    let mut push = |kind, original| lints.push(Lint { kind, original });
    for removed in &reading.removed {
        if let Some((kind, original)) = of_removed(*removed, prompt, reading) {
            push(kind, original);
        }
    }
    for network in reading.networks.iter().filter(|_| reader.syntax().reads(Markup::Network)) {
        if !NETWORKS.contains(&network.kind.as_str()) {
            push(LintKind::UnknownNetwork { kind: network.kind.clone() }, network.original);
        }
    }
    for change in &reading.changes {
        let number = change.number.slice(prompt).unwrap_or_default().trim();
        if let Some(problem) = problem(*change, number, reader.options().steps.get()) {
            push(LintKind::Schedule { typed: number.to_owned(), problem }, change.original);
        }
    }
    for &place in reading.inert_schedules.iter().filter(|&&place| typed.has_schedule_around(place)) {
        push(LintKind::SchedulesOff, place);
    }
    if reader.syntax().markup().brackets == Brackets::Grammar {
        unread(prompt, reading, &mut push);
    }
    if matches!(reader.options().emphasis, Emphasis::Original | Emphasis::NoNorm) {
        weights(prompt, reader, reading, &mut push);
    }
}

fn of_removed(removed: Removed, prompt: &str, reading: &Reading) -> Option<(LintKind, Span)> {
    match removed.kind {
        RemovedKind::Comment => {
            hidden_text(removed.original, prompt).map(|original| (LintKind::HiddenByHash, original))
        }
        RemovedKind::PartWeight if reading.parts.len() == 1 => {
            let weight = reading.parts.first()?.weight;
            Some((LintKind::PartWeight { weight }, removed.original))
        }
        RemovedKind::MissingEmbedding => Some((LintKind::MissingEmbedding, removed.original)),
        RemovedKind::Ignored => Some((LintKind::Dropped, removed.original)),
        RemovedKind::And | RemovedKind::PartWeight | RemovedKind::Network | RemovedKind::OuterWhitespace => {
            None
        }
    }
}

/// The part of a comment that may have been meant as text: all but what stands behind `# ` or on a line of its own, with
/// other lines beside it.
fn hidden_text(comment: Span, prompt: &str) -> Option<Span> {
    let typed = comment.slice(prompt)?;
    let inside = typed.find('#')?;
    let start = comment.start + inside;
    let text = typed.get(inside..)?.trim_end();
    let (before, _) = prompt.split_at(start);
    let behind = text.trim_start_matches('#');
    let is_own_line = before.ends_with('\n') || (before.is_empty() && prompt.trim_end().len() > text.len());
    let is_spaced = before.is_empty() || before.ends_with(char::is_whitespace);
    let is_comment = is_own_line || (is_spaced && !behind.starts_with(|first: char| !first.is_whitespace()));
    (!is_comment && !behind.trim().is_empty()).then_some(Span::new(start, start + text.len()))
}

fn problem(change: TextChange, number: &str, steps: u32) -> Option<ScheduleProblem> {
    match change.last_step {
        0 => Some(ScheduleProblem::AlwaysSecond),
        last if last >= steps => Some(ScheduleProblem::NeverChanges),
        1 if number.trim_start_matches('+') == "1" => Some(ScheduleProblem::FirstStep),
        _ => None,
    }
}

fn weights(prompt: &str, reader: &PromptReader, reading: &Reading, push: &mut impl FnMut(LintKind, Span)) {
    let breaks_rows = reader.syntax().reads(Markup::Break);
    for text in &reading.texts {
        for segment in text.segments.iter().filter(|segment| !segment.text.trim().is_empty()) {
            let weight = segment.weight;
            let original = text.segments.alignment().original(segment.span);
            if segment.text == "BREAK" && weight <= 0.0 && original.slice(prompt) == Some("BREAK") {
                if breaks_rows && weight.to_bits() != BREAK_WEIGHT.to_bits() {
                    push(LintKind::NoBreak(NoBreak::InBrackets), original);
                }
            } else if !(weight > 0.0 && weight <= 2.0) {
                push(LintKind::UnusualWeight { weight }, original);
            }
        }
    }
}

/// Functions and signs that became text because the grammar does not read them where they stand.
fn unread(prompt: &str, reading: &Reading, push: &mut impl FnMut(LintKind, Span)) {
    const SIGNS: [(&str, Markup); 2] = [(")+", Markup::PlusMinus), (")-", Markup::PlusMinus)];
    for text in &reading.texts {
        for segment in text.segments.iter() {
            for (typed, markup) in FUNCTIONS.into_iter().chain(SIGNS) {
                for at in memmem::find_iter(segment.text.as_bytes(), typed) {
                    let span = Span::new(at, at + typed.len()).shifted(segment.span.start);
                    let original = text.segments.alignment().original(span);
                    let is_meant = markup != Markup::PlusMinus || is_weight(original, prompt);
                    if original.slice(prompt) == Some(typed) && is_meant {
                        push(LintKind::Unread { markup }, original);
                    }
                }
            }
        }
    }
}

/// Whether a bracket and a sign were meant as a weight: the bracket has no backslash, and the sign joins no words.
fn is_weight(signed: Span, prompt: &str) -> bool {
    let before = prompt.get(..signed.start).unwrap_or_default();
    let behind = prompt.get(signed.end..).unwrap_or_default().trim_start_matches(['+', '-']);
    !before.ends_with('\\') && !behind.starts_with(char::is_alphanumeric)
}
