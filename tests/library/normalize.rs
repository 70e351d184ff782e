//! Normalization against plain versions of each step, and its alignment.

use cliptok::{Dialect, Encoder, Normalized, SectionKind, Span, Step, TokenId};
use proptest::prelude::*;
use regex::Regex;
use unicode_normalization_alignments::UnicodeNormalization;

use crate::support::{any_encoder, leads_to_whole_characters, lower, text};

fn hf(text: &str) -> Normalized<'_> {
    Encoder::for_dialect(Dialect::Hf).normalize(text)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn composition_is_that_of_the_crate_in_tokenizers(text in text()) {
        let wanted: String = text.nfc().map(|(character, _)| character).collect();
        prop_assert_eq!(Step::UnicodeComposition9.apply(&text), wanted);
    }

    #[test]
    fn white_space_is_folded_as_a_pattern_would(text in text()) {
        let wanted = Regex::new(r"\s+").unwrap().replace_all(&text, " ").into_owned();
        prop_assert_eq!(Step::WhitespaceRuns.apply(&text), wanted);
    }

    #[test]
    fn sections_cover_the_text_in_order(text in text(), encoder in any_encoder()) {
        let normalized = encoder.normalize(&text);
        let mut end = 0;
        for section in normalized.sections() {
            prop_assert_eq!(section.span.start, end);
            // Other dialects may drop all that a piece has.
            prop_assert!(encoder.dialect() != Dialect::Hf || !section.span.is_empty());
            end = section.span.end;
        }
        prop_assert_eq!(end, normalized.text().len());
    }

    #[test]
    fn every_character_leads_back_to_whole_characters(text in text(), encoder in any_encoder()) {
        prop_assert!(leads_to_whole_characters(&encoder.normalize(&text), &text));
    }

    #[test]
    fn a_lowered_character_leads_back_to_the_one_it_was(text in text()) {
        // What has been composed and has no run of white space in it is only lowered.
        let text = Step::WhitespaceRuns.apply(&Step::UnicodeComposition9.apply(&text)).into_owned();
        let normalized = hf(&text);
        prop_assert!(normalized.changed_by().iter().all(|&step| step == Step::LowerCasing17));
        for (start, character) in normalized.text().char_indices() {
            let span = Span::new(start, start + character.len_utf8());
            let original = normalized.alignment().original(span).slice(&text).unwrap();
            prop_assert_eq!(original.chars().count(), 1);
            prop_assert!(lower(original).contains(character));
        }
    }

    #[test]
    fn an_unchanged_character_keeps_leading_to_single_bytes(text in text()) {
        // So that the fragments of an emoji have spans of their own, whatever else was changed.
        let normalized = hf(&text);
        for (start, character) in normalized.text().char_indices() {
            let span = Span::new(start, start + character.len_utf8());
            let original = normalized.alignment().original(span);
            if original.slice(&text).unwrap().chars().eq([character]) {
                for byte in 0..span.len() {
                    let one = normalized.alignment().original(Span::new(start + byte, start + byte + 1));
                    prop_assert_eq!(one, Span::new(original.start + byte, original.start + byte + 1));
                }
            }
        }
    }

    #[test]
    fn what_no_step_changes_is_named_by_none(text in "[a-z]{1,8}( [a-z]{1,8}){0,4}") {
        let normalized = hf(&text);
        prop_assert_eq!(normalized.text(), text.as_str());
        prop_assert!(normalized.changed_by().is_empty());
    }
}

#[test]
fn characters_that_unicode_9_did_not_have_do_not_compose() {
    // Both are pairs that compose today: Dives Akuru of Unicode 13, Gurung Khema of Unicode 16.
    for text in ["\u{11935}\u{11930}", "\u{1611E}\u{1611E}"] {
        assert_eq!(Step::UnicodeComposition9.apply(text), text);
    }
    // A mark of Unicode 14 stays behind one of a higher class, and an older one passes neither.
    let text = "a\u{301}\u{1ACA}\u{323}";
    assert_eq!(Step::UnicodeComposition9.apply(text), "\u{E1}\u{1ACA}\u{323}");
}

#[test]
fn the_characters_that_joined_after_unicode_9_are_all_known() {
    use unicode_normalization::char as today;
    use unicode_normalization_alignments::char as unicode_9;
    for character in '\0'..=char::MAX {
        let mut parts = Vec::new();
        today::decompose_canonical(character, |part| parts.push(part));
        let takes_part = today::canonical_combining_class(character) != 0 || parts != [character];
        let mut old_parts = Vec::new();
        unicode_9::decompose_canonical(character, |part| old_parts.push(part));
        let took_part = unicode_9::canonical_combining_class(character) != 0 || old_parts != [character];
        assert!(!took_part || takes_part, "U+{:04X} left", u32::from(character));
        if takes_part && !took_part {
            // Between marks of both extremes it stays where it is only if it takes no part.
            let text = format!("a\u{345}{character}\u{334}\u{345}{character}");
            let wanted: String = text.nfc().map(|(character, _)| character).collect();
            assert_eq!(Step::UnicodeComposition9.apply(&text), wanted);
        }
    }
}

