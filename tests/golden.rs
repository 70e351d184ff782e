//! The real packages' answers, string by string.

use std::collections::HashMap;

use cliptok::dialect::{self, DIALECTS};
use cliptok::{Layout, TokenId, Tokenizer};
use serde::Deserialize;

use crate::support::{ids, read, tokenizer};

#[derive(Deserialize)]
struct Golden {
    set: String,
    text: String,
    #[serde(flatten)]
    ids: HashMap<String, Vec<u16>>,
}

fn dialects() -> Vec<Golden> {
    let goldens: Vec<Golden> =
        read("tests/golden/dialects.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(goldens.len(), 8_051, "no golden is missing");
    goldens
}

/// Compares a tokenizer's ids with those under the first of `keys` that a golden has.
fn compare(tokenizer: &Tokenizer, keys: &[&str]) {
    let wrong: Vec<String> = dialects()
        .iter()
        .filter_map(|golden| {
            let wanted = keys.iter().find_map(|key| golden.ids.get(*key)).expect("every golden has ids");
            let found = ids(tokenizer, &golden.text);
            (found != *wanted)
                .then(|| format!("{}: {:?}: {found:?}, not {wanted:?}", golden.set, golden.text))
        })
        .collect();
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_dialect_gives_the_ids_of_its_packages() {
    for dialect in DIALECTS {
        compare(&Tokenizer::built_in(dialect), &[dialect.name, "all"]);
    }
}

#[test]
fn hf_with_bang_as_pad_gives_the_ids_of_transformers_5() {
    compare(&tokenizer("sd2"), &["hf+bang", "hf", "all"]);
}

#[test]
fn rows_are_those_of_the_packages() {
    let rows: Vec<HashMap<String, serde_json::Value>> =
        read("tests/golden/layout.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 18, "no golden is missing");
    for row in rows {
        let text = row["text"].as_str().unwrap();
        for (name, key) in [
            ("sd1", "hf"),
            ("sdxl-l", "hf"),
            ("sd2", "hf+bang"),
            ("sdxl-g", "hf+bang"),
            ("openai", "openai"),
            ("open-clip", "open-clip"),
        ] {
            let wanted: Vec<u16> = serde_json::from_value(row[key].clone()).unwrap();
            assert_eq!(laid_out(name, text), wanted, "{name}: {text:?}");
        }
    }
}

fn laid_out(name: &str, text: &str) -> Vec<u16> {
    let (model, tokenizer) = (dialect::model(name).unwrap(), tokenizer(name));
    let content: Vec<TokenId> = tokenizer.encode(text).ids().collect();
    let layout = Layout::new(model.context_length, content.len());
    let pad = model.pad.id(tokenizer.vocabulary());
    layout.ids(&content, pad, tokenizer.vocabulary()).map(|id| id.0).collect()
}
