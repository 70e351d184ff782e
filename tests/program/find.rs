//! `inspect --find`: the rows, slots and weights of phrases, for people and as data, and what is said of those that are not there.

use serde_json::{Value, json};

use crate::support::{cliptok, cliptok_reading, view};

/// What is found in a prompt.
fn found(arguments: &[&str]) -> Value {
    let ran = cliptok(&[&["inspect", "--format", "jsonl"], arguments].concat());
    let mut record: Value = serde_json::from_str(&ran.stdout).unwrap();
    record["found"].take()
}

#[test]
fn an_occurrence_has_its_tokens_slots_and_place() {
    assert_eq!(
        found(&["--find", "Red  car", "--find", "dog", "a category, a RED car"]),
        json!([
            {
                "phrase": "Red  car",
                "occurrences": [{
                    "positions": [4, 5], "in_rows": [{ "row": 0, "slots": [5, 6], "weights": null }], "over": 0,
                    "original": { "start": 14, "end": 21 }, "characters": "RED car", "other_text": null,
                }],
            },
            { "phrase": "dog", "occurrences": [] },
        ])
    );
    assert_eq!(found(&["a cat"]), Value::Null);
}

#[test]
fn rows_slots_and_weights_are_those_of_the_program() {
    let car = found(&["--as", "a1111", "--find", "red car", "a (red:1.5) car"]);
    let occurrence = &car[0]["occurrences"][0];
    assert_eq!(occurrence["in_rows"], json!([{ "row": 0, "slots": [2, 3], "weights": [1.5, 1.0] }]));
    assert_eq!(occurrence["characters"], "red:1.5) car");
    // It begins at the end of one row and ends in the next.
    let long = format!("{}fish fish", "cat ".repeat(74));
    let fish = found(&["--as", "a1111", "--find", "fish fish", &long]);
    assert_eq!(
        fish[0]["occurrences"][0]["in_rows"],
        json!([{ "row": 0, "slots": [75], "weights": [1.0] }, { "row": 1, "slots": [1], "weights": [1.0] }])
    );
    // The name of an embedding is no word to the model, and its vectors part what stands around them.
    let options = ["--as", "a1111", "--embedding", "x=2"];
    let named =
        found(&[&options[..], &["--find", "x", "--find", "a cat", "--find", "cat", "a x cat"]].concat());
    let counts: Vec<usize> = named
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["occurrences"].as_array().unwrap().len())
        .collect();
    assert_eq!(counts, [0, 0, 1]);
    assert_eq!(named[2]["occurrences"][0]["in_rows"][0]["slots"], json!([4]));
    assert_eq!(named[2]["occurrences"][0]["positions"], json!([1]));
}

#[test]
fn positions_are_those_of_the_tokens() {
    let arguments = ["inspect", "--format", "jsonl", "--as", "a1111", "--embedding", "x=2", "--find", "cat"];
    let ran = cliptok(&[&arguments[..], &["x (a cat:1.2) BREAK x cat <lora:y:1> x"]].concat());
    let record: Value = serde_json::from_str(&ran.stdout).unwrap();
    let occurrences = record["found"][0]["occurrences"].as_array().unwrap();
    assert_eq!(occurrences.len(), 2);
    for occurrence in occurrences {
        let token = &record["tokens"][occurrence["positions"][0].as_u64().unwrap() as usize];
        let part = &occurrence["in_rows"][0];
        assert_eq!(token["text"], "cat");
        assert_eq!([&token["row"], &token["slot"]], [&part["row"], &part["slots"][0]]);
        assert_eq!([&token["weight"], &token["original"]], [&part["weights"][0], &occurrence["original"]]);
    }
}

