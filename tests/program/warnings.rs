//! What `inspect` warns of: typed special tokens, prompts that are refused, other dialects; and how to turn it off.

use serde_json::Value;

use crate::support::cliptok;

/// The warnings of a prompt, as the view words them.
fn warnings(arguments: &[&str]) -> Vec<String> {
    let ran = cliptok(&[&["--format", "jsonl"], arguments].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    let words = |warning: &Value| warning["message"].as_str().unwrap().to_owned();
    answer["warnings"].as_array().unwrap().iter().map(words).collect()
}

#[test]
fn an_ordinary_prompt_is_not_warned_about() {
    assert_eq!(warnings(&["a photo of a cat, 4k, (masterpiece)!"]), Vec::<String>::new());
    assert_eq!(warnings(&["🏯 naïve café"]), Vec::<String>::new());
}

#[test]
fn a_typed_end_token_is_where_the_summary_is_taken() {
    let warnings = warnings(&["--model", "openai", "a <|endoftext|> b <|EndOfText|>"]);
    assert_eq!(warnings[0], "slot 2 and 1 more: typed end token; CLIP takes its summary from the first one");
}

#[test]
fn a_typed_start_token_is_one_that_the_model_knows_only_in_front() {
    let warnings = warnings(&["a <|startoftext|>"]);
    assert_eq!(warnings[0], "slot 2: typed start token; the model expects it only in slot 0");
}

#[test]
fn a_typed_pad_is_no_text() {
    let warnings = warnings(&["--model", "sd2", "hello!"]);
    assert_eq!(
        warnings,
        [
            "slot 2: typed pad of this model; it is read as id 0, not as text",
            "other ids in openai, open-clip (special token); see cliptok diff"
        ]
    );
}

#[test]
fn a_special_token_that_was_cut_is_not_warned_about() {
    let warnings = warnings(&["--context-length", "3", "a <|endoftext|>"]);
    assert_eq!(warnings, ["other ids in open-clip (special token); see cliptok diff"]);
}

#[test]
fn a_prompt_that_the_model_refuses_is_shown_all_the_same() {
    let long = "a ".repeat(80);
    let refused = "this model refuses more than 75 tokens (shown as with --truncate)";
    assert_eq!(warnings(&["--model", "openai", &long]), [refused]);
    assert_eq!(warnings(&["--model", "openai", "--truncate", &long]), Vec::<String>::new());
    assert_eq!(warnings(&["--model", "open-clip", &long]), Vec::<String>::new());
}

#[test]
fn widely_used_dialects_that_give_other_ids_are_named_with_the_reason() {
    assert_eq!(warnings(&["it’s"]), ["other ids in openai, open-clip (quotes); see cliptok diff"]);
    assert_eq!(warnings(&["--dialect", "openai", "it’s"]), ["other ids in hf (quotes); see cliptok diff"]);
    // BERT's spaces round ideographs are seldom met, and are no reason to warn of every Chinese prompt.
    assert_eq!(warnings(&["漢字"]), Vec::<String>::new());
}

#[test]
fn warnings_stand_in_the_view_and_can_be_turned_off() {
    let line = "warning     other ids in openai, open-clip (quotes); see cliptok diff\n";
    assert!(cliptok(&["it’s"]).stdout.ends_with(&format!("{line}fits · 4 of 75 tokens\n")));
    assert!(!cliptok(&["--no-warnings", "it’s"]).stdout.contains("warning"));
    assert_eq!(warnings(&["--no-warnings", "it’s <|endoftext|>"]), Vec::<String>::new());
}
