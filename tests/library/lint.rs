//! Lints: which place of a prompt surprises, what is said about it, and what must not set it off.

use cliptok::lint::{Lint, lints, looks_like_syntax};
use cliptok::syntax::{Emphasis, Markup, Polarity, Steps, SyntaxOptions};
use cliptok::{Encoder, Model, PromptReader, Syntax};

/// The lints of a prompt in a syntax with options.
fn lints_with(syntax: Syntax, prompt: &str, options: SyntaxOptions) -> Vec<Lint> {
    let reader = PromptReader::new(&Encoder::for_model(Model::Sd1), syntax, options);
    lints(prompt, &reader, reader.read(prompt).as_ref())
}

fn lints_of(syntax: Syntax, prompt: &str) -> Vec<Lint> {
    lints_with(syntax, prompt, SyntaxOptions::default())
}

/// The names and places of lints.
fn places<'p>(prompt: &'p str, lints: &[Lint]) -> Vec<(&'static str, &'p str)> {
    lints.iter().map(|lint| (lint.kind.name(), lint.original.slice(prompt).unwrap())).collect()
}

#[track_caller]
fn assert_places(prompt: &str, expected: &[(&str, &str)]) {
    for syntax in [Syntax::A1111, Syntax::Forge] {
        assert_eq!(places(prompt, &lints_of(syntax, prompt)), expected, "{prompt:?} in {}", syntax.name());
    }
}

/// Asserts that a prompt has one lint in a1111, of this kind, at this place, in these words.
#[track_caller]
fn assert_lint(prompt: &str, kind: &str, place: &str, words: &str) {
    let lints = lints_of(Syntax::A1111, prompt);
    assert_eq!(places(prompt, &lints), [(kind, place)], "{prompt:?}");
    assert_eq!(lints[0].kind.to_string(), words);
}

#[track_caller]
fn assert_none(prompt: &str) {
    assert_places(prompt, &[]);
}

#[test]
fn what_its_writer_meant_sets_nothing_off() {
    assert_none("");
    assert_none("a cat");
    assert_none("masterpiece, (red:1.2) car, [blue], ((big)), \\(film\\), <lora:neon:0.8>");
    assert_none("a cat\nBREAK\na dog AND a bird :0.5");
    assert_none("a [cat:dog:0.5] and a [fox|wolf], [hat::5]");
    assert_none("a photo :) and ;) and :-)");
}

#[test]
fn a_number_that_is_no_weight() {
    assert_lint(
        "a (red:1,2) car",
        "not_a_weight",
        "1,2",
        "`1,2` is not read as a weight, because of the comma; write 1.2",
    );
    assert_lint(
        "(red: 80%)",
        "not_a_weight",
        "80%",
        "`80%` is not read as a weight, because of the percent sign; write 0.8",
    );
    // White space is read, and a list of words is no number.
    assert_none("(red: 1.2 ), (colors: red,blue), (a:1,b)");
    assert_none("1,2 (red)");
}

#[test]
fn unusual_weights() {
    assert_lint(
        "(red:3) car",
        "unusual_weight",
        "red",
        "the weight is 3; above 2, pictures tend to fall apart, so use a smaller one",
    );
    assert_lint(
        "a (red:0) car",
        "unusual_weight",
        "red",
        "the weight is 0, so this text has no effect of its own; delete it, or write a number near 1",
    );
    assert_lint(
        "a (red:-0.5) car",
        "unusual_weight",
        "red",
        "the weight is -0.5, below zero; to avoid something, write it in the negative prompt",
    );
    let infinite = format!("(red:{}) car", "9".repeat(400));
    assert_lint(
        &infinite,
        "unusual_weight",
        "red",
        "the weight is infinite, which ruins the picture; write a number near 1",
    );
    assert_places("((((((((red))))))))", &[("unusual_weight", "red")]);
    assert_none("(red:2), (blue:0.1), ((((((green))))))");
    // Nothing is weighed, or the weights are not applied.
    for emphasis in [Emphasis::Ignore, Emphasis::None] {
        let options = SyntaxOptions { emphasis, ..SyntaxOptions::default() };
        assert_eq!(lints_with(Syntax::A1111, "(red:3) car", options), []);
    }
}

#[test]
fn a_break_that_is_none() {
    assert_lint(
        "(a BREAK b)",
        "no_break",
        "BREAK",
        "BREAK in brackets starts no new row, and the model reads the word “break”; move it out of the brackets",
    );
    assert_lint(
        "a cat,\nbreak\na dog",
        "no_break",
        "break",
        "this is the plain word “break”; to start a new row, write BREAK in upper case",
    );
    assert_places("a cat, Break , a dog", &[("no_break", "Break")]);
    assert_none("a BREAK b, (a BREAK b:1)");
    assert_none("take a break, coffee break, lunch");
}

