//! What every token claims of itself: spans, kinds, ends of words.

use cliptok::{Dialect, Encoder, Span, SpecialToken, TokenId, TokenKind};
use proptest::prelude::*;

use crate::support::{any_encoder, ids, sd1, sd2, text};

/// How a prompt spells the special tokens that an encoder knows, in small letters.
fn spellings(encoder: &Encoder) -> Vec<&[u8]> {
    let spelling = |token| encoder.spelling(encoder.vocabulary().special_id(token)).unwrap().as_bytes();
    SpecialToken::ALL.map(spelling).into_iter().chain([&b"!"[..]]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_span_slices_to_what_it_claims(text in text(), encoder in any_encoder()) {
        let encoding = encoder.encode(&text);
        let mut end = 0;
        for token in &encoding.tokens {
            let claimed = &encoding.normalized.as_bytes()[token.normalized.start..token.normalized.end];
            if token.kind == TokenKind::Special {
                prop_assert!(spellings(&encoder).contains(&claimed));
            } else {
                prop_assert_eq!(claimed, encoder.vocabulary().bytes(token.id));
            }
            prop_assert!(token.normalized.start >= end, "tokens do not overlap");
            end = token.normalized.end;
            prop_assert!(!token.original.is_empty());
            let whole = token.original.widened(&text);
            prop_assert!(text.get(whole.start..whole.end).is_some());
        }
    }

    #[test]
    fn only_white_space_has_no_token(text in text(), encoder in any_encoder()) {
        let encoding = encoder.encode(&text);
        let mut covered = vec![false; encoding.normalized.len()];
        for token in &encoding.tokens {
            covered[token.normalized.start..token.normalized.end].fill(true);
        }
        for (at, character) in encoding.normalized.char_indices() {
            let bytes = &covered[at..at + character.len_utf8()];
            // Where case is ignored, no part of the pattern matches U+0345.
            let passed_over = character == '\u{345}' && encoder.dialect() != Dialect::Hf;
            let is_white = character.is_whitespace() || passed_over;
            prop_assert!(bytes.iter().all(|&has_token| has_token != is_white));
        }
    }

    #[test]
    fn decoding_gives_the_normalized_text(text in text()) {
        let encoder = sd1();
        let encoding = encoder.encode(&text);
        let decoded = encoder.vocabulary().decode(&encoding.ids().collect::<Vec<_>>()).unwrap();
        let decoded = String::from_utf8(decoded).unwrap();
        // A space between words is all that encoding does not keep, and all that decoding adds.
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(letters(&decoded), letters(&encoding.normalized));
    }

    #[test]
    fn decoded_text_encodes_to_the_same_ids(words in prop::collection::vec("[a-z]{1,9}|[0-9]|[#-&]{1,3}", 1..9)) {
        let text = words.join(" ");
        let encoder = sd1();
        let ids: Vec<_> = encoder.encode(&text).ids().collect();
        prop_assert_eq!(encoder.vocabulary().decode(&ids).unwrap(), text.as_bytes());
    }

    #[test]
    fn bare_ids_are_those_of_the_encoding(text in text(), encoder in any_encoder()) {
        let bare: Vec<u16> = encoder.ids(&text).iter().map(|id| id.0).collect();
        prop_assert_eq!(bare, ids(&encoder, &text));
    }

    #[test]
    fn a_kind_is_what_the_bytes_are(text in text()) {
        let encoder = sd1();
        for token in encoder.encode(&text).tokens {
            let bytes = encoder.vocabulary().bytes(token.id);
            let wanted = match (token.id.0, std::str::from_utf8(bytes), bytes.len()) {
                (49_406 | 49_407, ..) => TokenKind::Special,
                (_, Ok(_), _) => TokenKind::Whole,
                (_, Err(_), 1) => TokenKind::Byte,
                (_, Err(_), _) => TokenKind::Fragment,
            };
            prop_assert_eq!(token.kind, wanted);
        }
    }
}

#[test]
fn a_fragment_has_only_its_own_bytes_of_a_character() {
    let tokens = sd1().encode("x 🏯").tokens;
    let spans: Vec<_> = tokens.iter().map(|token| token.original).collect();
    assert_eq!(spans, [Span::new(0, 1), Span::new(2, 5), Span::new(5, 6)]);
    let kinds: Vec<_> = tokens.iter().map(|token| token.kind).collect();
    assert_eq!(kinds, [TokenKind::Whole, TokenKind::Fragment, TokenKind::Byte]);
}

#[test]
fn a_changed_character_leads_back_to_the_whole_of_it() {
    let text = "E\u{301}  İ";
    let tokens = sd1().encode(text).tokens;
    let found: Vec<_> = tokens.iter().map(|token| token.original.slice(text).unwrap()).collect();
    assert_eq!(found, ["E\u{301}", "İ", "İ"], "é is one token; i and its dot are two");
}

#[test]
fn well_known_prompts_have_their_well_known_ids() {
    let encoder = sd1();
    assert_eq!(ids(&encoder, "🏯"), [1109, 363]);
    assert_eq!(ids(&encoder, "🖍"), [6269, 491]);
    assert_eq!(ids(&encoder, "e=mc^2"), [324, 284, 4126, 317, 273]);
    assert_eq!(ids(&encoder, "a photo of a cat"), [320, 1125, 539, 320, 2368]);
    assert_eq!(ids(&encoder, "hi!<|endoftext|>"), [1883, 256, 49407]);
    assert_eq!(ids(&encoder, "x</w>"), [343, 34308, 342, 285], "a typed </w> is text");
    assert_eq!(ids(&encoder, ""), [] as [u16; 0]);
}

#[test]
fn a_pad_that_is_special_is_special_in_a_prompt_too() {
    let encoder = sd2();
    let kinds: Vec<_> = encoder.encode("hi!").tokens.iter().map(|token| token.kind).collect();
    assert_eq!(kinds, [TokenKind::Whole, TokenKind::Special]);
    assert!(encoder.is_special(TokenId(0)) && encoder.is_special(TokenId(49_407)));
    assert!(!encoder.is_special(TokenId(320)));
}
