//! docs/JSON.md against what is printed: every record, object and key that is described is printed, and the other way round.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::support::{cliptok, cliptok_reading, project_file, read};

/// The page, table by table.
struct Page {
    /// The keys of each record.
    records: BTreeMap<String, Vec<String>>,
    /// The keys of the object that stands under a key, with its name.
    objects: BTreeMap<String, (String, Vec<String>)>,
    /// The type of each key.
    types: BTreeMap<String, String>,
}

/// The rows of the table under a heading, cell by cell.
fn table(page: &str, heading: &str) -> Vec<Vec<String>> {
    let (_, rest) = page.split_once(&format!("\n## {heading}\n")).expect("the heading is there");
    let section = rest.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// What stands between backquotes.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

impl Page {
    fn read() -> Self {
        let page = read("docs/JSON.md");
        let records = table(&page, "Records").into_iter().map(|row| (row[0].clone(), quoted(&row[2])));
        let mut objects = BTreeMap::new();
        for row in table(&page, "Objects in them") {
            for key in quoted(&row[1]) {
                let object = (row[0].clone(), quoted(&row[2]));
                assert!(objects.insert(key.clone(), object).is_none(), "{key} has one meaning");
            }
        }
        let mut types = BTreeMap::new();
        for row in table(&page, "Keys") {
            assert!(row[2].len() > 5, "{}: say what it means", row[0]);
            let key = quoted(&row[0]).remove(0);
            assert!(
                types.insert(key.clone(), row[1].clone()).is_none(),
                "{key} has one type and one meaning"
            );
        }
        Self { records: records.collect(), objects, types }
    }
}

/// What was seen of the page.
#[derive(Default)]
struct Seen {
    records: BTreeSet<String>,
    objects: BTreeSet<String>,
    keys: BTreeSet<String>,
    /// The keys that were null.
    nulls: BTreeSet<String>,
}

impl Seen {
    fn record(&mut self, page: &Page, name: &str, record: &Value) {
        let keys = page.records.get(name).unwrap_or_else(|| panic!("the page has no record {name}"));
        assert_eq!(record["version"], 1, "{name}");
        self.records.insert(name.to_owned());
        self.object(page, name, keys, record.as_object().expect("a record is an object"));
    }

    fn object(&mut self, page: &Page, name: &str, keys: &[String], object: &Map<String, Value>) {
        let mut printed: Vec<&String> = object.keys().collect();
        let mut described: Vec<&String> = keys.iter().collect();
        (printed.sort(), described.sort());
        assert_eq!(printed, described, "the keys of {name}");
        for (key, value) in object {
            let kind = page.types.get(key).unwrap_or_else(|| panic!("{key} of {name} is not described"));
            self.keys.insert(key.clone());
            if value.is_null() {
                assert!(kind.ends_with(" or null"), "{key} of {name} is null");
                self.nulls.insert(key.clone());
                continue;
            }
            let fits = match kind.trim_end_matches(" or null") {
                "string" => value.is_string(),
                "number" => value.is_number(),
                "boolean" => value.is_boolean(),
                "object" => value.is_object(),
                "list of strings" => is_list_of(value, Value::is_string),
                "list of numbers" => is_list_of(value, Value::is_number),
                "list of objects" => is_list_of(value, Value::is_object),
                other => panic!("{key}: what is {other:?}?"),
            };
            assert!(fits, "{key} of {name} is to be {kind}: {value}");
            let within = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            for inner in within.iter().filter_map(Value::as_object) {
                let (object, keys) = page.objects.get(key).unwrap_or_else(|| panic!("no object under {key}"));
                self.objects.insert(object.clone());
                self.object(page, object, keys, inner);
            }
        }
    }
}

fn is_list_of(value: &Value, is: fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|list| list.iter().all(is))
}

