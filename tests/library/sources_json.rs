//! Prompts out of JSON, held against a reader that builds every value and walks it: lines, documents, and paths to a field.

use std::fmt::Write as _;

use cliptok::sources::{Field, File, Format, Missing, Prompts, Reading};
use proptest::prelude::*;
use tempfile::TempDir;

/// A JSON value. Its keys stay in order, and may stand twice.
#[derive(Clone, Debug)]
enum Json {
    Null,
    Number,
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// What stands at the end of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Slot {
    Text(String),
    Missing,
    /// It ends the reading, whatever `Missing` says.
    Wrong,
}

/// A step of a path: a key, or `None` for every key.
type Step = Option<String>;

/// How well a key fits a name: not at all, but for case and outer blanks, or exactly.
fn fit(name: &str, key: &str) -> u8 {
    let plain = |text: &str| text.trim().to_lowercase();
    u8::from(plain(name) == plain(key)) + u8::from(name == key)
}

fn step_fit(step: &Step, key: &str) -> u8 {
    step.as_ref().map_or(2, |name| fit(name, key))
}

/// What a value holds along a path. Lists are walked; of keys that fit as well, the last one counts.
fn at(value: &Json, path: &[Step]) -> Vec<Slot> {
    match (value, path.split_first()) {
        (Json::List(items), _) if items.is_empty() => vec![Slot::Missing],
        (Json::List(items), _) => items.iter().flat_map(|item| at(item, path)).collect(),
        (Json::Text(text), None) => vec![Slot::Text(text.clone())],
        (Json::Number | Json::Object(_), None) => vec![Slot::Wrong],
        (Json::Object(members), Some((None, behind))) if !members.is_empty() => {
            members.iter().flat_map(|(_, value)| at(value, behind)).collect()
        }
        (Json::Object(members), Some((step, behind))) => {
            let best = members.iter().map(|(key, value)| (step_fit(step, key), value));
            match best.filter(|(fit, _)| *fit > 0).max_by_key(|(fit, _)| *fit) {
                Some((_, value)) => at(value, behind),
                None => vec![Slot::Missing],
            }
        }
        (Json::Null, _) | (_, Some(_)) => vec![Slot::Missing],
    }
}

const PICTURES: [&str; 2] = ["1.png", "2.png"];
const USUAL: [&str; 3] = ["text", "prompt", "caption"];

/// The first of the usual fields that is there and not null.
fn usual(members: &[(String, Json)]) -> Vec<Slot> {
    let value = |name: &&str| {
        let fits = members.iter().map(|(key, value)| (fit(name, key), value));
        fits.filter(|(fit, _)| *fit > 0).max_by_key(|(fit, _)| *fit).map(|(_, value)| at(value, &[]))
    };
    let there: Vec<Vec<Slot>> = USUAL.iter().filter_map(value).collect();
    let filled = there.iter().find(|slots| **slots != [Slot::Missing]).or(there.first());
    filled.cloned().unwrap_or_else(|| vec![Slot::Missing])
}

/// What a line or an element of a document holds, where no key of the path is behind yet.
fn record(value: &Json, path: Option<&[Step]>) -> Vec<Slot> {
    match (value, path) {
        (Json::Text(text), _) => vec![Slot::Text(text.clone())],
        (Json::Null | Json::Number, _) | (Json::List(_), None) => vec![Slot::Wrong],
        (Json::Object(members), None) => usual(members),
        (_, Some(path)) => at(value, path),
    }
}

/// The elements of a list, and of the lists in it; any other value is its own.
fn elements(value: &Json) -> Vec<&Json> {
    match value {
        Json::List(items) => items.iter().flat_map(elements).collect(),
        value => vec![value],
    }
}

