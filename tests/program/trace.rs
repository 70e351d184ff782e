//! `cliptok trace`: the steps of normalization and every merge, for a person and for a program.

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use snapbox::assert_data_eq;

use crate::program::json::{Source, Span, Token};
use crate::support::{cliptok, cliptok_reading, text, view};

#[test]
fn a_prompt_that_is_repaired_on_80_columns() {
    let view = view("80", &["trace", "--model", "openai", "It’s  “sÃ£o” CAFÉ&amp; 🏯 <|endoftext|>"], 0);
    assert_data_eq!(view, snapbox::file!["snapshots/trace-80.txt"].raw());
}

#[test]
fn a_long_word_on_40_columns_in_color() {
    let view = view("40", &["trace", "--color", "always", "antidisestablishmentarianism 🖍"], 0);
    assert_data_eq!(view, snapbox::file!["snapshots/trace-color-40.txt"].raw());
}

#[test]
fn what_is_dropped_cannot_be_taken_for_a_word() {
    let ran = cliptok(&["trace", "--dialect", "openai", "NOTHING\u{FEFF}"]);
    assert!(ran.stdout.contains("control characters: \\u{feff} dropped at byte 7..10\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("lower-casing: NOTHING → nothing at byte 0..7\n"), "{}", ran.stdout);
}

#[test]
fn a_joiner_at_the_end_of_a_token_joins_nothing_on_the_screen() {
    let ran = cliptok(&["trace", "👨‍👩"]);
    assert!(ran.stdout.contains("👨\\u{200d} 25023"), "{}", ran.stdout);
}

#[test]
fn what_nothing_changes_says_so() {
    let ran = cliptok(&["trace", "cat", ""]);
    assert!(ran.stdout.contains("steps       normalization changes nothing\n"), "{}", ran.stdout);
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Trace {
    version: u8,
    source: Source,
    prompt: String,
    model: String,
    dialect: String,
    steps: Vec<Step>,
    normalized_text: String,
    words: Vec<Word>,
    syntax: String,
    segments: Option<Value>,
    counter: Option<Value>,
    row_ends: Option<Value>,
    embeddings: Option<Value>,
    raises: Option<Value>,
    and: Option<Value>,
    schedule: Option<Value>,
    parts: Option<Value>,
    swap: Option<Value>,
    other_texts: Option<Value>,
    networks: Option<Value>,
    removed: Option<Value>,
}

impl Trace {
    /// What a program makes of a prompt, which is nothing where it is text.
    fn of_program(&self) -> [&Option<Value>; 12] {
        let Self { segments, counter, row_ends, embeddings, raises, and, schedule, parts, .. } = self;
        let Self { swap, other_texts, networks, removed, .. } = self;
        [
            segments,
            counter,
            row_ends,
            embeddings,
            raises,
            and,
            schedule,
            parts,
            swap,
            other_texts,
            networks,
            removed,
        ]
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Step {
    step: String,
    edits: Vec<Edit>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Edit {
    before: String,
    after: String,
    original: Span,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    text: String,
    normalized: Span,
    original: Span,
    symbols: Vec<u16>,
    merges: Vec<Merge>,
    tokens: Vec<Token>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Merge {
    rank: u16,
    left: Entry,
    right: Entry,
    merged: Entry,
    normalized: Span,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: u16,
    text: Option<String>,
    bytes: String,
    kind: String,
    ends_word: bool,
}

#[test]
fn json_has_every_step_and_every_merge() {
    let ran = cliptok(&["trace", "--dialect", "openai", "--format", "json", "’Cat"]);
    let [trace]: [Trace; 1] = serde_json::from_str::<Vec<Trace>>(&ran.stdout).unwrap().try_into().unwrap();
    assert_eq!(trace.version, 1);
    assert_eq!((trace.syntax.as_str(), trace.of_program()), ("text", [&None; 12]));
    assert_eq!(trace.source, Source::new("argument", None, 1));
    assert_eq!((trace.model.as_str(), trace.dialect.as_str()), ("sd1", "openai"));
    assert_eq!((trace.prompt.as_str(), trace.normalized_text.as_str()), ("’Cat", "'cat"));
    let step = |step: &str, before: &str, after: &str, start, end| Step {
        step: step.to_owned(),
        edits: vec![Edit {
            before: before.to_owned(),
            after: after.to_owned(),
            original: Span { start, end },
        }],
    };
    assert_eq!(trace.steps, [step("quotes", "’", "'", 0, 3), step("lower-casing", "C", "c", 3, 4)]);
    let [quote, cat] = &trace.words[..] else { panic!("two words") };
    assert_eq!((quote.text.as_str(), quote.symbols.len(), quote.merges.len()), ("'", 1, 0));
    assert_eq!((cat.text.as_str(), &cat.normalized), ("cat", &Span { start: 1, end: 4 }));
    assert_eq!(cat.original, Span { start: 3, end: 6 });
    let merge = &cat.merges[0];
    assert_eq!((merge.rank, &merge.normalized), (24, &Span { start: 2, end: 4 }));
    assert_eq!((merge.left.bytes.as_str(), merge.right.bytes.as_str()), ("61", "74"));
    assert!(merge.merged.ends_word && merge.merged.kind == "whole");
    assert_eq!(merge.merged.text.as_deref(), Some("at"));
    assert_eq!(cat.merges.len(), 2);
    let [token] = &cat.tokens[..] else { panic!("one token") };
    assert_eq!(
        (token.id, &token.original, token.characters.as_str()),
        (2368, &Span { start: 3, end: 6 }, "Cat")
    );
    assert_eq!((token.row, token.slot), (None, None), "no row is laid out");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..Default::default() })]

    #[test]
    fn merges_lead_from_the_symbols_to_the_tokens(text in text()) {
        let line = serde_json::to_string(&text).unwrap();
        let ran = cliptok_reading(&["trace", "--dialect", "hf-slow", "--format", "jsonl", "--jsonl"], line.as_bytes());
        let trace: Trace = serde_json::from_str(&ran.stdout).unwrap();
        for word in trace.words.iter().filter(|word| !word.symbols.is_empty()) {
            prop_assert_eq!(word.symbols.len(), word.text.len());
            let mut symbols: Vec<u16> = word.symbols.clone();
            let mut starts: Vec<usize> = (word.normalized.start..word.normalized.end).collect();
            for merge in &word.merges {
                let at = starts.iter().position(|&start| start == merge.normalized.start).unwrap();
                prop_assert_eq!(&symbols[at..at + 2], &[merge.left.id, merge.right.id]);
                symbols.splice(at..at + 2, [merge.merged.id]);
                starts.remove(at + 1);
                let joined = format!("{}{}", merge.left.bytes, merge.right.bytes);
                prop_assert_eq!(&merge.merged.bytes, &joined);
            }
            prop_assert_eq!(symbols, word.tokens.iter().map(|token| token.id).collect::<Vec<_>>());
        }
    }
}
