//! What every token claims of itself: spans, kinds, ends of words; and both doors.

use cliptok::segments::{Sharing, sharing};
use cliptok::tokenizer::Event;
use cliptok::{Span, SpecialToken, TokenId, TokenKind, Tokenizer};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use crate::support::{any_tokenizer, ids, text, tokenizer};

/// How a prompt spells the special tokens that a tokenizer knows, in small letters.
fn spellings(tokenizer: &Tokenizer) -> Vec<&[u8]> {
    let spellings = tokenizer.dialect().special_spellings;
    let tokens = SpecialToken::ALL.map(|token| spellings.of(token).as_bytes());
    tokens.into_iter().chain([&b"!"[..]]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_span_slices_to_what_it_claims(text in text(), tokenizer in any_tokenizer()) {
        let encoding = tokenizer.encode(&text);
        let mut end = 0;
        for token in &encoding.tokens {
            let claimed = &encoding.normalized.as_bytes()[token.normalized.start..token.normalized.end];
            if token.kind == TokenKind::Special {
                prop_assert!(spellings(&tokenizer).contains(&claimed));
            } else {
                prop_assert_eq!(claimed, tokenizer.vocabulary().bytes(token.id));
            }
            prop_assert!(token.normalized.start >= end, "tokens do not overlap");
            end = token.normalized.end;
            prop_assert!(!token.original.is_empty());
            let whole = token.original.widened(&text);
            prop_assert!(text.get(whole.start..whole.end).is_some());
        }
    }

    #[test]
    fn only_white_space_has_no_token(text in text(), tokenizer in any_tokenizer()) {
        let encoding = tokenizer.encode(&text);
        let mut covered = vec![false; encoding.normalized.len()];
        for token in &encoding.tokens {
            covered[token.normalized.start..token.normalized.end].fill(true);
        }
        for (at, character) in encoding.normalized.char_indices() {
            let bytes = &covered[at..at + character.len_utf8()];
            // Where case is ignored, no part of the pattern matches U+0345.
            let passed_over = character == '\u{345}' && tokenizer.dialect().name != "hf";
            let is_white = character.is_whitespace() || passed_over;
            prop_assert!(bytes.iter().all(|&has_token| has_token != is_white));
        }
    }

    #[test]
    fn decoding_gives_the_normalised_text(text in text()) {
        let tokenizer = tokenizer("sd1");
        let encoding = tokenizer.encode(&text);
        let decoded = tokenizer.vocabulary().decode(&encoding.ids().collect::<Vec<_>>()).unwrap();
        let decoded = String::from_utf8(decoded).unwrap();
        // A space between words is all that encoding does not keep, and all that decoding adds.
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(letters(&decoded), letters(&encoding.normalized));
    }

    #[test]
    fn decoded_text_encodes_to_the_same_ids(words in prop::collection::vec("[a-z]{1,9}|[0-9]|[#-&]{1,3}", 1..9)) {
        let text = words.join(" ");
        let tokenizer = tokenizer("sd1");
        let ids: Vec<_> = tokenizer.encode(&text).ids().collect();
        prop_assert_eq!(tokenizer.vocabulary().decode(&ids).unwrap(), text.as_bytes());
    }

    #[test]
    fn both_doors_give_the_same_ids(text in text(), tokenizer in any_tokenizer()) {
        let mut volume = Vec::new();
        tokenizer.encode_ids(&text, &mut volume);
        prop_assert_eq!(volume.iter().map(|id| id.0).collect::<Vec<_>>(), ids(&tokenizer, &text));
    }

    #[test]
    fn the_observer_sees_every_merge_of_every_word(text in text(), tokenizer in any_tokenizer()) {
        let (mut merges, mut inside) = (0, true);
        let mut word = Span::default();
        let encoding = tokenizer.encode_observed(&text, &mut |event| match event {
            Event::Changed(_) => {}
            Event::PreToken(next) => word = next.span,
            Event::Merged(merge) => {
                merges += 1;
                inside &= word.start + merge.start < word.end;
            }
        });
        prop_assert!(inside);
        prop_assert_eq!(&encoding, &tokenizer.encode(&text));
        // Each merge makes one token of two, down from the bytes.
        let ordinary = encoding.tokens.iter().filter(|token| token.kind != TokenKind::Special);
        prop_assert_eq!(merges, ordinary.map(|token| token.normalized.len() - 1).sum::<usize>());
    }

    #[test]
    fn a_kind_is_what_the_bytes_are(text in text()) {
        let tokenizer = tokenizer("sd1");
        for token in tokenizer.encode(&text).tokens {
            let bytes = tokenizer.vocabulary().bytes(token.id);
            let wanted = match (token.id.0, std::str::from_utf8(bytes), bytes.len()) {
                (49_406 | 49_407, ..) => TokenKind::Special,
                (_, Ok(_), _) => TokenKind::Whole,
                (_, Err(_), 1) => TokenKind::Byte,
                (_, Err(_), _) => TokenKind::Fragment,
            };
            prop_assert_eq!(token.kind, wanted);
        }
    }

    #[test]
    fn tokens_share_a_grapheme_exactly_where_one_lies_across_them(text in text()) {
        let tokens = tokenizer("sd1").encode(&text).tokens;
        let sharing = sharing(&text, &tokens);
        for (at, pair) in tokens.windows(2).enumerate() {
            let across = text.grapheme_indices(true).any(|(start, grapheme)| {
                let holds = |byte: usize| (start..start + grapheme.len()).contains(&byte);
                holds(pair[0].original.end - 1) && holds(pair[1].original.start)
            });
            prop_assert_eq!(matches!(sharing[at], Sharing::First | Sharing::Middle), across);
            prop_assert_eq!(matches!(sharing[at + 1], Sharing::Middle | Sharing::Last), across);
        }
    }
}

#[test]
fn a_fragment_has_only_its_own_bytes_of_a_character() {
    let tokens = tokenizer("sd1").encode("x 🏯").tokens;
    let spans: Vec<_> = tokens.iter().map(|token| token.original).collect();
    assert_eq!(spans, [Span::new(0, 1), Span::new(2, 5), Span::new(5, 6)]);
    let kinds: Vec<_> = tokens.iter().map(|token| token.kind).collect();
    assert_eq!(kinds, [TokenKind::Whole, TokenKind::Fragment, TokenKind::Byte]);
}

#[test]
fn a_changed_character_leads_back_to_the_whole_of_it() {
    let text = "E\u{301}  İ";
    let tokens = tokenizer("sd1").encode(text).tokens;
    let found: Vec<_> = tokens.iter().map(|token| token.original.slice(text)).collect();
    assert_eq!(found, ["E\u{301}", "İ", "İ"], "é is one token; i and its dot are two");
}

#[test]
fn well_known_prompts_have_their_well_known_ids() {
    let tokenizer = tokenizer("sd1");
    assert_eq!(ids(&tokenizer, "🏯"), [1109, 363]);
    assert_eq!(ids(&tokenizer, "🖍"), [6269, 491]);
    assert_eq!(ids(&tokenizer, "e=mc^2"), [324, 284, 4126, 317, 273]);
    assert_eq!(ids(&tokenizer, "a photo of a cat"), [320, 1125, 539, 320, 2368]);
    assert_eq!(ids(&tokenizer, "hi!<|endoftext|>"), [1883, 256, 49407]);
    assert_eq!(ids(&tokenizer, "x</w>"), [343, 34308, 342, 285], "a typed </w> is text");
    assert_eq!(ids(&tokenizer, ""), [] as [u16; 0]);
}

#[test]
fn a_pad_that_is_special_is_special_in_a_prompt_too() {
    let tokenizer = tokenizer("sd2");
    let kinds: Vec<_> = tokenizer.encode("hi!").tokens.iter().map(|token| token.kind).collect();
    assert_eq!(kinds, [TokenKind::Whole, TokenKind::Special]);
    assert!(tokenizer.is_special(TokenId(0)) && tokenizer.is_special(TokenId(49_407)));
    assert!(!tokenizer.is_special(TokenId(320)));
}
