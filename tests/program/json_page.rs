//! docs/JSON.md against what is printed: every record, object and key that is described is printed, and the other way round.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use crate::support::{cliptok, cliptok_reading, project_file, read};

/// The keys whose meaning lists every value that they have.
const LISTED: [&str; 3] = ["kind", "sort", "why"];

/// A reason that no entry of CLIP's vocabulary has: a proof or a prompt was found for each.
const NO_ENTRY_HAS: &str = "not-found";

/// The page, table by table.
struct Page {
    /// The keys of each record.
    records: BTreeMap<String, Vec<String>>,
    /// The keys of the object that stands under a key, with its name.
    objects: BTreeMap<String, (String, Vec<String>)>,
    /// The type of each key.
    types: BTreeMap<String, String>,
    /// The values of each key that has them listed.
    values: BTreeMap<String, BTreeSet<String>>,
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
        let (mut types, mut values) = (BTreeMap::new(), BTreeMap::new());
        for row in table(&page, "Keys") {
            assert!(row[2].len() > 5, "{}: say what it means", row[0]);
            let key = quoted(&row[0]).remove(0);
            assert!(
                types.insert(key.clone(), row[1].clone()).is_none(),
                "{key} has one type and one meaning"
            );
            if LISTED.contains(&key.as_str()) {
                values.insert(key, quoted(&row[2]).into_iter().collect());
            }
        }
        Self { records: records.collect(), objects, types, values }
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
    /// The keys that were neither null nor empty.
    filled: BTreeSet<String>,
    /// The values of each key that has them listed.
    values: BTreeMap<String, BTreeSet<String>>,
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
        printed.sort();
        described.sort();
        assert_eq!(printed, described, "the keys of {name}");
        for (key, value) in object {
            // A key that has its own meaning in one object is described with the name of the object.
            let own = format!("{name}.{key}");
            let described = if page.types.contains_key(&own) { &own } else { key };
            let kind =
                page.types.get(described).unwrap_or_else(|| panic!("{key} of {name} is not described"));
            self.keys.insert(described.clone());
            if value.is_null() {
                assert!(kind.ends_with(" or null"), "{key} of {name} is null");
                self.nulls.insert(described.clone());
                continue;
            }
            let fits = match kind.trim_end_matches(" or null") {
                "string" => value.is_string(),
                "number" => value.is_number(),
                "boolean" => value.is_boolean(),
                "object" => value.is_object(),
                "list of strings" => is_list_of(value, Value::is_string),
                // An embedding's vector may have no id.
                "list of numbers" => is_list_of(value, |number| number.is_number() || number.is_null()),
                "list of lists" => is_list_of(value, Value::is_array),
                "list of objects" => is_list_of(value, Value::is_object),
                other => panic!("{key}: what is {other:?}?"),
            };
            assert!(fits, "{key} of {name} is to be {kind}: {value}");
            // What a warning about markup is called stands in docs/SYNTAX.md.
            let is_about_markup = name == "warning" && !object["original"].is_null();
            if LISTED.contains(&key.as_str()) && !is_about_markup {
                let value = value.as_str().expect("what is listed is a string");
                self.values.entry(key.clone()).or_default().insert(value.to_owned());
            }
            let is_empty =
                value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty);
            if !is_empty {
                self.filled.insert(described.clone());
            }
            let within = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            for inner in within.iter().filter_map(Value::as_object) {
                let own = page.objects.get(&format!("{name}.{key}")).or_else(|| page.objects.get(key));
                let (object, keys) = own.unwrap_or_else(|| panic!("no object under {key}"));
                self.objects.insert(object.clone());
                self.object(page, object, keys, inner);
            }
        }
    }
}

fn is_list_of(value: &Value, is: fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|list| list.iter().all(is))
}

/// The records of which a run prints one: no array is around it.
const ALONE: [&str; 6] = ["total", "statistics", "vocabulary", "emoji sums", "pair", "survey"];

/// The records that a run prints, which are the same in all formats that the verb has.
fn printed(name: &str, arguments: &[&str], stdin: &[u8]) -> Vec<Value> {
    let run = |format: &str| {
        let ran = cliptok_reading(&[arguments, &["--format", format]].concat(), stdin);
        assert!(ran.code < 2, "{arguments:?}: {}", ran.stderr);
        ran.stdout
    };
    let parsed = |json: &str| -> Value {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {json}"))
    };
    let records = match (ALONE.contains(&name), parsed(&run("json"))) {
        (false, Value::Array(records)) => records,
        (true, record @ Value::Object(_)) => vec![record],
        (_, other) => panic!("{arguments:?}: {other}"),
    };
    assert!(!records.is_empty(), "{arguments:?}");
    // It prints one record whatever it reads, so it has no format of lines.
    if name != "statistics" {
        let lines: Vec<Value> = run("jsonl").lines().map(parsed).collect();
        assert_eq!(lines, records, "{arguments:?}");
    }
    records
}

