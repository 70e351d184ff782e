//! Text repair and character references, against what ftfy and Python themselves make of a text.

use std::borrow::Cow;

use cliptok::Step;
use cliptok::explain::Trace;
use proptest::prelude::*;
use serde::Deserialize;

use crate::support::{any_encoder, leads_to_whole_characters, read, text};

/// What these steps make of a text, one after the other.
fn by_steps(text: &str, steps: &[Step]) -> String {
    steps.iter().fold(text.to_owned(), |text, step| step.apply(&text).into_owned())
}

fn repaired(text: &str) -> String {
    Step::TextRepair.apply(text).into_owned()
}

fn unescaped(text: &str) -> String {
    Step::HtmlReferences.apply(text).into_owned()
}

#[test]
fn texts_are_repaired_as_ftfy_does_it() {
    #[derive(Deserialize)]
    struct Golden {
        text: String,
        repaired: String,
    }
    let goldens: Vec<Golden> = read("tests/golden/text-repair.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(goldens.len(), 6_530, "no golden is missing");
    for golden in goldens {
        assert_eq!(repaired(&golden.text), golden.repaired, "{:?}", golden.text);
    }
}

#[test]
fn each_kind_of_glitch_is_repaired() {
    assert_eq!(repaired("sÃ£o &eacute;"), "são é");
    assert_eq!(repaired("donâ€™t"), "don't");
    assert_eq!(repaired("a\u{85}b \u{80}"), "a…b €");
    assert_eq!(repaired("ﬂuﬃeﬆ Ĳ"), "fluffiest IJ");
    assert_eq!(repaired("ＬＯＵＤ　ﾀ￣"), "LOUD タ \u{304}");
    assert_eq!(repaired("‘a’ “b” ʼ"), "'a' \"b\" '");
    assert_eq!(repaired("a\r\nb\rc\u{2028}d\u{2029}"), "a\nb\nc\nd\n");
    assert_eq!(repaired("\u{1B}[31;1mred\u{1B}[0m \u{1B}[٣mx \u{1B}[3"), "red x [3");
    assert_eq!(repaired("\u{FEFF}a\0b\u{B}c\u{7F}\u{FFFC}"), "abc");
    assert_eq!(repaired("e\u{301}"), "é");
}

#[test]
fn entities_stay_in_what_looks_like_html_and_in_the_lines_below() {
    assert_eq!(repaired("&amp;\n<b>&amp;\n&amp;"), "&\n<b>&amp;\n&amp;");
}

#[test]
fn the_entity_of_a_semicolon_stays() {
    // ftfy takes the semicolon of the answer for one that was left over.
    assert_eq!(repaired("&#59; &#x3B; &#58;"), "&#59; &#x3B; :");
}

#[test]
fn a_line_feed_passes_for_the_last_byte_of_a_broken_pair() {
    // Expressions in ftfy say `$`, which matches before a final line feed too.
    assert_eq!(repaired("Ãƒí\u{A0}\u{80}í°\n"), "Ã\u{1000A}");
    assert_eq!(repaired("reiÃŸt!À\n"), "reißt!");
}

#[test]
fn a_line_of_more_than_a_million_characters_is_repaired_in_pieces() {
    // The letter stands across the border, so neither piece has all of it.
    let line = format!("{}Ã©{}", "a".repeat(999_999), "b");
    assert_eq!(repaired(&line), line);
    let line = format!("{}Ã©{}", "a".repeat(999_998), "b");
    assert_eq!(repaired(&line), line.replace("Ã©", "é"));
}

#[test]
fn printable_ascii_without_ampersand_is_left_alone() {
    let ascii: String = (' '..='~').filter(|&c| c != '&').chain("\t\n\u{C}".chars()).collect();
    assert!(matches!(Step::TextRepair.apply(&ascii), Cow::Borrowed(text) if text == ascii));
}

#[test]
fn every_named_reference_of_the_table_is_found() {
    let table = read("src/unicode/tables/html_entities.rs");
    let lines = table.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
    let mut names = 0;
    for line in lines.filter(|line| !line.starts_with("pub")) {
        let (name, codes) = line.trim_end_matches("\";").split_once(' ').unwrap();
        let code = |code| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
        let characters: String = codes.split(' ').map(code).collect();
        assert_eq!(unescaped(&format!("&{name}")), characters, "&{name}");
        names += 1;
    }
    assert_eq!(names, 2_231);
}

#[test]
fn references_without_a_semicolon_count_as_in_html() {
    assert_eq!(unescaped("50&cent &notit; &ampamp; &nosuch; &;"), "50¢ ¬it; &amp; &nosuch; &;");
    assert_eq!(unescaped("&#65&#x42;&#X43 &# &#x; &#;"), "ABC &# &#x; &#;");
    assert_eq!(
        unescaped("&#0;&#x80;&#x81;&#xD800;&#x110000;&#99999999999999;"),
        "\u{FFFD}€\u{81}\u{FFFD}\u{FFFD}\u{FFFD}"
    );
    assert_eq!(unescaped("[&#1;&#xB;&#x7F;&#xFDD0;&#x1FFFE;&#13;]"), "[\r]");
}

#[test]
fn a_number_of_too_many_digits_is_beyond_unicode_and_no_error() {
    // Python refuses to read more than 4,300 digits, and `html.unescape` raises an exception.
    assert_eq!(unescaped(&format!("&#{};", "9".repeat(5_000))), "\u{FFFD}");
}

#[test]
fn references_are_replaced_twice_and_after_the_repairs() {
    let twice = [Step::TextRepair, Step::HtmlReferences, Step::HtmlReferences];
    assert_eq!(by_steps("&ldquo;hi&rdquo; <", &twice), "“hi” <");
    assert_eq!(by_steps("&amp;amp;amp; <", &twice), "&amp; <");
}

/// The repairs of one round, as the room lists them.
const ROUND: &[Step] = &[
    Step::Entities,
    Step::Mojibake,
    Step::C1Controls,
    Step::Ligatures,
    Step::CharacterWidth,
    Step::Quotes,
    Step::LineBreaks,
    Step::TerminalEscapes,
    Step::ControlCharacters,
    Step::UnicodeComposition14,
];

/// The reference: round after round.
fn round_by_round(line: &str) -> String {
    let mut text = line.to_owned();
    loop {
        let after = by_steps(&text, ROUND);
        if after == text {
            return text;
        }
        text = after;
    }
}

/// Entities of entities, of all depths, with other things to repair beside them.
fn nested() -> impl Strategy<Value = String> {
    let layers = prop_oneof![
        Just("amp;".to_owned()),
        Just("#38;".to_owned()),
        Just("#x26;".to_owned()),
        Just("AMP;".to_owned()),
        Just("#xFF06;".to_owned()),
    ];
    let chain = (
        layers.clone(),
        layers,
        0..24_usize,
        0..4_usize,
        "(eacute;|Atilde;|copy|#101;|)(\u{301}|sup3;| |a)?",
    )
        .prop_map(|(one, other, many, few, last)| {
            format!("&{}{}{last}", one.repeat(many), other.repeat(few))
        });
    let beside = prop::sample::select(vec![
        "",
        "é",
        "Ã",
        "Ã ",
        "a",
        "œ",
        "＆",
        "\u{FFFD}\u{FFFD}",
        "ÂÃ中",
        "â€",
        "'",
        "\u{1}",
    ]);
    let part = (beside, chain).prop_map(|(beside, chain)| format!("{beside}{chain}"));
    prop::collection::vec(part, 1..4).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn rounds_that_are_counted_are_those_that_would_be_made(line in nested()) {
        prop_assert_eq!(repaired(&line), round_by_round(&line));
    }

    #[test]
    fn a_change_is_told_with_the_place_that_it_came_from(text in text(), encoder in any_encoder()) {
        for edit in Trace::of(&encoder, &text).steps.iter().flat_map(|step| &step.edits) {
            prop_assert!(edit.before != edit.after);
            prop_assert!(edit.original.slice(&text).is_some());
        }
        prop_assert!(leads_to_whole_characters(&encoder.normalize(&text), &text));
    }
}

#[test]
fn a_layer_that_makes_the_text_look_bad_is_not_passed_over() {
    // Five Cyrillic letters, any character and a letter: `ГўВЂВ&a` looks bad for one round, in which `Ã ` is decoded.
    let text = format!("ÂÃ quilГўВЂВ&{}AMP;{}#10;", "#38;".repeat(12), "#38;".repeat(12));
    assert_eq!(repaired(&text), "Âà quilГўВЂВ\n");
}

#[test]
fn leads_without_end_take_one_look() {
    // Each round would take one of them, and look at all the others again.
    let leads = 200_000;
    assert_eq!(repaired(&format!("{}©", "Â".repeat(leads))), "©");
    assert_eq!(repaired(&format!("中 {}© {}®", "Â".repeat(leads), "Â".repeat(40))), "中 © ®");
}

#[test]
fn layers_without_end_take_one_look() {
    // A round for each of them would take many minutes.
    let layers = 200_000;
    assert_eq!(repaired(&format!("é&{}", "amp;".repeat(layers))), "é&");
    assert_eq!(repaired(&format!("&{}eacute;", "#38;".repeat(layers))), "é");
    assert_eq!(repaired(&format!("é&{}", "amp;#38;".repeat(layers / 2))), "é&");
    assert_eq!(repaired(&format!("{}{}", "&".repeat(layers / 4), "num;38;".repeat(layers / 4))), "#38;");
}
