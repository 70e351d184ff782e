//! Lints in the syntaxes of ComfyUI, InvokeAI, sd-embed, and lpw: places, words, and near misses.

use cliptok::lint::{Lint, lints};
use cliptok::{Model, PromptReader, Syntax};

fn lints_of(syntax: &str, prompt: &str) -> Vec<Lint> {
    let reader = PromptReader::for_program(Syntax::named(syntax).unwrap(), Model::Sd1);
    lints(prompt, &reader, reader.read(prompt).as_ref())
}

/// The names and places of the lints of a prompt.
fn places(syntax: &str, prompt: &'static str) -> Vec<(&'static str, &'static str)> {
    let lints = lints_of(syntax, prompt);
    lints.iter().map(|lint| (lint.kind.name(), lint.original.slice(prompt).unwrap())).collect()
}

/// Asserts that a prompt has one lint, of this kind, at this place, in these words.
#[track_caller]
fn assert_lint(syntax: &str, prompt: &'static str, kind: &str, place: &str, words: &str) {
    assert_eq!(places(syntax, prompt), [(kind, place)], "{prompt:?} in {syntax}");
    assert_eq!(lints_of(syntax, prompt)[0].kind.to_string(), words);
}

#[track_caller]
fn assert_none(syntax: &str, prompt: &'static str) {
    assert_eq!(places(syntax, prompt), [], "{prompt:?} in {syntax}");
}

#[test]
fn comfyui_takes_markup_of_others_for_text() {
    let other = |prompt, place, words| assert_lint("comfyui", prompt, "other_program", place, words);
    other(
        "a [red] car",
        "[red]",
        "comfyui does not read `[word]`; only a1111, forge, sd-embed, lpw, and lpw-xl do; write (word:0.9)",
    );
    other(
        "a [cat:dog:0.5]",
        "[cat:dog:0.5]",
        "comfyui does not read `[from:to:0.5]`; only a1111 and forge do; keep one of the texts",
    );
    other(
        "a cat BREAK a dog",
        "BREAK",
        "comfyui does not read `BREAK`; only a1111 and forge do; use a comma",
    );
    other(
        "a cat AND a dog",
        "AND",
        "comfyui does not read `AND`; only a1111 and forge do; use a comma, or join two prompts in the program",
    );
    other(
        "a cat, <lora:neon:0.8>",
        "<lora:neon:0.8>",
        "comfyui does not read `<lora:name:0.8>`; only a1111 and forge do; delete it, and load the network in the \
         program",
    );
    other("a red++ car", "red++", "comfyui does not read `(word)++`; only invokeai does; write (word:1.2)");
    assert_none("comfyui", "a (red:1.2) car, (big), \\(film\\), embedding, c++, BLACK AND WHITE");
}

#[test]
fn comfyui_counts_brackets() {
    assert_lint(
        "comfyui",
        "smile :) (red:1.3)",
        "unopened_stops_weights",
        ")",
        "this bracket closes nothing, and it takes the weight from every bracket after it; delete it, or put a backslash before it",
    );
    assert_lint(
        "comfyui",
        "a (red car",
        "unclosed_is_text",
        "(",
        "this bracket is never closed, so it is text; close it or delete it",
    );
    assert_none("comfyui", "smile :\\) (red:1.3)");
}

#[test]
fn comfyui_keeps_most_backslashes() {
    assert_lint(
        "comfyui",
        "\\[red\\(",
        "backslash_stays",
        "\\",
        "this backslash escapes nothing and stays in the text; delete it",
    );
    assert_none("comfyui", "a\\b \\(c\\)");
}

#[test]
fn comfyui_in_the_browser() {
    let words = "the browser page deletes this as a comment, but the API does not; delete it, or take out the slashes";
    assert_lint(
        "comfyui",
        "see http://example.com, blue\nred",
        "cut_in_browser",
        "//example.com, blue",
        words,
    );
    assert_lint("comfyui", "a /* red */ car", "cut_in_browser", "/* red */", words);
    assert_eq!(places("comfyui", "a {red|blue} car"), [("wildcard", "{red|blue}")]);
    assert_none("comfyui", "and/or, /* red");
}

