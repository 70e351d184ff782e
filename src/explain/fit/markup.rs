//! Enters: a prompt in the syntax of a program. Leaves: which stretches of it the program reads as one.

use super::measure::Measure;
use super::stretches::Stretches;
use crate::lint::bracket_pairs;
use crate::syntax::{Brackets, Markup, Raised, RemovedKind, Syntax};
use crate::text::Span;

/// The stretches of a prompt that are not to be cut.
#[derive(Debug, Default)]
pub(super) struct Units {
    pub stretches: Stretches,
    /// The words between two parts or rows, of which none is left at the end.
    pub separators: Vec<&'static str>,
}

impl Units {
    /// Those of a prompt; none without a program.
    ///
    /// # Errors
    /// If the program raises on the prompt.
    pub(super) fn of(prompt: &str, measure: &Measure) -> Result<Self, Raised> {
        let Measure::Program { reader, .. } = measure else { return Ok(Self::default()) };
        if reader.is_plain(prompt.as_bytes()) {
            return Ok(Self::default());
        }
        let reader = reader.reader();
        let reading = reader.read(prompt)?.reading;
        let mut spans = of_characters(prompt, reader.syntax());
        let names = reader.options().embeddings.iter().map(|embedding| embedding.name.as_str());
        spans.extend(names.flat_map(|name| occurrences(prompt, name)));
        spans.extend(reading.networks.iter().map(|network| network.original));
        // A comment can be cut anywhere, and what is ignored too.
        let is_unit =
            |kind| matches!(kind, RemovedKind::Network | RemovedKind::And | RemovedKind::PartWeight);
        let removed = reading.removed.iter().filter(|removed| is_unit(removed.kind));
        spans.extend(removed.map(|removed| removed.original));
        spans.extend(reading.changes.iter().map(|change| change.original));
        Ok(Self { stretches: Stretches::of(spans), separators: separators(reader.syntax()) })
    }
}

/// The words that stand between parts and rows.
fn separators(syntax: Syntax) -> Vec<&'static str> {
    let words = [(Markup::Break, "BREAK"), (Markup::And, "AND")];
    words.into_iter().filter(|(markup, _)| syntax.reads(*markup)).map(|(_, word)| word).collect()
}

/// What can be told from the characters alone: pairs of brackets, escapes, signs behind a word, names of embeddings.
fn of_characters(prompt: &str, syntax: Syntax) -> Vec<Span> {
    let rules = syntax.markup();
    let mut spans = bracket_pairs(prompt, syntax);
    if rules.brackets == Brackets::Grammar {
        // `(a b)1.2` and `("a", "b").blend(1, 1)`: what stands at a bracket belongs to it.
        for span in &mut spans {
            *span = Span::new(start_of_run(prompt, span.start), end_of_run(prompt, span.end));
        }
    }
    for (at, _) in prompt.match_indices('\\') {
        let escaped = prompt.get(at + 1..).and_then(|rest| rest.chars().next());
        if let Some(character) = escaped.filter(|&character| rules.escaped.contains(character)) {
            spans.push(Span::new(at, at + 1 + character.len_utf8()));
        }
    }
    if syntax.reads(Markup::PlusMinus) {
        for (at, sign) in prompt.match_indices(['+', '-']) {
            spans.push(Span::new(at.saturating_sub(1), at + sign.len()).widened(prompt));
        }
    }
    if syntax.reads(Markup::EmbeddingPrefix) {
        let prefixes = prompt.match_indices("embedding:");
        spans.extend(prefixes.map(|(at, prefix)| Span::new(at, end_of_run(prompt, at + prefix.len()))));
    }
    spans
}

/// Where a name stands, in any case of ASCII.
fn occurrences<'p>(prompt: &'p str, name: &'p str) -> impl Iterator<Item = Span> + 'p {
    let is_name = |at: usize| {
        let typed = prompt.as_bytes().get(at..at + name.len());
        typed.is_some_and(|typed| typed.eq_ignore_ascii_case(name.as_bytes()))
    };
    let starts = prompt.char_indices().map(|(at, _)| at).filter(move |&at| !name.is_empty() && is_name(at));
    starts.map(|at| Span::new(at, at + name.len()))
}

const fn ends_run(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | '(' | ')')
}

fn start_of_run(prompt: &str, at: usize) -> usize {
    let before = prompt.get(..at).unwrap_or_default();
    before.trim_end_matches(|character| !ends_run(character)).len()
}

fn end_of_run(prompt: &str, at: usize) -> usize {
    let behind = prompt.get(at..).unwrap_or_default();
    prompt.len() - behind.trim_start_matches(|character| !ends_run(character)).len()
}