/// A table of rows of this width that are zero, but for one.
fn weights_with_one_row(path: &Path, width: usize, row: usize) -> String {
    const ROWS: usize = 49408;
    let end = ROWS * width * 2;
    let header = format!(
        r#"{{"token_embedding.weight":{{"dtype":"F16","shape":[{ROWS},{width}],"data_offsets":[0,{end}]}}}}"#
    );
    let mut file = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes()].concat();
    let start = file.len() + row * width * 2;
    file.resize(file.len() + end, 0);
    // 1 in F16.
    file[start + 1] = 0x3C;
    fs::write(path, file).unwrap();
    path.display().to_string()
}

#[test]
fn the_page_describes_what_is_printed_and_nothing_else() {
    let page = Page::read();
    let mut seen = Seen::default();
    let data = project_file("data").display().to_string();
    let file = project_file("tests/program/readme/prompts.txt").display().to_string();
    let long = format!("{}🏯 it’s", "cat ".repeat(74));
    let archive = project_file("tests/program/cases/wds.tar").display().to_string();
    let picture = project_file("tests/golden/images/comfyui-sdxl.png").display().to_string();
    let weights = "tests/golden/embeddings/neighbours/planted-f32.safetensors";
    let weights = project_file(weights).display().to_string();
    let sdxl = project_file("tests/golden/embeddings/names/sdxl.safetensors").display().to_string();
    let quantized =
        project_file("tests/golden/embeddings/malformed/int-table.safetensors").display().to_string();
    let folder = tempfile::tempdir().unwrap();
    // Only the row of one emoji, 🔥, has a direction.
    let lonely = weights_with_one_row(&folder.path().join("lonely.safetensors"), 2, 3016);
    let widths = weights_with_one_row(&folder.path().join("wide.safetensors"), 768, 320);
    let embedding = project_file("tests/golden/embeddings/ti/a1111.pt").display().to_string();
    let runs: &[(&str, &[&str])] = &[
        ("near", &["near", "--weights", &weights, "--top", "3", "cat 🏯", "\"", "💑"]),
        ("pair", &["near", "--weights", &weights, "--pair", "cat", "a dog"]),
        ("pair", &["near", "--weights", &weights, "--pair", "cat", "💑"]),
        ("survey", &["near", "--weights", &weights, "--emoji", "--survey"]),
        ("survey", &["near", "--weights", &lonely, "--survey"]),
        ("near", &["near", "--weights", &widths, "--embedding", &embedding]),
        ("embedding table", &["near", "--weights", &weights, "--tables"]),
        ("embedding table", &["near", "--weights", &sdxl, "--tables"]),
        ("embedding table", &["near", "--weights", &quantized, "--tables"]),
        ("prompt", &["inspect", "Ein 🏯", &long, "<|startoftext|> <|endoftext|>"]),
        ("prompt", &["inspect", "-f", &file, "--vocab-dir", &data]),
        ("prompt", &["inspect", "-f", &archive, &picture]),
        ("prompt", &["inspect", "--model", "sd2", "a cat!"]),
        ("prompt", &["inspect", "--model", "openai", &long]),
        ("prompt", &["inspect", "--model", "sdxl", "a cat!", &long]),
        ("rows", &["encode", "--model", "sdxl", "a cat!"]),
        ("rows", &["encode", "--model", "sd3", "--as", "comfyui", "--pad", "a (cat:1.2)"]),
        ("count", &["count", "--model", "sdxl", "!!!"]),
        (
            "prompt",
            &["inspect", "--as", "a1111", "# x\na (b:1.2), <lora:x:1> [c|d] AND e :2", "(a:..)", "[a:1.5]"],
        ),
        (
            "prompt",
            &[
                "inspect",
                "--as",
                "invokeai",
                "a.swap(b)",
                "(\"a\", \"b.swap(c)\").and(1, 2)",
                "(\"a\", \"b\").blend(1, 2)",
            ],
        ),
        ("prompt", &["inspect", "--as", "invokeai", "a withLora(x, 0.5)"]),
        ("prompt", &["inspect", "--find", "cat", "--find", "dog", &long]),
        ("prompt", &["inspect", "--as", "a1111", "--find", "b", "a (b:1.2) [c|d] AND b"]),
        ("prompt", &["inspect", "--as", "comfyui", "--embedding", "y=2", "a embedding:y"]),
        ("rows", &["encode", "--as", "a1111", "a", "(a:..)"]),
        ("count", &["count", "--as", "a1111", "(a:..)"]),
        ("trace", &["trace", "--as", "a1111", "a (b:1.2), <lora:x:1> [c|d] AND e :2"]),
        ("statistics", &["stats", "--as", "a1111", "a", "(a:..)"]),
        ("program comparison", &["diff", "--as", "a1111,text,comfyui", "a (b:1.2)", "(a:..)"]),
        ("rows", &["encode", "🏯"]),
        ("rows", &["encode", "--pad", &long]),
        ("text", &["decode", "1109"]),
        ("text", &["decode", "320"]),
        ("count", &["count", "a cat"]),
        ("count", &["count", "--over", "1", "a cat"]),
        ("fit", &["fit", &long]),
        ("fit", &["fit", "--as", "a1111", "a", "(a:..)"]),
        ("total", &["count", "--total", "a cat"]),
        ("comparison", &["diff", "it’s &amp; ｆｕｌｌ <|endoftext|> x", "a cat"]),
        ("ids", &["diff", "--ids", "585 568", "it’s"]),
        ("ids", &["diff", "--ids", "49406 585 568 49407 0 0", "it’s"]),
        ("ids", &["diff", "--ids", "585 568 1", "it’s"]),
        ("ids", &["diff", "--ids", "585", "it’s"]),
        ("trace", &["trace", "Unbelievable, it’s 🏯", "--dialect", "openai"]),
        ("statistics", &["stats", "🏯", "a cat", &long]),
        ("entry", &["vocab", "--ids", "0..1200"]),
        ("entry", &["vocab", "--kind", "special"]),
        ("entry", &["vocab", "castle", "--whole-words", "tower"]),
        ("entry", &["vocab", "--unreachable", "--model", "sd2"]),
        ("entry", &["vocab", "--unreachable", "--dialect", "hf-basic-4.30"]),
        ("word", &["vocab", "--single", "cat", "🏯"]),
        ("vocabulary", &["vocab"]),
        ("emoji", &["emoji", "castle", "🐉"]),
        ("emoji", &["emoji", "🏯", "--neighbors"]),
        ("emoji", &["emoji", "--group", "symbols"]),
        ("emoji sums", &["emoji"]),
    ];
    for (name, arguments) in runs {
        for record in printed(name, arguments, b"") {
            seen.record(&page, name, &record);
        }
    }
    let wrong = "{\"text\":\"it’s\",\"ids\":[585,568]}\n{\"text\":\"a\",\"ids\":[[49406,320,49407,0]]}\n\
                 {\"text\":\"a\",\"ids\":[]}\n{\"text\":\"a\",\"ids\":[320,1]}\n";
    for record in printed("checked ids", &["check"], wrong.as_bytes()) {
        seen.record(&page, "checked ids", &record);
    }
    for record in printed("count", &["count"], b"a\n") {
        seen.record(&page, "count", &record);
    }

    let described: BTreeSet<String> = page.types.keys().cloned().collect();
    assert_eq!(seen.records, page.records.keys().cloned().collect(), "records");
    assert_eq!(seen.objects, page.objects.values().map(|(name, _)| name.clone()).collect(), "objects");
    assert_eq!(seen.keys, described, "keys");
    let of_type = |is: fn(&str) -> bool| -> BTreeSet<String> {
        page.types.iter().filter(|(_, kind)| is(kind)).map(|(key, _)| key.clone()).collect()
    };
    let holds_objects = |kind: &str| kind.starts_with("object") || kind.starts_with("list of objects");
    assert_eq!(
        page.objects.keys().filter(|key| !key.contains('.')).cloned().collect::<BTreeSet<_>>(),
        of_type(holds_objects),
        "what stands in"
    );
    assert_eq!(seen.nulls, of_type(|kind| kind.ends_with(" or null")), "what is said to be null can be");
    assert_eq!(seen.filled, described, "what is said to have a value can have one");
    let mut values = page.values;
    assert!(values.get_mut("why").expect("it is listed").remove(NO_ENTRY_HAS), "it is described");
    assert_eq!(seen.values, values, "the values of what has them listed");
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
