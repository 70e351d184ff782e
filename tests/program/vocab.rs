//! `vocab`: counts of the real vocabulary, what is asked of its entries, every format, wrong questions.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::support::{cliptok, cliptok_reading, view};

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
    assert_eq!(ids(&["--ids", "1108-1110"]), [1108, 1109, 1110]);
    assert_eq!(
        ids(&["--ids", "1108..1110"]),
        [1108, 1109],
        "as ranges of bytes are, which end before their end"
    );
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
    let no_entry = "no entry    contains qzqzqz and meets the other conditions\n";
    assert!(ran.code == 1 && ran.stdout.starts_with(no_entry), "{}", ran.stdout);
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
    let tsv = cliptok(&["vocab", "--format", "tsv", "--ids", "94-1109"]).stdout;
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
    let shown = "no entry    contains qzqzqz\n\
        its tokens  q 80  z 89  q 80  z 89  q 80  z╯ 345\n\
        try         cliptok \"qzqzqz\" shows them byte by byte\n";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (1, shown, ""));
    let leads_to = |query: &str| cliptok(&["vocab", query]).stdout.lines().last().unwrap().to_owned();
    assert_eq!(leads_to("🏯"), "try         cliptok \"🏯\" shows them byte by byte · cliptok emoji 🏯");
    assert_eq!(leads_to("1100..1120"), "try         cliptok vocab --ids 1100..1120");
    let ran = cliptok(&["vocab", "--regex", "^qz"]);
    let words =
        "cliptok: no entry meets every condition; ids run from 0 to 49407, and no entry contains a space\n";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (1, "", words));
    let ran = cliptok(&["vocab", "qzqzqz", "--format", "json"]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (1, "[]\n", ""));
}

#[test]
fn several_queries_are_answered_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queries.txt");
    std::fs::write(&file, "\u{FEFF}Tower\r\n\ncastle\n").unwrap();
    let file = file.to_str().unwrap();
    let ran = cliptok(&["vocab", "--format", "jsonl", "castle", "-f", file]);
    let said = "cliptok: 1 blank line was skipped: a query needs text\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (0, said));
    let entries: Vec<Entry> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let groups: Vec<(&str, Vec<u16>)> = entries
        .chunk_by(|left, right| left.query == right.query)
        .map(|group| (group[0].query.as_deref().unwrap(), group.iter().map(|entry| entry.id).collect()))
        .collect();
    let wanted = ["castle", "Tower", "castle"].map(|query| (query, ids(&[query])));
    assert_eq!(groups, wanted);
    // What else is wanted is wanted of each, and the first ones are the first of each.
    let queries = |more: &[&str]| -> Vec<(u16, Option<String>)> {
        let found = entries_of(&[&["castle", "tower"], more].concat());
        found.into_iter().map(|entry| (entry.id, entry.query)).collect()
    };
    let named = |id: u16, query: &str| (id, Some(query.to_owned()));
    assert_eq!(queries(&["--first", "1"]), [named(3540, "castle"), named(ids(&["tower"])[0], "tower")]);
    assert_eq!(queries(&["--suffix", "castle", "--whole-words", "--ids", "0-9302"]).len(), 2);
    assert!(entries_of(&["--id", "1"]).iter().all(|entry| entry.query.is_none()));
}

/// The entries that queries find, whatever is said of those that find nothing.
fn entries_of(arguments: &[&str]) -> Vec<Entry> {
    serde_json::from_str(&cliptok(&[&["vocab", "--format", "json"], arguments].concat()).stdout).unwrap()
}

#[test]
fn queries_that_find_nothing_are_named_by_their_places() {
    for format in ["human", "json", "jsonl", "tsv", "html"] {
        let ran = cliptok(&["vocab", "--format", format, "qzqzqz", "castle", "xqxqxq"]);
        let said = "cliptok: argument 1: no entry matches\ncliptok: argument 3: no entry matches\n";
        assert_eq!((ran.code, ran.stderr.as_str()), (1, said), "{format}");
    }
    let many = (1..=12).map(|number| format!("qzqz{number}\n")).collect::<Vec<_>>().concat();
    let ran =
        cliptok_reading(&["vocab", "cat", "-f", "-", "--unreachable", "--format", "json"], many.as_bytes());
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.lines().count()), (1, "[]\n", 11));
    assert!(
        ran.stderr.contains("cliptok: argument 1: no entry matches\ncliptok: stdin:1: no entry matches\n")
    );
    assert!(ran.stderr.ends_with("cliptok: and 3 more queries that find nothing\n"), "{}", ran.stderr);
}

