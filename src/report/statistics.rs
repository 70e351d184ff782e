//! Enters: statistics. Leaves: a report on many prompts together.

use serde::Serialize;

use super::EntryReport;
use super::serialize::{SyntaxName, Version};
use crate::dialect::{ContextLength, Dialect, Model};
use crate::encoder::Encoder;
use crate::explain::Statistics;
use crate::syntax::Syntax;

/// The largest number of rows of a histogram, not counting the last one.
const ROWS: usize = 16;

/// Statistics of many prompts.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct StatisticsReport<'s> {
    version: Version,
    /// The model that reads them.
    pub model: Model,
    /// The dialect in which they are tokenized.
    pub dialect: Dialect,
    /// The syntax in which they are written.
    pub syntax: SyntaxName,
    /// How many there are.
    pub prompts: u64,
    /// How many tokens they have in total.
    pub total: u64,
    /// How many tokens a prompt has on average; 0 if there are no prompts.
    pub mean: f64,
    /// The number of tokens that half the prompts do not exceed.
    pub median: usize,
    /// The number of tokens that 95 of 100 prompts do not exceed.
    pub p95: usize,
    /// How many tokens the longest prompt has.
    pub longest: usize,
    /// How many tokens fit.
    pub room: usize,
    /// The prompts that have more.
    pub too_long: TooLong,
    /// How many prompts have fallback tokens.
    pub with_fallback: u64,
    /// How many entries of the vocabulary occurred.
    pub distinct: usize,
    /// How many entries there are.
    pub entries: usize,
    /// Every number of tokens that occurs, in order.
    pub lengths: Vec<LengthReport>,
    /// Every number of rows that occurs, in order; `None` without a prompt syntax.
    pub row_counts: Option<Vec<RowCount>>,
    /// On how many more prompts the program raises; `None` without a prompt syntax.
    pub raised: Option<u64>,
    /// The most frequent tokens.
    pub frequent: Vec<FrequentToken<'s>>,
    /// The characters that were most often cut into fallback tokens.
    pub cut_characters: Vec<CutCharacter>,
}

/// Prompts that have more tokens than there is room for.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct TooLong {
    /// How many prompts.
    pub prompts: u64,
    /// How many of their tokens have no slot, in total.
    pub total: u64,
    /// The largest number of tokens that one prompt has too many.
    pub most: usize,
}

/// How many prompts have this number of tokens.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct LengthReport {
    /// The number of tokens.
    pub count: usize,
    /// How many prompts have it.
    pub prompts: u64,
}

/// How many prompts fill this number of rows.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct RowCount {
    /// The number of rows.
    pub row_count: usize,
    /// How many prompts fill it.
    pub prompts: u64,
}

/// A token, and how often it occurred.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct FrequentToken<'s> {
    /// The entry that it is.
    pub entry: EntryReport<'s>,
    /// How often it occurred.
    pub times: u64,
}

/// A character, and how often it was cut into fallback tokens.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct CutCharacter {
    /// The character.
    pub character: char,
    /// How often it was cut.
    pub times: u64,
}

impl<'s> StatisticsReport<'s> {
    /// Sums up statistics. The lists of frequent things have `top` items at most.
    pub fn new(
        statistics: &Statistics,
        encoder: &'s Encoder,
        context_length: ContextLength,
        top: usize,
    ) -> Self {
        let vocabulary = encoder.vocabulary();
        let room = context_length.content();
        let over = statistics.over(room);
        let frequent = statistics.frequent(top).into_iter();
        let cut_characters = statistics.cut_characters(top).into_iter();
        Self {
            version: Version,
            model: encoder.model(),
            dialect: encoder.dialect(),
            syntax: SyntaxName(None),
            row_counts: None,
            raised: None,
            prompts: statistics.prompts(),
            total: statistics.tokens(),
            mean: ratio(statistics.tokens(), statistics.prompts()),
            median: statistics.percentile(50),
            p95: statistics.percentile(95),
            longest: statistics.longest(),
            room,
            too_long: TooLong { prompts: over.prompts, total: over.tokens, most: over.most },
            with_fallback: statistics.with_fallback(),
            distinct: statistics.distinct(),
            entries: vocabulary.len(),
            lengths: statistics.lengths().map(|(count, prompts)| LengthReport { count, prompts }).collect(),
            frequent: frequent
                .map(|(id, times)| FrequentToken { entry: EntryReport::of(id, vocabulary), times })
                .collect(),
            cut_characters: cut_characters
                .map(|(character, times)| CutCharacter { character, times })
                .collect(),
        }
    }