#[test]
fn other_texts_of_a_program_are_looked_through() {
    let dog = found(&["--as", "a1111", "--find", "tree", "a [cat:dog:5] tree AND blue tree"]);
    let texts: Vec<&Value> = dog[0]["occurrences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|occurrence| &occurrence["other_text"])
        .collect();
    assert_eq!(texts, [&Value::Null, &json!("a dog tree"), &json!(" blue tree")]);
    assert_eq!(dog[0]["occurrences"][2]["positions"], Value::Null);
    assert_eq!(dog[0]["occurrences"][2]["in_rows"], json!([{ "row": 0, "slots": [2], "weights": [1.0] }]));
}

#[test]
fn what_was_cut_is_found_without_a_slot() {
    let long = format!("{}fish bird fish bird", "cat ".repeat(73));
    let fish = found(&["--find", "fish bird", &long]);
    let overs: Vec<&Value> =
        fish[0]["occurrences"].as_array().unwrap().iter().map(|occurrence| &occurrence["over"]).collect();
    assert_eq!(overs, [0, 2]);
    assert_eq!(fish[0]["occurrences"][1]["in_rows"], json!([]));
    let shown = view("200", &["--find", "fish bird", "--find", "bird fish bird", &long], 0);
    assert!(shown.contains("\"fish bird\" 2 times: slots 74–75; cut off, with no slot\n"), "{shown}");
    assert!(shown.contains("\"bird fish bird\" once: slot 75 and 2 tokens cut off\n"), "{shown}");
}

#[test]
fn a_person_reads_where_each_phrase_is() {
    let shown = |arguments: &[&str], code: i32| -> String {
        let shown = view("200", arguments, code);
        let found = shown.lines().skip_while(|line| !line.starts_with("found "));
        found.take_while(|line| !line.is_empty()).map(str::trim).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        shown(&["--find", "cat", "--find", "dog", "a cat, a cat"], 1),
        "found       \"cat\" 2 times: slot 2; slot 5\n\"dog\" does not occur"
    );
    assert_eq!(
        shown(
            &["--as", "a1111", "--find", "red car", "--find", "red", "a (red:1.2) car BREAK (red car:1.1)"],
            0
        ),
        "found       \"red car\" 2 times: row 1 of 2, slots 2–3 (weights 1.2, 1); row 2 of 2, slots 1–2 (weight 1.1)\n\
         \"red\" 2 times: row 1 of 2, slot 2 (weight 1.2); row 2 of 2, slot 1 (weight 1.1)"
    );
    let many = shown(&["--find", "a", &"a ".repeat(12)], 0);
    assert!(many.ends_with("slot 10; and 2 more, which --format json lists"), "{many}");
    // What a phrase has in it does nothing to a terminal.
    assert!(shown(&["--find", "a\u{1b}[31m b", "c"], 1).contains("\\u{1b}"));
}

#[test]
fn a_phrase_that_occurs_nowhere_is_a_no() {
    let ran = cliptok(&["--find", "cat", "--find", "dog", "a cat"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, "cliptok: --find 2: not in the prompt\n"));
    for format in ["human", "json", "jsonl", "tsv", "ids", "html"] {
        let arguments = ["--find", "cat", "--find", "dog", "--find", "a", "--format", format];
        let ran = cliptok_reading(&arguments, b"a cat\na fish\n");
        assert_eq!(
            (ran.code, ran.stderr.as_str()),
            (
                1,
                "cliptok: --find 1: not in 1 of the 2 prompts\ncliptok: --find 2: in none of the 2 prompts\n"
            ),
            "{format}"
        );
    }
    // What some prompts lack is told, and what occurs anywhere is found.
    let ran = cliptok_reading(&["--find", "cat", "--format", "ids"], b"a cat\na fish\n");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, "cliptok: --find 1: not in 1 of the 2 prompts\n"));
    let ran = cliptok_reading(&["--find", "cat"], b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, "cliptok: --find 1: there is no prompt to find it in\n"));
}

#[test]
fn a_phrase_in_a_prompt_on_which_the_program_raises_is_not_there() {
    let arguments = ["--as", "a1111", "--find", "a", "(a:..)"];
    assert_eq!(found(&arguments), json!([{ "phrase": "a", "occurrences": [] }]));
    assert_eq!(cliptok(&arguments).code, 1);
}

#[test]
fn a_phrase_without_tokens_is_refused() {
    for phrase in ["", "  ", "\u{200B}"] {
        let ran = cliptok(&["--dialect", "hf-basic", "--find", "a", "--find", phrase, "a"]);
        assert_eq!(
            (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
            (2, "", "cliptok: --find 2: the phrase has no tokens; give at least one word or sign\n")
        );
    }
}

#[test]
fn a_table_keeps_its_columns() {
    let plain = cliptok(&["--format", "tsv", "a cat"]);
    let asked = cliptok(&["--format", "tsv", "--find", "cat", "a cat"]);
    assert_eq!((asked.code, asked.stdout), (0, plain.stdout));
}

#[test]
fn the_name_of_an_embedding_at_the_end_of_a_prompt_was_not_cut() {
    let shown = view("80", &["--as", "a1111", "--embedding", "x=2", "a x"], 0);
    assert!(!shown.contains("  cut "), "{shown}");
}
