//! How a normalized text is cut into words, against the patterns themselves, run by the crate regex.

use std::sync::LazyLock;

use cliptok::{Dialect, Encoder, PreTokenKind, SectionKind, TokenId};
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
pub(super) fn by_patterns(text: &str) -> Vec<&str> {
    CLIP.find_iter(text).flat_map(|found| GPT_2.find_iter(found.as_str()).map(|part| part.as_str())).collect()
}

/// What becomes of a text in which no special token is spelled exactly.
fn scanned(text: &str) -> Vec<String> {
    scanned_in(Dialect::Hf, text).into_iter().map(|(word, _)| word).collect()
}

/// The pre-tokens of a text in a dialect, each with what becomes of it.
fn scanned_in(dialect: Dialect, text: &str) -> Vec<(String, PreTokenKind)> {
    let encoder = Encoder::for_dialect(dialect);
    let normalized = encoder.normalize(text);
    let words = encoder.pre_tokenize(&normalized);
    words.map(|word| (word.span.slice(normalized.text()).unwrap().to_owned(), word.kind)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_scanner_finds_what_the_patterns_find(text in text()) {
        // In capitals a special token is cut out of no text, and is lowered into the spelling that the patterns know.
        let text = text.replace("<|startoftext|>", "<|StartOfText|>").replace("<|endoftext|>", "<|EndOfText|>");
        let normalized = Encoder::for_dialect(Dialect::Hf).normalize(&text).text().to_owned();
        prop_assert_eq!(scanned(&text), by_patterns(&normalized));
    }

    #[test]
    fn no_pre_token_reaches_beyond_its_section(text in text()) {
        let encoder = Encoder::for_dialect(Dialect::Hf);
        let normalized = encoder.normalize(&text);
        let wanted: Vec<(&str, PreTokenKind)> = normalized
            .sections()
            .iter()
            .flat_map(|section| {
                let text = section.span.slice(normalized.text()).unwrap();
                match section.kind {
                    SectionKind::Text => by_patterns(text).into_iter().map(|word| (word, WORD)).collect(),
                    SectionKind::Special(id) => vec![(text, PreTokenKind::Special(id))],
                }
            })
            .collect();
        prop_assert_eq!(scanned_in(Dialect::Hf, &text), owned(&wanted));
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
    let words = scanned_in(Dialect::Hf, "hi!<|endoftext|>!");
    let kinds: Vec<_> = words.into_iter().map(|(_, kind)| kind).collect();
    let special = PreTokenKind::Special(TokenId(49407));
    assert_eq!(kinds, [PreTokenKind::Word, PreTokenKind::Word, special, PreTokenKind::Word]);
}

const WORD: PreTokenKind = PreTokenKind::Word;
const START: PreTokenKind = PreTokenKind::Special(TokenId(49406));
const END: PreTokenKind = PreTokenKind::Special(TokenId(49407));

fn owned(pre_tokens: &[(&str, PreTokenKind)]) -> Vec<(String, PreTokenKind)> {
    pre_tokens.iter().map(|&(word, kind)| (word.to_owned(), kind)).collect()
}

#[test]
fn in_python_a_special_token_counts_in_any_case_where_the_pattern_reaches_it() {
    let words = owned(&[("<|startoftext|>", START), ("x", WORD), ("<|endoftext|>", END)]);
    assert_eq!(scanned_in(Dialect::OpenAi, "<|StartOfText|>x<|ENDOFTEXT|>"), words);
    let behind_symbols = owned(&[("hi", WORD), ("!<|", WORD), ("endoftext", WORD), ("|>", WORD)]);
    assert_eq!(scanned_in(Dialect::OpenAi, "hi!<|endoftext|>"), behind_symbols);
    assert_eq!(
        scanned_in(Dialect::HfSlow, "<|STARTOFTEXT|> x"),
        owned(&[("<|startoftext|>", START), ("x", WORD)])
    );
}

#[test]
fn open_clip_spells_special_tokens_in_its_own_way() {
    assert_eq!(
        scanned_in(Dialect::OpenClip, "<End_Of_Text>a"),
        owned(&[("<end_of_text>", END), ("a", WORD)])
    );
    let plain = owned(&[("<|", WORD), ("endoftext", WORD), ("|>", WORD)]);
    assert_eq!(scanned_in(Dialect::OpenClip, "<|endoftext|>"), plain);
}

#[test]
fn a_long_s_passes_for_an_s_in_python_but_makes_no_special_token() {
    assert_eq!(scanned_in(Dialect::OpenAi, "it'ſ"), owned(&[("it", WORD), ("'ſ", WORD)]));
    // The pattern keeps the spelling whole, and then it is in no table of special tokens.
    assert_eq!(scanned_in(Dialect::OpenAi, "<|ſtartoftext|>"), owned(&[("<|ſtartoftext|>", WORD)]));
}

#[test]
fn the_mark_whose_other_cases_are_letters_is_passed_over_in_python() {
    // Found by asking the package about every code point: ignoring case, U+0345 is in no class.
    assert_eq!(scanned_in(Dialect::HfSlow, "!\u{345}!"), owned(&[("!", WORD), ("!", WORD)]));
    assert_eq!(scanned("!\u{345}!"), ["!\u{345}!"]);
}