/// What a document holds: the slots of each of its records.
fn document(value: &Json, path: Option<&[Step]>) -> Vec<Vec<Slot>> {
    let all = |value: &Json| elements(value).into_iter().map(|value| record(value, path)).collect();
    let Json::Object(members) = value else { return all(value) };
    let has_prompt = |value: &Json| {
        matches!(value, Json::Object(_))
            && record(value, path).iter().any(|slot| matches!(slot, Slot::Text(_)))
    };
    let members_have_prompts = members.iter().any(|(_, value)| has_prompt(value));
    if let Some(path) = path {
        let head = members.iter().find(|(key, _)| step_fit(&path[0], key) > 0);
        return match head {
            Some((_, Json::List(_) | Json::Object(_))) => along(value, path, path.len()),
            None if members_have_prompts => members
                .iter()
                .flat_map(|(_, value)| elements(value))
                .map(|value| member(value, path))
                .collect(),
            None => vec![vec![Slot::Missing]],
            Some(_) => all(value),
        };
    }
    let is_usual = |key: &str| USUAL.iter().any(|name| fit(name, key) > 0);
    let is_record = members
        .iter()
        .any(|(key, value)| is_usual(key) && matches!(value, Json::Null | Json::Text(_) | Json::List(_)));
    let are_pictures = !members.is_empty() && members.iter().all(|(key, _)| PICTURES.contains(&key.as_str()));
    if is_record || (!members_have_prompts && !are_pictures) {
        return vec![usual(members)];
    }
    let parts = members.iter().flat_map(|(_, value)| elements(value));
    parts
        .map(|part| match part {
            // Beside records, a text is none.
            Json::Text(_) if members_have_prompts => vec![Slot::Wrong],
            // A picture whose prompt is null has none.
            Json::Null if !members_have_prompts => vec![Slot::Missing],
            part => record(part, None),
        })
        .collect()
}

/// What a member of an object holds, if it or others are records with the field. Beside records, a text is none.
fn member(value: &Json, path: &[Step]) -> Vec<Slot> {
    match value {
        Json::Text(_) => vec![Slot::Wrong],
        value => record(value, Some(path)),
    }
}

/// The records along a path, of which `all` keys lead to the field: a list on the way is one of records.
fn along(value: &Json, path: &[Step], all: usize) -> Vec<Vec<Slot>> {
    let members = match value {
        Json::Object(members) => members.as_slice(),
        _ => &[],
    };
    let (step, behind) = path.split_first().expect("there is a way on");
    let fitting: Vec<&Json> =
        members.iter().filter(|(key, _)| step_fit(step, key) > 0).map(|(_, value)| value).collect();
    if fitting.is_empty() {
        return vec![vec![Slot::Missing]];
    }
    let walked = all - behind.len();
    fitting
        .into_iter()
        .flat_map(|value| match value {
            Json::Object(_) if step.is_some() && !behind.is_empty() => along(value, behind, all),
            value => elements(value).into_iter().map(|part| walked_to(part, behind, walked)).collect(),
        })
        .collect()
}

/// What a part holds that some keys of the path lead to.
fn walked_to(part: &Json, behind: &[Step], walked: usize) -> Vec<Slot> {
    assert!(walked > 0);
    match part {
        // A null that stands where a record should is no record.
        Json::Null | Json::Number if !behind.is_empty() => vec![Slot::Wrong],
        part => at(part, behind),
    }
}

/// White space for `write`.
#[derive(Clone, Copy, Debug)]
enum Layout {
    Compact,
    Pretty,
}

fn write(value: &Json, layout: Layout, depth: usize, out: &mut String) {
    let line = |out: &mut String, depth: usize| match layout {
        Layout::Compact => {}
        Layout::Pretty => write!(out, "\r\n{:1$}", "", depth).unwrap(),
    };
    let (open, close, count) = match value {
        Json::Null => return out.push_str("null"),
        Json::Number => return out.push_str("-1.5e3"),
        Json::Text(text) => return out.push_str(&serde_json::to_string(text).unwrap()),
        Json::List(items) => ('[', ']', items.len()),
        Json::Object(members) => ('{', '}', members.len()),
    };
    out.push(open);
    for part in 0..count {
        if part > 0 {
            out.push(',');
        }
        line(out, depth + 1);
        match value {
            Json::List(items) => write(&items[part], layout, depth + 1, out),
            Json::Object(members) => {
                out.push_str(&serde_json::to_string(&members[part].0).unwrap());
                out.push_str(if matches!(layout, Layout::Pretty) { " : " } else { ":" });
                write(&members[part].1, layout, depth + 1, out);
            }
            _ => {}
        }
    }
    line(out, depth);
    out.push(close);
}

