//! Input that is wrong: what is said of it, that all before it is answered, and the exit code.

use std::fs;

use crate::support::{Ran, cliptok, cliptok_reading, shell};
use tempfile::TempDir;

fn fails(ran: &Ran, stdout: &str, stderr: &str) {
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (2, stdout, stderr));
}

#[test]
fn bytes_that_are_not_utf8_stop_with_line_and_offset() {
    let ran = cliptok_reading(&["count"], b"a cat\na \xFF dog\na bird\n");
    fails(
        &ran,
        "2\n",
        "cliptok: stdin:2: byte offset 8 of the input (0xFF) is not UTF-8; \
         convert the input to UTF-8, or let --lossy replace such bytes in prompts with U+FFFD\n",
    );
}

#[test]
fn the_file_is_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("captions.txt");
    fs::write(&file, b"one\ntwo\xF0\x9F\n").unwrap();
    let name = file.to_str().unwrap();
    let ran = cliptok(&["encode", "-f", name]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, "637\n"));
    assert!(
        ran.stderr
            .starts_with(&format!("cliptok: {name}:2: byte offset 7 of the input (0xF0) is not UTF-8; "))
    );
}

#[test]
fn an_offset_counts_from_the_start_of_the_file_however_far() {
    let mut input = b"a cat\n".repeat(100_000);
    input.extend(b"\xC0");
    let ran = cliptok_reading(&["count", "--total"], &input);
    assert!(ran.stderr.contains("stdin:100001: byte offset 600000 of the input (0xC0)"), "{}", ran.stderr);
    assert_eq!(ran.stdout, "", "a sum of a part would pass for the sum of all");
}

#[test]
fn lossy_replaces_goes_on_and_says_how_much() {
    let ran = cliptok_reading(&["encode", "--lossy"], b"a\n\xFF \xF0\x9F\x8F\nb\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "320\n39802 39802\n321\n"));
    assert_eq!(
        ran.stderr,
        "cliptok: bytes that are not UTF-8 were replaced with U+FFFD in 2 places, the first in stdin:2\n"
    );
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_utf8_is_no_prompt() {
    use std::os::unix::ffi::OsStrExt;
    let bytes = std::ffi::OsStr::from_bytes(b"caf\xE9");
    let output = crate::support::run(crate::support::command().arg("count").arg(bytes), b"");
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with("cliptok: argument 1: byte offset 3 (0xE9) is not UTF-8; "), "{stderr}");
}

#[test]
fn json_lines_that_hold_no_prompt() {
    let jsonl = |line: &str| {
        let ran = cliptok_reading(&["count", "--jsonl"], format!("\"a cat\"\n{line}\n").as_bytes());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, "2\n"));
        ran.stderr.strip_prefix("cliptok: stdin:2: ").unwrap().trim_end().to_owned()
    };
    let asked = "a record must be a string or an object; name the prompt's field with --field, such as --field meta.caption";
    assert_eq!(jsonl("17"), format!("this record is a number; {asked}"));
    assert_eq!(jsonl("[\"a\"]"), format!("this record is an array; {asked}"));
    assert_eq!(jsonl("null"), format!("this record is null; {asked}"));
    let asked = "each line of JSON lines must be a JSON string or object; --from lines reads it as text";
    assert_eq!(jsonl("a cat"), format!("column 1: this is not JSON: expected value; {asked}"));
    assert_eq!(jsonl("\"a\" \"b\""), format!("column 5: this is not JSON: trailing characters; {asked}"));
    assert_eq!(
        jsonl("{\"id\": 3, \"alt\": \"x\"}"),
        "the record has no field text or prompt or caption; its fields are: alt, id; name the prompt's field with \
         --field, or say what such a record is with --missing empty or --missing skip"
    );
    assert_eq!(jsonl("{\"text\": 3}"), "the field text is a number; the prompt must be a string");
    assert_eq!(
        jsonl("\"\\ud83c\""),
        "column 2: \\ud83c is a lone surrogate, one half of a character whose other half is missing; \
         write the whole character, or let --lossy replace it with U+FFFD"
    );
}

