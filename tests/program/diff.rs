//! `cliptok diff`: the dialects side by side, in every format, with its exit codes.

use cliptok::Dialect;
use serde::Deserialize;
use snapbox::assert_data_eq;

use crate::program::json::{Source, Span};
use crate::support::{FIVE, cliptok, cliptok_reading, view};

const DIFFERENT: &str = "it’s a ﬁlm &cent; sÃ£o 👨‍👩‍👧 <|STARTOFTEXT|> ΑΣ <";

#[test]
fn dialects_that_differ_on_80_columns() {
    assert_data_eq!(
        view("80", &["diff", "--dialect", FIVE, DIFFERENT], 1),
        snapbox::file!["snapshots/diff-80.txt"].raw()
    );
}

#[test]
fn dialects_that_differ_on_60_columns_in_color() {
    let view = view("60", &["diff", "--color", "always", "--dialect", "hf,openai", "it’s 🏯\u{1B}[31m"], 1);
    assert_data_eq!(view, snapbox::file!["snapshots/diff-color-60.txt"].raw());
}

#[test]
fn dialects_that_agree_are_a_success() {
    let ran = cliptok(&["diff", "--dialect", FIVE, "a cat", "a dog"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let all = "\
        all agree · 2 tokens · argument 1 · hf, openai, open-clip, hf-slow, hf-basic\n\n\
        all agree · 2 tokens · argument 2 · hf, openai, open-clip, hf-slow, hf-basic\n";
    assert_eq!(ran.stdout, all);
    let ran = cliptok(&["diff", "--as", "a1111,forge", "a cat"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, "all agree on rows and weights · argument 1 · a1111, forge\n")
    );
}

#[test]
fn files_are_listed_with_how_many_prompts_differ() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("prompts");
    std::fs::write(&file, "a cat\nit’s\n\n&amp;\n").unwrap();
    let name = file.to_str().unwrap();
    let listed = format!(
        "{name}:2 · quotes · hf, hf-basic ≠ openai, open-clip, hf-slow\n            it’s\n\
         {name}:4 · HTML entities · hf, hf-basic ≠ openai, open-clip, hf-slow\n            &amp;\n\
         2 of 4 prompts differ\n"
    );
    assert_eq!(view("200", &["diff", "--dialect", FIVE, "-f", name], 1), listed);
    let ran = cliptok(&["diff", "-f", name, "--dialect", "openai,open-clip"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "all agree on 4 prompts\n"));
}

#[test]
fn what_is_piped_in_is_shown_and_a_list_can_be_asked_for() {
    let ran = cliptok_reading(&["diff", "--dialect", FIVE], "it’s\n".as_bytes());
    assert!(
        ran.code == 1 && ran.stdout.contains("quotes: ’ → ' in openai, open-clip, hf-slow"),
        "{}",
        ran.stdout
    );
    let ran = cliptok_reading(&["diff", "--dialect", FIVE, "--format", "list"], "a\nit’s\n".as_bytes());
    assert!(ran.stdout.starts_with("stdin:2 · quotes · "), "{}", ran.stdout);
}

#[test]
fn tab_separated_fields_have_only_prompts_that_differ() {
    let ran = cliptok_reading(&["diff", "--dialect", FIVE, "--format", "tsv"], "a\nit’s\n".as_bytes());
    let wanted =
        "source\tgroups\tcauses\tprompt\nstdin:2\thf,hf-basic|openai,open-clip,hf-slow\tquotes\tit’s\n";
    assert_eq!((ran.code, ran.stdout.as_str()), (1, wanted));
    assert_eq!(ran.stderr, "cliptok: 1 of 2 prompts differ\n");
}

#[test]
fn a_model_that_makes_its_pad_special_can_be_compared() {
    let ran = cliptok(&["diff", "--dialect", "hf,sd2", "hello!"]);
    assert!(ran.stdout.contains("≠! 0"), "{}", ran.stdout);
    assert!(ran.stdout.contains("special token: only in sd2; text in the others"), "{}", ran.stdout);
}

#[test]
fn ids_are_recognized_by_dialect() {
    let ran = cliptok(&["diff", "--ids", "49406 585 568 49407", "it’s"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.stdout.contains("\nhf             no: position 2 (from 0) is 568, where 728 is expected\n"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("\nopenai         yes, between start and end\n"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("cause"), "a dialect gives them: {}", ran.stdout);
    let ran = cliptok(&["diff", "--ids", "64 220 1153", "a photo"]);
    assert!(
        ran.code == 1 && ran.stdout.ends_with("\ncause          spaces are tokens, as in GPT-2\n"),
        "{}",
        ran.stdout
    );
    let ran = cliptok(&["diff", "--ids", "tensor([[320, 49408]])", "a <x>", "--format", "json"]);
    let words = "49408 for “<x>”\",\"dialects\":[],\"ids\":[49408],\"amount\":null}]";
    assert!(ran.code == 1 && ran.stdout.contains(words), "{}", ran.stdout);
    let ran = cliptok(&["diff", "--ids", "[1, 2]", "it’s"]);
    assert_eq!(ran.code, 1, "no dialect gives them");
    // `!` as a special token has another id.
    let ran = cliptok(&["diff", "--ids", "3306 0", "hello!", "--format", "tsv"]);
    let found: Vec<&str> = ran.stdout.lines().filter(|line| line.contains("\tyes\t")).collect();
    assert_eq!(found, ["argument 1\tsd2\tyes\t"]);
}

#[test]
fn a_row_that_encode_made_is_recognized() {
    for model in ["sd1", "openai"] {
        let row = cliptok(&["encode", "--pad", "--model", model, "a photo of a 🏯"]).stdout;
        let ran = cliptok(&["diff", "--ids", &row, "a photo of a 🏯"]);
        let pad = if model == "sd1" { 49407 } else { 0 };
        let words = format!("yes, between start and end, then 69 pads of id {pad}");
        assert_eq!(
            (ran.code, ran.stdout.matches(&words).count()),
            (0, Dialect::ALL.len() + 1),
            "{}",
            ran.stdout
        );
    }
}

#[test]
fn verdicts_stand_in_one_column_behind_the_longest_name() {
    let ran = cliptok(&["diff", "--dialect", "hf,hf-basic-4.30", "--ids", "320", "a"]);
    let words = "yes, the prompt's tokens and nothing else";
    let verdicts = format!("\nhf             {words}\nhf-basic-4.30  {words}\n");
    assert!(ran.code == 0 && ran.stdout.ends_with(&verdicts), "{}", ran.stdout);
}

#[test]
fn an_outdated_dialect_is_compared_only_where_it_is_named() {
    let ran = cliptok(&["diff", "a cat"]);
    assert!(!ran.stdout.contains("hf-basic-4.30"), "{}", ran.stdout);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (
            0,
            "cliptok: not compared: hf-basic-4.30 (slow tokenizers of transformers 4.30 and before, without ftfy); \
             to compare it too, name it with --dialect\n"
        )
    );
    let ran = cliptok(&["diff", "--dialect", "hf,hf-basic-4.30", "a cat"]);
    assert!(ran.stdout.ends_with("· hf, hf-basic-4.30\n"), "{}", ran.stdout);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    // Ids may come from any program, and an old one too.
    let ran = cliptok(&["diff", "--ids", "320", "a"]);
    assert!(ran.stdout.contains("\nhf-basic-4.30  yes, "), "{}", ran.stdout);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn what_is_no_id_is_told_with_its_place() {
    let ran = cliptok(&["diff", "--ids", "1 x", "a"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (2, "cliptok: --ids: byte offset 2: \"x\" is not an id; ids are whole numbers from 0 to 49407\n")
    );
    let ran = cliptok(&["diff", "--ids", "70000", "a"]);
    assert_eq!(
        ran.stderr,
        "cliptok: --ids: byte offset 0: id 70000 is not in the vocabulary; ids run from 0 to 49407\n"
    );
}

#[test]
fn a_row_that_was_cut_is_recognized_by_its_length() {
    let long = "a ".repeat(80);
    let row = cliptok(&["encode", "--pad", &long]).stdout;
    let ran = cliptok(&["diff", "--dialect", "hf", "--ids", &row, &long]);
    assert!(
        ran.code == 0 && ran.stdout.contains("yes, between start and end, 5 tokens cut off"),
        "{}",
        ran.stdout
    );
    let ran =
        cliptok(&["diff", "--dialect", "hf", "--context-length", "4", "--ids", "49406 320 320 49407", &long]);
    assert!(ran.code == 0 && ran.stdout.contains("78 tokens cut off"), "{}", ran.stdout);
    let ran = cliptok(&["diff", "--ids", "49406 49407", &long]);
    assert_eq!(ran.code, 1, "start and end are not the row of every prompt");
    let ran = cliptok(&["diff", "--context-length", "4", &long]);
    assert!(ran.code == 2 && ran.stderr.contains("--ids <IDS>"), "{}", ran.stderr);
}

#[test]
fn the_ids_of_two_prompts_are_not_taken_for_one_row() {
    let ran = cliptok(&["diff", "--ids", "[1, 2]\n[3]\n", "a"]);
    let words = "cliptok: --ids: byte offset 7: a second row begins here; give the ids of one prompt\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (2, words));
    let ran = cliptok(&["diff", "--ids", "\n([320],)\n", "a"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (0, ""),
        "brackets and line feeds round them are passed over"
    );
}

#[test]
fn one_dialect_has_nothing_to_differ_from() {
    for names in ["hf", "hf,hf"] {
        let ran = cliptok(&["diff", "--dialect", names, "a"]);
        let words = "cliptok: --dialect: name at least two to compare, such as hf,openai\n";
        assert_eq!((ran.code, ran.stderr.as_str()), (2, words));
    }
    assert_eq!(
        cliptok(&["diff", "--dialect", "hf,hf", "--ids", "320", "a"]).stdout.matches("yes").count(),
        1
    );
}

#[test]
fn a_list_of_stdin_is_one_where_stdin_is_named_as_a_file() {
    let ran = cliptok_reading(&["diff", "--dialect", FIVE, "-f", "-"], "it’s\n".as_bytes());
    assert!(ran.stdout.starts_with("stdin:1 · quotes") && ran.stdout.ends_with("1 of 1 prompt differs\n"));
}

#[test]
fn what_was_read_before_an_error_is_listed_and_not_summed_up() {
    let ran = cliptok_reading(&["diff", "--dialect", FIVE, "--format", "list"], b"\xE2\x80\x99\n\xFF\n");
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (2, "stdin:1 · quotes · hf, hf-basic ≠ openai, open-clip, hf-slow\n            ’\n")
    );
}

#[test]
fn the_vocabulary_of_a_directory_is_compared() {
    let folder = tempfile::TempDir::new().unwrap();
    let ran = cliptok(&["diff", "--vocab-dir", folder.path().to_str().unwrap(), "a"]);
    assert!(ran.code == 2 && ran.stderr.contains("vocab.json"), "{}", ran.stderr);
    let data = crate::support::project_file("data");
    assert_eq!(cliptok(&["diff", "--vocab-dir", data.to_str().unwrap(), "it’s"]).code, 1);
}

#[test]
fn a_prompt_without_tokens_says_so() {
    let ran = cliptok(&["diff", ""]);
    assert!(ran.stdout.starts_with("all agree · 0 tokens · argument 1 · "), "{}", ran.stdout);
}

/// The one version of JSON that there is.
const VERSION: u8 = 1;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Diff {
    version: u8,
    source: Source,
    prompt: String,
    agree: bool,
    groups: Vec<Group>,
    differences: Vec<Difference>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    dialects: Vec<String>,
    normalized_text: String,
    tokens: Vec<Token>,
    differing: Vec<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    id: u16,
    text: Option<String>,
    bytes: String,
    kind: String,
    ends_word: bool,
    characters: String,
    normalized: Span,
    original: Span,
    row: Option<usize>,
    slot: Option<usize>,
    weight: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    original: Span,
    characters: String,
    causes: Vec<Cause>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cause {
    step: String,
    before: Option<String>,
    after: Option<String>,
    dialects: Vec<String>,
}

#[test]
fn json_has_every_prompt() {
    let ran = cliptok(&["diff", "--format", "json", "a cat", "it’s"]);
    assert_eq!(ran.code, 1);
    let [same, other]: [Diff; 2] =
        serde_json::from_str::<Vec<Diff>>(&ran.stdout).unwrap().try_into().unwrap();
    assert_eq!((same.version, other.version), (VERSION, VERSION));
    assert!(same.agree && same.groups.len() == 1 && same.differences.is_empty());
    assert!(same.groups[0].differing.is_empty(), "no other group lacks a token");
    assert_eq!((other.source.kind.as_str(), other.source.record, other.source.file), ("argument", 2, None));
    assert!(!other.agree && other.prompt == "it’s");
    let [hf, openai] = &other.groups[..] else { panic!("two groups") };
    // `it` is in both, and what follows it in one.
    assert_eq!((hf.tokens.len(), &hf.differing[..]), (4, &[1, 2, 3][..]));
    assert_eq!((openai.tokens.len(), &openai.differing[..]), (2, &[1][..]));
    assert_eq!(openai.dialects, ["openai", "open-clip", "hf-slow"]);
    assert_eq!(openai.normalized_text, "it's");
    let token = &openai.tokens[1];
    assert_eq!((token.id, token.kind.as_str(), token.bytes.as_str()), (568, "whole", "2773"));
    assert_eq!((token.text.as_deref(), token.characters.as_str()), (Some("'s"), "’s"));
    assert!(token.ends_word);
    assert_eq!(
        (&token.normalized, &token.original),
        (&Span { start: 2, end: 4 }, &Span { start: 2, end: 6 })
    );
    assert_eq!((token.row, token.slot, token.weight), (None, None, None), "no row is laid out");
    let difference = &other.differences[0];
    assert_eq!((difference.characters.as_str(), &difference.original), ("’s", &Span { start: 2, end: 6 }));
    let cause = &difference.causes[0];
    let (before, after) = (cause.before.as_deref(), cause.after.as_deref());
    assert_eq!((cause.step.as_str(), before, after), ("quotes", Some("’"), Some("'")));
    assert_eq!(cause.dialects, ["openai", "open-clip", "hf-slow"]);
}

#[test]
fn json_of_ids_says_where_they_stop_being_those_of_a_dialect() {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Answer {
        version: u8,
        source: Source,
        prompt: String,
        ids: Vec<u16>,
        verdicts: Vec<Verdict>,
        /// One of them gives the ids, or there would be one.
        diagnosis: Option<Vec<serde_json::Value>>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Verdict {
        dialect: String,
        gives: bool,
        r#match: Option<Match>,
        mismatch: Option<Mismatch>,
    }
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Match {
        start_token: bool,
        end_token: bool,
        pads: usize,
        pad_id: Option<u16>,
        over: usize,
    }
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Mismatch {
        position: usize,
        given: Option<u16>,
        expected: Option<u16>,
    }
    let ran = cliptok(&[
        "diff",
        "--dialect",
        "hf,openai",
        "--ids",
        "49406 585 568 49407 0",
        "--format",
        "jsonl",
        "it’s",
    ]);
    let answer: Answer = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((answer.version, answer.source.record), (VERSION, 1));
    assert_eq!((answer.prompt.as_str(), &answer.ids[..]), ("it’s", &[49406, 585, 568, 49407, 0][..]));
    assert_eq!(answer.diagnosis, None);
    let [hf, openai] = &answer.verdicts[..] else { panic!("two dialects") };
    assert_eq!((hf.dialect.as_str(), hf.gives, &hf.r#match), ("hf", false, &None));
    assert_eq!(hf.mismatch, Some(Mismatch { position: 2, given: Some(568), expected: Some(728) }));
    let found = Match { start_token: true, end_token: true, pads: 1, pad_id: Some(0), over: 0 };
    assert_eq!((openai.dialect.as_str(), openai.gives, &openai.mismatch), ("openai", true, &None));
    assert_eq!(openai.r#match, Some(found));
}
