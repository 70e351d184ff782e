//! Where a phrase occurs, against a plain way of finding it, in texts and in the rows of programs.

use cliptok::explain::{occurrences, occurrences_in_rows};
use cliptok::syntax::{Embedding, SlotContent};
use cliptok::{Encoder, Model, PromptReader, Syntax, SyntaxOptions, Token, TokenKind};
use proptest::prelude::*;

use crate::support::{any_encoder, sd1, sd2, text};

/// The positions at which a phrase occurs in a text, as numbers of its first and last token.
fn places(encoder: &Encoder, phrase: &str, text: &str) -> Vec<(usize, usize)> {
    let (phrase, text) = (encoder.encode(phrase), encoder.encode(text));
    occurrences(&phrase.tokens, &text.tokens).into_iter().map(|at| (at.start, at.end - 1)).collect()
}

/// The words of a text: the ids of each, and where its first token stands.
fn words(tokens: &[Token]) -> Vec<(usize, Vec<u16>)> {
    let mut words = vec![(0, Vec::new())];
    for (at, token) in tokens.iter().enumerate() {
        words.last_mut().unwrap().1.push(token.id.0);
        if token.ends_word || token.kind == TokenKind::Special {
            words.push((at + 1, Vec::new()));
        }
    }
    assert!(words.pop().unwrap().1.is_empty(), "the last word ends");
    words
}

/// How often words follow one another in others, each counted once.
fn naive_count(phrase: &[(usize, Vec<u16>)], mut words: &[(usize, Vec<u16>)]) -> usize {
    let ids = |words: &[(usize, Vec<u16>)]| words.iter().map(|(_, ids)| ids.clone()).collect::<Vec<_>>();
    let mut count = 0;
    while !phrase.is_empty() && words.len() >= phrase.len() {
        let is_it = ids(&words[..phrase.len()]) == ids(phrase);
        count += usize::from(is_it);
        words = &words[if is_it { phrase.len() } else { 1 }..];
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn each_occurrence_decodes_to_the_phrase_and_none_is_missed(
        encoder in any_encoder(),
        phrase in prop_oneof![text(), "[ab]( [ab]){0,2}"],
        parts in prop::collection::vec(prop_oneof![text(), "[ab ]{1,6}"], 0..4),
    ) {
        // The phrase stands between the parts, if the tokenizer reads it there as it does alone.
        let prompt = parts.join(&format!(" {phrase} "));
        let (phrase, text) = (encoder.encode(&phrase), encoder.encode(&prompt));
        let found = occurrences(&phrase.tokens, &text.tokens);
        let decoded = |tokens: &[Token]| {
            let ids: Vec<_> = tokens.iter().map(|token| token.id).collect();
            encoder.vocabulary().decode(&ids).unwrap()
        };
        let mut end = 0;
        for at in &found {
            prop_assert!(at.start >= end, "they overlap: {found:?}");
            end = at.end;
            prop_assert_eq!(decoded(&text.tokens[at.clone()]), decoded(&phrase.tokens));
        }
        prop_assert_eq!(found.len(), naive_count(&words(&phrase.tokens), &words(&text.tokens)));
    }

    #[test]
    fn in_rows_the_tokens_of_an_occurrence_follow_one_another(
        syntax in prop::sample::select(Syntax::ALL.to_vec()),
        phrase in "[ab]( [ab]){0,2}",
        prompt in "[ab ]{0,6}(\\([ab ]{1,6}:1\\.2\\)|[ab ]{0,6}| BREAK | embedding:e | e |\\[a\\|b\\]){0,4}",
        repeated in 1..80_usize,
    ) {
        let options = SyntaxOptions {
            embeddings: vec![Embedding { name: "e".to_owned(), vectors: 3 }],
            ..SyntaxOptions::default()
        };
        let reader = PromptReader::new(&sd1(), syntax, options);
        let Ok(read) = reader.read(&prompt.repeat(repeated)) else { return Ok(()) };
        let phrase = reader.encoder().encode(&phrase);
        for text in &read.texts {
            let tokens: Vec<Token> = text.encodings.iter().flat_map(|encoding| encoding.tokens.clone()).collect();
            // Every slot with content, and what was cut: a vector is none of the tokens.
            let slots = text.filled.rows.iter().flat_map(|row| &row.slots).filter_map(|slot| match slot.content {
                SlotContent::Token(at) => Some(Some(at)),
                SlotContent::Vector => Some(None),
                _ => None,
            });
            let cut = tokens.len() - text.filled.cut..tokens.len();
            let order: Vec<Option<usize>> = slots.chain(cut.map(Some)).collect();
            for at in occurrences_in_rows(&phrase.tokens, text) {
                let ids: Vec<_> = at.iter().map(|&at| tokens[at].id).collect();
                prop_assert_eq!(ids, phrase.ids().collect::<Vec<_>>());
                let run: Vec<Option<usize>> = at.into_iter().map(Some).collect();
                prop_assert!(order.windows(run.len()).any(|window| window == run));
            }
        }
    }
}

#[test]
fn a_phrase_occurs_as_whole_words() {
    let encoder = sd1();
    assert_eq!(places(&encoder, "cat", "category, tomcat, cats"), []);
    assert_eq!(places(&encoder, "photo", "photograph"), []);
    assert_eq!(places(&encoder, "cat", "cat, (cat) a-cat CAT's"), [(0, 0), (3, 3), (7, 7), (8, 8)]);
    assert_eq!(places(&encoder, "a  Red\tcar", "a red car"), [(0, 2)]);
    assert_eq!(places(&encoder, "1", "11 a1"), [(0, 0), (1, 1), (3, 3)]);
    assert_eq!(places(&encoder, "🏯", "🏯 a 🏯🏯"), [(0, 1)]);
    assert_eq!(places(&encoder, "'s", "it's"), [(1, 1)]);
}

#[test]
fn occurrences_do_not_overlap() {
    assert_eq!(places(&sd1(), "a b a", "a b a b a b a"), [(0, 2), (4, 6)]);
}

#[test]
fn a_phrase_without_tokens_occurs_nowhere() {
    assert_eq!(places(&sd1(), " ", "a"), []);
    assert_eq!(places(&sd1(), "a", ""), []);
}

#[test]
fn a_special_token_is_found_as_one() {
    assert_eq!(places(&sd2(), "!", "hello! a!"), [(1, 1), (3, 3)]);
    assert_eq!(places(&sd2(), "cat", "!cat!"), [(1, 1)]);
}

#[test]
fn a_phrase_goes_on_behind_markup_and_in_the_next_row_and_not_across_an_embedding() {
    let options = SyntaxOptions {
        embeddings: vec![Embedding { name: "e".to_owned(), vectors: 2 }],
        ..SyntaxOptions::default()
    };
    let reader = PromptReader::new(&Encoder::for_model(Model::Sd1), Syntax::A1111, options);
    let places = |phrase: &str, prompt: &str| {
        let read = reader.read(prompt).unwrap();
        occurrences_in_rows(&reader.encoder().encode(phrase).tokens, &read.texts[0])
    };
    assert_eq!(places("red car", "a (red:1.2) car"), [[1, 2]]);
    // The word between them is a token of the text, and the program reads a row's end in it.
    assert_eq!(places("red car", "red BREAK car"), [[0, 2]]);
    assert_eq!(places("red car", "red e car"), Vec::<Vec<usize>>::new());
    assert_eq!(places("e", "red e car"), Vec::<Vec<usize>>::new());
    assert_eq!(places("fish fish", &format!("{}fish fish", "cat ".repeat(74))), [[74, 75]]);
}
