//! Where dialects differ, and why.

use std::sync::Arc;

use cliptok::explain::{Agreement, Cause, Comparison, Difference, Group};
use cliptok::{Dialect, Encoder, Span};
use proptest::prelude::*;

use crate::support::text;

/// What is compared here, whatever other dialects there are.
const FIVE: [Dialect; 5] =
    [Dialect::Hf, Dialect::OpenAi, Dialect::OpenClip, Dialect::HfSlow, Dialect::HfBasic];

fn encoders() -> Vec<Encoder> {
    FIVE.map(Encoder::for_dialect).into()
}

fn compare(text: &str) -> Comparison {
    let encoders = encoders();
    Comparison::of(&encoders.iter().collect::<Vec<_>>(), text)
}

/// The groups by name, in their order.
fn groups(comparison: &Comparison) -> Vec<Vec<&'static str>> {
    let name = |&member: &usize| FIVE[member].name();
    comparison.groups.iter().map(|group| group.members.iter().map(name).collect()).collect()
}

/// Each place with what makes the difference there.
fn causes(text: &str) -> Vec<(String, Vec<&'static str>)> {
    let place = |difference: &Difference| {
        let place = difference.original.slice(text).expect("it holds whole characters");
        (place.to_owned(), difference.causes.iter().map(Cause::name).collect())
    };
    compare(text).differences.iter().map(place).collect()
}

