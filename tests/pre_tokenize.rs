//! Stage 2 against the patterns themselves, run by the crate regex.

use std::sync::LazyLock;

use cliptok::dialect::HF;
use cliptok::normalize::normalize;
use cliptok::pre_tokenize::{PreTokenKind, pre_tokenize};
use proptest::prelude::*;
use regex::Regex;

use crate::support::text;

/// The pattern of transformers' `CLIPTokenizer`.
static CLIP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+")
        .unwrap()
});

/// GPT-2's, by which `ByteLevel` splits again; the look-ahead for white space is left out, since
/// the first pattern leaves none.
static GPT_2: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}+|[^\s\p{L}\p{N}]+").unwrap());

/// The reference: both patterns, one after the other.
pub fn by_patterns(text: &str) -> Vec<&str> {
    CLIP.find_iter(text).flat_map(|found| GPT_2.find_iter(found.as_str()).map(|part| part.as_str())).collect()
}

/// What the scanner makes of a text without special tokens, lower-cased.
fn scanned(text: &str) -> Vec<String> {
    let normalized = normalize(text, HF.cut_out, &[], HF.steps);
    let words = pre_tokenize(&normalized, &HF);
    words.map(|word| word.span.slice(normalized.text()).to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_scanner_finds_what_the_patterns_find(text in text()) {
        let normalized = normalize(&text, HF.cut_out, &[], HF.steps);
        prop_assert_eq!(scanned(&text), by_patterns(normalized.text()));
    }
}

#[test]
fn a_lower_cased_special_token_is_kept_apart_and_split_as_text() {
    assert_eq!(scanned("<|STARTOFTEXT|>!!"), ["<|", "startoftext", "|>", "!!"]);
    assert_eq!(scanned("x<|ENDOFTEXT|>'s"), ["x", "<|", "endoftext", "|>", "'s"]);
}

#[test]
fn a_special_token_behind_symbols_is_text_and_its_end_sticks_to_what_follows() {
    // Found by asking the package: the run of symbols has taken `<|` already, so the pattern never
    // sees the spelling as a whole.
    assert_eq!(scanned("!<|ENDOFTEXT|>!"), ["!<|", "endoftext", "|>!"]);
}

#[test]
fn contractions_are_split_only_where_a_pre_token_begins() {
    assert_eq!(scanned("it's"), ["it", "'s"]);
    assert_eq!(scanned("'same"), ["'s", "ame"]);
    assert_eq!(scanned("!'s"), ["!'", "s"]);
    assert_eq!(scanned("'LL we'Ve"), ["'ll", "we", "'ve"]);
    assert_eq!(scanned("'ſ"), ["'", "ſ"], "hf does not ignore case, so ſ is no s");
}

#[test]
fn each_number_stands_alone_and_marks_stick_to_symbols() {
    assert_eq!(scanned("1024½"), ["1", "0", "2", "4", "½"]);
    assert_eq!(scanned("x\u{335}_,!"), ["x", "\u{335}_,!"]);
}

#[test]
fn a_special_token_is_one_pre_token() {
    let added = [cliptok::normalize::AddedToken {
        spelling: "<|endoftext|>".to_owned(),
        id: cliptok::TokenId(49407),
    }];
    let normalized = normalize("hi!<|endoftext|>!", HF.cut_out, &added, HF.steps);
    let kinds: Vec<_> = pre_tokenize(&normalized, &HF).map(|word| word.kind).collect();
    let special = PreTokenKind::Special(cliptok::TokenId(49407));
    assert_eq!(kinds, [PreTokenKind::Word, PreTokenKind::Word, special, PreTokenKind::Word]);
}
