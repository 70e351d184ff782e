//! The real packages' answers, string by string.

use std::collections::HashMap;

use cliptok::{BatchEncoder, Dialect, Encoder, Layout, Model, TokenId};
use serde::Deserialize;

use crate::support::{ids, read, sd2};

/// A text, and what each package that was asked gives for it.
#[derive(Deserialize)]
pub(super) struct Golden {
    set: String,
    pub text: String,
    #[serde(flatten)]
    pub ids: HashMap<String, Vec<u16>>,
}

/// The answers in a file.
pub(super) fn answers(path: &str) -> Vec<Golden> {
    let goldens: Vec<Golden> = read(path).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(goldens.len(), 8_051, "no golden is missing");
    goldens
}

/// Compares an encoder's ids with those under the first of `keys` that a golden has.
fn compare(encoder: &Encoder, keys: &[&str]) {
    let wrong: Vec<String> = answers("tests/golden/dialects.jsonl")
        .iter()
        .filter_map(|golden| {
            let wanted = keys.iter().find_map(|key| golden.ids.get(*key)).expect("every golden has ids");
            let found = ids(encoder, &golden.text);
            (found != *wanted)
                .then(|| format!("{}: {:?}: {found:?}, not {wanted:?}", golden.set, golden.text))
        })
        .collect();
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_dialect_gives_the_ids_of_its_packages() {
    // The outdated dialect has a golden of its own, in `hf_basic_4_30.rs`.
    for &dialect in Dialect::ALL.iter().filter(|&&dialect| dialect != Dialect::HfBasic430) {
        compare(&Encoder::for_dialect(dialect), &[dialect.name(), "all"]);
    }
}

#[test]
fn hf_with_bang_as_pad_gives_the_ids_of_transformers_5() {
    compare(&sd2(), &["hf+bang", "hf", "all"]);
}

#[test]
fn rows_are_those_of_the_packages() {
    let rows: Vec<HashMap<String, serde_json::Value>> =
        read("tests/golden/layout.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 18, "no golden is missing");
    for row in &rows {
        let text = row["text"].as_str().unwrap();
        for (model, key) in KEYS {
            assert_eq!(laid_out(model, text), row_of(row, key), "{}: {text:?}", model.name());
            let row_of_encoder = Encoder::for_model(model).row(text);
            assert_eq!(row_of_encoder.to_u16(), row_of(row, key), "{}: {text:?}", model.name());
        }
    }
    for (model, key) in KEYS {
        let texts: Vec<&str> = rows.iter().map(|row| row["text"].as_str().unwrap()).collect();
        let wanted: Vec<u16> = rows.iter().flat_map(|row| row_of(row, key)).collect();
        let mut encoder = BatchEncoder::for_model(model);
        assert_eq!(encoder.rows(&texts).flat(), wanted, "{}", model.name());
        let mut buffer = vec![7; wanted.len()];
        encoder.rows_into(&texts, &mut buffer).unwrap();
        assert_eq!(buffer, wanted, "{}", model.name());
    }
}

/// The models, each with what the goldens call those who answered for it.
const KEYS: [(Model, &str); 6] = [
    (Model::Sd1, "hf"),
    (Model::SdxlL, "hf"),
    (Model::Sd2, "hf+bang"),
    (Model::SdxlG, "hf+bang"),
    (Model::OpenAi, "openai"),
    (Model::OpenClip, "open-clip"),
];

fn row_of(golden: &HashMap<String, serde_json::Value>, key: &str) -> Vec<u16> {
    serde_json::from_value(golden[key].clone()).unwrap()
}

/// The row of a text, put together from its tokens and their layout.
fn laid_out(model: Model, text: &str) -> Vec<u16> {
    let encoder = Encoder::for_model(model);
    let content: Vec<TokenId> = encoder.encode(text).ids().collect();
    let layout = Layout::new(model.context_length(), content.len());
    layout.ids(&content, model.pad().id(encoder.vocabulary()), encoder.vocabulary()).map(|id| id.0).collect()
}