#[test]
fn a_named_field_must_be_there() {
    let ran = cliptok_reading(&["count", "--jsonl=alt"], b"{\"alt\": \"a cat\"}\n{\"text\": \"a cat\"}\n");
    fails(
        &ran,
        "2\n",
        "cliptok: stdin:2: the record has no field alt; its fields are: text; name the prompt's field with --field, \
         or say what such a record is with --missing empty or --missing skip\n",
    );
}

#[test]
fn a_missing_file_is_named_and_what_came_before_is_answered() {
    let ran = cliptok(&["count", "a cat", "-f", "/no/such/file"]);
    fails(
        &ran,
        "2\n",
        "cliptok: /no/such/file: cannot be opened: No such file or directory (os error 2); check the name; \
         a prompt goes before -f, since every name behind it is a file\n",
    );
}

#[test]
fn a_folder_without_prompts_is_an_error() {
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::write(folder.path().join("notes.md"), "a cat").unwrap();
    let name = folder.path().to_str().unwrap();
    let ran = cliptok(&["count", "-f", name]);
    let words = "this folder has no .txt or .caption files; it has 1 other file; choose others with --ext, such as --ext md";
    fails(&ran, "", &format!("cliptok: {name}: {words}\n"));
}

#[test]
fn ids_that_are_none() {
    let ran = cliptok_reading(&["decode"], b"320\n320, 1125 49408\n");
    fails(
        &ran,
        "a\n",
        "cliptok: stdin:2: byte offset 10 of the line: id 49408 is not in the vocabulary; ids run from 0 to 49407\n",
    );
    fails(
        &cliptok(&["decode", "320", "12x"]),
        "",
        "cliptok: argument 2: byte offset 0: \"12x\" is not an id; ids are whole numbers from 0 to 49407\n",
    );
    for word in ["-1", "+1", "1.0", "1e3", "99999999999999999999"] {
        let ran = cliptok_reading(&["decode"], word.as_bytes());
        fails(
            &ran,
            "",
            &format!(
                "cliptok: stdin:1: byte offset 0 of the line: \"{word}\" is not an id; ids are whole numbers from 0 to 49407\n"
            ),
        );
    }
}

