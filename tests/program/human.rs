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
fn several_prompts_in_color() {
    let view = view("80", &["--color", "always", EMOJI, "hi <|endoftext|> there", ""]);
    assert_data_eq!(view, snapbox::file!["snapshots/color-80.txt"].raw());
}

#[test]
fn hostile_prompts_on_80_columns() {
    let hostile = "\u{1B}[31mred\u{1B}]0;title\u{7}\r\n\u{202E}live\u{2066}\u{200B}\u{FEFF}\u{9B}2J\u{301}";
    let view = view_reading("80", &["-0"], format!("{hostile}\0NUL ends a prompt here").as_bytes());
    assert_data_eq!(view, snapbox::file!["snapshots/hostile-80.txt"].raw());
}

#[test]
fn color_is_off_unless_asked_for_where_no_terminal_is() {
    assert!(!view("80", &[EMOJI]).contains('\u{1B}'));
    assert!(view("80", &["--color", "always", EMOJI]).contains('\u{1B}'));
    let output = run(command().env("NO_COLOR", "1").args(["--color", "always", EMOJI]), b"");
    assert!(output.stdout.contains(&0x1B), "what was asked for outright counts");
}

#[test]
fn color_adds_nothing_but_color() {
    let plain = view("80", &[EMOJI, &too_long()]);
    let colored = view("80", &["--color", "always", EMOJI, &too_long()]);
    let stripped = regex::Regex::new("\u{1B}\\[[0-9;]*m").unwrap().replace_all(&colored, "").into_owned();
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
    assert_eq!(view("0", &[EMOJI]), view("80", &[EMOJI]), "no width is none");
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

/// How one character is written behind a letter, as a table has it.
fn written(character: char) -> String {
    let table = String::from_utf8(
        run(
            command().args(["count", "--over", "0", "--format", "tsv", "-0"]),
            format!("x{character}").as_bytes(),
        )
        .stdout,
    )
    .unwrap();
    table.lines().nth(1).unwrap().rsplit_once("\tx").unwrap().1.to_owned()
}

#[test]
fn what_cannot_be_seen_is_written_out() {
    let controls = ['\u{1}', '\u{1B}', '\u{7F}', '\u{80}', '\u{9F}'];
    let turns = ['\u{61C}', '\u{200E}', '\u{200F}', '\u{202A}', '\u{202E}', '\u{2066}', '\u{2069}'];
    let invisible = [
        '\u{AD}',
        '\u{34F}',
        '\u{115F}',
        '\u{1160}',
        '\u{17B4}',
        '\u{180E}',
        '\u{200B}',
        '\u{2028}',
        '\u{2060}',
        '\u{206F}',
        '\u{3164}',
        '\u{FEFF}',
        '\u{FFA0}',
        '\u{FFF9}',
        '\u{1BCA0}',
        '\u{1D173}',
        '\u{E0001}',
    ];
    let without_look =
        ['\u{E000}', '\u{F8FF}', '\u{FDD0}', '\u{FFFF}', '\u{1FFFE}', '\u{F0000}', '\u{10FFFD}'];
    // Tags belong behind a black flag only.
    let tags = ['\u{E0020}', '\u{E007F}'];
    for character in controls.into_iter().chain(turns).chain(invisible).chain(without_look).chain(tags) {
        assert_eq!(written(character), format!("\\u{{{:x}}}", u32::from(character)));
    }
    for character in ['a', 'é', '日', '🏯', '\u{301}', '\u{FE0F}', '\u{FFFD}', '\u{FFFC}'] {
        assert_eq!(written(character), String::from(character));
    }
}

#[test]
fn what_joins_emoji_joins_once() {
    let first_line = |text: &str| view("80", &[text]).lines().next().unwrap().replace("prompt      ", "");
    for whole in ["👨‍👩‍👧", "🏳️‍🌈", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "क्‍ष"]
    {
        assert_eq!(first_line(whole), whole);
    }
    assert_eq!(first_line("❤\u{FE0F}\u{FE0F}\u{FE0E}"), "❤\u{FE0F}\\u{fe0f}\\u{fe0e}");
    assert_eq!(first_line("\u{200D}a\u{200D}\u{200D}"), "\\u{200d}a\\u{200d}\\u{200d}");
    assert_eq!(first_line("a\u{200D}"), "a\\u{200d}", "it would join what is printed next");
    assert_eq!(first_line("a\u{E0067}"), "a\\u{e0067}");
}

#[test]
fn text_that_is_folded_keeps_its_column() {
    // The bracket was folded as part of the text, which began one line too low or too far left.
    let view = view("60", &["photography blackandwhite"]);
    let column = |text: &str| {
        let line = view.lines().find(|line| line.ends_with(text)).unwrap_or_else(|| panic!("{text}: {view}"));
        line.chars().count() - text.chars().count()
    };
    assert_eq!(column("  photograph"), column("  blackandwh"));
    assert_eq!(column("  ite"), column("  blackandwh"));
}

#[test]
fn all_parts_of_a_prompt_are_shown_round_the_cut() {
    // The kept mark stands behind the cut one.
    let view = view("80", &["--context-length", "5", "x\u{301}\u{323}"]);
    assert!(view.starts_with("prompt      x⟦◌\u{301}⟧◌\u{323}\n"), "{view}");
}

#[test]
fn each_token_that_was_cut_is_drawn_up_to_a_row_of_them() {
    let crosses = |over: usize| {
        let prompt = vec!["cat"; 75 + over].join(" ");
        let view = view("160", &[&prompt]);
        let map = view.lines().filter(|line| line.trim_start().starts_with("✕✕") || line.trim() == "✕");
        (
            map.map(|line| line.chars().filter(|&c| c == '✕').count()).sum::<usize>(),
            view.contains("and 25 more"),
        )
    };
    assert_eq!(crosses(1), (1, false));
    assert_eq!(crosses(75), (75, false));
    assert_eq!(crosses(100), (75, true));
}

#[test]
fn a_name_that_repeats_is_said_once() {
    // One token of two dashes.
    let view = view("160", &["——"]);
    assert!(view.lines().any(|line| line.ends_with("——    EM DASH")), "{view}");
}
