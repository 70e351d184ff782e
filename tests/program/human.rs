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

/// A view without its colors.
fn uncolored(view: &str) -> String {
    regex::Regex::new("\u{1B}\\[[0-9;]*m").unwrap().replace_all(view, "").into_owned()
}

#[test]
fn color_adds_nothing_but_color_and_takes_nothing_but_the_marks_between_tokens() {
    let arguments = [EMOJI, "castle, dragon 🏯 (hat)"];
    let plain = view("80", &arguments);
    let colored = view("80", &[&["--color", "always"][..], &arguments].concat());
    let marked = ["🏯◐○·🔥·🐉 📜◐○", "castle·, dragon 🏯◐○ (·hat·)"];
    let unmarked = marked.into_iter().zip(arguments).fold(plain.clone(), |view, (marked, prompt)| {
        assert!(view.contains(&format!("\n{marked}\n")), "{view}");
        view.replace(marked, prompt)
    });
    assert_eq!(uncolored(&colored), unmarked);
}

#[test]
fn the_answer_stands_first_and_last() {
    let long = too_long();
    let program = ["--as", "a1111", "a (red:1.2) car BREAK b"];
    let answers: [(&[&str], &str); 6] = [
        (&["a cat"], "fits · 2 of 75 tokens"),
        (&[&long], "too long · 80 of 75, 5 cut"),
        (&program, "76/150 by A1111's counter · 2 rows, nothing cut"),
        (&["--as", "comfyui", "a (red:1.2) car"], "3 of 75 tokens in ComfyUI · 1 row, nothing cut"),
        (&["--model", "openai", &long], "too long · 80 of 75, 5 cut"),
        (&["--as", "invokeai", "--truncate", &long], "too long · 75 of 75 tokens in InvokeAI · 1 row, 5 cut"),
    ];
    for (arguments, answer) in answers {
        let view = view("80", arguments);
        assert_eq!((view.lines().next(), view.lines().last()), (Some(answer), Some(answer)), "{view}");
    }
}

#[test]
fn a_prompt_on_which_the_program_fails_says_so_first() {
    let output = run(command().args(["--as", "a1111", "[a:b:1e400]"]), b"");
    let view = String::from_utf8(output.stdout).unwrap();
    assert!(view.starts_with("A1111 raises OverflowError on this prompt\n"), "{view}");
    assert!(view.ends_with("A1111 raises OverflowError on this prompt\n"), "{view}");
}

/// A usual long prompt of tags: 129 tokens.
fn tags() -> String {
    let tags = "masterpiece, best quality, ultra-detailed, illustration, 1girl, solo, long silver hair, blue eyes, \
        school uniform, pleated skirt, cherry blossoms, falling petals, soft lighting, depth of field, looking at viewer, \
        smile, blush, wind, dynamic angle, cowboy shot, intricate background, castle in the distance, sunset, golden hour, \
        lens flare, volumetric light, ray tracing, 8k wallpaper, extremely detailed CG unity, photorealistic, sharp focus, \
        cinematic composition, by greg rutkowski and alphonse mucha, trending on artstation, award winning photograph, \
        white dress, red ribbon, moon, night, stars";
    assert_eq!(cliptok(&["count", tags]).stdout, "129\n");
    tags.to_owned()
}

#[test]
fn a_long_prompt_takes_at_most_90_lines_on_80_columns() {
    let view = view("80", &[&tags()]);
    assert!(view.lines().count() <= 90, "{}", view.lines().count());
    assert_data_eq!(view, snapbox::file!["snapshots/tags-80.txt"].raw());
}

#[test]
fn a_long_prompt_on_40_and_on_160_columns() {
    assert_data_eq!(view("40", &[&tags()]), snapbox::file!["snapshots/tags-40.txt"].raw());
    assert_data_eq!(view("160", &[&tags()]), snapbox::file!["snapshots/tags-160.txt"].raw());
}

/// Every sign that the view of a program's prompt has.
const MARKUP: &str = "a (red:1.2) [cat|dog] 🏯 \\(hat\\), [a:b:0.5] BREAK <lora:neon:0.8> ((hill))";

#[test]
fn a_prompt_in_a_syntax_on_40_80_and_160_columns() {
    for columns in ["40", "80", "160"] {
        let file = format!("{}/tests/program/snapshots/markup-{columns}.txt", env!("CARGO_MANIFEST_DIR"));
        let expected = snapbox::Data::read_from(file.as_ref(), None).raw();
        assert_data_eq!(view(columns, &["--as", "a1111", MARKUP]), expected);
    }
    let colored = view("80", &["--color", "always", "--as", "a1111", MARKUP]);
    assert_data_eq!(colored, snapbox::file!["snapshots/markup-color-80.txt"].raw());
}

