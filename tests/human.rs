//! The view that a person reads: snapshots at several widths, and what must hold of any prompt.

use proptest::prelude::*;
use snapbox::assert_data_eq;
use unicode_width::UnicodeWidthStr;

use crate::support::{cliptok, command, run, text};

/// The view of a prompt on so many columns.
fn view(columns: &str, arguments: &[&str]) -> String {
    view_reading(columns, arguments, b"")
}

fn view_reading(columns: &str, arguments: &[&str], stdin: &[u8]) -> String {
    let output = run(command().env("COLUMNS", columns).args(arguments), stdin);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const EMOJI: &str = "🏯🔥🐉 📜";

/// Words, accents, quotes, a joined family, Japanese, a composed letter and a long word.
const MIXED: &str = "A Café for 👨‍👩‍👧 “hi” 日本語 e\u{301} blackandwhitephotography";

/// Too long by some tokens, and the cut goes through an emoji.
fn too_long() -> String {
    format!("{}🏯🔥 beside the river", "a castle, ".repeat(24) + "the big ")
}

#[test]
fn emoji_on_80_columns() {
    assert_data_eq!(view("80", &[EMOJI]), snapbox::file!["snapshots/emoji-80.txt"].raw());
}

#[test]
fn mixed_text_on_60_columns() {
    assert_data_eq!(view("60", &[MIXED]), snapbox::file!["snapshots/mixed-60.txt"].raw());
}

#[test]
fn mixed_text_on_160_columns() {
    assert_data_eq!(view("160", &[MIXED]), snapbox::file!["snapshots/mixed-160.txt"].raw());
}

#[test]
fn a_prompt_that_is_too_long_on_80_columns() {
    assert_data_eq!(view("80", &[&too_long()]), snapbox::file!["snapshots/too-long-80.txt"].raw());
}

#[test]
fn several_prompts_in_colour() {
    let view = view("80", &["--color", "always", EMOJI, "hi <|endoftext|> there", ""]);
    assert_data_eq!(view, snapbox::file!["snapshots/colour-80.txt"].raw());
}

#[test]
fn hostile_prompts_on_80_columns() {
    let hostile = "\u{1B}[31mred\u{1B}]0;title\u{7}\r\n\u{202E}live\u{2066}\u{200B}\u{FEFF}\u{9B}2J\u{301}";
    let view = view_reading("80", &["-0"], format!("{hostile}\0NUL ends a prompt here").as_bytes());
    assert_data_eq!(view, snapbox::file!["snapshots/hostile-80.txt"].raw());
}

#[test]
fn colour_is_off_unless_asked_for_where_no_terminal_is() {
    assert!(!view("80", &[EMOJI]).contains('\u{1B}'));
    assert!(view("80", &["--color", "always", EMOJI]).contains('\u{1B}'));
    let output = run(command().env("NO_COLOR", "1").args(["--color", "always", EMOJI]), b"");
    assert!(output.stdout.contains(&0x1B), "what was asked for outright counts");
}

#[test]
fn colour_adds_nothing_but_colour() {
    let plain = view("80", &[EMOJI, &too_long()]);
    let coloured = view("80", &["--color", "always", EMOJI, &too_long()]);
    let stripped = regex::Regex::new("\u{1B}\\[[0-9;]*m").unwrap().replace_all(&coloured, "").into_owned();
    assert_eq!(stripped, plain);
}

#[test]
fn the_cut_is_marked_in_the_prompt_and_counted() {
    let ran = cliptok(&["--context-length", "4", "a cat and a dog"]);
    assert!(ran.stdout.starts_with("prompt      a cat ⟦and a dog⟧\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("3 tokens: bytes 6..15 of the prompt"), "{}", ran.stdout);
    assert!(ran.stdout.contains("5 tokens, room for 2"), "{}", ran.stdout);
}

#[test]
fn a_character_that_is_cut_in_two_is_named() {
    let ran = cliptok(&["--context-length", "4", "a 🏯"]);
    assert!(ran.stdout.contains("a ⟦🏯⟧"), "{}", ran.stdout);
    assert!(ran.stdout.contains("🏯 is cut in two"), "{}", ran.stdout);
    let ran = cliptok(&["--context-length", "5", "a 🏯 b"]);
    assert!(!ran.stdout.contains("cut in two"), "{}", ran.stdout);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_control_reaches_the_terminal_and_no_line_is_too_wide(text in text(), columns in 60_usize..160) {
        // An argument cannot hold NUL, and one that looks like an option is none behind `--`.
        let text = text.replace('\0', "\u{1}");
        let view = view(&columns.to_string(), &["--", &text]);
        for line in view.lines() {
            prop_assert!(!line.chars().any(|c| c.is_control() || ('\u{202A}'..='\u{202E}').contains(&c)), "{:?}", line);
            prop_assert!(line.width() <= columns, "{} columns: {:?}", line.width(), line);
        }
    }
}

#[test]
fn a_line_as_wide_as_no_terminal_is_does_not_panic() {
    // Padding to more than 65,535 columns did.
    assert!(view("100000", &[EMOJI]).contains("JAPANESE CASTLE"));
    assert!(view("1", &[EMOJI]).contains("JAPANESE"));
}

#[test]
fn a_mark_at_the_start_of_a_prompt_does_not_sit_on_the_label() {
    assert!(view("80", &["\u{301}a"]).starts_with("prompt      ◌\u{301}a\n"));
}

#[test]
fn a_file_name_is_escaped_in_the_view() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("x\u{1B}[31m\u{202E}y");
    std::fs::write(&file, "a cat").unwrap();
    let view = view("80", &["-f", file.to_str().unwrap()]);
    assert!(!view.contains(['\u{1B}', '\u{202E}']), "{view}");
    assert!(view.contains("\\u{202e}y:1"), "{view}");
}