#[test]
fn comfyui_drops_embeddings_that_it_does_not_have() {
    let lints = lints_of("comfyui", "embedding:bad, blurry");
    assert_eq!(lints.len(), 1);
    assert_eq!(lints[0].kind.name(), "missing_embedding");
    assert_eq!(
        lints[0].kind.to_string(),
        "there is no such embedding, so its name is dropped; if the program has it, add --embedding NAME=VECTORS"
    );
}

#[test]
fn comfyui_takes_any_number_of_python() {
    assert_eq!(places("comfyui", "(red:nan)"), [("unusual_weight", "red")]);
    assert_eq!(
        lints_of("comfyui", "(red:nan)")[0].kind.to_string(),
        "the weight is not a number, which ruins the picture; write a number"
    );
    assert_eq!(places("comfyui", "(red:1,3)"), [("not_a_weight", "1,3")]);
    assert_none("comfyui", "(red: 1.3 ) (blue:1e0)");
}

#[test]
fn invokeai_takes_markup_of_others_for_text() {
    let other = |prompt, place, words| assert_lint("invokeai", prompt, "other_program", place, words);
    other(
        "a (red:1.2) car",
        "(red:1.2)",
        "invokeai does not read `(word:1.2)`; only a1111, forge, comfyui, sd-embed, lpw, and lpw-xl do; write \
         (word)1.2",
    );
    other(
        "a [red] car",
        "[red]",
        "invokeai does not read `[word]`; only a1111, forge, sd-embed, lpw, and lpw-xl do; write (word)0.9",
    );
    other(
        "a cat BREAK a dog",
        "BREAK",
        "invokeai does not read `BREAK`; only a1111 and forge do; write (\"one\", \"two\").and()",
    );
    assert_eq!(places("invokeai", "a cat AND a dog"), [("other_program", "AND")]);
    assert_eq!(places("invokeai", "a cat <lora:neon:0.8>"), [("other_program", "<lora:neon:0.8>")]);
    assert_none("invokeai", "a (red)1.2 car, (big)++, (a, b), \\(film\\)");
}

#[test]
fn invokeai_reads_no_comma_and_keeps_most_backslashes() {
    assert_lint(
        "invokeai",
        "a (red)1,2 car",
        "not_a_weight",
        "1,2",
        "`1,2` is not read as a weight, because of the comma; write 1.2",
    );
    assert_eq!(
        places("invokeai", "c\\+ \\- \\["),
        [("backslash_stays", "\\"), ("backslash_stays", "\\"), ("backslash_stays", "\\")]
    );
    assert_none("invokeai", "1,2 (red), \\\"");
}

#[test]
fn invokeai_takes_for_text_what_its_grammar_does_not_read() {
    assert_lint(
        "invokeai",
        "x(red)+",
        "unread",
        ")+",
        "this cannot be read here, so it is text; put a space before its bracket, and leave no lone sign in it",
    );
    assert_eq!(places("invokeai", "(a - b)+"), [("unread", ")+")]);
    assert_lint(
        "invokeai",
        "a picture of (\"a cat\", \"a dog\").blend(1, 1)",
        "unread",
        ".blend(",
        "this cannot be read here, so it is text; make it the whole prompt, with quotes around its parts and plain \
         numbers",
    );
    assert_lint(
        "invokeai",
        ".swap(dog) a cat",
        "unread",
        ".swap(",
        "this cannot be read here, so it is text; write it directly after a word, a bracket, or a quote",
    );
    assert_none("invokeai", "x (red)+, (\"a cat\")-, (red)-haired, \\(film\\)+");
    assert_none("invokeai", "(\"a cat\", \"a dog\").blend(1, 0.5)");
}