#[test]
fn every_format_says_which_query_is_answered() {
    let arguments = ["vocab", "castle", "corgi", "a\tb"];
    let shown = view("80", &arguments, 1);
    let at = |part: &str| shown.find(part).unwrap_or_else(|| panic!("{part}: {shown}"));
    assert!(at("query       castle\n") < at("found       5 entries"), "{shown}");
    assert!(at("found       5 entries") < at("\n\nquery       corgi\n31320       corgi╯"), "{shown}");
    assert!(shown.ends_with("\n\nquery       a\\tb\nfound       no entry\n"), "{shown}");
    let page = cliptok(&[&arguments[..], &["--format", "html"]].concat()).stdout;
    for title in ["castle: 5 entries", "corgi: entry 31320", "a\\tb: 0 entries"] {
        assert!(page.contains(&format!("<h2>{title}</h2>")), "{title}: {page}");
    }
    let tsv = cliptok(&[&arguments[..], &["--format", "tsv"]].concat()).stdout;
    let queries: Vec<&str> = tsv.lines().map(|line| line.rsplit('\t').next().unwrap()).collect();
    assert_eq!(queries, ["query", "castle", "castle", "castle", "castle", "castle", "corgi"]);
}

#[test]
fn stdin_is_read_only_where_it_is_named() {
    let summary = cliptok(&["vocab"]);
    assert_eq!(cliptok_reading(&["vocab"], b"castle\n").stdout, summary.stdout);
    let arguments = ["vocab", "--prefix", "castle", "--format", "tsv"];
    assert_eq!(cliptok_reading(&arguments, b"tower\n").stdout, cliptok(&arguments).stdout);
    let read = cliptok_reading(&["vocab", "-f", "-"], b"castle\n");
    assert_eq!((read.code, read.stdout), (0, cliptok(&["vocab", "castle"]).stdout));
    // No query is asked, so none is without an answer.
    let ran = cliptok_reading(&["vocab", "-f", "-", "--format", "json"], b"");
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "[]\n", ""));
}

#[test]
fn whole_words_are_entries_that_end_a_word() {
    assert_eq!(ids(&["--whole-words", "castle"]), [3540, 9302, 24766]);
    assert!(entries(&["--whole-words", "--ids", "300..2000"]).iter().all(|entry| entry.ends_word));
    let every = cliptok(&["vocab", "--whole-words", "--format", "tsv"]).stdout;
    assert_eq!(every.lines().count() - 1, 34_483);
    assert_eq!(ids(&["--whole-words", "--kind", "byte"]).len(), 128);
}

#[test]
fn words_of_a_file_are_asked_line_by_line() {
    let ran = cliptok_reading(&["vocab", "--single", "-f", "-", "--format", "tsv"], b"cat\n\naxolotl\n");
    assert_eq!(ran.stdout, "word\tsingle\tids\ncat\tyes\t2368\n\tno\t\naxolotl\tno\t3165 78 5132 331\n");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let ran = cliptok_reading(&["vocab", "--single", "dog", "-f", "-", "--format", "tsv"], b"cat\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "word\tsingle\tids\ndog\tyes\t1929\ncat\tyes\t2368\n"));
}

#[test]
fn ten_thousand_queries_are_answered_in_one_run() {
    let queries = (0..10_000).map(|number| format!("qz{number}\n")).collect::<Vec<_>>().concat();
    let ran =
        cliptok_reading(&["vocab", "-f", "-", "--format", "tsv"], format!("{queries}castle\n").as_bytes());
    assert_eq!((ran.code, ran.stdout.lines().count(), ran.stderr.lines().count()), (1, 6, 11));
}

#[test]
fn a_question_that_means_nothing_is_refused_in_words() {
    for (question, words) in [
        (&["--hex", "F"][..], "pairs of hexadecimal digits"),
        (&["--hex", ""], "pairs of hexadecimal digits"),
        (&["--first", "0"], "expected a whole number of at least 1, such as 2"),
        (&["--ids", "5-3"], "the range ends before it begins"),
        (&["--ids", "5..5"], "the range ends before it begins; 1100..1101 is one id, and so is 1100"),
        (&["--ids", "x"], "such as 1100-1120"),
        (&["--regex", "("], "unclosed group"),
        (&["--kind", "letter"], "byte, fragment, whole, special"),
        (&["--fallback", "--kind", "whole"], "cannot be used with"),
        (&["--single", "cat", "--emoji"], "cannot be used with"),
        (&["--single", "cat", "--unreachable"], "cannot be used with"),
        (&["--single"], "--single needs a word, or a file of words with -f"),
        (&["-0"], "-0 is for files and stdin"),
        (&["-f", "no such file"], "cannot be opened"),
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