#[test]
fn a_number_at_the_end_is_the_weight_of_the_part() {
    assert_lint(
        "a wide picture, 16:9",
        "part_weight",
        ":9",
        "this is cut off and taken as the weight 9 of the whole prompt; to keep it as text, put a comma after it",
    );
    assert_places("score: 9 ", &[("part_weight", ": 9")]);
    assert_none("a wide picture, 16:9,");
    assert_none("a cat :1.2 AND a dog :0.5");
    let negative = SyntaxOptions { polarity: Polarity::Negative, ..SyntaxOptions::default() };
    assert_eq!(lints_with(Syntax::A1111, "16:9", negative), []);
}

#[test]
fn and_in_a_negative_prompt() {
    let prompt = "a cat AND a dog";
    let negative = SyntaxOptions { polarity: Polarity::Negative, ..SyntaxOptions::default() };
    let lints = lints_with(Syntax::A1111, prompt, negative.clone());
    assert_eq!(places(prompt, &lints), [("and_in_negative", "AND")]);
    assert_eq!(lints[0].kind.to_string(), "AND is a plain word in a negative prompt; use a comma");
    assert_eq!(lints_with(Syntax::A1111, "BLACK AND WHITE, sand", negative), []);
}

#[test]
fn what_switches_schedules_off() {
    let words =
        "this character turns off every schedule and alternation in its part of the prompt; delete it";
    assert_lint("[cat:dog:0.5] | a hat", "schedules_off", "|", words);
    assert_places("(a|b) [cat|dog]", &[("schedules_off", "|")]);
    let backslash = [("backslash_vanishes", "\\"), ("schedules_off", "\\")];
    assert_places("[cat:dog:0.5] \\\na hat", &backslash);
    // The other part has schedules, this one has only a bar.
    assert_none("[cat:dog:0.5] AND a | b");
    assert_none("a | b, [red]");
}

#[test]
fn numbers_of_schedules() {
    assert_lint(
        "[cat:dog:1.0]",
        "schedule",
        "[cat:dog:1.0]",
        "1.0 is not before the last step, so the second text is never read; write a smaller number",
    );
    assert_lint(
        "[cat:dog:0.04]",
        "schedule",
        "[cat:dog:0.04]",
        "0.04 is before the first step, so the first text is never read; write a larger number",
    );
    assert_lint(
        "a [cat:dog: 1]",
        "schedule",
        "[cat:dog: 1]",
        "1 without a point is step 1, not the whole run; for a fraction of the run, write a number such as 0.5",
    );
    assert_none("[cat:dog:0.05] [cat:dog:19] [cat:dog:2]");
    let few = SyntaxOptions { steps: Steps::new(10).unwrap(), ..SyntaxOptions::default() };
    let prompt = "[cat:dog:12], [cat:dog:9]";
    assert_eq!(places(prompt, &lints_with(Syntax::A1111, prompt, few)), [("schedule", "[cat:dog:12]")]);
}

#[test]
fn a_number_sign_hides_the_rest_of_the_line() {
    let words = "`#` hides the rest of the line from the model; delete the `#`";
    assert_lint("color #ff0000, a car\non a road", "hidden_by_hash", "#ff0000, a car", words);
    assert_places("#1girl, smile", &[("hidden_by_hash", "#1girl, smile")]);
    assert_places("a c# book, blue", &[("hidden_by_hash", "# book, blue")]);
    assert_none("a cat # my best one\n# a dog\n#a bird\na fox");
}

#[test]
fn brackets_without_another() {
    assert_lint(
        "a (red car, blue",
        "weighs_to_the_end",
        "(",
        "this bracket is never closed, so it changes the weight of everything after it; close it, or put a backslash before it",
    );
    assert_lint(
        "a red) car",
        "unopened_is_text",
        ")",
        "this bracket closes nothing, so it is text; delete it",
    );
    assert_places("sad :( cat", &[("weighs_to_the_end", "(")]);
    assert_places("[a (b] c", &[("weighs_to_the_end", "(")]);
    // A part ends at AND, and a comment or a network has no brackets.
    assert_places("(a AND b)", &[("weighs_to_the_end", "("), ("unopened_is_text", ")")]);
    assert_none("([a)], \\( <lora:a(b:1> # (x\n\\]");
}

#[test]
fn backslashes_that_vanish() {
    assert_lint("a\\b", "backslash_vanishes", "\\", "this backslash is removed; to keep it, write two");
    assert_places("\\\\\\", &[("backslash_vanishes", "\\")]);
    assert_none("\\\\ \\( \\) \\[ \\]");
}

