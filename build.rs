//! Enters: `data/vocab.json` and `data/merges.txt`. Leaves: Rust tables of integers, so that nothing is parsed at start.
//!
//! The files are read and checked by the library's own rooms. What holds of CLIP's vocabulary and
//! not of every one is asserted here, so a change of the data that breaks it fails the build.

#![allow(dead_code)] // The rooms have more than the build needs.
#![allow(clippy::expect_used, clippy::panic)] // A build that cannot go on says so and stops.

#[path = "src/bpe.rs"]
mod bpe;
#[path = "src/byte_level.rs"]
mod byte_level;
#[path = "src/data_files.rs"]
mod data_files;
#[path = "src/error.rs"]
mod error;
#[path = "src/fast"]
mod fast {
    pub mod key;
    pub mod seams;
    pub mod word_table;
}
#[path = "src/merges.rs"]
mod merges;
#[path = "src/merges_txt.rs"]
mod merges_txt;
#[path = "src/places.rs"]
mod places;
#[path = "src/token.rs"]
mod token;
#[path = "src/vocab_json.rs"]
mod vocab_json;
#[path = "src/vocabulary.rs"]
mod vocabulary;

use std::fmt::{Debug, Write as _};
use std::path::Path;
use std::{env, fs};

use fast::key::Key;
use fast::seams::Seams;
use fast::word_table;
use merges::Merges;
use token::{TokenId, TokenKind};
use vocabulary::{Vocabulary, WordPosition};

/// 256 bytes, twice, 48,894 rules, two special tokens.
const ENTRIES: usize = 49_408;
const SPECIAL: [u16; 2] = [49_406, 49_407];

fn main() {
    let data = Path::new("data");
    for watched in ["build.rs", "src", "data"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let (vocabulary, merges) = data_files::load(data).unwrap_or_else(|error| panic!("{error}"));
    assert_facts(&vocabulary, &merges);
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("embedded_tables.rs"), tables(&vocabulary, &merges))
        .expect("OUT_DIR can be written");
}

/// What the tables and the code that reads them take for granted of this vocabulary.
fn assert_facts(vocabulary: &Vocabulary, merges: &Merges) {
    assert_eq!(vocabulary.len(), ENTRIES, "CLIP's vocabulary has {ENTRIES} entries");
    assert_eq!(vocabulary.tables().special, SPECIAL, "the special tokens are the last two ids");
    let symbols = (0..).zip(byte_level::alphabet());
    for (position, (byte, _)) in symbols {
        assert_eq!(vocabulary.symbol(byte, WordPosition::Inner).0, position, "id of byte {byte:#04X}");
        assert_eq!(
            vocabulary.symbol(byte, WordPosition::Final).0,
            position + 256,
            "id of byte {byte:#04X}</w>"
        );
    }
    for (left, right, rule) in merges.rules() {
        assert_eq!(rule.merged.0, rule.rank.0 + 512, "an id is 512 and its rule's rank");
        assert!(left < rule.merged && right < rule.merged, "parts come before {:?}", rule.merged);
    }
    for id in vocabulary.ids().filter(|&id| vocabulary.kind(id) != TokenKind::Special) {
        let last = if vocabulary.ends_word(id) { WordPosition::Final } else { WordPosition::Inner };
        let mut tokens = Vec::new();
        bpe::merge(vocabulary.bytes(id), last, vocabulary, merges, &mut tokens, &mut |_| ());
        let ids: Vec<TokenId> = tokens.iter().map(|token| token.id).collect();
        assert_eq!(ids, [id], "an entry re-encodes to itself");
    }
}

fn tables(vocabulary: &Vocabulary, merges: &Merges) -> String {
    let tables = vocabulary.tables();
    let mut out = String::new();
    table(&mut out, "BYTES", "u8", &tables.bytes);
    table(&mut out, "OFFSETS", "u32", &tables.offsets);
    table(&mut out, "ENDS_WORD", "u64", &tables.ends_word);
    table(&mut out, "INNER_SYMBOLS", "u16", &tables.inner_symbols);
    table(&mut out, "FINAL_SYMBOLS", "u16", &tables.final_symbols);
    table(&mut out, "SPECIAL", "u16", &tables.special);
    let merges = merges.tables();
    table(&mut out, "RULE_SLOTS", "u64", &merges.slots);
    table(&mut out, "RULE_MOVES", "u16", &merges.moves);
    let words: Vec<(Key, TokenId)> = words(vocabulary).collect();
    let layout = word_table::lay_out(&words).expect("every word finds a place of its own");
    table(&mut out, "WORD_KEYS", "[u64; 2]", &layout.keys);
    table(&mut out, "WORD_IDS", "u16", &layout.ids);
    table(&mut out, "WORD_MOVES", "u16", &layout.moves);
    table(&mut out, "SEAMS", "u64", Seams::of(vocabulary).bits());
    out
}

/// The words that are one token each. That they are holds because every entry re-encodes to itself.
fn words(vocabulary: &Vocabulary) -> impl Iterator<Item = (Key, TokenId)> {
    let words = vocabulary.ids().filter(|&id| vocabulary.ends_word(id) && vocabulary.special(id).is_none());
    words.filter_map(|id| Some((Key::of(vocabulary.bytes(id))?, id)))
}

fn table<T: Debug>(out: &mut String, name: &str, kind: &str, values: &[T]) {
    writeln!(out, "pub static {name}: [{kind}; {}] = {values:?};", values.len())
        .expect("a string can be written");
}
