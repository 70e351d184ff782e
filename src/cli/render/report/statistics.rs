//! Enters: statistics. Leaves: all that a format may see of them.

use cliptok::dialect::Model;
use cliptok::statistics::{Over, Statistics};
use cliptok::{ContextLength, TokenId, Tokenizer, Vocabulary};

use super::trace::SymbolReport;

/// How many rows a histogram has at most, but for the last one.
const ROWS: usize = 16;

/// What there is of many prompts.
#[derive(Debug)]
pub struct StatisticsReport<'s> {
    pub dialect: &'static str,
    pub model: &'static str,
    pub prompts: u64,
    pub tokens: u64,
    pub median: usize,
    /// What 95 of 100 prompts do not exceed.
    pub p95: usize,
    pub longest: usize,
    /// How many tokens have room.
    pub room: usize,
    pub over: Over,
    pub with_fallback: u64,
    /// How many entries of the vocabulary came, and how many there are.
    pub distinct: usize,
    pub entries: usize,
    /// For each number of tokens, how many prompts have it.
    pub lengths: Vec<(usize, u64)>,
    /// The most frequent tokens, each with how often it came.
    pub frequent: Vec<(SymbolReport<'s>, u64)>,
    /// The characters that were cut most often.
    pub cut_characters: Vec<(char, u64)>,
}

impl<'s> StatisticsReport<'s> {
    /// Sums statistics up; of frequent things it has `top`.
    pub fn new(
        statistics: &Statistics,
        vocabulary: &'s Vocabulary,
        tokenizer: &Tokenizer,
        model: &Model,
        context_length: ContextLength,
        top: usize,
    ) -> Self {
        let symbol = |id: TokenId| SymbolReport::of(id, vocabulary);
        let room = context_length.content();
        Self {
            dialect: tokenizer.dialect().name,
            model: model.name,
            prompts: statistics.prompts(),
            tokens: statistics.tokens(),
            median: statistics.percentile(50),
            p95: statistics.percentile(95),
            longest: statistics.longest(),
            room,
            over: statistics.over(room),
            with_fallback: statistics.with_fallback(),
            distinct: statistics.distinct(),
            entries: vocabulary.len(),
            lengths: statistics.lengths().collect(),
            frequent: statistics.frequent(top).into_iter().map(|(id, times)| (symbol(id), times)).collect(),
            cut_characters: statistics.cut_characters(top),
        }
    }

    /// How many tokens a prompt has on average; 0 if there is none.
    pub fn mean(&self) -> f64 {
        ratio(self.tokens, self.prompts)
    }

    /// Prompts by their number of tokens, in steps of a round number. The few that are far longer than the others
    /// share the last row.
    pub fn bars(&self) -> Vec<Bar> {
        let end = self.longest.min((2 * self.p95).max(self.room + 1));
        let steps = [1, 2, 5].into_iter().cycle().zip((0..).flat_map(|power| [10_usize.pow(power); 3]));
        let step = steps.map(|(digit, ten)| digit * ten).find(|step| end / step < ROWS).unwrap_or(end.max(1));
        let mut bars: Vec<Bar> = (0..=end / step)
            .map(|row| Bar { first: row * step, last: Some(row * step + step - 1), prompts: 0 })
            .collect();
        let closed = bars.len();
        bars.push(Bar { first: closed * step, last: None, prompts: 0 });
        for &(length, prompts) in &self.lengths {
            if let Some(bar) = bars.get_mut((length / step).min(closed)) {
                bar.prompts += prompts;
            }
        }
        bars.retain(|bar| bar.last.is_some() || bar.prompts > 0);
        bars
    }
}

/// A row of a histogram: prompts that have from `first` to `last` tokens.
#[derive(Debug)]
pub struct Bar {
    pub first: usize,
    /// None in the last row, which takes all that are longer.
    pub last: Option<usize>,
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

/// A share in percent; what is there is never nothing.
pub fn share(part: u64, whole: u64) -> String {
    match ratio(part, whole) * 100.0 {
        percent if percent > 0.0 && percent < 0.05 => "less than 0.1 %".to_owned(),
        percent => format!("{percent:.1} %"),
    }
}

/// One number in terms of another; 0 of nothing.
#[allow(clippy::cast_precision_loss, reason = "nobody reads more than three digits of it")]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