    /// The same for prompts that a program reads, which fails on so many others.
    #[must_use]
    pub fn by_program(self, syntax: Syntax, statistics: &Statistics, raised: u64) -> Self {
        let row_counts = statistics.rows().map(|(row_count, prompts)| RowCount { row_count, prompts });
        let row_counts = Some(row_counts.collect());
        Self { syntax: SyntaxName(Some(syntax)), row_counts, raised: Some(raised), ..self }
    }

    /// The prompts by their number of tokens, in equal steps of which one ends where the room does: no row has both prompts
    /// that fit and prompts that do not. The few prompts that are far longer than the others share the last row.
    #[allow(clippy::indexing_slicing, reason = "the position is capped at the last row")]
    pub fn bars(&self) -> Vec<Bar> {
        let end = self.longest.min((2 * self.p95).max(self.room + 1));
        let step = step(end, self.room);
        // The first row has prompts without tokens too, and what is left of the room beside whole steps.
        let first = match self.room % step {
            0 if step > 1 && self.room > 0 => step,
            left => left,
        };
        let row_of = |count: usize| count.saturating_sub(first).div_ceil(step);
        let closed = row_of(end) + 1;
        let last_of = |row: usize| first + row * step;
        let mut bars: Vec<Bar> = (0..closed)
            .map(|row| {
                let from = if row == 0 { 0 } else { last_of(row - 1) + 1 };
                Bar { first: from, last: Some(last_of(row)), prompts: 0 }
            })
            .collect();
        bars.push(Bar { first: last_of(closed - 1) + 1, last: None, prompts: 0 });
        for &LengthReport { count, prompts } in &self.lengths {
            bars[row_of(count).min(closed)].prompts += prompts;
        }
        bars.retain(|bar| bar.last.is_some() || bar.prompts > 0);
        bars
    }
}

/// The smallest step that gives few enough rows up to `end`: one that divides the room, if there is one that is not much
/// larger, else a round number.
fn step(end: usize, room: usize) -> usize {
    let smallest = (end / ROWS + 1).max(1);
    let even = (smallest..=2 * smallest).find(|step| room.is_multiple_of(*step));
    let round = || {
        let tens = std::iter::successors(Some(1_usize), |ten| ten.checked_mul(10));
        tens.flat_map(|ten| [1, 2, 5].map(|digit| ten.saturating_mul(digit))).find(|&step| step >= smallest)
    };
    even.or_else(round).unwrap_or(smallest)
}

/// A row of a histogram: prompts that have from `first` to `last` tokens.
#[derive(Debug)]
#[non_exhaustive]
pub struct Bar {
    /// The smallest number of tokens.
    pub first: usize,
    /// The largest number of tokens; `None` for the last row, which has all longer prompts.
    pub last: Option<usize>,
    /// How many prompts.
    pub prompts: u64,
}

impl Bar {
    /// The numbers of tokens that it stands for.
    pub fn name(&self) -> String {
        match self.last {
            Some(last) if last == self.first => last.to_string(),
            Some(last) => format!("{}–{last}", self.first),
            None => format!("{} and more", self.first),
        }
    }
}

/// A share in percent. A share above zero is never shown as zero.
pub fn share(part: u64, whole: u64) -> String {
    match ratio(part, whole) * 100.0 {
        percent if percent > 0.0 && percent < 0.05 => "less than 0.1%".to_owned(),
        percent => format!("{percent:.1}%"),
    }
}

/// The ratio of two numbers; 0 if the second is 0.
#[allow(clippy::cast_precision_loss, reason = "nobody reads more than three digits of it")]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
