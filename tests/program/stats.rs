//! `stats`: the view, the JSON, and what there is to say of no prompt at all.

use serde_json::{Value, json};

use crate::support::{cliptok, cliptok_reading, view};

const PROMPTS: &[&str] = &["a cat", "a photo of a cat", "🏯 🏯🖍", ""];

#[test]
fn json_has_all_of_it() {
    let ran = cliptok(
        &[&["stats", "--format", "json", "--context-length", "6", "--top", "2", "--"], PROMPTS].concat(),
    );
    let mut value: Value = serde_json::from_str(&ran.stdout).unwrap();
    for token in value["frequent"].as_array_mut().unwrap() {
        assert_eq!(token.as_object().unwrap().len(), 6);
    }
    assert_eq!(
        value,
        json!({
            "model": "sd1", "dialect": "hf", "prompts": 4, "tokens": 13, "mean": 3.25, "median": 2, "p95": 6, "max": 6,
            "over": { "room": 4, "prompts": 2, "tokens": 3, "most": 2 },
            "with_fallback": 1, "distinct": 9, "entries": 49408,
            "lengths": [
                { "tokens": 0, "prompts": 1 }, { "tokens": 2, "prompts": 1 },
                { "tokens": 5, "prompts": 1 }, { "tokens": 6, "prompts": 1 },
            ],
            "frequent": [
                { "id": 320, "kind": "whole", "ends_word": true, "bytes": "61", "text": "a", "times": 3 },
                { "id": 1109, "kind": "fragment", "ends_word": false, "bytes": "F09F8F", "text": null, "times": 2 },
            ],
            "cut_characters": [{ "character": "🏯", "times": 2 }, { "character": "🖍", "times": 1 }],
        })
    );
}

#[test]
fn a_person_sees_sums_a_histogram_and_what_is_frequent() {
    let shown = view("72", &[&["stats", "--context-length", "6", "--top", "3", "--"], PROMPTS].concat(), 0);
    snapbox::assert_data_eq!(shown, snapbox::file!["snapshots/stats-72.txt"].raw());
}

#[test]
fn no_prompt_is_no_division() {
    let ran = cliptok_reading(&["stats"], b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.contains("mean 0.0 · median 0") && !ran.stdout.contains("NaN"), "{}", ran.stdout);
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in ["40", "60", "100"] {
        let shown = view(columns, &[&["stats", "--"], PROMPTS].concat(), 0);
        let widest = shown.lines().map(unicode_width::UnicodeWidthStr::width).max().unwrap();
        assert!(widest <= columns.parse().unwrap(), "{columns}: {shown}");
    }
}
