//! Entries of the vocabulary that are searched for, and their kin, against plain ways of finding them.

use std::collections::HashSet;

use cliptok::explain::emoji::{EmojiIndex, all, found};
use cliptok::explain::{Filter, Kinship, search};
use cliptok::{TokenId, TokenKind};
use proptest::prelude::*;

use crate::support::sd1;

#[test]
fn kin_of_all_entries_fit_together() {
    let encoder = sd1();
    let vocabulary = encoder.vocabulary();
    let kinship = Kinship::of(vocabulary, encoder.merges());
    let mut ranks = HashSet::new();
    for id in vocabulary.ids() {
        let Some(parents) = kinship.parents(id) else { continue };
        assert!(ranks.insert(parents.rank));
        let made = [vocabulary.bytes(parents.left), vocabulary.bytes(parents.right)].concat();
        assert_eq!(made, vocabulary.bytes(id));
        for part in [parents.left, parents.right] {
            let wholes = kinship.part_of(part);
            assert!(wholes.contains(&id) && wholes.is_sorted());
            // What a part's whole is a part of, the part is a part of.
            assert!(kinship.part_of(id).iter().all(|whole| wholes.contains(whole)));
        }
    }
    assert_eq!(ranks.len(), 49_408 - 512 - 2);
}

#[test]
fn emoji_of_an_index_are_those_that_a_look_at_each_finds() {
    let emoji = all();
    let index = EmojiIndex::of(&emoji);
    // The last one is the end of one name and the beginning of the next.
    let queries = ["cat", "CAT", "woman: medium", "🐈", "❤", "❤\u{FE0F}", "qz", "", "facegrinning"];
    for query in queries {
        let plain = (0..emoji.len()).filter(|&at| match found(query) {
            Some(text) => emoji[at].text == text,
            None => emoji[at].name.to_lowercase().contains(&query.to_lowercase()),
        });
        assert_eq!(index.search(query), plain.collect::<Vec<_>>(), "{query}");
    }
}

#[test]
fn what_begins_in_one_entry_and_ends_in_the_next_is_in_neither() {
    let encoder = sd1();
    let vocabulary = encoder.vocabulary();
    for id in vocabulary.ids().step_by(97).filter(|id| id.0 < 49_000) {
        let [own, next] = [id, TokenId(id.0 + 1)].map(|id| vocabulary.bytes(id));
        let both = [own, next].concat();
        let has = |id: &TokenId| vocabulary.bytes(*id).windows(both.len()).any(|window| window == both);
        let plain: Vec<TokenId> = vocabulary.ids().filter(has).collect();
        assert_eq!(search(vocabulary, &[Filter::Contains(both.clone())]).collect::<Vec<_>>(), plain);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_search_finds_what_a_look_at_each_entry_finds(
        bytes in prop_oneof![
            "[a-z]{1,3}".prop_map(String::into_bytes),
            prop::collection::vec(0x80..=0xFF_u8, 1..3),
        ],
        first in 0..50_000_u64,
        length in 0..20_000_u64,
        kind in prop::sample::select(vec![TokenKind::Whole, TokenKind::Fragment, TokenKind::Byte]),
    ) {
        let encoder = sd1();
        let vocabulary = encoder.vocabulary();
        let found = |filters: &[Filter]| search(vocabulary, filters).collect::<Vec<TokenId>>();
        let plain = |holds: &dyn Fn(TokenId, &[u8]) -> bool| {
            (0..49_408).map(TokenId).filter(|&id| holds(id, vocabulary.bytes(id))).collect::<Vec<_>>()
        };
        let has = |entry: &[u8]| (0..entry.len()).any(|at| entry[at..].starts_with(&bytes));
        prop_assert_eq!(found(&[Filter::Contains(bytes.clone())]), plain(&|_, entry| has(entry)));
        prop_assert_eq!(found(&[Filter::Prefix(bytes.clone())]), plain(&|_, entry| entry.starts_with(&bytes)));
        prop_assert_eq!(found(&[Filter::Suffix(bytes.clone())]), plain(&|_, entry| entry.ends_with(&bytes)));
        let both = [Filter::Ids(first..=first + length), Filter::Kinds(vec![kind]), Filter::Contains(bytes.clone())];
        let ending = [Filter::EndsWord, Filter::Contains(bytes.clone())];
        prop_assert_eq!(found(&ending), plain(&|id, entry| vocabulary.ends_word(id) && has(entry)));
        let in_range = |id: TokenId| (first..=first + length).contains(&u64::from(id.0));
        prop_assert_eq!(found(&both), plain(&|id, entry| in_range(id) && vocabulary.kind(id) == kind && has(entry)));
    }
}