#[test]
fn the_page_describes_what_is_printed_and_nothing_else() {
    let page = Page::read();
    let mut seen = Seen::default();
    let data = project_file("data").display().to_string();
    let file = project_file("tests/readme/prompts.txt").display().to_string();
    let long = format!("{}🏯 it’s", "cat ".repeat(74));
    let runs: &[(&str, &[&str])] = &[
        ("prompt", &["inspect", "Ein 🏯", &long, "<|endoftext|>"]),
        ("prompt", &["inspect", "-f", &file, "--vocab-dir", &data]),
        ("rows", &["encode", "🏯"]),
        ("rows", &["encode", "--pad", &long]),
        ("text", &["decode", "1109"]),
        ("text", &["decode", "320"]),
        ("count", &["count", "a cat"]),
        ("count", &["count", "--over", "1", "a cat"]),
        ("total", &["count", "--total", "a cat"]),
        ("comparison", &["diff", "it’s &amp; ｆｕｌｌ <|endoftext|> x"]),
        ("ids", &["diff", "--ids", "585 568", "it’s"]),
        ("ids", &["diff", "--ids", "49406 585 568 49407 0 0", "it’s"]),
        ("ids", &["diff", "--ids", "585 568 1", "it’s"]),
        ("ids", &["diff", "--ids", "585", "it’s"]),
        ("trace", &["trace", "Unbelievable, it’s 🏯", "--dialect", "openai"]),
        ("statistics", &["stats", "🏯", "a cat", &long]),
        ("entry", &["vocab", "--ids", "0..1200"]),
        ("word", &["vocab", "--single", "cat", "🏯"]),
        ("vocabulary", &["vocab"]),
        ("emoji", &["emoji", "castle"]),
        ("emoji", &["emoji", "🏯", "--neighbors"]),
        ("emoji sums", &["emoji"]),
    ];
    for (name, arguments) in runs {
        // What prints one record knows no other JSON.
        let format = if *name == "statistics" { "json" } else { "jsonl" };
        let ran = cliptok(&[*arguments, &["--format", format]].concat());
        assert!(ran.code < 2, "{arguments:?}: {}", ran.stderr);
        let mut records = 0;
        for line in ran.stdout.lines() {
            seen.record(&page, name, &serde_json::from_str(line).unwrap());
            records += 1;
        }
        assert!(records > 0, "{arguments:?}");
    }
    seen.record(
        &page,
        "count",
        &serde_json::from_str(&cliptok_reading(&["count", "--format", "jsonl"], b"a\n").stdout).unwrap(),
    );
    let described = |names: Vec<&String>| -> BTreeSet<String> { names.into_iter().cloned().collect() };
    assert_eq!(seen.records, described(page.records.keys().collect()), "records");
    assert_eq!(seen.objects, page.objects.values().map(|(name, _)| name.clone()).collect(), "objects");
    assert_eq!(seen.keys, described(page.types.keys().collect()), "keys");
    let nullable =
        page.types.iter().filter(|(_, kind)| kind.ends_with(" or null")).map(|(key, _)| key.clone());
    assert_eq!(seen.nulls, nullable.collect(), "what is said to be null can be");
}

#[test]
fn a_token_is_the_same_object_in_every_verb() {
    let keys = |arguments: &[&str], path: &str| -> Vec<String> {
        let ran = cliptok(&[arguments, &["--format", "jsonl"]].concat());
        let record: Value = serde_json::from_str(ran.stdout.lines().next().unwrap()).unwrap();
        record.pointer(path).unwrap().as_object().unwrap().keys().cloned().collect()
    };
    let inspected = keys(&["inspect", "🏯"], "/tokens/0");
    assert_eq!(keys(&["diff", "🏯"], "/groups/0/tokens/0"), inspected);
    assert_eq!(keys(&["trace", "🏯"], "/words/0/tokens/0"), inspected);
    assert_eq!(keys(&["vocab", "--single", "🏯"], "/tokens/0"), inspected);
    assert_eq!(keys(&["emoji", "🏯"], "/tokens/0"), inspected);
}