#[test]
fn brief_is_the_verdict_the_prompt_and_the_strip() {
    assert_data_eq!(view("80", &["--brief", EMOJI]), snapbox::file!["snapshots/brief-80.txt"].raw());
    // The longest that fits, of long words.
    let longest = "photorealistic masterpiece, ".repeat(18) + "composition composition composition";
    assert_eq!(cliptok(&["count", &longest]).stdout, "75\n");
    let view = view("80", &["--brief", &longest]);
    assert!(view.lines().count() <= 12, "{view}");
}

#[test]
fn brief_gives_several_prompts_a_line_each() {
    let long = too_long();
    let arguments = ["--brief", "a cat", &long, "a\nb", "--model", "sdxl", "x!!!"];
    let expected = "\
        fits · 2 of 75 tokens         argument 1  a cat\n\
        too long · 80 of 75, 5 cut    argument 2  a castle, a castle, a castle, a castl…\n\
        fits · 2 of 75 tokens         argument 3  a\\nb\n\
        fits · 2 of 75 tokens         argument 4 · sdxl-l  x!!!\n\
        fits · 4 of 75 tokens         argument 4 · sdxl-g  x!!!\n";
    assert_eq!(view("80", &arguments), expected);
    assert_eq!(view_reading("80", &["--brief"], b""), "");
    assert!(view_reading("80", &["--brief"], b"a cat").contains("▸●●◂"), "one prompt is shown");
}

#[test]
fn other_programs_read_on_where_text_is_cut() {
    let says = |arguments: &[&str]| view("80", arguments).contains("fill more rows: try --as a1111");
    let long = too_long();
    assert!(says(&[&long]) && says(&["--brief", &long]));
    assert!(!says(&["a cat"]) && !says(&["--as", "a1111", &long]));
}

#[test]
fn the_cut_is_marked_in_the_prompt_and_counted() {
    let ran = cliptok(&["--context-length", "4", "a cat and a dog"]);
    assert!(ran.stdout.contains("\na cat ⟦and a dog⟧\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("3 tokens: bytes 6..15 of the prompt"), "{}", ran.stdout);
    assert!(ran.stdout.starts_with("too long · 5 of 2, 3 cut\n"), "{}", ran.stdout);
}

#[test]
fn a_character_that_is_cut_in_two_is_named() {
    let ran = cliptok(&["--context-length", "4", "a 🏯"]);
    assert!(ran.stdout.contains("a ⟦🏯◐✕⟧"), "{}", ran.stdout);
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

    #[test]
    fn no_line_of_a_long_prompt_or_of_a_brief_view_is_too_wide(text in text(), more in text(), columns in 40_usize..160) {
        let text = (text + " " + &more + " ").repeat(20).replace('\0', "\u{1}");
        let width = columns.to_string();
        let program = ["--as", "a1111", "--", &text];
        for arguments in [&["--", &text][..], &["--brief", "--", &text], &["--brief", "--", &text, "a cat"], &program] {
            let output = run(command().env("COLUMNS", &width).args(arguments), b"");
            let view = String::from_utf8(output.stdout).unwrap();
            // What stands behind a label can hold no line narrower than what cannot be broken, such as an escape.
            for line in view.lines().filter(|line| !line.contains("\\u{")) {
                prop_assert!(line.width() <= columns, "{} columns, not {}: {:?}", line.width(), columns, line);
            }
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
fn a_mark_at_the_start_of_a_prompt_sits_on_a_circle() {
    assert!(view("80", &["\u{301}a"]).contains("\n◌\u{301}○○·a\n"));
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
    let first_line = |text: &str| {
        let view = view("80", &["--color", "always", "--brief", text]);
        uncolored(&view).lines().nth(1).unwrap().to_owned()
    };
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
fn bytes_that_are_folded_keep_their_column() {
    let view = view("60", &["photography blackandwhite"]);
    let column = |text: &str| {
        let line = view.lines().find(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}: {view}"));
        line.split(text).next().unwrap().chars().count()
    };
    assert_eq!(column("70 68 6F"), column("62 6C 61"));
    assert_eq!(column("72 61 70"), column("62 6C 61"));
}

#[test]
fn a_character_of_which_a_mark_was_cut_is_cut() {
    // Normalization puts the second mark first; all three are drawn as one.
    let view = view("80", &["--context-length", "5", "x\u{301}\u{323}"]);
    assert!(view.contains("\n⟦x\u{301}\u{323}●○○✕✕⟧\n"), "{view}");
    assert!(view.contains("bytes 1..3 of the prompt"), "{view}");
}

#[test]
fn a_name_that_repeats_is_said_once() {
    // One token of two dashes.
    let view = view("160", &["——"]);
    assert!(view.lines().any(|line| line.ends_with("6             EM DASH")), "{view}");
}