fn named(list: &[(&str, &[&'static str])]) -> Vec<(String, Vec<&'static str>)> {
    list.iter().map(|&(place, causes)| (place.to_owned(), causes.to_vec())).collect()
}

#[test]
fn dialects_that_agree_are_one_group() {
    let comparison = compare("a photo of a cat");
    assert_eq!(groups(&comparison), [["hf", "openai", "open-clip", "hf-slow", "hf-basic"]]);
    assert_eq!(comparison.differences, []);
    assert!(comparison.groups[0].differs.iter().all(|&differs| !differs));
}

#[test]
fn a_curly_quote_parts_those_that_repair_text_from_the_others() {
    let comparison = compare("it’s");
    assert_eq!(groups(&comparison), [vec!["hf", "hf-basic"], vec!["openai", "open-clip", "hf-slow"]]);
    assert_eq!(comparison.differences.len(), 1);
    let quotes = Cause::Step {
        name: "quotes",
        before: Arc::new("’".to_owned()),
        after: Arc::new("'".to_owned()),
        members: vec![1, 2, 3],
    };
    assert_eq!(comparison.differences[0].causes, [quotes]);
    assert_eq!(comparison.groups[1].differs, [false, true], "it is the same in both, 's is not");
}

#[test]
fn each_difference_names_the_step_that_makes_it() {
    assert_eq!(causes("a ﬁlm"), named(&[("ﬁlm", &["ligatures"])]));
    assert_eq!(causes("Ａ"), named(&[("Ａ", &["character width"])]));
    assert_eq!(causes("a &amp; b"), named(&[("&amp;", &["HTML entities"])]));
    assert_eq!(causes("a &amp; b <"), named(&[("&amp;", &["HTML references"])]));
    assert_eq!(causes("50&cent"), named(&[("&cent", &["HTML references"])]));
    assert_eq!(causes("漢字"), named(&[("漢", &["ideograph spacing"])]));
    assert_eq!(causes("👩\u{200D}🚀"), named(&[("👩\u{200D}", &["invalid characters"])]));
    // One change that lies under two differing words is the cause of both.
    assert_eq!(causes("Ａ Ｂ").len(), 2);
    assert_eq!(causes("ΑΣ"), named(&[("Σ", &["lower-casing", "lower-casing"])]));
}

#[test]
fn what_no_step_makes_is_the_pattern_or_a_special_token() {
    assert_eq!(causes("x <|STARTOFTEXT|>"), named(&[("<|STARTOFTEXT|>", &["special token"])]));
    assert_eq!(causes("it'ſ"), named(&[("'", &["pre-tokenization"])]));
    // A letter of Unicode 18, to regex, and a symbol to Oniguruma; BERT drops what Python does not know.
    let seal = compare("a\u{3D000}");
    assert_eq!(groups(&seal), [vec!["hf"], vec!["openai", "open-clip", "hf-slow"], vec!["hf-basic"]]);
}

#[test]
fn what_follows_from_another_difference_is_no_cause() {
    // All lower-case; but only where the mojibake was not repaired there is a capital left.
    assert_eq!(causes("sÃ£o"), named(&[("sÃ£o", &["mojibake"])]));
}

#[test]
fn a_difference_is_not_hidden_by_another_one_beside_it() {
    let both = [("<|endoftext|>", &["special token"][..]), ("’", &["quotes"])];
    assert_eq!(causes("<|endoftext|>’"), named(&both));
    // The ligature is one to all that repair text; what parts the other two stands right behind it.
    assert_eq!(causes(" ﬁ中"), named(&[("ﬁ", &["ligatures", "ideograph spacing"])]));
}

#[test]
fn two_steps_that_come_to_the_same_are_both_causes() {
    // With `<` in it the prompt looks like HTML, but not to those who cut the special token out first.
    let html = [("&amp;", &["HTML entities", "HTML references"][..]), ("<|endoftext|>", &["special token"])];
    assert_eq!(causes("a &amp; b <|endoftext|>"), named(&html));
}

#[test]
fn neighbors_that_differ_for_one_reason_are_one_place() {
    assert_eq!(causes("👨\u{200D}👩\u{200D}👧"), named(&[("👨\u{200D}👩\u{200D}", &["invalid characters"])]));
}

#[test]
fn two_tokens_alike_from_one_character_are_told_apart_by_their_number() {
    let encoders = [Dialect::OpenAi, Dialect::Hf].map(Encoder::for_dialect);
    let comparison = Comparison::of(&encoders.each_ref(), "f ﬀ");
    assert_eq!(comparison.groups[0].differs, [false, true]);
}

#[test]
fn the_same_tokens_in_another_order_differ() {
    // A mark of Unicode 14 changes places with another one where the Unicode knows it.
    let comparison = compare("\u{1AC1}\u{59A}!");
    assert_eq!(comparison.groups.len(), 2);
    let marked = |at: usize| {
        let group = &comparison.groups[at];
        let ids = group.encoding.ids().zip(&group.differs).filter(|(_, differs)| **differs);
        ids.map(|(id, _)| id.0).collect::<Vec<_>>()
    };
    let ids = |at: usize| comparison.groups[at].encoding.ids().map(|id| id.0).collect::<Vec<_>>();
    assert_eq!((ids(0), marked(0)), (vec![157, 104, 223, 146, 248, 256], vec![157, 104, 223, 146, 248]));
    assert_eq!((ids(1), marked(1)), (vec![146, 248, 157, 104, 223, 256], vec![146, 248, 157, 104, 223]));
    assert_eq!(comparison.differences.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn groups_are_those_that_give_the_same_ids(text in text()) {
        let encoders = encoders();
        let all: Vec<&Encoder> = encoders.iter().collect();
        let comparison = Comparison::of(&all, &text);
        prop_assert_eq!(comparison.groups.len() == 1, Agreement::of(&all).on(&text));
        prop_assert_eq!(comparison.groups.len() == 1, comparison.differences.is_empty());
        for (at, group) in comparison.groups.iter().enumerate() {
            for &member in &group.members {
                let ids = encoders[member].encode(&text);
                for (other, others) in comparison.groups.iter().enumerate() {
                    prop_assert_eq!(ids.ids().eq(others.encoding.ids()), at == other);
                }
            }
            prop_assert_eq!(group.differs.len(), group.encoding.tokens.len());
        }
        for difference in &comparison.differences {
            let parted = |one: &Group, other: &Group| {
                let does = |cause: &Cause, group: &Group| cause.members().contains(&group.members[0]);
                difference.causes.iter().any(|cause| does(cause, one) != does(cause, other))
            };
            let tokens = |group: &Group| -> Vec<_> {
                let tokens = group.encoding.tokens.iter();
                let inside = |span: Span| span.start < difference.original.end && difference.original.start < span.end;
                tokens.filter(|token| inside(token.original)).map(|token| (token.id, token.original)).collect()
            };
            for (at, one) in comparison.groups.iter().enumerate() {
                for other in comparison.groups[at + 1..].iter().filter(|other| tokens(one) != tokens(other)) {
                    let explained = parted(one, other) || difference.causes.contains(&Cause::PreTokenization);
                    prop_assert!(explained, "{:?}", difference);
                }
            }
            prop_assert!(text.get(difference.original.start..difference.original.end).is_some_and(|part| !part.is_empty()));
            prop_assert!(!difference.causes.is_empty());
        }
    }
}
