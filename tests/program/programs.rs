//! `--as`: prompts in the syntax of a program, verb by verb.

use serde_json::Value;

use crate::support::{cliptok, cliptok_reading, command, run};

fn json(arguments: &[&str]) -> Value {
    let ran = cliptok(&[arguments, &["--format", "jsonl"]].concat());
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stdout))
}

#[test]
fn count_prints_what_the_program_counts() {
    let count = |arguments: &[&str]| cliptok(&[&["count"], arguments].concat()).stdout;
    assert_eq!(count(&["--as", "a1111", "a (red:1.2) car, <lora:neon:0.8>\nBREAK\nat dusk"]), "77\n");
    assert_eq!(count(&["--as", "automatic1111", "a (red:1.2) car"]), "3\n");
    assert_eq!(count(&["--as", "comfyui", "a (red:1.2) car BREAK"]), "4\n");
    assert_eq!(count(&["--as", "compel", "(\"a\", \"b c\").and()"]), "3\n");
    assert_eq!(count(&["--as", "a1111", "--embedding", "bad hands=6", "bad hands, x"]), "8\n");
    assert_eq!(count(&["--as", "text", "(a)"]), "3\n");
}

#[test]
fn a_prompt_on_which_the_program_raises_does_not_stop_the_run() {
    let raised =
        "cliptok: argument 2: the program raises ValueError on this prompt; cliptok inspect says why\n";
    for verb in ["count", "encode"] {
        let ran = cliptok(&[verb, "--as", "a1111", "a", "(a:..)", "b"]);
        assert_eq!(ran.stdout.lines().nth(1), Some("-"));
        assert_eq!((ran.stdout.lines().count(), ran.code, ran.stderr.as_str()), (3, 1, raised));
    }
    let inspected = json(&["inspect", "--as", "a1111", "(a:..)"]);
    assert_eq!(inspected["raises"], "ValueError");
    assert_eq!(inspected["rows"], serde_json::json!([]));
    assert_eq!(json(&["count", "--as", "a1111", "(a:..)"])["count"], Value::Null);
}

#[test]
fn room_is_a_row_of_the_program_and_more_with_rows() {
    let long = "cat ".repeat(80);
    assert_eq!(cliptok(&["count", "--max", "room", &long]).code, 1);
    assert_eq!(cliptok(&["count", "--max", "room", "--rows", "2", &long]).code, 0);
    assert_eq!(cliptok(&["count", "--as", "lpw", "--max", "room", &long]).code, 0);
    let ran = cliptok(&["count", "--as", "a1111", "--max", "75", "a BREAK b"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, "cliptok: argument 1: 76 slots, 1 more than 75\n"));
}

#[test]
fn encode_gives_the_rows_of_the_program() {
    let ran = cliptok(&["encode", "--as", "a1111", "--pad", "a BREAK b"]);
    let ids: Vec<&str> = ran.stdout.split_whitespace().collect();
    assert_eq!(
        (ids.len(), &ids[..3], &ids[77..80]),
        (154, &["49406", "320", "49407"][..], &["49406", "321", "49407"][..])
    );
    let vector = ["--as", "comfyui", "--embedding", "x=2", "a embedding:x"];
    assert_eq!(cliptok(&[&["encode"], &vector[..]].concat()).stdout, "320 - -\n");
    let ran = cliptok(&[&["encode", "--format", "u16"], &vector[..]].concat());
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("embedding's vector, for which the program has no id"), "{}", ran.stderr);
}

#[test]
fn offsets_say_where_the_rows_of_each_prompt_begin() {
    let folder = tempfile::tempdir().unwrap();
    let (rows, offsets) = (folder.path().join("rows.npy"), folder.path().join("offsets.npy"));
    let [rows, offsets] = [&rows, &offsets].map(|path| path.to_str().unwrap());
    let arguments = ["encode", "--as", "a1111", "--pad", "--format", "npy", "-o", rows, "--offsets", offsets];
    assert_eq!(cliptok(&[&arguments[..], &["a", "b BREAK c", "d"]].concat()).code, 0);
    let bytes = std::fs::read(offsets).unwrap();
    assert!(String::from_utf8_lossy(&bytes[..64]).contains("'<i8', 'fortran_order': False, 'shape': (4,)"));
    let numbers = bytes[bytes.len() - 32..].as_chunks::<8>().0.iter().map(|bytes| i64::from_le_bytes(*bytes));
    assert_eq!(numbers.collect::<Vec<_>>(), [0, 1, 3, 4]);
    assert!(cliptok(&["encode", "--offsets", "x", "a"]).stderr.contains("--offsets needs --format npy"));
}

#[test]
fn only_the_implementation_is_overridden_by_dialect() {
    let ids = |arguments: &[&str]| cliptok(&[&["encode", "--pad"], arguments, &["hello!"]].concat()).stdout;
    assert!(ids(&["--as", "comfyui", "--model", "sdxl-g"]).starts_with("49406 3306 256 49407 0 0"));
    assert!(ids(&["--as", "forge", "--model", "sdxl-g"]).starts_with("49406 3306 0 49407 0 0"));
    let other = ids(&["--as", "forge", "--model", "sdxl-g", "--dialect", "hf"]);
    assert!(other.starts_with("49406 3306 0 49407 0 0"), "{other}");
}

