//! Enters: prompts, a line each. Leaves: what each stage takes for them, and the whole, one by one and in a batch.
//!
//! `cargo bench` measures a small text that is part of the project; `CLIPTOK_BENCH_FILE=FILE cargo bench` measures
//! another one. The small one fits into every cache, so its figures are those of warm tables.

#![allow(clippy::expect_used, reason = "a benchmark that cannot be set up says so and stops")]

use std::sync::LazyLock;

use cliptok::batch::{Invalid, NotUtf8, Separator};
use cliptok::explain::Statistics;
use cliptok::{Dialect, Encoder, Model, TokenId, WordPosition};
use cliptok_bpe::merge;
use divan::Bencher;
use divan::counter::BytesCount;

static TEXT: LazyLock<String> = LazyLock::new(|| match std::env::var_os("CLIPTOK_BENCH_FILE") {
    None => include_str!("prompts.txt").to_owned(),
    Some(file) => std::fs::read_to_string(file).expect("CLIPTOK_BENCH_FILE is a file of UTF-8"),
});

static SD1: LazyLock<Encoder> = LazyLock::new(|| Encoder::for_model(Model::Sd1));

fn main() {
    divan::main();
}

fn bytes() -> BytesCount {
    BytesCount::of_str(TEXT.as_str())
}

fn named(dialect: &str) -> Encoder {
    Encoder::for_dialect(Dialect::named(dialect).expect("it is one"))
}

#[divan::bench(args = ["hf", "openai", "open-clip", "hf-slow", "hf-basic"])]
fn normalizing(bencher: Bencher<'_, '_>, dialect: &str) {
    let encoder = named(dialect);
    bencher
        .counter(bytes())
        .bench(|| TEXT.lines().map(|line| encoder.normalize(line).text().len()).sum::<usize>());
}

#[divan::bench]
fn pre_tokenizing(bencher: Bencher<'_, '_>) {
    let lines: Vec<_> = TEXT.lines().map(|line| SD1.normalize(line)).collect();
    bencher.counter(bytes()).bench(|| lines.iter().map(|line| SD1.pre_tokenize(line).count()).sum::<usize>());
}

#[divan::bench]
fn merging(bencher: Bencher<'_, '_>) {
    let words: Vec<String> = TEXT.split_whitespace().map(str::to_lowercase).collect();
    let (vocabulary, merges) = (SD1.vocabulary(), SD1.merges());
    bencher.counter(bytes()).bench(|| {
        let mut tokens = Vec::new();
        for word in &words {
            merge(word.as_bytes(), WordPosition::Final, vocabulary, merges, &mut tokens, &mut |_| ());
        }
        tokens.len()
    });
}

#[divan::bench]
fn inspecting(bencher: Bencher<'_, '_>) {
    bencher.counter(bytes()).bench(|| TEXT.lines().map(|line| SD1.encode(line).tokens.len()).sum::<usize>());
}

#[divan::bench(args = ["hf", "openai", "open-clip", "hf-slow", "hf-basic"])]
fn encoding(bencher: Bencher<'_, '_>, dialect: &str) {
    let mut batch = named(dialect).batch();
    let mut ids = Vec::new();
    bencher.counter(bytes()).bench_local(|| {
        ids.clear();
        for line in TEXT.lines() {
            batch.encode(line, &mut ids);
        }
        ids.len()
    });
}

#[divan::bench]
fn encoding_lines(bencher: Bencher<'_, '_>) {
    let mut batch = SD1.batch();
    bencher.counter(bytes()).bench_local(|| {
        let mut tokens = 0;
        batch.encode_lines(TEXT.as_bytes(), Separator::LineFeed, Invalid::Refuse, |_, ids| {
            tokens += ids.len();
            Ok::<(), NotUtf8>(())
        })?;
        Ok::<usize, NotUtf8>(tokens)
    });
}

#[divan::bench]
fn counting_lines(bencher: Bencher<'_, '_>) {
    let mut batch = SD1.batch();
    bencher.counter(bytes()).bench_local(|| {
        let mut tokens = 0;
        batch.count_lines(TEXT.as_bytes(), Separator::LineFeed, Invalid::Refuse, |_, count| {
            tokens += count;
            Ok::<(), NotUtf8>(())
        })?;
        Ok::<usize, NotUtf8>(tokens)
    });
}

#[divan::bench]
fn laying_out_rows(bencher: Bencher<'_, '_>) {
    let lines: Vec<&str> = TEXT.lines().collect();
    let mut batch = SD1.batch();
    let mut rows = vec![0; lines.len() * SD1.model().context_length().slots()];
    bencher.counter(bytes()).bench_local(|| batch.rows_into(&lines, &mut rows));
}

#[divan::bench]
fn summing_up(bencher: Bencher<'_, '_>) {
    let rows: Vec<Vec<TokenId>> = TEXT.lines().map(|line| SD1.ids(line)).collect();
    let mut statistics = Statistics::of(SD1.vocabulary());
    bencher.counter(bytes()).bench_local(|| {
        for row in &rows {
            statistics.add(row, SD1.vocabulary());
        }
    });
}
