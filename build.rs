//! Enters: `data/vocab.json` and `data/merges.txt`. Leaves: Rust tables of integers, so that nothing is parsed at start.
//!
//! The files are read and checked as any vocabulary is. What holds of CLIP's vocabulary and not of every one is asserted
//! here, so a change of the data that breaks it fails the build.

#![allow(clippy::expect_used, clippy::panic, reason = "a build that cannot go on says so and stops")]

use std::fmt::{Debug, Write as _};
use std::path::Path;
use std::{env, fs};

use cliptok_bpe::{
    Alphabet, Key, Merges, SYMBOLS, SpecialToken, Tables, TokenId, TokenKind, Vocabulary, WordLayout,
    WordPosition, alphabet, merge, pack, words,
};

/// 256 bytes, twice, 48,894 rules, two special tokens.
const ENTRIES: usize = 49_408;
const SPECIAL: [u16; 2] = [49_406, 49_407];

/// More than any group moves to find its slots.
const MOST_DISPLACEMENTS: u16 = 1024;

fn main() {
    for watched in ["build.rs", "data/vocab.json", "data/merges.txt"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    fix_the_address_of_the_program();
    let tables = Tables::load(Path::new("data")).unwrap_or_else(|error| panic!("{error}"));
    assert_facts(&tables.vocabulary, &tables.merges);
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("built_in_tables.rs"), source(&tables)).expect("OUT_DIR can be written");
}

/// Has the program linked for one address, where that was measured. Otherwise the loader writes 11,000 pointers into 52 pages
/// before the first instruction runs, which is a fifth of the time that a prompt takes.
fn fix_the_address_of_the_program() {
    let target =
        ["ARCH", "OS", "ENV"].map(|part| env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default());
    if target == ["x86_64", "linux", "gnu"] {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// What the tables and the code that reads them take for granted of this vocabulary.
fn assert_facts(vocabulary: &Vocabulary, merges: &Merges) {
    assert_eq!(vocabulary.len(), ENTRIES, "CLIP's vocabulary has {ENTRIES} entries");
    let special = SpecialToken::ALL.map(|token| vocabulary.special_id(token).0);
    assert_eq!(special, SPECIAL, "the special tokens are the last two ids");
    for (position, (byte, _)) in (0..).zip(alphabet()) {
        let symbol = |word_position| vocabulary.symbol(byte, word_position).0;
        assert_eq!(symbol(WordPosition::Inner), position, "id of byte {byte:#04X}");
        assert_eq!(symbol(WordPosition::Final), position + 256, "id of byte {byte:#04X}</w>");
    }
    for (left, right, rule) in merges.rules() {
        assert_eq!(rule.merged.0, rule.rank.0 + 512, "an id is 512 and its rule's rank");
        assert!(left < rule.merged && right < rule.merged, "parts come before {:?}", rule.merged);
    }
    for id in vocabulary.ids().filter(|&id| vocabulary.kind(id) != TokenKind::Special) {
        let last = if vocabulary.ends_word(id) { WordPosition::Final } else { WordPosition::Inner };
        let mut tokens = Vec::new();
        merge(vocabulary.bytes(id), last, vocabulary, merges, &mut tokens, &mut |_| ());
        let ids: Vec<TokenId> = tokens.iter().map(|token| token.id).collect();
        assert_eq!(ids, [id], "an entry re-encodes to itself");
    }
}

fn source(tables: &Tables) -> String {
    let Tables { vocabulary, merges, seams, .. } = tables;
    let words: Vec<(Key, TokenId)> = words(vocabulary).collect();
    let layout = WordLayout::of(&words).expect("every word finds a slot of its own");
    let mut out = String::new();
    if env::var_os("CARGO_FEATURE_SMALL").is_some() {
        let mut rules: Vec<_> = merges.rules().collect();
        rules.sort_by_key(|(_, _, rule)| rule.rank);
        let lefts: Vec<u16> = rules.iter().map(|(left, ..)| left.0).collect();
        let rights: Vec<u16> = rules.iter().map(|(_, right, _)| right.0).collect();
        table(&mut out, "LEFTS", "u8", &pack(&lefts, Alphabet::Growing(SYMBOLS)));
        table(&mut out, "RIGHTS", "u8", &pack(&rights, Alphabet::Growing(SYMBOLS)));
        for (name, displacements) in [
            ("RULE_DISPLACEMENTS", merges.tables().displacements.as_ref()),
            ("WORD_DISPLACEMENTS", layout.displacements.as_slice()),
        ] {
            table(&mut out, name, "u8", &pack(displacements, Alphabet::Below(MOST_DISPLACEMENTS)));
        }
        writeln!(out, "pub(super) const RULES: usize = {};", rules.len()).expect("a string can be written");
        writeln!(out, "pub(super) const MOST_DISPLACEMENTS: u16 = {MOST_DISPLACEMENTS};")
            .expect("a string can be written");
        return out;
    }
    table(&mut out, "RULE_DISPLACEMENTS", "u16", &merges.tables().displacements);
    table(&mut out, "WORD_DISPLACEMENTS", "u16", &layout.displacements);
    table(&mut out, "BYTES", "u8", &vocabulary.tables().bytes);
    table(&mut out, "OFFSETS", "u32", &vocabulary.tables().offsets);
    table(&mut out, "ENDS_WORD", "u64", &vocabulary.tables().ends_word);
    table(&mut out, "INNER_SYMBOLS", "u16", vocabulary.tables().inner_symbols.as_slice());
    table(&mut out, "FINAL_SYMBOLS", "u16", vocabulary.tables().final_symbols.as_slice());
    table(&mut out, "SPECIAL", "u16", &vocabulary.tables().special);
    table(&mut out, "RULE_SLOTS", "u64", &merges.tables().slots);
    table(&mut out, "WORD_FIRST_HALVES", "u64", &layout.first_halves);
    table(&mut out, "WORD_SECOND_HALVES", "u64", &layout.second_halves);
    table(&mut out, "WORD_IDS", "u16", &layout.ids);
    table(&mut out, "SEAMS", "u64", seams.bits());
    out
}

fn table<T: Debug>(out: &mut String, name: &str, kind: &str, values: &[T]) {
    writeln!(out, "pub(super) static {name}: [{kind}; {}] = {values:?};", values.len())
        .expect("a string can be written");
}
