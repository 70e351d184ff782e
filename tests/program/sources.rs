//! Prompts as people have them, through the program: folders, tables, JSON, other encodings, and records given back.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::support::cliptok;

/// What people have, in a folder of its own.
fn files(all: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in all {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// What the program says of a file: exit code, answers, and talk without the name of the program and the folder.
fn run(folder: &TempDir, arguments: &[&str], name: &str) -> (i32, String, String) {
    let path = folder.path().join(name);
    let ran = cliptok(&[arguments, &["-f", path.to_str().unwrap()]].concat());
    let here = format!("{}/", folder.path().display());
    (ran.code, ran.stdout, ran.stderr.replace("cliptok: ", "").replace(&here, ""))
}

fn answers(folder: &TempDir, arguments: &[&str], name: &str) -> String {
    let (code, stdout, stderr) = run(folder, arguments, name);
    assert_eq!((code, stderr.as_str()), (0, ""), "{arguments:?} {name}");
    stdout
}

#[test]
fn a_folder_is_one_prompt_a_file_and_says_what_it_left_out() {
    let folder = files(&[
        ("set/2.txt", b"sks dog, sitting\n"),
        ("set/1.txt", b"a red car, parked by the sea"),
        ("set/3/a.caption", b"two\nlines\n"),
        ("set/4.txt", b""),
        ("set/1.png", b"\x89PNG"),
        ("set/.git", b""),
    ]);
    let (code, stdout, stderr) = run(&folder, &["count"], "set");
    assert_eq!((code, stdout.as_str()), (0, "8\n4\n2\n0\n"));
    assert_eq!(stderr, "set: left out: 1 other file (1 .png), and 1 hidden file or folder\n");
    let (_, stdout, _) = run(&folder, &["count", "--from", "lines"], "set");
    assert_eq!(stdout, "8\n4\n1\n1\n", "an empty file has no line");
    let jsonl = run(&folder, &["count", "--format", "jsonl", "--first-line"], "set").1;
    assert!(
        jsonl.contains(
            "/set/3/a.caption\",\"record\":1,\"member\":null,\"place\":null,\"encoder\":null},\"count\":1"
        ),
        "each answer knows its file: {jsonl}"
    );
}

#[test]
fn several_names_stand_behind_one_f_and_a_prompt_before_it() {
    let folder = files(&[("a.txt", b"a cat\n"), ("b.txt", b"a\n")]);
    let [a, b] = ["a.txt", "b.txt"].map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    let ran = cliptok(&["count", "a b c", "-f", &a, &b]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "3\n2\n1\n"));
    let ran = cliptok(&["count", "-f", &a, "a prompt"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, "2\n"));
    assert!(
        ran.stderr.ends_with("a prompt goes before -f, since every name behind it is a file\n"),
        "{}",
        ran.stderr
    );
    let ran = cliptok(&["count", &a]);
    let words =
        format!("cliptok: {a} is read as a prompt, and there is a file of that name; -f {a} reads it\n");
    assert_eq!((ran.code, ran.stderr), (0, words));
}

#[test]
fn tables_are_read_by_their_columns() {
    let table = b"name,prompt,negative_prompt\nOne,\"a cat, \"\"x\"\"\",blurry\nTwo,,\n";
    let folder = files(&[
        ("styles.csv", table),
        ("semicolons.csv", b"\xEF\xBB\xBFid;Caption\r\n1;a cat\r\n"),
        ("tabs.tsv", b"1\ta cat\n2\ta\n"),
    ]);
    assert_eq!(answers(&folder, &["count"], "styles.csv"), "6\n0\n");
    assert_eq!(answers(&folder, &["count", "--field", "3"], "styles.csv"), "1\n0\n");
    assert_eq!(answers(&folder, &["count"], "semicolons.csv"), "2\n");
    assert_eq!(answers(&folder, &["count", "--no-header", "--field", "2"], "tabs.tsv"), "2\n1\n");
    let (code, _, stderr) = run(&folder, &["count", "--field", "title"], "styles.csv");
    assert_eq!(code, 2);
    assert!(
        stderr.starts_with(
            "styles.csv: the table has no column title; its columns are: name, prompt, negative_prompt; "
        ),
        "{stderr}"
    );
    let (code, stdout, stderr) = run(&folder, &["count"], "tabs.tsv");
    assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
}

#[test]
fn records_come_back_with_the_answer() {
    let folder = files(&[
        ("a.jsonl", b"{\"caption\": \"a cat\", \"x\": [1,  2]}\n\n{\"caption\": null}\n"),
        ("a.csv", b"id,text\r\n1,\"a, b\"\r\n2,a\r\n"),
    ]);
    let (code, stdout, stderr) = run(&folder, &["count", "--missing", "skip", "--into", "n"], "a.jsonl");
    assert_eq!(code, 0);
    assert_eq!(
        stdout,
        "{\"caption\": \"a cat\", \"x\": [1,  2], \"n\": 2}\n{\"caption\": null, \"n\": null}\n"
    );
    assert_eq!(stderr, "a.jsonl:3: the record has no prompt, and was left out\n");
    assert_eq!(
        answers(&folder, &["encode", "--into", "ids"], "a.csv"),
        "id,text,ids\r\n1,\"a, b\",320 267 321\r\n2,a,320\r\n"
    );
    let (_, stdout, _) = run(&folder, &["fit", "--max", "1", "--into", "text"], "a.csv");
    assert_eq!(stdout, "id,text\r\n1,a\r\n2,a\r\n");
    let ran = cliptok(&["count", "--into", "n", "--total", "-f", "x.csv"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (2, "cliptok: --into gives back every record, so it cannot be used with --total or --over\n")
    );
}

#[test]
fn files_that_are_no_text_say_what_they_are_and_what_to_do() {
    let folder = files(&[
        ("a.png", b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"),
        ("utf16.txt", b"\xFF\xFEa\0 \0c\0a\0t\0\n\0"),
        ("old.txt", b"a woman\x92s red hat\n"),
        ("mac.txt", b"a red car\ra blue car\r"),
    ]);
    for lossy in [&["count", "--from", "lines"][..], &["count", "--from", "lines", "--lossy"]] {
        let (code, stdout, stderr) = run(&folder, lossy, "a.png");
        assert_eq!((code, stdout.as_str()), (2, ""));
        assert!(
            stderr.starts_with("a.png: this is a PNG image; ") && !stderr.contains("--lossy"),
            "{stderr}"
        );
    }
    let (code, _, stderr) = run(&folder, &["count"], "utf16.txt");
    assert!(
        code == 2 && stderr.contains("PowerShell") && stderr.contains("iconv -f UTF-16 -t UTF-8"),
        "{stderr}"
    );
    assert_eq!(answers(&folder, &["count", "--encoding", "utf-16"], "utf16.txt"), "2\n");
    let (code, _, stderr) = run(&folder, &["count"], "old.txt");
    assert!(
        code == 2 && stderr.contains("0x92 is ’ in Windows-1252") && !stderr.contains("--lossy"),
        "{stderr}"
    );
    assert_eq!(answers(&folder, &["count", "--encoding", "windows-1252"], "old.txt"), "7\n");
    let (code, stdout, stderr) = run(&folder, &["count"], "mac.txt");
    assert_eq!((code, stdout.as_str()), (0, "6\n"));
    assert!(stderr.contains("its lines end in CR alone"), "{stderr}");
    let ran = cliptok(&["count", "--encoding", "utf-9", "-f", "x"]);
    assert!(ran.code == 2 && ran.stderr.contains("there is no encoding \"utf-9\""), "{}", ran.stderr);
}

#[test]
fn files_are_cut_into_a_folder_and_none_is_written_over() {
    let folder = files(&[("in/a.txt", b"a cat sat\n"), ("in/b/c.txt", b"one\r\n")]);
    let out = folder.path().join("out");
    let arguments = ["fit", "--max", "2", "--out-dir", out.to_str().unwrap()];
    let (code, _, stderr) = run(&folder, &arguments, "in");
    assert_eq!((code, stderr.as_str()), (0, "in/a.txt:1: cut from 3 tokens to 2\n1 of 2 prompts cut\n"));
    let read = |name: &str| fs::read_to_string(Path::new(&out).join(name)).unwrap();
    assert_eq!((read("a.txt").as_str(), read("b/c.txt").as_str()), ("a cat\n", "one\r\n"));
    let (code, _, stderr) = run(&folder, &arguments, "in");
    assert_eq!((code, stderr.as_str()), (2, "out/a.txt: is there already; --force writes over it\n"));
    assert_eq!(run(&folder, &[&arguments[..], &["--force"]].concat(), "in").0, 0);
}