fn written(value: &Json, layout: Layout) -> String {
    let mut out = String::new();
    write(value, layout, 0, &mut out);
    out
}

/// A path as it is typed.
fn typed(path: &[Step]) -> String {
    let keys = path.iter().map(|step| match step {
        None => "*".to_owned(),
        Some(key) => format!("\"{key}\""),
    });
    keys.collect::<Vec<_>>().join(".")
}

/// What the library finds: texts with the numbers of their records, and whether all of the file could be read.
fn found(bytes: &str, from: Format, path: Option<&[Step]>, missing: Missing) -> (Vec<(String, u64)>, bool) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("input");
    std::fs::write(&file, bytes).unwrap();
    let field = path.map_or(Field::Usual, |path| Field::named(&typed(path)).unwrap());
    let reading = Reading { from: Some(from), field, missing, ..Reading::default() };
    let (mut prompts, mut is_all) = (Vec::new(), true);
    for prompt in Prompts::of(vec![File::Path(file)], reading) {
        match prompt {
            Ok(prompt) => prompts.push((prompt.text, prompt.source.record)),
            Err(_) => is_all = false,
        }
    }
    (prompts, is_all)
}

/// The same, from the slots of records with these numbers.
fn wanted(
    records: impl IntoIterator<Item = (u64, Vec<Slot>)>,
    missing: Missing,
) -> (Vec<(String, u64)>, bool) {
    let mut prompts = Vec::new();
    for (number, slots) in records {
        for slot in slots {
            match (slot, missing) {
                (Slot::Text(text), _) => prompts.push((text, number)),
                (Slot::Missing, Missing::Skip) => {}
                (Slot::Missing, Missing::Empty) => prompts.push((String::new(), number)),
                (Slot::Missing, Missing::Error) | (Slot::Wrong, _) => return (prompts, false),
            }
        }
    }
    (prompts, true)
}

/// Values of few keys, so that paths lead somewhere.
fn values(keys: &'static [&'static str]) -> impl Strategy<Value = Json> {
    let key = proptest::sample::select(keys).prop_map(str::to_owned);
    let leaf = prop_oneof![
        6 => "[ab\"\\\\{}\\[\\],:\n\r\0é🏯]{0,4}".prop_map(Json::Text),
        1 => Just(Json::Null),
        1 => Just(Json::Number),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Json::List),
            3 => prop::collection::vec((key.clone(), inner), 0..4).prop_map(Json::Object),
        ]
    })
}

/// An object whose members are alike, as documents are.
fn documents(keys: &'static [&'static str]) -> impl Strategy<Value = Json> {
    let key = proptest::sample::select(keys).prop_map(str::to_owned);
    let members = prop::collection::vec((key, values(keys)), 1..4).prop_map(Json::Object);
    prop_oneof![
        2 => members,
        1 => prop::collection::vec(values(keys), 0..4).prop_map(Json::List),
        1 => values(keys),
    ]
}

fn paths(keys: &'static [&'static str]) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => proptest::sample::select(keys).prop_map(|key| Some(key.to_owned())),
        1 => Just(None),
    ];
    prop::collection::vec(step, 1..4)
}

fn policies() -> impl Strategy<Value = Missing> {
    prop_oneof![Just(Missing::Error), Just(Missing::Empty), Just(Missing::Skip)]
}

