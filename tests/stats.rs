//! `stats`: sums against a plain way of making them, the view, the JSON.

use std::collections::{BTreeMap, HashMap};

use cliptok::statistics::Statistics;
use cliptok::{TokenId, TokenKind};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{cliptok, cliptok_reading, text, tokenizer, view};

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn sums_are_those_of_a_plain_way(texts in prop::collection::vec(text(), 0..12), parts in 1..4_usize, limit in 0..20_usize) {
        let tokenizer = tokenizer("sd1");
        let rows: Vec<Vec<TokenId>> = texts.iter().map(|text| tokenizer.encode(text).ids().collect()).collect();
        // As threads do it: each its own, then all together.
        let mut all = Statistics::of(tokenizer.vocabulary());
        for part in rows.chunks(rows.len().div_ceil(parts).max(1)) {
            let mut statistics = Statistics::of(tokenizer.vocabulary());
            for row in part {
                statistics.add(row, tokenizer.vocabulary());
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
        let over: Vec<usize> = lengths.iter().filter_map(|length| length.checked_sub(limit)).filter(|&over| over > 0).collect();
        let found = all.over(limit);
        prop_assert_eq!(found.prompts, over.len() as u64);
        prop_assert_eq!(found.tokens, over.iter().sum::<usize>() as u64);
        prop_assert_eq!(found.most, over.last().copied().unwrap_or(0));
        let mut times: BTreeMap<TokenId, u64> = BTreeMap::new();
        rows.iter().flatten().for_each(|&id| *times.entry(id).or_default() += 1);
        prop_assert_eq!(all.distinct(), times.len());
        prop_assert_eq!(all.frequent(usize::MAX).into_iter().collect::<BTreeMap<_, _>>(), times);
        let has_fallback = |row: &&Vec<TokenId>| row.iter().any(|&id| tokenizer.vocabulary().kind(id).is_fallback());
        prop_assert_eq!(all.with_fallback(), rows.iter().filter(has_fallback).count() as u64);
    }

    #[test]
    fn cut_characters_are_those_that_have_bytes_of_several_tokens(text in text()) {
        let tokenizer = tokenizer("sd1");
        let encoding = tokenizer.encode(&text);
        let mut statistics = Statistics::of(tokenizer.vocabulary());
        statistics.add(&encoding.ids().collect::<Vec<_>>(), tokenizer.vocabulary());
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

const PROMPTS: &[&str] = &["a cat", "a photo of a cat", "🏯 🏯🖍", ""];

#[test]
fn json_has_all_of_it() {
    let ran = cliptok(
        &[&["stats", "--format", "json", "--context-length", "6", "--top", "2", "--"], PROMPTS].concat(),
    );
    let mut value: Value = serde_json::from_str(&ran.stdout).unwrap();
    for token in value["frequent"].as_array_mut().unwrap() {
        assert_eq!(token.as_object().unwrap().len(), 6);
    }
    assert_eq!(
        value,
        json!({
            "model": "sd1", "dialect": "hf", "prompts": 4, "tokens": 13, "mean": 3.25, "median": 2, "p95": 6, "max": 6,
            "over": { "room": 4, "prompts": 2, "tokens": 3, "most": 2 },
            "with_fallback": 1, "distinct": 9, "entries": 49408,
            "lengths": [
                { "tokens": 0, "prompts": 1 }, { "tokens": 2, "prompts": 1 },
                { "tokens": 5, "prompts": 1 }, { "tokens": 6, "prompts": 1 },
            ],
            "frequent": [
                { "id": 320, "kind": "whole", "ends_word": true, "bytes": "61", "text": "a", "times": 3 },
                { "id": 1109, "kind": "fragment", "ends_word": false, "bytes": "F09F8F", "text": null, "times": 2 },
            ],
            "cut_characters": [{ "character": "🏯", "times": 2 }, { "character": "🖍", "times": 1 }],
        })
    );
}

#[test]
fn a_person_sees_sums_a_histogram_and_what_is_frequent() {
    let shown = view("72", &[&["stats", "--context-length", "6", "--top", "3", "--"], PROMPTS].concat(), 0);
    snapbox::assert_data_eq!(shown, snapbox::file!["snapshots/stats-72.txt"].raw());
}

#[test]
fn a_long_run_of_cut_characters_is_gone_through_once() {
    // Each character was looked for among the starts of all tokens of the run: the square of its length.
    let tokenizer = tokenizer("sd1");
    let ids: Vec<TokenId> = tokenizer.encode(&"🏯".repeat(100_000)).ids().collect();
    let mut statistics = Statistics::of(tokenizer.vocabulary());
    statistics.add(&ids, tokenizer.vocabulary());
    assert_eq!(statistics.cut_characters(2), [('🏯', 100_000)]);
}

#[test]
fn no_prompt_is_no_division() {
    let ran = cliptok_reading(&["stats"], b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.contains("mean 0.0 · median 0") && !ran.stdout.contains("NaN"), "{}", ran.stdout);
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in ["40", "60", "100"] {
        let shown = view(columns, &[&["stats", "--"], PROMPTS].concat(), 0);
        let widest = shown.lines().map(unicode_width::UnicodeWidthStr::width).max().unwrap();
        assert!(widest <= columns.parse().unwrap(), "{columns}: {shown}");
    }
}
