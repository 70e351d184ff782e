//! A tokenizer folder whose files are any bytes: an error in words, or an encoder that works.

#![no_main]

use std::fs;
use std::sync::LazyLock;

use cliptok::explain::reach;
use cliptok::{Dialect, Encoder, Model, TokenId};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().unwrap());

/// What a vocabulary must have, in the order of its ids.
static BASE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let visible = (0x21..=0x7E).chain(0xA1..=0xAC).chain(0xAE..=0xFF).chain(0x100..0x144);
    let letters: Vec<String> = visible.filter_map(char::from_u32).map(String::from).collect();
    let ending = letters.iter().map(|letter| format!("{letter}</w>"));
    letters.iter().cloned().chain(ending).collect()
});

/// The files beside a vocabulary, which have settings.
const SETTINGS: [&str; 4] =
    ["special_tokens_map.json", "tokenizer_config.json", "added_tokens.json", "tokenizer.json"];

fuzz_target!(|bytes: &[u8]| {
    for name in SETTINGS {
        // The file of another run may not be there.
        let _ = fs::remove_file(FOLDER.path().join(name));
    }
    // Behind the first byte 0xFF stand settings for a small vocabulary, else the vocabulary itself.
    let (vocab_json, merges_txt) = match bytes.strip_prefix(b"\xFF") {
        Some(settings) => {
            for (name, content) in SETTINGS.iter().zip(settings.split(|&byte| byte == 0)) {
                if !content.is_empty() {
                    fs::write(FOLDER.path().join(name), content).unwrap();
                }
            }
            files_of_rules("a t</w>\nc at</w>\n")
        }
        None => vocabulary(bytes),
    };
    fs::write(FOLDER.path().join("vocab.json"), vocab_json).unwrap();
    fs::write(FOLDER.path().join("merges.txt"), merges_txt).unwrap();
    match Encoder::load(FOLDER.path(), Model::Sd1) {
        Err(error) => assert!(error.to_string().contains(": ")),
        Ok(encoder) => {
            for dialect in Dialect::ALL.iter().copied().filter(|dialect| !dialect.is_outdated()) {
                check(&encoder.with_dialect(dialect));
            }
            let newest = encoder.vocabulary().len() as u16 - 1;
            let _ = reach(TokenId(newest), &encoder);
        }
    }
});

/// A `vocab.json` and a `merges.txt` that are these bytes, or that belong to rules which are.
fn vocabulary(bytes: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut parts = bytes.splitn(2, |&byte| byte == 0);
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    match second {
        // Both files as they are.
        Some(second) => (first.to_vec(), second.to_vec()),
        // Rules alone: the entries that they make are given to them.
        None => files_of_rules(&String::from_utf8_lossy(first)),
    }
}

/// The fast path agrees with the stages, every token has a place in the text, and what is encoded can be decoded.
fn check(encoder: &Encoder) {
    for setting in encoder.not_honored() {
        assert!(!setting.to_string().is_empty());
    }
    let spellings = encoder.vocabulary().ids().filter_map(|id| encoder.spelling(id));
    let typed: Vec<String> = spellings.take(4).map(|spelling| format!("x{spelling} {spelling}y ")).collect();
    for text in ["a photo of a cat, été 🏯 ab abab", &typed.concat(), &typed.concat().to_uppercase()] {
        let mut ids = Vec::new();
        encoder.batch().encode(text, &mut ids);
        let encoding = encoder.encode(text);
        assert_eq!(ids, encoding.ids().collect::<Vec<TokenId>>());
        assert!(encoding.tokens.iter().all(|token| token.original.widened(text).slice(text).is_some()));
        assert!(encoder.vocabulary().decode(&ids).is_ok());
        assert_eq!(encoder.row(text).ids().len(), encoder.context_length().slots());
    }
}

/// A vocabulary of the base and of all that the rules make.
fn files_of_rules(rules: &str) -> (Vec<u8>, Vec<u8>) {
    let mut entries = BASE.clone();
    let mut merges = "#version: 0.2\n".to_owned();
    for rule in rules.lines() {
        let mut parts = rule.split(' ');
        let (Some(left), Some(right), None) = (parts.next(), parts.next(), parts.next()) else { continue };
        entries.push(format!("{left}{right}"));
        merges.push_str(&format!("{left} {right}\n"));
    }
    entries.extend(["<|startoftext|>", "<|endoftext|>"].map(str::to_owned));
    let entry = |(id, name): (usize, &String)| format!("{}:{id}", serde_json::to_string(name).unwrap());
    let vocab = entries.iter().enumerate().map(entry).collect::<Vec<_>>().join(",");
    (format!("{{{vocab}}}").into_bytes(), merges.into_bytes())
}
