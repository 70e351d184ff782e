//! Enters: prompts, a line each. Leaves: what each stage takes for them, and the whole by both doors.
//!
//! `cargo bench` measures a small text that is part of the project; `CLIPTOK_BENCH_FILE=FILE cargo bench` measures
//! another one. The small one fits into every cache, so its figures are those of warm tables.

#![allow(clippy::expect_used, reason = "a benchmark that cannot be set up says so and stops")]

use std::sync::LazyLock;

use cliptok::bpe;
use cliptok::fast::{Rows, Separator};
use cliptok::normalize::normalize;
use cliptok::pre_tokenize::pre_tokenize;
use cliptok::statistics::Statistics;
use cliptok::vocabulary::WordPosition;
use cliptok::{TokenId, Tokenizer, dialect};
use divan::Bencher;
use divan::counter::BytesCount;

static TEXT: LazyLock<String> = LazyLock::new(|| match std::env::var_os("CLIPTOK_BENCH_FILE") {
    None => include_str!("prompts.txt").to_owned(),
    Some(file) => std::fs::read_to_string(file).expect("CLIPTOK_BENCH_FILE is a file of UTF-8"),
});

static HF: LazyLock<Tokenizer> = LazyLock::new(|| Tokenizer::built_in(&dialect::HF));

fn main() {
    divan::main();
}

fn bytes() -> BytesCount {
    BytesCount::of_str(TEXT.as_str())
}

#[divan::bench(args = ["hf", "openai", "open-clip", "hf-slow", "hf-basic"])]
fn normalizing(bencher: Bencher<'_, '_>, name: &str) {
    let dialect = dialect::dialect(name).expect("it is one");
    bencher.counter(bytes()).bench(|| {
        TEXT.lines()
            .map(|line| normalize(line, dialect.cut_out, &[], dialect.steps).text().len())
            .sum::<usize>()
    });
}

#[divan::bench]
fn pre_tokenizing(bencher: Bencher<'_, '_>) {
    let vocabulary = HF.vocabulary();
    let steps = HF.dialect().steps;
    let lines: Vec<_> = TEXT.lines().map(|line| normalize(line, HF.dialect().cut_out, &[], steps)).collect();
    bencher.counter(bytes()).bench(|| {
        lines.iter().map(|line| pre_tokenize(line, HF.dialect(), vocabulary).count()).sum::<usize>()
    });
}

#[divan::bench]
fn merging(bencher: Bencher<'_, '_>) {
    let words: Vec<String> = TEXT.split_whitespace().map(str::to_lowercase).collect();
    let (vocabulary, merges) = (HF.vocabulary(), HF.merges());
    bencher.counter(bytes()).bench(|| {
        let mut tokens = Vec::new();
        for word in &words {
            bpe::merge(word.as_bytes(), WordPosition::Final, vocabulary, merges, &mut tokens, &mut |_| ());
        }
        tokens.len()
    });
}

#[divan::bench]
fn inspecting(bencher: Bencher<'_, '_>) {
    bencher.counter(bytes()).bench(|| TEXT.lines().map(|line| HF.encode(line).tokens.len()).sum::<usize>());
}

#[divan::bench(args = ["hf", "openai", "open-clip", "hf-slow", "hf-basic"])]
fn encoding(bencher: Bencher<'_, '_>, name: &str) {
    let tokenizer = Tokenizer::built_in(dialect::dialect(name).expect("it is one"));
    let mut volume = tokenizer.volume();
    bencher.counter(bytes()).bench_local(|| {
        let mut ids = Vec::new();
        for line in TEXT.lines() {
            volume.encode(line, &mut ids);
        }
        ids.len()
    });
}

#[divan::bench]
fn encoding_records(bencher: Bencher<'_, '_>) {
    let mut volume = HF.volume();
    let mut rows = Rows::default();
    bencher.counter(bytes()).bench_local(|| {
        rows.clear();
        volume.encode_records(TEXT.as_bytes(), Separator::LineFeed, &mut rows)
    });
}

#[divan::bench]
fn counting_records(bencher: Bencher<'_, '_>) {
    let mut volume = HF.volume();
    let mut counts = Vec::new();
    bencher.counter(bytes()).bench_local(|| {
        counts.clear();
        volume.count_records(TEXT.as_bytes(), Separator::LineFeed, &mut counts)
    });
}

#[divan::bench]
fn summing_up(bencher: Bencher<'_, '_>) {
    let mut rows: Vec<Vec<TokenId>> = Vec::new();
    let mut volume = HF.volume();
    for line in TEXT.lines() {
        let mut ids = Vec::new();
        volume.encode(line, &mut ids);
        rows.push(ids);
    }
    let mut statistics = Statistics::of(HF.vocabulary());
    bencher.counter(bytes()).bench_local(|| {
        for row in &rows {
            statistics.add(row, HF.vocabulary());
        }
    });
}