#[test]
fn programs_that_raise() {
    let words = |why: &str| format!("the program fails on this with {why}; correct it");
    assert_lint(
        "comfyui",
        "embedding:a, embedding:",
        "raises",
        "embedding:",
        &words("IndexError: no name follows `embedding:`"),
    );
    assert_lint(
        "invokeai",
        "(\"a\", \"b\").blend(1, 1) c",
        "raises",
        ".blend(",
        &words("ParseException: there is text behind a blend"),
    );
    assert_lint(
        "lpw-xl",
        "()",
        "raises",
        "()",
        &words("ValueError: neither the prompt nor the negative prompt has a token"),
    );
}

#[test]
fn invokeai_drops_what_stands_behind_a_conjunction() {
    let prompt = "(\"a cat\", \"a dog\").and() at night";
    assert_eq!(places("invokeai", prompt).first().map(|(kind, _)| *kind), Some("dropped"));
    assert_none("invokeai", "(\"a cat\", \"a dog\").and()");
}

#[test]
fn sd_embed_and_lpw_read_weights_only() {
    for syntax in ["sd-embed", "lpw", "lpw-xl"] {
        assert_eq!(places(syntax, "a <lora:neon:0.8>"), [("other_program", "<lora:neon:0.8>")]);
        assert_eq!(places(syntax, "a cat AND a dog"), [("other_program", "AND")]);
        assert_eq!(places(syntax, "(red: 1.3) car"), [("not_a_weight", " 1.3")]);
        assert_eq!(places(syntax, "(red:3) car"), [("unusual_weight", "red")]);
        assert_none(syntax, "(red:1.3) car, [blue], \\(film\\), # 1, a\n");
    }
    assert_lint(
        "sd-embed",
        "(red: 1.3) car",
        "not_a_weight",
        " 1.3",
        "` 1.3` is not read as a weight, because of the white space; write 1.3",
    );
    assert_lint(
        "lpw",
        "a cat BREAK a dog",
        "other_program",
        "BREAK",
        "lpw does not read `BREAK`; only a1111 and forge do; use a comma",
    );
    for syntax in ["sd-embed", "lpw-xl"] {
        assert_lint(
            syntax,
            "a cat BREAK a dog",
            "no_break",
            "BREAK",
            "BREAK starts no new row in this program, and the model reads the word “break” with weight -1; use a comma",
        );
    }
}

#[test]
fn the_webuis_take_the_syntax_of_invokeai_and_comfyui_for_text() {
    let other = |prompt, place, words| assert_lint("a1111", prompt, "other_program", place, words);
    other("a red++ car", "red++", "a1111 does not read `(word)++`; only invokeai does; write (word:1.2)");
    other(
        "a (red car)++",
        "(red car)++",
        "a1111 does not read `(word)++`; only invokeai does; write (word:1.2)",
    );
    other(
        "embedding:bad, blurry",
        "embedding:bad",
        "a1111 does not read `embedding:name`; only comfyui does; write the name alone",
    );
    other(
        "a cat.swap(dog)",
        ".swap(",
        "a1111 does not read `word.swap(other)`; only invokeai does; keep one of the words",
    );
    other(
        "withLora(neon, 0.5) a cat",
        "withLora(",
        "a1111 does not read `withLora(name, 0.5)`; only invokeai does; write <lora:name:0.5>",
    );
    other(
        "(a, b).blend(1, 1)",
        ".blend(",
        "a1111 does not read `(\"one\", \"two\").blend(1, 1)`; only invokeai does; write AND between the parts",
    );
    for prompt in ["c++, g++", "(red)-haired", "(see)- that", "embedding: a word", "a dog -- a cat"] {
        let lints = places("a1111", prompt);
        let expected: &[(&str, &str)] =
            if prompt == "(see)- that" { &[("other_program", "(see)-")] } else { &[] };
        assert_eq!(lints, expected, "{prompt:?}");
    }
}
