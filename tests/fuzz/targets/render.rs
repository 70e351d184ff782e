//! Any prompt in every format: no byte of it controls a terminal, JSON gives it back, tables keep their columns, pages are well-formed.

#![no_main]

mod front_door;

use std::sync::LazyLock;

use front_door::FrontDoor;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

static DOOR: LazyLock<FrontDoor> = LazyLock::new(FrontDoor::new);

fuzz_target!(|bytes: &[u8]| {
    let prompt = String::from_utf8_lossy(bytes).replace('\0', "");
    let input = format!("{prompt}\0");
    // A byte order mark at the start of the input is no part of the prompt.
    let prompt = prompt.strip_prefix('\u{FEFF}').unwrap_or(&prompt).to_owned();
    let (choice, dialect) = match bytes.first() {
        Some(first) => (first % 9, ["hf", "openai", "hf-basic"][usize::from(first / 9 % 3)]),
        None => (0, "hf"),
    };
    let run = |arguments: &[&str]| {
        let ran = DOOR.run(&[arguments, &["-0"]].concat(), input.as_bytes());
        assert!(ran.code < 2, "{}", ran.code);
        String::from_utf8(ran.answers).expect("what is shown is text")
    };
    match choice {
        0 => assert_tame(&run(&["inspect", "--find", "a", "--color", "never", "--dialect", dialect])),
        1 => assert_tame(&without_colors(&run(&["inspect", "--color", "always", "--dialect", dialect]))),
        2 => assert_tame(&run(&["trace", "--dialect", dialect])),
        3 => assert_tame(&run(&["diff", "--format", "human"])),
        4 => {
            let answers: Value = serde_json::from_str(&run(&["inspect", "--format", "json"])).unwrap();
            assert_eq!(answers[0]["prompt"], prompt);
        }
        5 => {
            let answers: Value = serde_json::from_str(&run(&["diff", "--format", "jsonl"])).unwrap();
            assert_eq!(answers["prompt"], prompt);
        }
        6 => {
            let table = run(&["inspect", "--format", "tsv", "--dialect", dialect]);
            assert!(table.lines().all(|line| line.split('\t').count() == 11), "{table}");
            assert_tame(&table.replace('\t', " "));
        }
        7 => {
            let answers: Value =
                serde_json::from_str(&run(&["fit", "--format", "jsonl", "--max", "5", "--dialect", dialect]))
                    .unwrap();
            let cut = answers["cut"]["parts"][0]["characters"].as_str().unwrap_or_default();
            assert_eq!(answers["text"].as_str().map(|text| text.to_owned() + cut), Some(prompt));
            assert!(answers["count"].as_u64() <= Some(5));
        }
        _ => {
            let verb = match dialect {
                "hf" => &["inspect", "--find", "a"][..],
                "openai" => &["inspect", "--as", "a1111", "--find", "a"],
                _ => &["diff"],
            };
            assert_well_formed(&run(&[verb, &["--format", "html"]].concat()));
        }
    }
});

/// That nothing in a text changes what a terminal shows, or the direction of what follows.
fn assert_tame(shown: &str) {
    for character in shown.chars().filter(|&character| character != '\n') {
        assert!(!character.is_control(), "{character:?}");
        assert!(!matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'), "{character:?}");
    }
}

/// A text without `ESC [ … m`.
fn without_colors(shown: &str) -> String {
    let mut parts = shown.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let end = part.find('m').expect("a color ends");
        assert!(part[..end].bytes().all(|byte| byte.is_ascii_digit() || byte == b';'));
        text + &part[end + 1..]
    })
}

/// That every element is closed in its order, and no text is a tag or leaves an attribute.
fn assert_well_formed(page: &str) {
    assert_tame(page);
    let body = page.split_once("<body>").expect("it has a body").1;
    let mut open = vec!["html", "body"];
    for tag in body.split('<').skip(1).map(|rest| rest.split_once('>').expect("a tag ends").0) {
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed));
            continue;
        }
        assert!(tag.bytes().filter(|&byte| byte == b'"').count() % 2 == 0, "{tag}");
        let name = tag.split(' ').next().expect("a tag has a name");
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{name}");
        if name != "br" {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}