const SPELLINGS: &[&str] = &["a", "A", " a", "é", "É", "a.b", "*", ""];
const USUAL_SPELLINGS: &[&str] = &["text", "Text", " text ", "prompt", "PROMPT", "caption", "b"];
/// In a document that is streamed, of two spellings of one key both are walked; here, each has one.
const PLAIN: &[&str] = &["a", "b", "c"];
const USUAL_PLAIN: &[&str] = &["text", "prompt", "caption", "b", "1.png", "2.png"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_path_leads_where_its_keys_lead(
        values in prop::collection::vec(values(SPELLINGS), 1..4), path in paths(SPELLINGS), missing in policies(),
    ) {
        // The first line says that these are lines; the blank ones count, and hold nothing.
        let mut lines = "\"x\"\n\n \t\r\n".to_owned();
        for value in &values {
            lines.push_str(&written(value, Layout::Compact));
            lines.push_str("\r\n");
        }
        let records = values.iter().map(|value| record(value, Some(&path)));
        let all = [(1, vec![Slot::Text("x".to_owned())])].into_iter().chain((4..).zip(records));
        prop_assert_eq!(found(&lines, Format::Jsonl, Some(&path), missing), wanted(all, missing), "{}", lines);
    }

    #[test]
    fn the_first_usual_field_that_is_not_null_is_the_prompt(
        values in prop::collection::vec(values(USUAL_SPELLINGS), 1..4), missing in policies(),
    ) {
        let mut lines = "\"x\"\n".to_owned();
        for value in &values {
            lines.push_str(&written(value, Layout::Compact));
            lines.push('\n');
        }
        let records = values.iter().map(|value| record(value, None));
        let all = [(1, vec![Slot::Text("x".to_owned())])].into_iter().chain((2..).zip(records));
        prop_assert_eq!(found(&lines, Format::Jsonl, None, missing), wanted(all, missing), "{}", lines);
    }

    #[test]
    fn a_document_holds_what_a_reader_of_all_of_it_finds(
        documents in prop::collection::vec(documents(PLAIN), 1..3), path in paths(PLAIN), missing in policies(),
        pretty in prop::bool::ANY, blanks in prop_oneof![Just(0_usize), 65_400_usize..65_536],
    ) {
        let layout = if pretty { Layout::Pretty } else { Layout::Compact };
        // White space before them, so that reads end anywhere in a document.
        let mut text = " ".repeat(blanks);
        for value in &documents {
            text.push_str(&written(value, layout));
            text.push('\n');
        }
        let records = documents.iter().flat_map(|value| document(value, Some(&path)));
        prop_assert_eq!(
            found(&text, Format::Json, Some(&path), missing), wanted((1..).zip(records), missing),
            "{} {}", typed(&path), text.trim_start()
        );
    }

    #[test]
    fn a_document_of_usual_fields_holds_what_a_reader_of_all_of_it_finds(
        documents in prop::collection::vec(documents(USUAL_PLAIN), 1..3), missing in policies(),
        pretty in prop::bool::ANY, blanks in prop_oneof![Just(0_usize), 65_400_usize..65_536],
    ) {
        let layout = if pretty { Layout::Pretty } else { Layout::Compact };
        let mut text = " ".repeat(blanks);
        for value in &documents {
            text.push_str(&written(value, layout));
            text.push('\n');
        }
        let records = documents.iter().flat_map(|value| document(value, None));
        prop_assert_eq!(
            found(&text, Format::Json, None, missing), wanted((1..).zip(records), missing),
            "{}", text.trim_start()
        );
    }

    #[test]
    fn a_document_that_breaks_off_ends_with_an_error(document in documents(PLAIN), cut in 1_usize..200) {
        let text = written(&document, Layout::Compact);
        let is_container = text.starts_with(['[', '{']);
        let cut = (1..=cut.min(text.len() - 1)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        prop_assume!(is_container && cut > 0);
        let path = [Some("a".to_owned())];
        let (_, is_all) = found(&text[..cut], Format::Json, Some(&path), Missing::Skip);
        prop_assert!(!is_all, "{}", &text[..cut]);
    }
}

#[test]
fn a_text_beside_members_that_are_records_is_no_prompt() {
    // A version that stood beside the records was counted as a prompt, in silence.
    let document = r#"{"1.png": {"caption": "a"}, "version": "1.0"}"#;
    let path = [Some("caption".to_owned())];
    for path in [None, Some(path.as_slice())] {
        assert_eq!(found(document, Format::Json, path, Missing::Skip), (vec![("a".to_owned(), 1)], false));
    }
}
