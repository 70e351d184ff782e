//! Enters: a prompt and several programs. Leaves: a report on what each makes of it, where they differ, and in what.

use cliptok_bpe::TokenId;
use serde::{Serialize, Serializer};

use super::serialize::{SyntaxName, Version};
use super::{PromptReport, PromptRules, RowReport, SegmentReport, Source, Weight};
use crate::dialect::Dialect;
use crate::prompt_reader::Counter;
use crate::text::Span;

/// A prompt, and what each of several programs makes of it.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct ProgramComparisonReport<'p> {
    version: Version,
    /// Where the prompt comes from.
    pub source: &'p Source,
    /// The prompt as typed.
    pub prompt: &'p str,
    /// Whether all fill the same rows with the same weights.
    pub agree: bool,
    /// What each makes of it.
    pub programs: Vec<ReadingReport>,
    /// In what they differ.
    pub aspects: Vec<Aspect>,
    /// Where one takes for text, or weighs, what another does not.
    pub places: Vec<PlaceReport<'p>>,
}

/// What one program makes of a prompt.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ReadingReport {
    /// The program.
    pub syntax: SyntaxName,
    /// Its tokenizer.
    pub dialect: Dialect,
    /// How many slots it fills, by its own count; `None` if it raises.
    pub count: Option<usize>,
    /// The number beside its prompt box; `None` if it has none.
    pub counter: Option<Counter>,
    /// The class of the exception that it raises.
    pub raises: Option<&'static str>,
    /// The segments of the first text.
    pub segments: Option<Vec<SegmentReport>>,
    /// The rows of the first text.
    pub rows: Vec<RowReport>,
}

/// Something in which programs differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Aspect {
    /// Some raise an exception.
    Raises,
    /// What is text to one is none to another.
    Text,
    /// The same text has other weights.
    Weights,
    /// The same text has other tokens: their tokenizers differ, or one parts it where the other does not.
    Tokens,
    /// The same tokens are in other rows.
    Rows,
    /// The slots after the end hold other ids.
    Pads,
    /// Other parts, or texts at other steps.
    Steps,
}

impl Aspect {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Raises => "raises",
            Self::Text => "text",
            Self::Weights => "weights",
            Self::Tokens => "tokens",
            Self::Rows => "rows",
            Self::Pads => "pads",
            Self::Steps => "steps",
        }
    }
}

impl Serialize for Aspect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A part of a prompt that programs read differently.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PlaceReport<'p> {
    /// Its bytes in the prompt.
    pub original: Span,
    /// Its characters.
    pub characters: &'p str,
    /// How much it weighs in each program; `None` where it is not text.
    pub readings: Vec<PlaceReading>,
}

/// What one program makes of a part of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PlaceReading {
    /// The program.
    pub syntax: SyntaxName,
    /// How much the part weighs; `None` where it is not text.
    pub weight: Option<Weight>,
}

impl<'p> ProgramComparisonReport<'p> {
    /// Has each of these programs read a prompt.
    pub fn new(prompt: &'p str, source: &'p Source, programs: &'p [PromptRules]) -> Self {
        let reports: Vec<PromptReport<'p>> =
            programs.iter().map(|rules| PromptReport::new(prompt, source, rules)).collect();
        let places = places(prompt, &reports);
        let aspects = aspects(&reports, &places);
        let programs = reports.into_iter().map(ReadingReport::of).collect();
        Self { version: Version, source, prompt, agree: aspects.is_empty(), programs, aspects, places }
    }
}

impl ReadingReport {
    fn of(report: PromptReport<'_>) -> Self {
        Self {
            syntax: report.syntax,
            dialect: report.dialect,
            count: report.program.raises.is_none().then_some(report.counts.count),
            counter: report.program.counter,
            raises: report.program.raises,
            segments: report.program.segments,
            rows: report.rows,
        }
    }
}

/// For each byte of the prompt, how much it weighs; `None` where it is not text.
fn weights(prompt: &str, report: &PromptReport<'_>) -> Vec<Option<f64>> {
    let mut weights = vec![None; prompt.len()];
    for token in report.tokens.iter().filter(|token| token.slot.is_some()) {
        let weight = token.weight.map_or(1.0, |weight| weight.0);
        let span = token.original.widened(prompt);
        weights.iter_mut().take(span.end).skip(span.start).for_each(|there| *there = Some(weight));
    }
    weights
}

