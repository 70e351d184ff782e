//! Enters: statistics. Leaves: the types of their JSON.

use serde::Serialize;

use super::vocabulary::SymbolWire;
use crate::cli::render::report::statistics::StatisticsReport;

/// What `stats` tells.
#[derive(Debug, Serialize)]
pub struct StatisticsWire {
    model: &'static str,
    dialect: &'static str,
    prompts: u64,
    tokens: u64,
    mean: f64,
    median: usize,
    p95: usize,
    max: usize,
    over: OverWire,
    /// How many prompts have fallback tokens.
    with_fallback: u64,
    /// How many different tokens came, and how many entries the vocabulary has.
    distinct: usize,
    entries: usize,
    /// Every number of tokens that some prompt has, in order.
    lengths: Vec<LengthWire>,
    frequent: Vec<FrequentWire>,
    cut_characters: Vec<CutCharacterWire>,
}

#[derive(Debug, Serialize)]
struct OverWire {
    room: usize,
    prompts: u64,
    tokens: u64,
    most: usize,
}

#[derive(Debug, Serialize)]
struct LengthWire {
    tokens: usize,
    prompts: u64,
}

#[derive(Debug, Serialize)]
struct FrequentWire {
    #[serde(flatten)]
    symbol: SymbolWire,
    times: u64,
}

#[derive(Debug, Serialize)]
struct CutCharacterWire {
    character: char,
    times: u64,
}

impl StatisticsWire {
    pub fn of(report: &StatisticsReport<'_>) -> Self {
        let length = |&(tokens, prompts)| LengthWire { tokens, prompts };
        let cut = |&(character, times)| CutCharacterWire { character, times };
        let over = report.over;
        Self {
            model: report.model,
            dialect: report.dialect,
            prompts: report.prompts,
            tokens: report.tokens,
            mean: report.mean(),
            median: report.median,
            p95: report.p95,
            max: report.longest,
            over: OverWire { room: report.room, prompts: over.prompts, tokens: over.tokens, most: over.most },
            with_fallback: report.with_fallback,
            distinct: report.distinct,
            entries: report.entries,
            lengths: report.lengths.iter().map(length).collect(),
            frequent: report
                .frequent
                .iter()
                .map(|(token, times)| FrequentWire { symbol: SymbolWire::of(token), times: *times })
                .collect(),
            cut_characters: report.cut_characters.iter().map(cut).collect(),
        }
    }
}
