//! The JSON that docs/JSON.md describes, mirrored: a field that goes, comes or changes its type fails here.

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::support::{cliptok, cliptok_reading, text};

/// Where an answer comes from.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub kind: String,
    pub file: Option<String>,
    pub record: u64,
    pub member: Option<String>,
    pub place: Option<String>,
    pub encoder: Option<String>,
}

impl Source {
    /// A record that is no part of a picture or an archive.
    pub(super) fn new(kind: &str, file: Option<&String>, record: u64) -> Self {
        let (kind, file) = (kind.to_owned(), file.cloned());
        Self { kind, file, record, member: None, place: None, encoder: None }
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Span {
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inspect {
    version: u8,
    encoders: Option<Value>,
    source: Source,
    prompt: String,
    model: String,
    dialect: String,
    vocabulary: Option<String>,
    normalized_text: String,
    changed_by: Vec<String>,
    tokens: Vec<Token>,
    rows: Vec<Row>,
    context_length: usize,
    pad_id: u16,
    cut: Option<Cut>,
    counts: Counts,
    found: Option<Value>,
    syntax: String,
    segments: Option<Value>,
    counter: Option<Value>,
    row_ends: Option<Value>,
    embeddings: Option<Value>,
    raises: Option<Value>,
    and: Option<Value>,
    schedule: Option<Value>,
    parts: Option<Value>,
    swap: Option<Value>,
    other_texts: Option<Value>,
    networks: Option<Value>,
    removed: Option<Value>,
    warnings: Vec<Warning>,
}

impl Inspect {
    /// What a program makes of a prompt, which is nothing where it is text.
    fn of_program(&self) -> [&Option<Value>; 12] {
        let Self { segments, counter, row_ends, embeddings, raises, and, schedule, parts, .. } = self;
        let Self { swap, other_texts, networks, removed, .. } = self;
        [
            segments,
            counter,
            row_ends,
            embeddings,
            raises,
            and,
            schedule,
            parts,
            swap,
            other_texts,
            networks,
            removed,
        ]
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Warning {
    kind: String,
    message: String,
    original: Option<Span>,
}

/// A token, which is the same object in every record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Token {
    pub id: u16,
    pub text: Option<String>,
    pub bytes: String,
    pub kind: String,
    pub ends_word: bool,
    pub characters: String,
    pub normalized: Span,
    pub original: Span,
    pub row: Option<usize>,
    pub slot: Option<usize>,
    pub weight: Option<f64>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Row {
    ids: Vec<u16>,
    weights: Option<Vec<f64>>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Cut {
    parts: Vec<CutPart>,
    split_character: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct CutPart {
    original: Span,
    characters: String,
    within: Span,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Counts {
    count: usize,
    room: usize,
    over: usize,
    free: usize,
    fallback_tokens: usize,
    fragment_tokens: usize,
    byte_tokens: usize,
    prompt_bytes: usize,
    prompt_characters: usize,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Encode {
    version: u8,
    source: Source,
    rows: Vec<Row>,
    over: Option<usize>,
    encoders: Option<Value>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Decode {
    version: u8,
    source: Source,
    text: Option<String>,
    bytes: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Counted {
    version: u8,
    source: Source,
    count: usize,
    prompt: Option<String>,
    encoders: Option<Value>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Sum {
    version: u8,
    prompts: u64,
    total: u64,
}

fn one<'d, T: Deserialize<'d>>(json: &'d str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02X}"))
}

fn stdin(record: u64) -> Source {
    Source::new("stdin", None, record)
}

fn inspect(arguments: &[&str], prompt: &str) -> Inspect {
    let line = serde_json::to_string(prompt).unwrap();
    let arguments = [&["--format", "jsonl", "--jsonl"], arguments].concat();
    let answer: Inspect = one(&cliptok_reading(&arguments, line.as_bytes()).stdout);
    assert_eq!(answer.version, 1);
    answer
}

/// The ids of a prompt that has one row.
fn only_row(answer: &Inspect) -> &[u16] {
    let [Row { ids, weights: None }] = &answer.rows[..] else {
        panic!("one row without weights: {answer:?}")
    };
    ids
}

#[test]
fn inspect_tells_all_of_a_prompt() {
    assert_eq!(inspect(&[], "a").encoders, None, "sd1 has one");
    let answer = inspect(&["--model", "sdxl-g"], "Ein 🏯");
    assert_eq!(answer.source, stdin(1));
    assert_eq!((answer.model.as_str(), answer.dialect.as_str()), ("sdxl-g", "hf"));
    assert_eq!(answer.vocabulary, None);
    assert_eq!((answer.prompt.as_str(), answer.normalized_text.as_str()), ("Ein 🏯", "ein 🏯"));
    assert_eq!(answer.changed_by, ["lower-casing"]);
    assert_eq!((answer.context_length, answer.pad_id), (77, 0));
    let row = only_row(&answer);
    assert_eq!((row.len(), &row[..6]), (77, &[49406, 24524, 1109, 363, 49407, 0][..]));
    assert_eq!((&answer.cut, &answer.found), (&None, &None));
    assert_eq!((answer.syntax.as_str(), answer.of_program()), ("text", [&None; 12]));
    assert!(answer.warnings.is_empty());
    let castle = &answer.tokens[1];
    assert_eq!((castle.id, castle.kind.as_str(), castle.ends_word), (1109, "fragment", false));
    assert_eq!((castle.bytes.as_str(), castle.text.as_deref()), ("F09F8F", None));
    assert_eq!((castle.row, castle.slot, castle.weight), (Some(0), Some(2), None));
    assert_eq!(castle.characters, "🏯");
    assert_eq!(
        (&castle.original, &castle.normalized),
        (&Span { start: 4, end: 7 }, &Span { start: 4, end: 7 })
    );
    let counts = Counts {
        count: 3,
        room: 75,
        over: 0,
        free: 72,
        fallback_tokens: 2,
        fragment_tokens: 1,
        byte_tokens: 1,
        prompt_bytes: 8,
        prompt_characters: 5,
    };
    assert_eq!(answer.counts, counts);
}

#[test]
fn inspect_tells_what_it_warns_of() {
    let answer = inspect(&[], "it’s <|endoftext|>");
    let kinds: Vec<&str> = answer.warnings.iter().map(|warning| warning.kind.as_str()).collect();
    assert_eq!(kinds, ["typed_end", "other_ids"]);
    assert!(answer.warnings.iter().all(|warning| !warning.message.is_empty() && warning.original.is_none()));
}

#[test]
fn inspect_tells_what_was_cut() {
    let answer = inspect(&["--context-length", "4"], "a 🏯 dog");
    let part = CutPart {
        original: Span { start: 5, end: 10 },
        characters: "🏯 dog".to_owned(),
        within: Span { start: 2, end: 10 },
    };
    let cut = Cut { parts: vec![part], split_character: Some("🏯".to_owned()) };
    assert_eq!(answer.cut, Some(cut));
    assert_eq!((answer.counts.room, answer.counts.over), (2, 2));
    assert_eq!((answer.tokens[1].row, answer.tokens[1].slot), (Some(0), Some(2)));
    assert_eq!((answer.tokens[2].row, answer.tokens[2].slot), (None, None));
}

#[test]
fn the_other_verbs_have_their_own_answers() {
    let run = |arguments: &[&str], stdin: &[u8]| -> String {
        let ran = cliptok_reading(arguments, stdin);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
        ran.stdout
    };
    let encoded = |ids: &[u16], over| Encode {
        version: 1,
        source: stdin(1),
        rows: vec![Row { ids: ids.to_vec(), weights: None }],
        over,
        encoders: None,
    };
    let answer: Vec<Encode> = one(&run(&["encode", "--format", "json"], b"a cat\n"));
    assert_eq!(answer, [encoded(&[320, 2368], None)], "no row is laid out, so none can be too short");
    let answer: Encode =
        one(&run(&["encode", "--pad", "--context-length", "3", "--format", "jsonl"], b"a cat"));
    assert_eq!(answer, encoded(&[49406, 320, 49407], Some(1)));
    let answer: Encode =
        one(&run(&["encode", "--pad", "--context-length", "4", "--format", "jsonl"], b"a cat"));
    assert_eq!(answer, encoded(&[49406, 320, 2368, 49407], Some(0)));

    let answer: Vec<Decode> = one(&run(&["decode", "--format", "json"], b"1109\n320"));
    let decoded = |record, text: Option<&str>, bytes: &str| Decode {
        version: 1,
        source: stdin(record),
        text: text.map(str::to_owned),
        bytes: bytes.to_owned(),
    };
    assert_eq!(answer, [decoded(1, None, "F09F8F"), decoded(2, Some("a"), "61")]);

    let answer: Counted = one(&run(&["count", "--format", "jsonl"], b"a cat"));
    assert_eq!(answer, Counted { version: 1, source: stdin(1), count: 2, prompt: None, encoders: None });
    let answer: Counted = one(&run(&["count", "--over", "1", "--format", "jsonl"], b"a cat"));
    assert_eq!(
        answer,
        Counted { version: 1, source: stdin(1), count: 2, prompt: Some("a cat".to_owned()), encoders: None }
    );
}

#[test]
fn a_sum_stands_alone_in_every_json() {
    for format in ["json", "jsonl"] {
        let ran = cliptok(&["count", "--total", "--format", format, "a cat", "b"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{format}");
        assert_eq!(one::<Sum>(&ran.stdout), Sum { version: 1, prompts: 2, total: 3 }, "{format}");
    }
}

#[test]
fn an_array_without_answers_is_an_array() {
    assert_eq!(cliptok_reading(&["encode", "--format", "json"], b"").stdout, "[]\n");
    assert_eq!(cliptok_reading(&["--format", "jsonl"], b"").stdout, "");
}

#[test]
fn what_could_change_a_terminal_is_escaped_and_reads_back_the_same() {
    let prompt = "\u{1B}[31m \u{202E}\u{7F}\u{9B}\u{FEFF}\u{E0001}\0\" \\ é 🏯";
    let line = serde_json::to_string(prompt).unwrap();
    let json = cliptok_reading(&["--format", "jsonl", "--jsonl"], line.as_bytes()).stdout;
    assert!(
        json.trim_end()
            .chars()
            .all(|c| !c.is_control() && !['\u{202E}', '\u{FEFF}', '\u{E0001}'].contains(&c))
    );
    assert!(json.contains("é 🏯"), "what shows stays as it is");
    assert_eq!(one::<Inspect>(&json).prompt, prompt);
}

#[test]
fn a_vocabulary_that_is_not_the_built_in_one_is_named() {
    let data = crate::support::project_file("data");
    let answer = inspect(&["--vocab-dir", data.to_str().unwrap()], "a cat");
    assert_eq!(answer.vocabulary.as_deref(), data.to_str());
}

#[test]
fn a_prompt_of_a_file_says_which_file() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("prompts");
    std::fs::write(&file, "a\nb").unwrap();
    let name = file.to_str().unwrap().to_owned();
    let lines = cliptok(&["count", "--format", "jsonl", "x", "-f", &name]).stdout;
    let sources: Vec<Source> = lines.lines().map(|line| one::<Counted>(line).source).collect();
    let of = Source::new;
    assert_eq!(sources, [of("argument", None, 1), of("file", Some(&name), 1), of("file", Some(&name), 2)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_prompt_has_its_json(text in text()) {
        let answer = inspect(&["--context-length", "9"], &text);
        prop_assert_eq!(&answer.prompt, &text);
        prop_assert_eq!(answer.tokens.len(), answer.counts.count);
        prop_assert_eq!(only_row(&answer).len(), 9);
        for token in &answer.tokens {
            prop_assert!(text.contains(&token.characters));
            prop_assert!(token.original.start < token.original.end && token.original.end <= text.len());
            prop_assert!(token.normalized.end <= answer.normalized_text.len());
            let part = &answer.normalized_text.as_bytes()[token.normalized.start..token.normalized.end];
            prop_assert_eq!(&token.bytes, &hex(part));
            prop_assert_eq!(token.row.is_some(), token.slot.is_some());
            if let Some(slot) = token.slot {
                prop_assert_eq!(only_row(&answer)[slot], token.id);
            }
        }
        let cut = answer.tokens.iter().filter(|token| token.slot.is_none()).count();
        prop_assert_eq!(cut, answer.counts.over);
        prop_assert_eq!(cut > 0, answer.cut.is_some());
    }
}
