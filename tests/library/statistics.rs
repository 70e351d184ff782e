//! Statistics of many prompts, against a plain way of making them.

use std::collections::{BTreeMap, HashMap};

use cliptok::explain::Statistics;
use cliptok::report::StatisticsReport;
use cliptok::{ContextLength, TokenId, TokenKind};
use proptest::prelude::*;

use crate::support::{sd1, text};

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn sums_are_those_of_a_plain_way(texts in prop::collection::vec(text(), 0..12), parts in 1..4_usize, limit in 0..20_usize) {
        let encoder = sd1();
        let rows: Vec<Vec<TokenId>> = texts.iter().map(|text| encoder.encode(text).ids().collect()).collect();
        // As threads do it: each its own, then all together.
        let mut all = Statistics::of(encoder.vocabulary());
        for part in rows.chunks(rows.len().div_ceil(parts).max(1)) {
            let mut statistics = Statistics::of(encoder.vocabulary());
            for row in part {
                statistics.add(row, encoder.vocabulary());
            }
            all.merge(&statistics);
        }
        let mut lengths: Vec<usize> = rows.iter().map(Vec::len).collect();
        lengths.sort_unstable();
        prop_assert_eq!(all.prompts(), rows.len() as u64);
        prop_assert_eq!(all.tokens(), lengths.iter().sum::<usize>() as u64);
        prop_assert_eq!(all.longest(), lengths.last().copied().unwrap_or(0));
        for percent in [1, 50, 95, 100] {
            let rank = (lengths.len() * percent).div_ceil(100);
            let wanted = rank.checked_sub(1).map_or(0, |at| lengths[at]);
            prop_assert_eq!(all.percentile(percent as u64), wanted, "{}", percent);
        }
        prop_assert_eq!(all.percentile(101), all.longest());
        let over: Vec<usize> = lengths.iter().filter_map(|length| length.checked_sub(limit)).filter(|&over| over > 0).collect();
        let found = all.over(limit);
        prop_assert_eq!(found.prompts, over.len() as u64);
        prop_assert_eq!(found.tokens, over.iter().sum::<usize>() as u64);
        prop_assert_eq!(found.most, over.last().copied().unwrap_or(0));
        let mut times: BTreeMap<TokenId, u64> = BTreeMap::new();
        rows.iter().flatten().for_each(|&id| *times.entry(id).or_default() += 1);
        prop_assert_eq!(all.distinct(), times.len());
        prop_assert_eq!(all.frequent(usize::MAX).into_iter().collect::<BTreeMap<_, _>>(), times);
        let has_fallback = |row: &&Vec<TokenId>| row.iter().any(|&id| encoder.vocabulary().kind(id).is_fallback());
        prop_assert_eq!(all.with_fallback(), rows.iter().filter(has_fallback).count() as u64);
    }

    #[test]
    fn cut_characters_are_those_that_have_bytes_of_several_tokens(text in text()) {
        let encoder = sd1();
        let encoding = encoder.encode(&text);
        let mut statistics = Statistics::of(encoder.vocabulary());
        statistics.add(&encoding.ids().collect::<Vec<_>>(), encoder.vocabulary());
        let mut cut: HashMap<char, u64> = HashMap::new();
        for (at, character) in encoding.normalized.char_indices() {
            let holds = |byte: usize| byte > at && byte < at + character.len_utf8();
            let is_text = |kind: TokenKind| kind != TokenKind::Special;
            if encoding.tokens.iter().any(|token| is_text(token.kind) && holds(token.normalized.start)) {
                *cut.entry(character).or_default() += 1;
            }
        }
        prop_assert_eq!(statistics.cut_characters(usize::MAX).into_iter().collect::<HashMap<_, _>>(), cut);
    }
}

#[test]
fn a_long_run_of_cut_characters_is_gone_through_once() {
    // Each character was looked for among the starts of all tokens of the run: the square of its length.
    let encoder = sd1();
    let ids: Vec<TokenId> = encoder.encode(&"🏯".repeat(100_000)).ids().collect();
    let mut statistics = Statistics::of(encoder.vocabulary());
    statistics.add(&ids, encoder.vocabulary());
    assert_eq!(statistics.cut_characters(2), [('🏯', 100_000)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_bar_has_both_prompts_that_fit_and_prompts_that_do_not(
        lengths in prop::collection::vec(prop_oneof![0..90_usize, 0..3_000_usize], 1..30),
        slots in 2..200_usize,
    ) {
        let encoder = sd1();
        let mut statistics = Statistics::of(encoder.vocabulary());
        for &length in &lengths {
            statistics.add(&vec![TokenId(320); length], encoder.vocabulary());
        }
        let context_length = ContextLength::new(slots).unwrap();
        let report = StatisticsReport::new(&statistics, &encoder, context_length, 0);
        let bars = report.bars();
        prop_assert!(bars.len() <= 35, "{}", bars.len());
        prop_assert_eq!(bars[0].first, 0);
        for pair in bars.windows(2) {
            prop_assert_eq!(pair[0].last.map(|last| last + 1), Some(pair[1].first));
        }
        let room = slots - 2;
        for bar in &bars {
            let holds = |length: &&usize| **length >= bar.first && bar.last.is_none_or(|last| **length <= last);
            prop_assert_eq!(bar.prompts, lengths.iter().filter(holds).count() as u64, "{:?}", bar);
            prop_assert!(bar.first > room || bar.last.is_some_and(|last| last <= room), "{:?}", bar);
        }
    }
}