/// The parts of the prompt, without white space, that one program reads in another way than another one.
fn places<'p>(prompt: &'p str, reports: &[PromptReport<'p>]) -> Vec<PlaceReport<'p>> {
    let weights: Vec<Vec<Option<f64>>> = reports.iter().map(|report| weights(prompt, report)).collect();
    let at = |byte: usize| weights.iter().map(move |weights| weights.get(byte).copied().flatten());
    let same = |left: Option<f64>, right: Option<f64>| left.map(f64::to_bits) == right.map(f64::to_bits);
    let differ = |byte: usize| {
        let first = at(byte).next().flatten();
        !at(byte).all(|weight| same(weight, first))
    };
    let mut places: Vec<PlaceReport<'p>> = Vec::new();
    let mut open: Option<Span> = None;
    let mut close = |open: &mut Option<Span>| {
        if let Some(original) = open.take() {
            let readings = reports
                .iter()
                .zip(at(original.start))
                .map(|(report, weight)| PlaceReading { syntax: report.syntax, weight: weight.map(Weight) });
            let characters = original.of(prompt);
            places.push(PlaceReport { original, characters, readings: readings.collect() });
        }
    };
    for (start, character) in prompt.char_indices() {
        if character.is_whitespace() {
            continue;
        }
        let span = Span::new(start, start + character.len_utf8());
        let goes_on = open.is_some_and(|open| at(open.start).zip(at(start)).all(|(a, b)| same(a, b)));
        match &mut open {
            Some(open) if goes_on => open.end = span.end,
            open => {
                close(open);
                if differ(start) {
                    *open = Some(span);
                }
            }
        }
    }
    close(&mut open);
    places
}

/// In what programs differ, what goes before the rest alone if it is enough to explain it.
fn aspects(reports: &[PromptReport<'_>], places: &[PlaceReport<'_>]) -> Vec<Aspect> {
    let all_same = |same: &dyn Fn(&PromptReport<'_>, &PromptReport<'_>) -> bool| {
        reports.iter().zip(reports.iter().skip(1)).all(|(left, right)| same(left, right))
    };
    let mut aspects = Vec::new();
    let mut note = |differs: bool, aspect: Aspect| {
        if differs {
            aspects.push(aspect);
        }
    };
    note(!all_same(&|left, right| left.program.raises == right.program.raises), Aspect::Raises);
    let is_text = |reading: &PlaceReading| reading.weight.is_some();
    let some_text =
        |place: &PlaceReport<'_>| place.readings.iter().any(is_text) && !place.readings.iter().all(is_text);
    let text_differs = places.iter().any(some_text);
    note(text_differs, Aspect::Text);
    note(places.iter().any(|place| !some_text(place)), Aspect::Weights);
    let tokens_differ = !all_same(&|left, right| content(left).eq(content(right)));
    note(tokens_differ && !text_differs, Aspect::Tokens);
    note(!tokens_differ && !all_same(&|left, right| ends(left).eq(ends(right))), Aspect::Rows);
    note(
        !tokens_differ && all_same(&|left, right| ends(left).eq(ends(right))) && !all_same(&same_ids),
        Aspect::Pads,
    );
    note(
        !all_same(&|left, right| {
            left.program.and == right.program.and && left.program.schedule == right.program.schedule
        }),
        Aspect::Steps,
    );
    aspects
}

/// The ids of the tokens that have a slot.
fn content<'r>(report: &'r PromptReport<'_>) -> impl Iterator<Item = TokenId> + 'r {
    report.tokens.iter().filter(|token| token.slot.is_some()).map(|token| token.entry.id)
}

/// How many of the tokens stand in each row.
fn ends<'r>(report: &'r PromptReport<'_>) -> impl Iterator<Item = usize> + 'r {
    let rows = 0..report.rows.len();
    rows.map(|row| report.tokens.partition_point(|token| token.row.is_some_and(|at| at <= row)))
}

fn same_ids(left: &PromptReport<'_>, right: &PromptReport<'_>) -> bool {
    left.rows.iter().map(|row| &row.ids).eq(right.rows.iter().map(|row| &row.ids))
}
