//! Enters: the text of `tokenizer.json`. Leaves: its vocabulary, its merges, its added tokens, and what else it has.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::settings::TOKENIZER_JSON;
use super::token::{Purpose, TokenSetting};
use crate::error::LoadProblem;
use crate::not_honored::NotHonored;
use crate::vocab_json::{Pairs, placed};

/// What is read of a `tokenizer.json`.
#[derive(Default)]
pub(super) struct TokenizerJson {
    pub vocab: Vec<(String, u64)>,
    /// The parts of each rule.
    pub merges: Vec<(String, String)>,
    /// As the file has them.
    pub added_tokens: Vec<Value>,
    /// Whatever stands beside them and may matter, by its name.
    pub others: Vec<(String, Value)>,
}

impl TokenizerJson {
    /// Reads the file.
    ///
    /// # Errors
    /// If it is not JSON, or not the tokenizer of a byte-level BPE.
    pub(super) fn parse(text: &str) -> Result<Self, LoadProblem> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let mut parsed = Self::default();
        let read = reader.deserialize_map(File(&mut parsed)).and_then(|()| reader.end());
        read.map_err(|error| {
            let (line, column, message) = placed(&error);
            LoadProblem::Form { line, column, message }
        })?;
        Ok(parsed)
    }
}

/// The whole file.
struct File<'f>(&'f mut TokenizerJson);

/// Its `model`.
struct Model<'f>(&'f mut TokenizerJson);

impl<'de> Visitor<'de> for File<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a model")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut has_model = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "model" => {
                    map.next_value_seed(Model(&mut *self.0))?;
                    has_model = true;
                }
                "added_tokens" => self.0.added_tokens = map.next_value()?,
                "normalizer" | "pre_tokenizer" | "padding" | "truncation" => {
                    self.0.others.push((key, map.next_value()?));
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if has_model { Ok(()) } else { Err(A::Error::missing_field("model")) }
    }
}

impl<'de> DeserializeSeed<'de> for Model<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Model<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a model of the type BPE, with a vocab and merges")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut has_vocab, mut has_merges) = (false, false);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "vocab" => {
                    self.0.vocab = map.next_value_seed(Vocab)?;
                    has_vocab = true;
                }
                "merges" => {
                    let rules: Vec<Rule> = map.next_value()?;
                    self.0.merges = rules.into_iter().map(|Rule(left, right)| (left, right)).collect();
                    has_merges = true;
                }
                "type" => {
                    let kind: Value = map.next_value()?;
                    if kind != "BPE" {
                        return Err(A::Error::custom(format!(
                            "the type of the model is {kind}; CLIP's is \"BPE\""
                        )));
                    }
                }
                _ => self.0.others.push((format!("model.{key}"), map.next_value()?)),
            }
        }
        match (has_vocab, has_merges) {
            (true, true) => Ok(()),
            (false, _) => Err(A::Error::missing_field("vocab")),
            (true, false) => Err(A::Error::missing_field("merges")),
        }
    }
}

/// The entries.
struct Vocab;

impl<'de> DeserializeSeed<'de> for Vocab {
    type Value = Vec<(String, u64)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(Pairs)
    }
}

/// A rule: `"a b"`, or `["a", "b"]`.
struct Rule(String, String);

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let rule = match &value {
            Value::String(text) => {
                text.split_once(' ').map(|(left, right)| (left.to_owned(), right.to_owned()))
            }
            Value::Array(parts) => match parts.as_slice() {
                [Value::String(left), Value::String(right)] => Some((left.clone(), right.clone())),
                _ => None,
            },
            _ => None,
        };
        let (left, right) =
            rule.ok_or_else(|| D::Error::custom(format!("{value} is not a rule of two parts")))?;
        Ok(Self(left, right))
    }
}

/// The steps of CLIP's tokenizer, by their types.
const NORMALIZERS: [&str; 3] = ["NFC", "Replace", "Lowercase"];
const PRE_TOKENIZERS: [&str; 2] = ["Split", "ByteLevel"];

impl TokenizerJson {
    /// The pad that the file itself names.
    pub(super) fn pad(&self) -> Option<TokenSetting> {
        let (_, padding) = self.others.iter().find(|(name, _)| name == "padding")?;
        TokenSetting::of(padding.get("pad_token")?, Purpose::Special)
    }

    /// What it asks for and is not done. `unknown` is what stands for bytes without an entry.
    pub(super) fn without_effect(&self, unknown: &str) -> Vec<NotHonored> {
        let asks = |name: &str, value: &Value| match name {
            "normalizer" => types(value, "normalizers") != NORMALIZERS,
            "pre_tokenizer" => types(value, "pretokenizers") != PRE_TOKENIZERS,
            "model.end_of_word_suffix" => value != "</w>",
            "model.unk_token" => value != unknown,
            "model.continuing_subword_prefix" => value != "",
            "padding" => value.get("direction").is_some_and(|side| side == "Left"),
            // A boolean, or a share of merges to leave out.
            _ => *value != false,
        };
        let asking = self.others.iter().filter(|(name, value)| !value.is_null() && asks(name, value));
        let named = asking.map(|(name, value)| {
            let value =
                if value.is_object() { "with other steps than CLIP's".to_owned() } else { value.to_string() };
            NotHonored::Setting { file: TOKENIZER_JSON, name: name.clone(), value }
        });
        named.collect()
    }
}

/// The types of the steps of a sequence, or of one step.
fn types<'v>(value: &'v Value, steps: &str) -> Vec<&'v str> {
    let of = |step: &'v Value| step.get("type").and_then(Value::as_str).unwrap_or_default();
    match value.get(steps).and_then(Value::as_array) {
        Some(steps) => steps.iter().map(of).collect(),
        None => vec![of(value)],
    }
}
