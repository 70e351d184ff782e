//! Enters: the settings of a tokenizer folder. Leaves: its tokens in the order of their ids, and what else they say.

use std::fmt;
use std::path::Path;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::token::{Purpose, TokenSetting};
use super::tokenizer_json::TokenizerJson;
use crate::error::{LoadError, LoadProblem};
use crate::files;
use crate::not_honored::NotHonored;
use crate::token::SpecialToken;
use crate::vocab_json::placed;

const CONFIG: &str = "tokenizer_config.json";
const SPECIAL_TOKENS: &str = "special_tokens_map.json";
const ADDED_TOKENS: &str = "added_tokens.json";
pub(super) const TOKENIZER_JSON: &str = "tokenizer.json";

/// The purposes that every tokenizer knows, in the order in which their tokens are numbered.
const PURPOSES: [&str; 7] =
    ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

/// No length at all: transformers writes 10³⁰ for it.
const NO_LENGTH: f64 = 1e20;

/// What the settings say.
pub(super) struct Settings {
    /// Added tokens with the ids that a file gives them, and the file.
    pub added: Vec<(u64, &'static str, TokenSetting)>,
    /// Start, end, and what stands for bytes without an entry.
    pub start: TokenSetting,
    pub end: TokenSetting,
    pub unknown: TokenSetting,
    /// The pad, if it is named.
    pub pad: Option<TokenSetting>,
    /// All tokens with a purpose, in their order.
    pub special: Vec<TokenSetting>,
    pub slots: Option<u64>,
    pub not_honored: Vec<NotHonored>,
}

/// The keys of a settings file with their values, in the order of the file, and that file.
type Keys = Vec<(String, Value, &'static str)>;

impl Settings {
    /// Reads the settings of a folder; `None` if it has none.
    ///
    /// # Errors
    /// If a file cannot be read, or is not a JSON object.
    pub(super) fn read(directory: &Path, json: Option<&TokenizerJson>) -> Result<Option<Self>, LoadError> {
        let (config, special_tokens, added_tokens) = (
            object(directory, CONFIG)?,
            object(directory, SPECIAL_TOKENS)?,
            object(directory, ADDED_TOKENS)?,
        );
        if json.is_none() && config.is_none() && special_tokens.is_none() && added_tokens.is_none() {
            return Ok(None);
        }
        let mut not_honored = Vec::new();
        let mut keys = config.unwrap_or_default();
        let mut added = Vec::new();
        if let Some((_, decoder, file)) = keys.iter().find(|(key, ..)| key == "added_tokens_decoder") {
            // The list stands for what all other files say of tokens.
            for (id, value) in decoder.as_object().into_iter().flatten() {
                match (id.parse(), TokenSetting::of(value, Purpose::Word)) {
                    (Ok(id), Some(token)) => added.push((id, *file, token)),
                    _ => not_honored.push(unreadable(file, &format!("added_tokens_decoder {id}"))),
                }
            }
        } else {
            overwrite(&mut keys, special_tokens.unwrap_or_default());
            let special = tokens_of(&keys, &mut Vec::new());
            for (spelling, id, file) in added_tokens.unwrap_or_default() {
                let is_special = special.iter().any(|(_, token)| token.spelling == spelling);
                let purpose = if is_special { Purpose::Special } else { Purpose::Word };
                match id.as_u64() {
                    Some(id) => added.push((id, file, TokenSetting::plain(&spelling, purpose))),
                    None => not_honored.push(unreadable(file, &spelling)),
                }
            }
            for value in json.iter().flat_map(|json| &json.added_tokens) {
                let id = value.get("id").and_then(Value::as_u64);
                match (id, TokenSetting::of(value, Purpose::Word)) {
                    (Some(id), Some(token)) => added.push((id, TOKENIZER_JSON, token)),
                    _ => not_honored.push(unreadable(TOKENIZER_JSON, "a token of added_tokens")),
                }
            }
        }
        added.sort_by_key(|(id, ..)| *id);
        tokens_of(&keys, &mut not_honored);
        // What cannot be read has been noted, and the usual token takes its place.
        let is_token = |value| TokenSetting::of(value, Purpose::Special).is_some();
        let is_named = |wanted: &str| keys.iter().any(|(name, value, _)| name == wanted && is_token(value));
        let pad_is_named = is_named("pad_token");
        let [start, end] = SpecialToken::ALL.map(SpecialToken::spelling);
        let usual = [("bos_token", start), ("eos_token", end), ("unk_token", end), ("pad_token", end)];
        let usual: Vec<(&str, &str)> = usual.into_iter().filter(|(name, _)| !is_named(name)).collect();
        let usual = usual.into_iter().map(|(name, token)| (name.to_owned(), Value::from(token), CONFIG));
        overwrite(&mut keys, usual.collect());
        let special = tokens_of(&keys, &mut Vec::new());
        let named =
            |purpose| special.iter().find(|(name, _)| name == purpose).map(|(_, token)| token.clone());
        let [start, end] =
            SpecialToken::ALL.map(|token| TokenSetting::plain(token.spelling(), Purpose::Special));
        // Where no pad is named, it is the usual end token, even if the folder has another end.
        let is_end = |pad: &TokenSetting| named("eos_token").is_some_and(|end| end.spelling == pad.spelling);
        let pad = named("pad_token")
            .filter(|pad| pad_is_named || !is_end(pad))
            .or_else(|| json.and_then(TokenizerJson::pad));
        let settings = Self {
            start: named("bos_token").unwrap_or(start),
            unknown: named("unk_token").unwrap_or_else(|| end.clone()),
            pad,
            end: named("eos_token").unwrap_or(end),
            special: special.into_iter().map(|(_, token)| token).collect(),
            added,
            slots: slots(&keys, &mut not_honored),
            not_honored: Vec::new(),
        };
        not_honored.extend(without_effect(&keys));
        not_honored.extend(json.into_iter().flat_map(|json| json.without_effect(&settings.unknown.spelling)));
        Ok(Some(Self { not_honored, ..settings }))
    }
}

/// The tokens with a purpose, each with its name, in the order in which they are numbered: the usual purposes, then others
/// whose names end in `_token`, then those of lists.
fn tokens_of(keys: &Keys, not_honored: &mut Vec<NotHonored>) -> Vec<(String, TokenSetting)> {
    let mut tokens = Vec::new();
    let mut push =
        |name: &str, value: &Value, file: &'static str| match TokenSetting::of(value, Purpose::Special) {
            Some(token) => tokens.push((name.to_owned(), token)),
            None => not_honored.push(unreadable(file, name)),
        };
    let present = keys.iter().filter(|(_, value, _)| !value.is_null());
    let of_name = |wanted: &str| present.clone().find(|(name, ..)| name == wanted);
    for (name, value, file) in PURPOSES.iter().filter_map(|name| of_name(name)) {
        push(name, value, file);
    }
    let is_other =
        |name: &str| name.ends_with("_token") && !PURPOSES.contains(&name) && !name.starts_with("add_");
    for (name, value, file) in present.clone().filter(|(name, ..)| is_other(name)) {
        push(name, value, file);
    }
    for list in ["additional_special_tokens", "extra_special_tokens"] {
        let Some((name, value, file)) = of_name(list) else { continue };
        match value {
            Value::Array(values) => values.iter().for_each(|value| push(name, value, file)),
            Value::Object(named) => named.values().for_each(|value| push(name, value, file)),
            other => push(name, other, file),
        }
    }
    tokens.retain(|(_, token)| !token.spelling.is_empty());
    tokens
}

/// How many slots a row has, if that is said.
fn slots(keys: &Keys, not_honored: &mut Vec<NotHonored>) -> Option<u64> {
    let (_, value, file) =
        keys.iter().find(|(name, value, _)| name == "model_max_length" && !value.is_null())?;
    if value.as_f64().is_some_and(|slots| slots >= NO_LENGTH) {
        return None;
    }
    let slots = value.as_u64().filter(|slots| (2..=65_536).contains(slots));
    if slots.is_none() {
        not_honored.push(NotHonored::Length { file, slots: value.to_string() });
    }
    slots
}

/// The settings that ask for what is not done.
fn without_effect(keys: &Keys) -> Vec<NotHonored> {
    let asks = |name: &str, value: &Value| match name {
        "do_lower_case" => *value == false,
        "add_prefix_space" | "split_special_tokens" | "clean_up_tokenization_spaces" => *value == true,
        "padding_side" | "truncation_side" => value != "right",
        "tokenizer_class" => !value.as_str().is_some_and(|class| class.starts_with("CLIPTokenizer")),
        _ => false,
    };
    let asking = keys.iter().filter(|(name, value, _)| !value.is_null() && asks(name, value));
    let named = asking.map(|(name, value, file)| {
        let (name, value) = (name.clone(), value.to_string());
        if name == "clean_up_tokenization_spaces" {
            NotHonored::OfDecoding { file, name, value }
        } else {
            NotHonored::Setting { file, name, value }
        }
    });
    named.collect()
}

fn unreadable(file: &'static str, name: &str) -> NotHonored {
    NotHonored::Token { file, name: name.to_owned() }
}

/// Puts keys of a later file in the place of those of an earlier one.
fn overwrite(keys: &mut Keys, later: Keys) {
    for (name, value, file) in later {
        keys.retain(|(known, ..)| *known != name);
        keys.push((name, value, file));
    }
}

/// Reads a file that is a JSON object; `None` if it is not there.
fn object(directory: &Path, file: &'static str) -> Result<Option<Keys>, LoadError> {
    let path = directory.join(file);
    let Some(text) = files::read_if_there(&path)? else { return Ok(None) };
    let mut reader = serde_json::Deserializer::from_str(&text);
    let read = reader.deserialize_map(Object).and_then(|keys| reader.end().map(|()| keys));
    let keys = read.map_err(|error| {
        let (line, column, message) = placed(&error);
        LoadProblem::Form { line, column, message }.of(&path)
    })?;
    let mut unique = Vec::new();
    // As everywhere in JSON, the last of several values counts.
    overwrite(&mut unique, keys.into_iter().map(|(key, value)| (key, value, file)).collect());
    Ok(Some(unique))
}

/// Reads an object in the order of its keys.
struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Vec<(String, Value)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of settings")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}
