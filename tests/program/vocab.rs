//! `vocab`: counts of the real vocabulary, what is asked of its entries, every format, wrong questions.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::support::{cliptok, view};

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Entry {
    version: u8,
    id: u16,
    text: Option<String>,
    bytes: String,
    kind: String,
    ends_word: bool,
    rank: Option<u16>,
    parents: Option<[u16; 2]>,
    part_of: Vec<u16>,
    example: Option<String>,
    unreachable: Option<Unreachable>,
    query: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Unreachable {
    why: String,
    character: Option<char>,
    proven: bool,
}

/// The entries that a search finds, as a program reads them.
fn entries(arguments: &[&str]) -> Vec<Entry> {
    let ran = cliptok(&[&["vocab", "--format", "json"], arguments].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    let entries: Vec<Entry> = serde_json::from_str(&ran.stdout).unwrap();
    assert!(entries.iter().all(|entry| entry.version == 1));
    entries
}

fn ids(arguments: &[&str]) -> Vec<u16> {
    entries(arguments).into_iter().map(|entry| entry.id).collect()
}

#[test]
fn the_vocabulary_has_as_many_entries_of_each_sort_as_clips() {
    let told: Value = serde_json::from_str(&cliptok(&["vocab", "--format", "json"]).stdout).unwrap();
    assert_eq!(
        told,
        json!({
            "version": 1, "entries": 49408, "end_words": 34483, "emoji_entries": 1097,
            "kinds": [
                { "kind": "whole", "entries": 48874 }, { "kind": "fragment", "entries": 276 },
                { "kind": "byte", "entries": 256 }, { "kind": "special", "entries": 2 },
            ],
        })
    );
    assert_eq!(ids(&["--fallback"]).len(), 532);
    assert_eq!(ids(&["--kind", "byte,fragment"]), ids(&["--fallback"]));
    assert_eq!(ids(&["--kind", "special"]), [49406, 49407]);
}

#[test]
fn a_replacement_character_that_is_an_entry_is_whole() {
    for id in ["39802", "47356"] {
        let [entry] = &entries(&["--id", id])[..] else { panic!("{id}") };
        assert_eq!((entry.kind.as_str(), entry.text.as_deref()), ("whole", Some("\u{FFFD}")), "{id}");
    }
}

#[test]
fn an_entry_has_its_parents_and_what_it_is_a_part_of() {
    let [castle] = &entries(&["--id", "1109"])[..] else { panic!() };
    assert_eq!((castle.kind.as_str(), castle.bytes.as_str(), &castle.text), ("fragment", "F09F8F", &None));
    assert_eq!((castle.parents, castle.rank), (Some([558, 237]), Some(597)));
    // By two merges, and by one.
    assert!(castle.part_of.contains(&15129) && castle.part_of.contains(&3702), "{:?}", castle.part_of);
    let [byte] = &entries(&["--id", "0"])[..] else { panic!() };
    assert_eq!((byte.parents, byte.rank), (None, None));
}

#[test]
fn all_that_is_asked_has_to_hold() {
    assert_eq!(ids(&["castle"]), [3540, 9302, 12496, 24766, 41955]);
    assert_eq!(ids(&["--prefix", "castle", "--suffix", "castle"]), [3540, 12496]);
    assert_eq!(ids(&["--regex", "^castle.$"]), [24766]);
    assert_eq!(ids(&["--hex", "F0 9F 8f", "--fallback"]), ids(&["--hex", "f09f8f", "--kind", "fragment"]));
    assert_eq!(ids(&["--ids", "1108..1110"]), [1108, 1109, 1110]);
    assert_eq!(ids(&["--first", "1200"]), (0..1200).collect::<Vec<u16>>());
    assert_eq!(ids(&["--ids", "300..400", "--first", "2"]), [300, 301]);
}

#[test]
fn what_is_searched_is_lower_cased_as_prompts_are() {
    assert_eq!(ids(&["--prefix", "CASTLE"]), ids(&["--prefix", "castle"]));
}

#[test]
fn entries_that_no_prompt_gives_are_told_with_the_reason() {
    let unreachable = entries(&["--unreachable"]);
    assert_eq!(unreachable.len(), 151);
    assert!(unreachable.iter().all(|entry| entry.example.is_none()));
    let capital = Unreachable { why: "removed".to_owned(), character: Some('A'), proven: true };
    assert_eq!(unreachable.iter().find(|entry| entry.id == 32).unwrap().unreachable, Some(capital));
    assert_eq!(ids(&["--unreachable", "--model", "sd2", "--prefix", "!", "--first", "3"]), [256, 748, 995]);
    let [cat] = &entries(&["--id", "2368"])[..] else { panic!() };
    assert_eq!((cat.example.as_deref(), &cat.unreachable), (Some("cat"), &None));
}

#[test]
fn entries_that_no_prompt_gives_are_counted_even_where_few_are_shown() {
    let page = cliptok(&["vocab", "--unreachable", "--first", "1", "--format", "html"]).stdout;
    let total = "151 entries that no prompt gives in the dialect hf; the first 1 shown";
    assert!(page.contains(total) && page.matches("data-ids=").count() == 1, "{page}");
    assert!(
        view("80", &["vocab", "--unreachable", "--first", "1"], 0).contains("151 entries that no prompt")
    );
    let ran = cliptok(&["vocab", "--unreachable", "cat"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert_eq!(ran.stderr, "cliptok: no entry that matches is unreachable in the dialect hf\n");
    let ran = cliptok(&["vocab", "--unreachable", "qzqzqz"]);
    assert!(ran.code == 1 && ran.stderr.starts_with("cliptok: no entry matches; "), "{}", ran.stderr);
}

#[test]
fn an_emoji_is_one_with_its_selector_and_without_and_in_a_row() {
    let emoji = entries(&["--emoji"]);
    let texts: HashSet<&str> = emoji.iter().map(|entry| entry.text.as_deref().unwrap()).collect();
    assert!(["❤", "❤\u{FE0F}", "😂😂😂", "👍🏻"].iter().all(|text| texts.contains(text)));
    assert!(!texts.contains("1") && !texts.contains("a") && !texts.contains("🏯"));
}

#[test]
fn a_word_is_one_token_or_it_is_not() {
    let ran = cliptok(&["vocab", "--single", "cat", "Dog", "--format", "jsonl"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (0, 2));
    let ran = cliptok(&["vocab", "--format", "json", "--single", "cat", "axolotl", "", "🏯"]);
    assert_eq!(ran.code, 1);
    let told: Value = serde_json::from_str(&ran.stdout).unwrap();
    let singles: Vec<&Value> = told.as_array().unwrap().iter().map(|word| &word["single"]).collect();
    assert_eq!(singles, [true, false, false, false]);
    assert_eq!(
        told[0],
        json!({
            "version": 1, "word": "cat", "single": true,
            "tokens": [{
                "id": 2368, "text": "cat", "bytes": "636174", "kind": "whole", "ends_word": true, "characters": "cat",
                "normalized": { "start": 0, "end": 3 }, "original": { "start": 0, "end": 3 },
                "row": null, "slot": null, "weight": null,
            }],
        })
    );
    let tsv = cliptok(&["vocab", "--format", "tsv", "--single", "🏯", "a\tb"]).stdout;
    assert_eq!(tsv, "word\tsingle\tids\n🏯\tno\t1109 363\na\\tb\tno\t320 321\n");
}

#[test]
fn a_word_is_asked_of_the_dialect_that_was_named() {
    let single = |dialect: &str| cliptok(&["vocab", "--single", "&amp;", "--dialect", dialect]).code;
    assert_eq!((single("hf"), single("openai")), (1, 0));
}

#[test]
fn fields_of_a_table_are_those_of_its_header() {
    let tsv = cliptok(&["vocab", "--format", "tsv", "--ids", "94..1109"]).stdout;
    let mut lines = tsv.lines();
    assert_eq!(
        lines.next(),
        Some("id\tkind\tends_word\tbytes\ttext\tleft\tright\trank\tprompt\tunreachable\tquery")
    );
    assert_eq!(lines.next(), Some("94\tbyte\tno\tA1\t\\xA1\t\t\t\tġq\t\t"));
    assert_eq!(lines.last(), Some("1109\tfragment\tno\tF0 9F 8F\t\\xF0\\x9F\\x8F\t558\t237\t597\t🏂\t\t"));
    let all = cliptok(&["vocab", "--format", "tsv", "--first", "49408"]).stdout;
    assert!(all.lines().count() == 49_409 && all.lines().all(|line| line.split('\t').count() == 11));
}

#[test]
fn nothing_found_is_a_no() {
    let ran = cliptok(&["vocab", "qzqzqz"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert_eq!(
        ran.stderr,
        "cliptok: no entry matches; ids run from 0 to 49407, no entry contains a space, and ╯ only shows where a word ends\n"
    );
    let ran = cliptok(&["vocab", "qzqzqz", "--format", "json"]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (1, "[]\n", ""));
}

#[test]
fn a_question_that_means_nothing_is_refused_in_words() {
    for (question, words) in [
        (&["--hex", "F"][..], "pairs of hexadecimal digits"),
        (&["--hex", ""], "pairs of hexadecimal digits"),
        (&["--first", "0"], "expected a whole number of at least 1, such as 2"),
        (&["--ids", "5..3"], "the range ends before it begins"),
        (&["--ids", "x"], "such as 1100..1120"),
        (&["--regex", "("], "unclosed group"),
        (&["--kind", "letter"], "byte, fragment, whole, special"),
        (&["--fallback", "--kind", "whole"], "cannot be used with"),
        (&["--single", "cat", "--emoji"], "cannot be used with"),
        (&["--single", "cat", "--unreachable"], "cannot be used with"),
    ] {
        let ran = cliptok(&[&["vocab"], question].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{question:?}");
        assert!(ran.stderr.contains(words), "{question:?}: {}", ran.stderr);
    }
}

#[test]
fn a_person_sees_a_summary_a_grid_one_entry_and_words() {
    let shown: Vec<String> = [
        (&["vocab"][..], 0),
        (&["vocab", "--hex", "F09F8F", "--first", "30"], 0),
        (&["vocab", "--id", "1109"], 0),
        (&["vocab", "--id", "49407"], 0),
        (&["vocab", "--unreachable", "--ids", "0..500"], 0),
        (&["vocab", "--id", "32"], 0),
        (&["vocab", "--single", "corgi", "axolotl", "🏯"], 1),
    ]
    .into_iter()
    .map(|(arguments, code)| view("80", arguments, code))
    .collect();
    snapbox::assert_data_eq!(shown.join("\n"), snapbox::file!["snapshots/vocab-80.txt"].raw());
}

#[test]
fn no_line_of_a_grid_is_wider_than_the_terminal() {
    for columns in ["60", "80", "160"] {
        let shown = view(columns, &["vocab", "--first", "49408"], 0);
        let wide = shown.lines().find(|line| line.width() > columns.parse().unwrap());
        assert_eq!(wide, None, "{columns}");
    }
}