#[test]
fn what_only_a_program_knows_needs_one() {
    for option in [&["--steps", "3"][..], &["--negative"], &["--embedding", "a=1"], &["--deny-warnings"]] {
        let ran = cliptok(&[&["count"], option, &["a"]].concat());
        let words =
            format!("cliptok: {} needs the program that reads the prompts, such as --as a1111\n", option[0]);
        assert_eq!((ran.code, ran.stderr), (2, words));
    }
    assert!(
        cliptok(&["--as", "a1111", "--pad-id", "0", "a"])
            .stderr
            .contains("--pad-id cannot be used with --as")
    );
    assert!(cliptok(&["--as", "a1111", "--steps", "10001", "a"]).stderr.contains("from 1 to 10000"));
    assert!(cliptok(&["diff", "--as", "a1111", "a"]).stderr.contains("at least two programs"));
}

#[test]
fn warnings_have_a_place_and_can_be_denied() {
    let warning = &json(&["inspect", "--as", "a1111", "a (red:1,2) car"])["warnings"][0];
    assert_eq!(warning["kind"], "not_a_weight");
    assert_eq!(warning["original"], serde_json::json!({ "start": 7, "end": 10 }));
    for verb in ["inspect", "count", "encode"] {
        let denied = cliptok(&[verb, "--as", "a1111", "--deny-warnings", "a (red:1,2) car"]);
        assert_eq!(
            (denied.code, denied.stderr.as_str()),
            (1, "cliptok: argument 1: not_a_weight at byte 7..10\n")
        );
        assert!(!denied.stdout.is_empty());
        assert_eq!(cliptok(&[verb, "--as", "a1111", "--deny-warnings", "a (red:1.2) car"]).code, 0);
    }
}

#[test]
fn a_prompt_that_looks_like_a_programs_gets_one_line() {
    let hint = |arguments: &[&str]| cliptok(&[&["count"], arguments].concat()).stderr;
    let line = hint(&["a (red:1.2) car", "b (blue:1.2) car"]);
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(line.starts_with("cliptok: argument 1 has markup such as (word:1.2), which is counted as plain text here; --as a1111 (or forge, "), "{line}");
    assert_eq!(hint(&["--as", "text", "a (red:1.2) car"]), "");
    assert_eq!(hint(&["salt AND pepper ((x))"]), "");
    // Nobody watches: what is piped through is not commented on.
    assert_eq!(cliptok_reading(&["count"], b"a (red:1.2) car\n").stderr, "");
}

#[test]
fn diff_says_in_what_programs_differ() {
    let report = json(&["diff", "--as", "a1111,comfyui", "a [cat]"]);
    assert_eq!(report["agree"], false);
    assert_eq!(report["aspects"], serde_json::json!(["text", "weights"]));
    assert_eq!(report["places"][0]["characters"], "[");
    assert_eq!(cliptok(&["diff", "--as", "a1111,forge", "a (cat:1.2)"]).code, 0);
    let ran = cliptok(&["diff", "--as", "a1111,comfyui", "a [cat]"]);
    assert!(ran.stdout.contains("not text in a1111; weighs 1 in comfyui"), "{}", ran.stdout);
    assert_eq!(ran.code, 1);
}

#[test]
fn places_lead_back_to_the_prompt_as_typed() {
    let prompt = "x <lora:a:1> \\(b\\) (c:1.3)";
    let report = json(&["inspect", "--as", "a1111", prompt]);
    for token in report["tokens"].as_array().unwrap() {
        let at = |end: &str| token["original"][end].as_u64().unwrap() as usize;
        assert_eq!(prompt[at("start")..at("end")].to_lowercase(), token["text"].as_str().unwrap());
    }
}

#[test]
fn every_view_of_a_program_is_drawn_narrow_and_wide() {
    for columns in ["40", "80", "200"] {
        for verb in ["inspect", "trace", "stats", "diff"] {
            let program = if verb == "diff" { "a1111,comfyui" } else { "a1111" };
            let arguments = [verb, "--as", program, "a (red:1.2) <lora:x:1> BREAK [b|c] AND d :2"];
            let output = run(command().env("COLUMNS", columns).args(arguments), b"");
            assert!(output.status.code().is_some_and(|code| code < 2));
            assert!(!output.stdout.is_empty());
        }
    }
}

#[test]
fn a_table_has_row_and_weight_with_all_digits_and_a_view_has_four() {
    let prompt = ["--as", "a1111", "a BREAK [c]"];
    let table = cliptok(&[&["--format", "tsv"], &prompt[..]].concat()).stdout;
    assert!(table.lines().next().unwrap().ends_with("\tcharacters\trow\tweight"), "{table}");
    assert!(table.ends_with("\tc\t1\t0.9090909090909091\n"), "{table}");
    // With all digits it ran into the next column.
    let view = cliptok(&prompt).stdout;
    assert!(view.contains("● 0.9091  c "), "{view}");
}
