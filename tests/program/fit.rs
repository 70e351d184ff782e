//! `fit`: what is printed of each prompt, in which format, and what stderr says of it.

use serde_json::{Value, json};

use crate::support::{cliptok, cliptok_reading};

/// Lines of which every other one is too long for five tokens.
fn lines(count: usize) -> String {
    (0..count).map(|line| if line % 2 == 0 { "A  Cat\n" } else { "a red dog, in THE  rain\n" }).collect()
}

#[test]
fn a_prompt_that_fits_is_printed_as_it_is() {
    for input in ["A  Cat, \n\n é&amp; \n", "a\r\n\r\nb \r\n", "\n", ""] {
        let ran = cliptok_reading(&["fit"], input.as_bytes());
        assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, input, ""));
    }
    assert_eq!(cliptok(&["fit", "two\nlines"]).stdout, "two\nlines\n");
}

#[test]
fn answers_are_separated_as_the_input_was() {
    let fit =
        |input: &[u8], more: &[&str]| cliptok_reading(&[&["fit", "--max", "2"], more].concat(), input).stdout;
    assert_eq!(fit(b"a b c\nd\ne f g", &[]), "a b\nd\ne f\n");
    assert_eq!(fit(b"a b c\r\nd\ne f g\r\n", &[]), "a b\r\nd\ne f\r\n");
    assert_eq!(fit(b"a b\nc\0d\0", &["-0"]), "a b\0d\0");
    assert_eq!(fit(b"\"a\\nb c\"\n\"d\"\n", &["--jsonl"]), "a\\nb\nd\n");
}

#[test]
fn where_something_was_cut_is_said_on_stderr() {
    let ran = cliptok(&["fit", "--max", "4", "a red dog, in the rain"]);
    let said = "cliptok: argument 1: cut from 7 tokens to 3\n";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "a red dog\n", said));
    let ran = cliptok_reading(&["fit", "--max", "5", "--at", "comma"], lines(24).as_bytes());
    assert_eq!((ran.code, ran.stdout), (0, "A  Cat\na red dog\n".repeat(12)));
    let said: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(said.len(), 12, "{}", ran.stderr);
    assert_eq!(said[0], "cliptok: stdin:2: cut from 7 tokens to 3");
    assert_eq!(said[9], "cliptok: stdin:20: cut from 7 tokens to 3");
    assert_eq!(said[10], "cliptok: and 2 more prompts that were cut");
    assert_eq!(said[11], "cliptok: 12 of 24 prompts cut");
}

#[test]
fn any_number_of_threads_answers_alike() {
    let input = lines(40_000);
    let [one, three] = ["1", "3"].map(|threads| {
        let ran = cliptok_reading(&["fit", "--max", "5", "--threads", threads], input.as_bytes());
        (ran.code, ran.stdout, ran.stderr)
    });
    assert!(one == three);
    assert!(one.2.ends_with("cliptok: 20000 of 40000 prompts cut\n"));
}

#[test]
fn what_was_cut_is_there_in_json_and_in_a_table() {
    let arguments = ["fit", "--max", "2", "A\t🏯", "b c d"];
    let json_of = |format: &str| cliptok(&[&arguments[..], &["--format", format]].concat()).stdout;
    let records: Value = serde_json::from_str(&json_of("json")).unwrap();
    let lines: Vec<Value> =
        json_of("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records, Value::from(lines));
    assert_eq!((&records[0]["text"], &records[0]["count"]), (&json!("A"), &json!(1)));
    let cut =
        json!({"original": {"start": 1, "end": 6}, "characters": "\t🏯", "within": {"start": 1, "end": 6}});
    assert_eq!(records[0]["cut"], json!({"parts": [cut], "split_character": null}));
    assert_eq!(
        json_of("tsv"),
        "source\ttokens\ttext\tcut\nargument 1\t1\tA\t\\t🏯\nargument 2\t2\tb c\t d\n"
    );
    let fits: Value = serde_json::from_str(&cliptok(&["fit", "--format", "jsonl", "a"]).stdout).unwrap();
    assert_eq!((&fits["text"], &fits["cut"]), (&json!("a"), &Value::Null));
}

#[test]
fn room_is_that_of_the_model_or_so_many_rows() {
    let long = "cat ".repeat(400);
    let cats = |more: &[&str]| cliptok(&[&["fit"], more, &[&long]].concat()).stdout.matches("cat").count();
    assert_eq!(cats(&[]), 75);
    assert_eq!(cats(&["--max", "room"]), 75);
    assert_eq!(cats(&["--rows", "2"]), 150);
    assert_eq!(cats(&["--as", "a1111"]), 75);
    assert_eq!(cats(&["--as", "comfyui", "--rows", "2"]), 150);
    assert_eq!(cats(&["--as", "lpw"]), 225);
    assert_eq!(cats(&["--max", "0"]), 0);
}

#[test]
fn a_prompt_on_which_the_program_raises_is_printed_as_it_is() {
    let arguments = ["fit", "--as", "a1111", "(a:..)", "b"];
    let ran = cliptok(&arguments);
    let said =
        "cliptok: argument 1: the program raises ValueError on this prompt; cliptok inspect says why\n";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (1, "(a:..)\nb\n", said));
    let table = cliptok(&[&arguments[..], &["--format", "tsv"]].concat()).stdout;
    assert_eq!(table.lines().nth(1), Some("argument 1\t-\t(a:..)\t"));
}

#[test]
fn options_that_mean_nothing_are_refused() {
    for (arguments, said) in [
        (&["fit", "--as", "a1111", "--max", "5", "a"][..], "--max cannot be used with --as"),
        (&["fit", "--max", "5", "--rows", "2", "a"], "cannot be used with"),
        (&["fit", "--at", "line", "a"], "possible values: token, word, comma"),
        (&["fit", "--steps", "5", "a"], "--steps needs the program"),
    ] {
        let ran = cliptok(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn bytes_that_are_no_text_end_it_or_are_replaced() {
    let ran = cliptok_reading(&["fit"], b"a\nb\xFF\nc\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, "a\n"));
    let ran = cliptok_reading(&["fit", "--lossy"], b"a\nb\xFF\nc\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "a\nb\u{FFFD}\nc\n"));
}
