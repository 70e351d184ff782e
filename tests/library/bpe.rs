//! The merging of words against a naive version on strings, straight from the data files; and the whole pipeline against it.

use std::collections::HashMap;
use std::sync::LazyLock;

use cliptok::{Merge, Merges, Rank, TokenId, TokenKind, Vocabulary, WordPosition};
use cliptok_bpe::{Merged, merge};
use proptest::prelude::*;
use unicode_normalization_alignments::UnicodeNormalization;

use crate::library::pre_tokenize::by_patterns;
use crate::support::{ids, lower, read, sd1, text};

/// OpenAI's `bpe`, word for word: symbols are strings, a rule's rank is its line.
struct Naive {
    ids: HashMap<String, u16>,
    ranks: HashMap<(String, String), usize>,
    alphabet: Vec<String>,
}

static NAIVE: LazyLock<Naive> = LazyLock::new(|| {
    let rule =
        |line: &str| line.split_once(' ').map(|(left, right)| (left.to_owned(), right.to_owned())).unwrap();
    let merges = read("data/merges.txt");
    let ranks = merges.lines().skip(1).map(rule).zip(0..).collect();
    // `bytes_to_unicode` of simple_tokenizer.py.
    let (mut alphabet, mut next) = (vec![String::new(); 256], 0x100);
    for byte in 0..=255_u8 {
        let visible = matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF);
        let code = if visible { u32::from(byte) } else { next };
        next += u32::from(!visible);
        alphabet[usize::from(byte)] = char::from_u32(code).unwrap().to_string();
    }
    Naive { ids: serde_json::from_str(&read("data/vocab.json")).unwrap(), ranks, alphabet }
});

impl Naive {
    fn word(&self, bytes: &[u8]) -> Vec<u16> {
        let mut symbols: Vec<String> =
            bytes.iter().map(|byte| self.alphabet[usize::from(*byte)].clone()).collect();
        symbols.last_mut().unwrap().push_str("</w>");
        loop {
            let pairs = symbols.windows(2).map(|pair| (pair[0].clone(), pair[1].clone()));
            let best = pairs.filter_map(|pair| Some((*self.ranks.get(&pair)?, pair))).min();
            let Some((_, (left, right))) = best else {
                break;
            };
            let mut merged = Vec::new();
            let mut rest = symbols.into_iter().peekable();
            while let Some(symbol) = rest.next() {
                let joined = symbol == left && rest.next_if(|next| *next == right).is_some();
                merged.push(if joined { left.clone() + &right } else { symbol });
            }
            symbols = merged;
        }
        symbols.iter().map(|symbol| self.ids[symbol]).collect()
    }

    /// The whole pipeline of transformers 5, with other people's code for each stage.
    fn text(&self, text: &str) -> Vec<u16> {
        let special = regex::Regex::new(r"<\|startoftext\|>|<\|endoftext\|>").unwrap();
        let space = regex::Regex::new(r"\s+").unwrap();
        let (mut all, mut end) = (Vec::new(), 0);
        let pieces = special.find_iter(text).map(Some).chain([None]);
        for found in pieces {
            let piece = &text[end..found.map_or(text.len(), |found| found.start())];
            let composed: String = piece.nfc().map(|(character, _)| character).collect();
            let lower = lower(&space.replace_all(&composed, " "));
            for word in by_patterns(&lower) {
                all.extend(self.word(word.as_bytes()));
            }
            if let Some(found) = found {
                all.push(self.ids[found.as_str()]);
                end = found.end();
            }
        }
        all
    }
}

fn merged(word: &[u8], observe: &mut dyn FnMut(Merge)) -> Vec<Merged> {
    let encoder = sd1();
    let mut tokens = Vec::new();
    merge(word, WordPosition::Final, encoder.vocabulary(), encoder.merges(), &mut tokens, observe);
    tokens
}

