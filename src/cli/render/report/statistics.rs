//! Enters: statistics. Leaves: all that a format may see of them.

use cliptok::dialect::Model;
use cliptok::statistics::{Over, Statistics};
use cliptok::{ContextLength, TokenId, Tokenizer, Vocabulary};

use super::trace::SymbolReport;

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
}

/// One number in terms of another; 0 of nothing.
#[allow(clippy::cast_precision_loss, reason = "nobody reads more than three digits of it")]
pub fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