#[test]
fn numbers_that_the_layout_cannot_have() {
    let stderr = |arguments: &[&str]| {
        let ran = cliptok(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        ran.stderr
    };
    assert_eq!(
        stderr(&["--context-length", "1", "a"]),
        "cliptok: --context-length: a context length of 1 is not possible; it must be 2 to 65536 slots\n"
    );
    assert_eq!(
        stderr(&["encode", "--pad", "--pad-id", "49408", "a"]),
        "cliptok: --pad-id: id 49408 is not in the vocabulary; ids run from 0 to 49407\n"
    );
    assert_eq!(
        stderr(&["encode", "--pad-id", "3", "a"]),
        "cliptok: --context-length, --pad-id, and --truncate need --pad\n"
    );
    assert!(
        stderr(&["count", "--max", "many", "a"])
            .contains("expected a whole number such as 75, or the word room")
    );
    assert!(
        stderr(&["--model", "sd9", "a"])
            .contains("[possible values: sd1, sd2, sdxl, sdxl-l, sdxl-g, sd3, flux, openai, open-clip]")
    );
}

#[test]
fn an_array_of_json_is_closed_even_if_an_error_ends_it() {
    let ran = cliptok_reading(&["encode", "--format", "json"], b"a cat\n\xFF\n");
    assert_eq!(ran.code, 2);
    let answers: Vec<serde_json::Value> = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(answers.len(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let ran = cliptok(&["count", "-o", "/dev/full", "a cat"]);
    fails(&ran, "", "cliptok: /dev/full: cannot be written: No space left on device (os error 28)\n");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    use std::process::Stdio;
    let mut child = crate::support::command()
        .args(["count"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    // More than any pipe holds; once the program has ended, writing fails, which is what is wanted.
    let written = (0..200_000).try_for_each(|_| std::io::Write::write_all(&mut stdin, b"a photo of a cat\n"));
    drop(stdin);
    assert!(written.is_err(), "the program stopped reading");
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
}

#[test]
fn nothing_from_outside_reaches_the_terminal_in_a_message() {
    let hostile = "\u{1B}[31m\u{202E}";
    let line = format!("{{\"{}\": 1}}", "\\u001b[31m\\u202e");
    for ran in [
        cliptok_reading(&["count", "--jsonl"], line.as_bytes()),
        cliptok(&["count", "-f", &format!("/no/{hostile}")]),
        cliptok(&["--model", hostile, "a"]),
        cliptok(&["decode", hostile]),
        cliptok(&["count", "-o", &format!("/no/{hostile}/x"), "a"]),
        cliptok(&["--vocab-dir", hostile, "a"]),
    ] {
        assert_eq!(ran.code, 2);
        let controls = |c: char| c.is_control() && c != '\n' || c == '\u{202E}';
        assert!(!ran.stderr.contains(controls), "{:?}", ran.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_where_help_is_asked_for_too() {
    let ran = shell("\"$cliptok\" --help > /dev/full");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("cliptok: No space left"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn only_one_byte_order_mark_is_left_out_before_ids() {
    assert_eq!(cliptok_reading(&["decode"], "\u{FEFF}320".as_bytes()).stdout, "a\n");
    let twice = cliptok_reading(&["decode"], "\u{FEFF}\u{FEFF}320".as_bytes());
    assert!(twice.code == 2 && twice.stderr.contains("is not an id"), "{}", twice.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_wrong_with_the_input_counts_even_where_the_output_is_full() {
    for arguments in [
        "encode --format npy --pad",
        "encode --format json",
        "count --format json",
        "--format json",
        "diff --format json",
    ] {
        let ran = shell(&format!("printf 'a\\n\\377\\n' | $cliptok {arguments} > /dev/full"));
        assert_eq!(ran.code, 2, "{arguments}");
        assert!(
            ran.stderr.contains("stdin:2: byte offset 2 of the input (0xFF)"),
            "{arguments}: {}",
            ran.stderr
        );
    }
}

#[test]
fn an_error_counts_even_where_nobody_reads_the_answers() {
    // The closed pipe that the last answers met hid the error, and the exit code was 0.
    for _ in 0..5 {
        let ran = shell("printf 'a\\n\\377\\n' | { \"$cliptok\" encode; echo $? >&2; } | true");
        assert!(ran.stderr.ends_with("2\n"), "{}", ran.stderr);
    }
}

#[test]
fn an_offset_is_that_in_its_own_file() {
    let folder = TempDir::new().unwrap();
    let (good, bad) = (folder.path().join("good"), folder.path().join("bad"));
    fs::write(&good, b"a cat\n").unwrap();
    fs::write(&bad, b"ab\n\xFF").unwrap();
    let ran = cliptok(&["count", "-f", good.to_str().unwrap(), "-f", bad.to_str().unwrap()]);
    assert!(ran.stderr.contains("bad:2: byte offset 3 of the input (0xFF)"), "{}", ran.stderr);
}

#[test]
fn a_field_that_is_null_and_has_no_other_is_told() {
    let ran = cliptok_reading(&["count", "--jsonl"], b"{\"text\": null}");
    fails(
        &ran,
        "",
        "cliptok: stdin:1: the field text is null; \
         --missing empty reads it as the empty prompt, and --missing skip leaves it out\n",
    );
}

#[test]
fn what_was_replaced_is_told_even_if_an_error_follows() {
    let ran = cliptok_reading(&["count", "--lossy", "-f", "-", "-f", "/no/such/file"], b"\xFF\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, "1\n"));
    assert!(
        ran.stderr.starts_with(
            "cliptok: bytes that are not UTF-8 were replaced with U+FFFD in 1 place, the first in stdin:1\n"
        ),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_number_with_a_sign_is_none() {
    let ran = cliptok(&["count", "--max", "+5", "a"]);
    assert!(ran.code == 2 && ran.stderr.contains("expected a whole number"), "{}", ran.stderr);
}

#[test]
fn a_vocabulary_that_cannot_be_read_is_told() {
    let ran = cliptok(&["--vocab-dir", "/no/such/folder", "a cat"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.starts_with("cliptok: /no/such/folder/vocab.json: cannot be read: "),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.stdout, "");
}