fn merged_ids(word: &[u8]) -> Vec<u16> {
    merged(word, &mut |_| ()).iter().map(|token| token.id.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_pipeline_gives_the_ids_of_the_naive_one(text in text()) {
        prop_assert_eq!(ids(&sd1(), &text), NAIVE.text(&text));
    }

    #[test]
    fn a_word_of_any_bytes_merges_as_the_naive_one_does(word in prop::collection::vec(any::<u8>(), 1..40)) {
        prop_assert_eq!(merged_ids(&word), NAIVE.word(&word));
    }

    #[test]
    fn a_word_longer_than_is_scanned_merges_as_the_naive_one_does(word in "[a-e ]{33,90}|(na|ha|😂|ing){17,40}") {
        prop_assert_eq!(merged_ids(word.as_bytes()), NAIVE.word(word.as_bytes()));
    }

    #[test]
    fn lengths_add_up_to_the_word(word in prop::collection::vec(any::<u8>(), 0..80)) {
        let lengths: u32 = merged(&word, &mut |_| ()).iter().map(|token| token.length).sum();
        prop_assert_eq!(lengths as usize, word.len());
    }

    #[test]
    fn an_observer_can_replay_every_merge(word in "[a-f]{1,60}") {
        let encoder = sd1();
        let mut merges = Vec::new();
        let tokens = merged(word.as_bytes(), &mut |merge| merges.push(merge));
        let replayed = replay(word.as_bytes(), &merges, encoder.vocabulary(), encoder.merges());
        prop_assert_eq!(replayed, tokens.iter().map(|token| token.id).collect::<Vec<_>>());
    }
}

/// Applies merges to the bytes of a word at the places that the observer was told.
fn replay(word: &[u8], merges: &[Merge], vocabulary: &Vocabulary, rules: &Merges) -> Vec<TokenId> {
    let mut symbols: Vec<(usize, TokenId)> = word
        .iter()
        .enumerate()
        .map(|(at, &byte)| {
            let place = if at + 1 == word.len() { WordPosition::Final } else { WordPosition::Inner };
            (at, vocabulary.symbol(byte, place))
        })
        .collect();
    for merge in merges {
        let at = symbols.iter().position(|(start, _)| *start == merge.start).expect("a symbol begins there");
        assert_eq!((symbols[at].1, symbols[at + 1].1), (merge.left, merge.right));
        let rule = rules.rule(merge.left, merge.right).expect("there is such a rule");
        assert_eq!((rule.rank, rule.merged), (merge.rank, merge.merged));
        symbols[at].1 = merge.merged;
        symbols.remove(at + 1);
    }
    symbols.into_iter().map(|(_, id)| id).collect()
}

#[test]
fn all_ordinary_entries_re_encode_to_themselves() {
    let encoder = sd1();
    let (vocabulary, merges) = (encoder.vocabulary(), encoder.merges());
    let mut ordinary = 0;
    for id in vocabulary.ids().filter(|&id| vocabulary.kind(id) != TokenKind::Special) {
        let place = if vocabulary.ends_word(id) { WordPosition::Final } else { WordPosition::Inner };
        let mut tokens = Vec::new();
        merge(vocabulary.bytes(id), place, vocabulary, merges, &mut tokens, &mut |_| ());
        assert_eq!(tokens.iter().map(|token| token.id).collect::<Vec<_>>(), [id]);
        ordinary += 1;
    }
    assert_eq!(ordinary, 49_406);
}

#[test]
fn a_rule_is_found_by_its_pair_and_by_no_other() {
    let encoder = sd1();
    let rules: Vec<_> = encoder.merges().rules().collect();
    assert_eq!(rules.len(), 48_894);
    for (left, right, rule) in rules {
        assert_eq!(encoder.merges().rule(left, right), Some(rule));
        assert_eq!(rule.merged.0, rule.rank.0 + 512);
    }
    assert_eq!(encoder.merges().rule(TokenId(0), TokenId(0)).map(|rule| rule.rank), Some(Rank(931)));
    assert_eq!(encoder.merges().rule(TokenId(49_407), TokenId(49_407)), None);
}

#[test]
fn a_word_of_a_million_letters_is_merged() {
    // With a scan for every merge this would take 10¹² steps, and the test would not end.
    let word = vec![b'a'; 1 << 20];
    let lengths: usize = merged(&word, &mut |_| ()).iter().map(|token| token.length as usize).sum();
    assert_eq!(lengths, word.len());
}