#[test]
fn a_step_that_changes_something_is_named() {
    let names = |text| hf(text).changed_by().to_vec();
    assert_eq!(names("e\u{301}"), [Step::UnicodeComposition9]);
    assert_eq!(names("a  b"), [Step::WhitespaceRuns]);
    assert_eq!(names("A\tb<|endoftext|>É"), [Step::WhitespaceRuns, Step::LowerCasing17]);
}

#[test]
fn special_tokens_are_cut_out_in_exactly_their_spelling() {
    let special = |text| {
        let normalized = hf(text);
        let found: Vec<_> = normalized.sections().iter().map(|section| section.kind).collect();
        found
    };
    let (start, end) = (SectionKind::Special(TokenId(49406)), SectionKind::Special(TokenId(49407)));
    assert_eq!(special("a<|endoftext|>b"), [SectionKind::Text, end, SectionKind::Text]);
    assert_eq!(special("<|startoftext|><|endoftext|>"), [start, end]);
    assert_eq!(special("<|<|endoftext|>|>"), [SectionKind::Text, end, SectionKind::Text]);
    assert_eq!(special("<|ENDOFTEXT|> <|endoftext| > <|end"), [SectionKind::Text]);
    assert_eq!(special(""), []);
}

#[test]
fn each_piece_between_special_tokens_is_normalized_on_its_own() {
    // The mark does not compose with a letter on the other side of a special token.
    assert_eq!(hf("e<|endoftext|>\u{301}").text(), "e<|endoftext|>\u{301}");
    assert_eq!(hf("a \t<|endoftext|>\n b").text(), "a <|endoftext|> b");
}

fn lowered(text: &str) -> String {
    Step::LowerCasing14.apply(text).into_owned()
}

#[test]
fn in_python_a_sigma_at_the_end_of_a_word_is_a_final_one() {
    assert_eq!(lowered("ΑΣ ΣΑΣ"), "ας σας");
    assert_eq!(lowered("Σ ΑΣ' Α'Σ ΑΣ'Α"), "σ ας' α'ς ας'α".replace("ας'α", "ασ'α"));
    assert_eq!(lowered("ΑΣ\u{301}"), "ας\u{301}");
    assert_eq!(Step::LowerCasing17.apply("ΑΣ"), "ασ");
}

#[test]
fn without_ftfy_joined_emoji_fall_apart_and_ideographs_stand_alone() {
    let basic = |text| Encoder::for_dialect(Dialect::HfBasic).normalize(text).text().to_owned();
    assert_eq!(basic("👨\u{200D}👩\u{FE0F}"), "👨👩\u{FE0F}");
    // The compatibility ideograph is composed behind its spaces.
    assert_eq!(basic("漢字kana かな\u{F900}"), "漢 字 kana かな \u{8C48}");
    assert_eq!(basic(" a\0\u{FFFD}\u{E000}\u{378}b\u{2028}c\t"), "ab c");
}

#[test]
fn a_character_that_python_does_not_know_yet_neither_composes_nor_is_kept_by_bert() {
    // Gurung Khema came with Unicode 16.
    let text = "\u{1611E}\u{1611E}";
    assert_eq!(Step::UnicodeComposition14.apply(text), text);
    assert_eq!(Step::InvalidCharacters.apply(text), "");
    assert_eq!(Step::UnicodeComposition14.apply("\u{11935}\u{11930}"), "\u{11938}");
}

#[test]
fn white_space_is_the_same_to_all_that_trim_it() {
    let is_white = |c: char| c.is_whitespace() || ('\x1C'..='\x1F').contains(&c);
    let all: String = ('\0'..=char::MAX).filter(|&c| is_white(c) && c != '\u{85}').collect();
    let text = format!("{all}a{all}b{all}");
    // U+0085 is no white space to text repair, but an ellipsis that was read in the wrong encoding.
    // Python's separators U+001C to U+001F never get as far as white space: they are dropped before.
    for dialect in [Dialect::OpenAi, Dialect::OpenClip, Dialect::HfSlow, Dialect::HfBasic] {
        assert_eq!(Encoder::for_dialect(dialect).normalize(&text).text(), "a b", "{}", dialect.name());
    }
}
