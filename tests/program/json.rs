//! The JSON that README documents, mirrored: a field that goes, comes or changes its type fails here.

use proptest::prelude::*;
use serde::Deserialize;

use crate::support::{cliptok, cliptok_reading, text};

/// Where an answer comes from.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub kind: String,
    pub file: Option<String>,
    pub record: u64,
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
    source: Source,
    prompt: String,
    model: String,
    dialect: String,
    vocabulary: Option<String>,
    normalized: String,
    changed_by: Vec<String>,
    tokens: Vec<Token>,
    layout: Layout,
    cut: Option<Cut>,
    counts: Counts,
    warnings: Vec<Warning>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Warning {
    kind: String,
    words: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    slot: Option<usize>,
    id: u16,
    kind: String,
    ends_word: bool,
    bytes: String,
    text: Option<String>,
    normalized: Span,
    original: Span,
    characters: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layout {
    context_length: usize,
    pad_id: u16,
    ids: Vec<u16>,
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
    bytes: Span,
    characters: Span,
    text: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Counts {
    bytes: usize,
    characters: usize,
    tokens: usize,
    room: usize,
    fallback: usize,
    fragments: usize,
    single_bytes: usize,
    free: usize,
    over: usize,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Encode {
    source: Source,
    ids: Vec<u16>,
    over: usize,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Decode {
    source: Source,
    text: Option<String>,
    bytes: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Count {
    source: Source,
    tokens: usize,
    prompt: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Total {
    prompts: u64,
    tokens: u64,
}

fn one<'d, T: Deserialize<'d>>(json: &'d str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02X}"))
}

fn stdin(record: u64) -> Source {
    Source { kind: "stdin".to_owned(), file: None, record }
}

fn inspect(arguments: &[&str], prompt: &str) -> Inspect {
    let line = serde_json::to_string(prompt).unwrap();
    let arguments = [&["--format", "jsonl", "--jsonl"], arguments].concat();
    one(&cliptok_reading(&arguments, line.as_bytes()).stdout)
}

#[test]
fn inspect_tells_all_of_a_prompt() {
    let answer = inspect(&["--model", "sdxl-g"], "Ein 🏯");
    assert_eq!(answer.source, stdin(1));
    assert_eq!((answer.model.as_str(), answer.dialect.as_str()), ("sdxl-g", "hf"));
    assert_eq!(answer.vocabulary, None);
    assert_eq!((answer.prompt.as_str(), answer.normalized.as_str()), ("Ein 🏯", "ein 🏯"));
    assert_eq!(answer.changed_by, ["lower-casing"]);
    assert_eq!((answer.layout.context_length, answer.layout.pad_id), (77, 0));
    assert_eq!(answer.layout.ids.len(), 77);
    assert_eq!(answer.cut, None);
    assert!(answer.warnings.is_empty());
    let castle = &answer.tokens[1];
    assert_eq!((castle.id, castle.kind.as_str(), castle.ends_word), (1109, "fragment", false));
    assert_eq!((castle.bytes.as_str(), castle.text.as_deref()), ("F09F8F", None));
    assert_eq!((castle.slot, castle.characters.as_str()), (Some(2), "🏯"));
    assert_eq!(answer.counts.fallback, 2);
    assert_eq!((answer.counts.tokens, answer.counts.free, answer.counts.over), (3, 72, 0));
}

#[test]
fn inspect_tells_what_it_warns_of() {
    let answer = inspect(&[], "it’s <|endoftext|>");
    let kinds: Vec<&str> = answer.warnings.iter().map(|warning| warning.kind.as_str()).collect();
    assert_eq!(kinds, ["typed_end", "other_ids"]);
    assert!(answer.warnings.iter().all(|warning| !warning.words.is_empty()));
}

#[test]
fn inspect_tells_what_was_cut() {
    let answer = inspect(&["--context-length", "4"], "a 🏯 dog");
    let part = CutPart {
        bytes: Span { start: 5, end: 10 },
        characters: Span { start: 2, end: 10 },
        text: "🏯 dog".to_owned(),
    };
    let cut = Cut { parts: vec![part], split_character: Some("🏯".to_owned()) };
    assert_eq!(answer.cut, Some(cut));
    assert_eq!((answer.counts.room, answer.counts.over), (2, 2));
    assert_eq!(answer.tokens[2].slot, None);
}

#[test]
fn the_other_verbs_have_their_own_answers() {
    let answer: Vec<Encode> =
        one(&cliptok_reading(&["encode", "--format", "json"], b"a cat\n").stdout.clone());
    assert_eq!(answer, [Encode { source: stdin(1), ids: vec![320, 2368], over: 0 }]);
    let answer: Encode =
        one(&cliptok_reading(&["encode", "--pad", "--context-length", "3", "--format", "jsonl"], b"a cat")
            .stdout
            .clone());
    assert_eq!(answer, Encode { source: stdin(1), ids: vec![49406, 320, 49407], over: 1 });
    let answer: Vec<Decode> =
        one(&cliptok_reading(&["decode", "--format", "json"], b"1109\n320").stdout.clone());
    let castle = Decode { source: stdin(1), text: None, bytes: "F09F8F".to_owned() };
    assert_eq!(
        answer,
        [castle, Decode { source: stdin(2), text: Some("a".to_owned()), bytes: "61".to_owned() }]
    );
    let answer: Count = one(&cliptok_reading(&["count", "--format", "jsonl"], b"a cat").stdout.clone());
    assert_eq!(answer, Count { source: stdin(1), tokens: 2, prompt: None });
    let answer: Count =
        one(&cliptok_reading(&["count", "--over", "1", "--format", "jsonl"], b"a cat").stdout.clone());
    assert_eq!(answer, Count { source: stdin(1), tokens: 2, prompt: Some("a cat".to_owned()) });
    let answer: Vec<Total> =
        one(&cliptok(&["count", "--total", "--format", "json", "a", "b"]).stdout.clone());
    assert_eq!(answer, [Total { prompts: 2, tokens: 2 }]);
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
    let sources: Vec<Source> = lines.lines().map(|line| one::<Count>(line).source).collect();
    let of = |kind: &str, file: Option<&String>, record| Source {
        kind: kind.to_owned(),
        file: file.cloned(),
        record,
    };
    assert_eq!(sources, [of("argument", None, 1), of("file", Some(&name), 1), of("file", Some(&name), 2)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_prompt_has_its_json(text in text()) {
        let answer = inspect(&["--context-length", "9"], &text);
        prop_assert_eq!(&answer.prompt, &text);
        prop_assert_eq!(answer.tokens.len(), answer.counts.tokens);
        prop_assert_eq!(answer.layout.ids.len(), 9);
        for token in &answer.tokens {
            prop_assert!(text.contains(&token.characters));
            prop_assert!(token.original.start < token.original.end && token.original.end <= text.len());
            prop_assert!(token.normalized.end <= answer.normalized.len());
            let part = &answer.normalized.as_bytes()[token.normalized.start..token.normalized.end];
            prop_assert_eq!(&token.bytes, &hex(part));
        }
        let cut = answer.tokens.iter().filter(|token| token.slot.is_none()).count();
        prop_assert_eq!(cut, answer.counts.over);
        prop_assert_eq!(cut > 0, answer.cut.is_some());
    }
}
