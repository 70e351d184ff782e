//! `--model`, `--as` and `--vocab-dir` by the names and folders that people have.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{cliptok, cliptok_reading, project_file};

fn stdout(arguments: &[&str]) -> String {
    let ran = cliptok(arguments);
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
    ran.stdout
}

fn refused(arguments: &[&str]) -> String {
    let ran = cliptok(arguments);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
    ran.stderr
}

fn records(arguments: &[&str]) -> Vec<Value> {
    let out = stdout(&[arguments, &["--format", "jsonl"]].concat());
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_wrong_name_gets_the_nearest_and_the_list() {
    let said = refused(&["count", "--model", "sdxxl", "x"]);
    assert!(
        said.contains("[possible values: sd1, sd2, sdxl, sdxl-l, sdxl-g, sd3, flux, openai, open-clip]"),
        "{said}"
    );
    assert!(said.contains("tip: a similar value exists: 'sdxl'"), "{said}");
    let said = refused(&["count", "--as", "a111", "x"]);
    assert!(said.contains("[possible values: text, a1111, forge, comfyui,"), "{said}");
    assert!(said.contains("tip: a similar value exists: 'a1111'"), "{said}");
    let said = refused(&["count", "--model", "t5xxl", "x"]);
    assert!(said.starts_with("cliptok: t5xxl uses the tokenizer of T5, which is not CLIP's"), "{said}");
    assert_eq!(
        refused(&["count", "--model", "", "x"]).lines().count(),
        refused(&["count", "--model", "zz", "x"]).lines().count()
    );
}

#[test]
fn what_t5_reads_too_is_said_once() {
    for (model, tokens) in [("flux", "2\n2\n"), ("SD 3.5", "4\n4\n")] {
        let ran = cliptok(&["count", "--model", model, "x!!!", "x!!!"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (0, tokens), "{model}");
        let name = if model == "flux" { "flux" } else { "sd3" };
        let said = format!(
            "cliptok: {name}: T5 reads the prompt too; its tokenizer is not CLIP's, and is not shown\n"
        );
        assert_eq!(ran.stderr, said);
    }
    assert_eq!(cliptok(&["count", "--model", "pony", "x"]).stderr, "");
    let ran = cliptok(&["inspect", "--model", "flux", "--as", "comfyui", "x", "y"]);
    assert_eq!(ran.stderr.matches("T5").count(), 1, "{}", ran.stderr);
}

#[test]
fn the_larger_of_two_counts_is_counted() {
    assert_eq!(stdout(&["count", "--model", "sdxl", "x!!!", "a cat"]), "4\n2\n");
    assert_eq!(stdout(&["count", "--model", "sdxl", "--special", "x!!!"]), "6\n");
    assert_eq!(stdout(&["count", "--model", "sdxl", "--total", "x!!!", "a cat"]), "6\n");
    assert!(
        stdout(&["count", "--model", "sdxl", "--over", "3", "x!!!", "a cat"]).starts_with("4\targument 1\t")
    );
    assert_eq!(cliptok(&["count", "--model", "sdxl", "--max", "3", "x!!!"]).code, 1);
    let counts = &records(&["count", "--model", "sdxl", "x!!!"])[0];
    assert_eq!(counts["count"], 4);
    assert_eq!(counts["encoders"], json!([{"model": "sdxl-l", "count": 2}, {"model": "sdxl-g", "count": 4}]));
    assert_eq!(records(&["count", "--model", "sdxl-g", "x!!!"])[0]["encoders"], Value::Null);
    // By lines as by arguments, also where a line is not plain.
    let lines = "x!!!\n\nété 🏯!!\na cat\nit’s &amp; !!! <|endoftext|>\n";
    let ran = cliptok_reading(&["count", "--model", "sdxl"], lines.as_bytes());
    let each: Vec<String> = ["sdxl-l", "sdxl-g"]
        .map(|model| cliptok_reading(&["count", "--model", model], lines.as_bytes()).stdout)
        .to_vec();
    let larger: Vec<String> = each[0]
        .lines()
        .zip(each[1].lines())
        .map(|(l, g)| l.parse::<usize>().unwrap().max(g.parse().unwrap()).to_string() + "\n")
        .collect();
    assert_eq!(ran.stdout, larger.concat());
    let ran = cliptok_reading(&["count", "--model", "sdxl"], b"x!!!\n\xFF\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, "4\n"));
}

#[test]
fn a_programs_counter_is_that_of_the_first_encoder() {
    assert_eq!(stdout(&["count", "--model", "sdxl", "--as", "A1111", "x!!!"]), "2\n");
    assert_eq!(stdout(&["count", "--model", "sdxl", "--as", "invoke", "x!!!"]), "4\n");
    assert_eq!(cliptok(&["count", "--model", "sdxl", "--as", "a1111", "(a:..)"]).stdout, "-\n");
}

#[test]
fn the_rows_of_both_encoders_stand_in_json_alone() {
    let rows = &records(&["encode", "--model", "sdxl", "x!"])[0];
    assert_eq!(rows["rows"], Value::Null);
    assert_eq!(
        rows["encoders"],
        json!([{"model": "sdxl-l", "rows": [{"ids": [343, 256], "weights": null}]},
            {"model": "sdxl-g", "rows": [{"ids": [343, 0], "weights": null}]}])
    );
    let padded =
        &records(&["encode", "--model", "sd3", "--pad", "--context-length", "5", "a cat and a dog"])[0];
    assert_eq!(padded["over"], 2);
    assert_eq!(
        records(&["encode", "--model", "sdxl", "--as", "comfyui", "--pad", "x"])[0]["encoders"][1]["rows"][0]
            ["ids"][3],
        0
    );
    for format in ["ids", "csv", "tsv", "u16"] {
        let said = refused(&["encode", "--model", "sdxl", "--format", format, "x"]);
        assert!(said.contains("choose --model sdxl-l or sdxl-g"), "{said}");
    }
    let cut = cliptok(&["encode", "--model", "sdxl", "--format", "jsonl", "--pad", &"cat ".repeat(80)]);
    assert!(cut.stderr.starts_with("cliptok: cut to 75 tokens: argument 1"), "{}", cut.stderr);
}

#[test]
fn inspect_shows_both_encoders_where_they_differ() {
    let same = stdout(&["inspect", "--model", "sdxl", "a cat"]);
    let third = same.lines().nth(2).unwrap();
    assert_eq!(third, "sdxl-g: the same tokens in the same slots; its pads are 0, not 49407", "{same}");
    assert_eq!(same.matches("fits · 2 of 75 tokens\n").count(), 2, "first and last: {same}");
    let differing = stdout(&["inspect", "--model", "sdxl", "a cat!"]);
    assert!(differing.starts_with("fits · 3 of 75 tokens · sdxl-l\n"), "{differing}");
    assert!(differing.ends_with("fits · 3 of 75 tokens · sdxl-g\n"), "{differing}");
    assert!(differing.contains("model sdxl-l") && differing.contains("model sdxl-g"));
    let record = &records(&["inspect", "--model", "sdxl", "a cat!"])[0];
    let ids = |at: usize| record["encoders"][at]["tokens"][2]["id"].clone();
    assert_eq!((ids(0), ids(1), record["tokens"][2]["id"].clone()), (json!(256), json!(0), json!(256)));
    let page = stdout(&["inspect", "--model", "sdxl", "--format", "html", "a cat!"]);
    assert!(page.contains("model sdxl-l") && page.contains("model sdxl-g"));
    assert!(
        refused(&["inspect", "--model", "sdxl", "--format", "tsv", "x"]).contains("--model sdxl-l or sdxl-g")
    );
}

#[test]
fn verbs_with_room_for_one_encoder_name_both() {
    for arguments in [
        &["stats", "x"][..],
        &["trace", "x"],
        &["vocab", "--unreachable"],
        &["diff", "--as", "a1111,comfyui", "x"],
    ] {
        let said = refused(&[arguments, &["--model", "sdxl"]].concat());
        assert_eq!(
            said,
            "cliptok: sdxl has two encoders, and there is room for one here: choose --model sdxl-l or sdxl-g\n"
        );
    }
}

fn clip_folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for name in ["vocab.json", "merges.txt"] {
        fs::copy(project_file("data").join(name), folder.path().join(name)).unwrap();
    }
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn a_tokenizer_folder_says_pad_length_and_added_tokens() {
    let folder = clip_folder(&[
        (
            "special_tokens_map.json",
            r#"{"bos_token":"<|startoftext|>","eos_token":"<|endoftext|>","pad_token":"!"}"#,
        ),
        ("added_tokens.json", r#"{"<cat-toy>": 49408}"#),
        ("tokenizer_config.json", r#"{"model_max_length": 8}"#),
    ]);
    let dir = folder.path().to_str().unwrap();
    assert_eq!(stdout(&["encode", "--pad", "--vocab-dir", dir, "hello!"]), "49406 3306 0 49407 0 0 0 0\n");
    assert_eq!(stdout(&["encode", "--vocab-dir", dir, "a <cat-toy>"]), "320 49408\n");
    assert_eq!(stdout(&["decode", "--vocab-dir", dir, "320 49408"]), "a <cat-toy>\n");
    assert!(stdout(&["inspect", "--vocab-dir", dir, "a <cat-toy>"]).contains("<cat-toy>"));
    assert_eq!(
        cliptok_reading(&["count", "--vocab-dir", dir], b"a <cat-toy> cat\nhello!\n").stdout,
        "3\n2\n"
    );
}

#[test]
fn what_a_folder_says_and_is_not_done_is_said_once() {
    let config = r#"{"do_lower_case": false, "clean_up_tokenization_spaces": true}"#;
    let folder = clip_folder(&[("tokenizer_config.json", config)]);
    let dir = folder.path().to_str().unwrap();
    let said = "cliptok: tokenizer_config.json: do_lower_case false is not honored\n";
    for arguments in [&["encode", "a", "b"][..], &["inspect", "--as", "a1111", "a"], &["stats", "a"]] {
        assert_eq!(cliptok(&[arguments, &["--vocab-dir", dir]].concat()).stderr, said, "{arguments:?}");
    }
    let decoded = cliptok(&["decode", "--vocab-dir", dir, "320"]).stderr;
    assert!(decoded.contains("clean_up_tokenization_spaces true is not honored"), "{decoded}");
}
