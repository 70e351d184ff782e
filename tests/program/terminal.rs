//! What only shows on a terminal: a real one, made by `script`.

#![cfg(target_os = "linux")]

use crate::support::{command, run, saying_nothing};

/// What a command prints on a terminal of so many columns, with nothing to read. `$cliptok` is the program.
fn on_terminal(columns: usize, line: &str) -> String {
    let program = env!("CARGO_BIN_EXE_cliptok");
    let line = format!("stty rows 24 cols {columns} -onlcr; cliptok='{program}'; {line}");
    let mut script = saying_nothing(std::process::Command::new("script"));
    script.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
    let output = run(script.env("TERM", "xterm-256color"), b"");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_prompt_with_controls_is_escaped_on_a_terminal() {
    assert_eq!(
        on_terminal(80, "$cliptok count --over 0 \"$(printf 'a\\033[31m')\""),
        "6\targument 1\ta\\u{1b}[31m\n"
    );
    let piped = run(command().args(["count", "--over", "0", "a\u{1B}[31m"]), b"");
    assert_eq!(piped.stdout, b"6\targument 1\ta\x1B[31m\n", "a program gets what there is");
}

#[test]
fn decoded_controls_are_escaped_on_a_terminal() {
    assert_eq!(on_terminal(80, "$cliptok decode 215"), "\\u{1b}\n");
    assert_eq!(on_terminal(80, "$cliptok decode 215 -o /dev/tty"), "\\u{1b}\n");
}

#[test]
fn binary_answers_are_not_written_to_a_terminal() {
    // Bytes of ids were: some of them are controls.
    for format in ["u16", "npy"] {
        let refusal = format!(
            "cliptok: --format {format} is binary and is not written to a terminal; \
             write it to a file with -o FILE, or into a pipe\n2\n"
        );
        for target in ["", "-o /dev/tty", "-o -"] {
            let line = format!("$cliptok encode --pad --format {format} {target} a; echo $?");
            assert_eq!(on_terminal(120, &line), refusal, "{target}");
        }
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("rows");
        let line = format!("$cliptok encode --pad --format {format} -o '{}' a; echo $?", file.display());
        assert_eq!(on_terminal(80, &line), "0\n");
        let piped = run(command().args(["encode", "--pad", "--format", format, "a"]), b"");
        assert_eq!(std::fs::read(&file).unwrap(), piped.stdout);
        let line = format!("$cliptok encode --pad --format {format} a | wc -c");
        assert_eq!(on_terminal(80, &line).trim(), piped.stdout.len().to_string());
    }
    assert_eq!(on_terminal(80, "$cliptok encode --format csv 'a cat'"), "320,2368\n");
}

#[test]
fn the_view_is_as_wide_as_the_terminal() {
    let narrow = on_terminal(60, "NO_COLOR=1 $cliptok 🏯");
    let wide = on_terminal(120, "NO_COLOR=1 $cliptok 🏯");
    let longest_strip =
        |view: &str| view.lines().map(|line| line.chars().filter(|&c| c == '·').count()).max();
    assert_eq!((longest_strip(&narrow), longest_strip(&wide)), (Some(46), Some(73)), "{narrow}{wide}");
}

/// What is on a screen of so many lines while a file is watched: what came after the screen was cleared.
fn watched(lines: usize, prompt: &str, options: &str) -> Vec<String> {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("prompt.txt");
    std::fs::write(&file, prompt).unwrap();
    let watch = format!(
        "stty rows {lines}; NO_COLOR=1 timeout --signal INT 1 $cliptok --watch {options} -f '{}'",
        file.display()
    );
    let shown = on_terminal(80, &watch);
    shown.rsplit("\u{1B}[H").next().unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn the_verdict_is_on_the_screen_while_a_file_is_watched() {
    let verdict = "too long · 80 of 75, 5 cut";
    let prompt = "a castle, ".repeat(26) + "at dusk";
    // The whole view, then what a lower screen has room for. The line below the last one has the cursor.
    let whole = watched(80, &prompt, "");
    assert_eq!(
        (whole.first().map(String::as_str), whole.last().map(String::as_str)),
        (Some(verdict), Some(verdict))
    );
    assert!(whole.iter().any(|line| line.contains("castle╯")), "{whole:?}");
    for lines in [24, 9, 5, 3, 2] {
        let shown = watched(lines, &prompt, "");
        assert!(shown[0].starts_with(verdict) && shown.len() < lines, "{lines}: {shown:?}");
    }
    assert_eq!(watched(5, &prompt, "").last().unwrap(), "and 5 more lines");
}

#[test]
fn several_prompts_that_are_watched_have_a_line_each_where_the_screen_is_low() {
    let prompts = "a cat\n".repeat(10) + &"a castle, ".repeat(26);
    let shown = watched(24, &prompts, "");
    assert_eq!(shown.len(), 11, "{shown:?}");
    assert!(shown[10].starts_with("too long · 78 of 75, 3 cut"), "{shown:?}");
    let low = watched(6, &prompts, "--brief");
    assert_eq!((low.len(), low.last().unwrap().as_str()), (5, "and 7 more; 1 of 11 do not fit"), "{low:?}");
}

#[test]
fn the_view_is_colored_on_a_terminal_unless_it_is_told_not_to() {
    assert!(on_terminal(80, "$cliptok 🏯").contains("\u{1B}[35m"));
    for line in
        ["NO_COLOR=1 $cliptok 🏯", "TERM=dumb $cliptok 🏯", "$cliptok --color never 🏯", "$cliptok 🏯 | cat"]
    {
        assert!(!on_terminal(80, line).contains('\u{1B}'), "{line}");
    }
}

#[test]
fn without_a_prompt_a_person_gets_the_short_help() {
    // `-h` prints the same.
    let help = on_terminal(100, "NO_COLOR=1 $cliptok");
    assert!(help.starts_with("cliptok shows whether a prompt fits") && help.lines().count() <= 24, "{help}");
    assert_eq!(help, on_terminal(100, "NO_COLOR=1 $cliptok -h"));
    assert!(on_terminal(100, "NO_COLOR=1 $cliptok count").contains("Usage: cliptok count"));
    // What is piped in is read, even if it is nothing.
    assert_eq!(on_terminal(100, "$cliptok count < /dev/null"), "");
}
