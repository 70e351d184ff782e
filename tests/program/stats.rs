//! `stats`: the view, the JSON, and what there is to say of no prompt at all.

use serde_json::{Value, json};

use crate::support::{cliptok, cliptok_reading, view};

const PROMPTS: &[&str] = &["a cat", "a photo of a cat", "🏯 🏯🖍", ""];

#[test]
fn json_has_all_of_it() {
    let ran = cliptok(
        &[&["stats", "--format", "json", "--context-length", "6", "--top", "2", "--"], PROMPTS].concat(),
    );
    let value: Value = serde_json::from_str(&ran.stdout).unwrap();
    let a = json!({ "id": 320, "text": "a", "bytes": "61", "kind": "whole", "ends_word": true });
    let castle =
        json!({ "id": 1109, "text": null, "bytes": "F09F8F", "kind": "fragment", "ends_word": false });
    assert_eq!(
        value,
        json!({
            "version": 1, "model": "sd1", "dialect": "hf", "syntax": "text", "prompts": 4, "total": 13, "mean": 3.25, "median": 2, "p95": 6,
            "longest": 6, "room": 4, "too_long": { "prompts": 2, "total": 3, "most": 2 },
            "with_fallback": 1, "distinct": 9, "entries": 49408,
            "lengths": [
                { "count": 0, "prompts": 1 }, { "count": 2, "prompts": 1 },
                { "count": 5, "prompts": 1 }, { "count": 6, "prompts": 1 },
            ],
            "row_counts": null, "raised": null,
            "frequent": [{ "entry": a, "times": 3 }, { "entry": castle, "times": 2 }],
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