#[test]
fn wildcards() {
    let words = "an extension or the browser page may expand this first; it is counted as written, so also try what it expands to";
    assert_lint("a {red|blue} car", "wildcard", "{red|blue}", words);
    assert_lint("a __color/bright__ car", "wildcard", "__color/bright__", words);
    assert_none("{red}, ______, a_b__c, __ red __");
}

#[test]
fn networks_of_no_known_kind() {
    assert_lint(
        "a cat <https://example.com>",
        "unknown_network",
        "<https://example.com>",
        "this is removed as a network of the unknown kind `https`; to keep it as text, delete the `<`",
    );
    assert_none("<lora:a:1> <lyco:b:1> <hypernet:c:1> <lora>");
}

#[test]
fn a_program_that_raises() {
    assert_lint(
        "a (red:1.2.3) car",
        "raises",
        "1.2.3",
        "the program fails on this with ValueError: the weight 1.2.3 is not a number; correct it",
    );
}

#[test]
fn what_looks_like_the_syntax_of_a_program() {
    let looks = |prompt: &'static str| {
        looks_like_syntax(prompt).map(|seen| (seen.markup, seen.original.slice(prompt).unwrap()))
    };
    for (prompt, markup, place) in [
        ("a (red:1.2) car", Markup::RoundWeight, "(red:1.2)"),
        ("a (red:2) car", Markup::RoundWeight, "(red:2)"),
        ("a cat, <lora:neon:0.8>", Markup::Network, "<lora:neon:0.8>"),
        ("a cat BREAK a dog", Markup::Break, "BREAK"),
        ("a [cat:dog:0.5]", Markup::Schedule, "[cat:dog:0.5]"),
        ("a [cat:dog:10]", Markup::Schedule, "[cat:dog:10]"),
        ("a [hat::10]", Markup::Schedule, "[hat::10]"),
        ("a [cat|dog]", Markup::Alternation, "[cat|dog]"),
        ("a red++ car", Markup::PlusMinus, "red++"),
        ("a (red car)++", Markup::PlusMinus, "(red car)++"),
        ("a (red car)1.3, blue", Markup::PlusMinus, "(red car)1.3"),
        ("(\"a\", \"b\").blend(1, 1)", Markup::Blend, ".blend("),
        ("(\"a\", \"b\").and()", Markup::Conjunction, ".and("),
        ("\"a cat\".swap(a dog)", Markup::Swap, ".swap("),
        ("withLora(neon, 0.5)", Markup::WithLora, "withLora("),
        ("embedding:easynegative, blurry", Markup::EmbeddingPrefix, "embedding:easynegative"),
    ] {
        assert_eq!(looks(prompt), Some((markup, place)), "{prompt:?}");
    }
    for prompt in [
        "",
        "c++, notepad++ and g++",
        "(see: 5), (John 3:16), (at 10:30), (16:9)",
        "16:9 :) ;-) :( [a] ((b)) [[c]] (a, b, c)",
        "a cat AND a dog",
        "BREAK THE CHAINS, TAKE A BREAK NOW",
        "[1] [12:30:45] [see: 5] [[File:a.png|thumb]]",
        "# a title\na paragraph -- with a dash--and another",
        "<b>bold</b>, <3, <https://example.com>",
        "embedding: a word, embedding:5",
        "room (two beds)- nice, (pause)-- then",
    ] {
        assert_eq!(looks(prompt), None, "{prompt:?}");
    }
}

#[test]
fn a_hint_names_the_programs() {
    assert!(
        looks_like_syntax("a cat BREAK a dog").unwrap().programs.starts_with(&[Syntax::A1111, Syntax::Forge])
    );
}

#[test]
fn nothing_panics_and_every_place_is_in_the_prompt() {
    let pieces = [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "|",
        ":",
        "\\",
        "#",
        "\n",
        "BREAK",
        "AND",
        "é",
        "🏯",
        "__",
        "//",
        "/*",
        "*/",
        "1",
        ",",
        ".",
        "%",
        " ",
        "<lora:",
        ">",
        "++",
        "-",
        "embedding:",
        ".blend(",
        "\"",
        "a",
    ];
    // A generator of the smallest kind: the same prompts in each run.
    let mut state = 1_u64;
    for _ in 0..4_000 {
        let mut prompt = String::new();
        for _ in 0..14 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            prompt.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        looks_like_syntax(&prompt);
        for &syntax in Syntax::ALL {
            let lints = lints_of(syntax, &prompt);
            assert!(lints.is_sorted_by_key(|lint| lint.original.start), "{prompt:?}");
            for lint in &lints {
                assert!(lint.original.slice(&prompt).is_some(), "{prompt:?}: {lint:?}");
                assert!(!lint.kind.to_string().is_empty());
            }
        }
    }
}
