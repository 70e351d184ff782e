//! The console blocks of README and of docs/, run as they stand: what they show is what the program prints.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;
use snapbox::{Data, assert_data_eq};

use crate::support::{project_file, read};

#[test]
fn the_console_blocks_of_readme_are_true() {
    let path = project_file("README.md");
    let (text, commands) = with_answers(&read("README.md"));
    assert_data_eq!(text, Data::read_from(&path, None).raw());
    assert!(commands >= 7, "the blocks were found");
}

#[test]
fn the_console_blocks_of_other_documents_are_true() {
    let documents = documents_in_docs();
    assert!(documents.len() >= 4, "the documents were found");
    let mut all = 0;
    for path in documents {
        let (text, commands) = with_answers(&std::fs::read_to_string(&path).unwrap());
        assert_data_eq!(text, Data::read_from(&path, None).raw());
        all += commands;
    }
    assert!(all > 0, "the blocks were found");
}

#[test]
fn the_links_of_every_document_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#:]*)(?:#([^)]+))?\)").unwrap();
    let (mut seen, mut seen_sections) = (0, 0);
    for document in documents_in_docs().into_iter().chain([project_file("README.md")]) {
        for found in link.captures_iter(&std::fs::read_to_string(&document).unwrap()) {
            let place = format!("{}: {}", document.display(), &found[0]);
            let target =
                if found[1].is_empty() { document.clone() } else { document.with_file_name(&found[1]) };
            assert!(target.exists(), "{place}");
            seen += 1;
            if let Some(section) = found.get(2) {
                assert!(
                    sections(&std::fs::read_to_string(target).unwrap()).contains(section.as_str()),
                    "{place}"
                );
                seen_sections += 1;
            }
        }
    }
    assert!(seen > 8 && seen_sections > 8, "the links were found: {seen}, {seen_sections}");
}

/// The texts in docs/; there is a picture as well.
fn documents_in_docs() -> Vec<PathBuf> {
    let files = std::fs::read_dir(project_file("docs")).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension() == Some("md".as_ref())).collect()
}

/// What links may name behind `#`: the headings of a document, as GitHub writes them there.
fn sections(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter_map(|line| line.strip_prefix('#'));
    let kept = |character: &char| character.is_alphanumeric() || [' ', '-', '_'].contains(character);
    let section = |heading: &str| {
        heading.trim_start_matches('#').trim().to_lowercase().chars().filter(kept).collect::<String>()
    };
    headings.map(|heading| section(heading).replace(' ', "-")).collect()
}

#[test]
fn every_promise_names_tests_and_fuzz_targets_that_there_are() {
    let page = read("docs/EXACTNESS.md");
    let promises = page.split("## What is promised").nth(1).unwrap().split("\n## ").next().unwrap();
    let test = Regex::new(r"`(\w+)::(\w+)`").unwrap();
    let rows: Vec<&str> = promises.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    for row in &rows {
        let mut tests = test.captures_iter(row).peekable();
        assert!(tests.peek().is_some(), "{row}");
        for found in tests {
            assert!(there_is_a_test(&found[1], &found[2]), "{}::{}", &found[1], &found[2]);
        }
        let targets = row.split("; fuzz: ").nth(1).unwrap_or_default();
        for target in targets.split(['`', ',', ' ', '|']).filter(|name| !name.is_empty()) {
            assert!(project_file(&format!("tests/fuzz/targets/{target}.rs")).is_file(), "{target}");
        }
    }
    assert!(rows.len() >= 18, "the table was found");
}

/// Whether a file of that name has a test of that name: of the library, of the program, or beside private code.
fn there_is_a_test(file: &str, test: &str) -> bool {
    let library = ["tests/library", "tests/program"].map(|folder| format!("{folder}/{file}.rs"));
    let beside = ["src", "src/normalize", "src/sources", "crates/bpe/src"]
        .map(|folder| format!("{folder}/{file}/tests.rs"));
    let files = library.iter().chain(&beside).map(|path| project_file(path)).filter(|path| path.is_file());
    let declared = format!("fn {test}(");
    files.into_iter().any(|path| std::fs::read_to_string(path).unwrap().contains(&declared))
}

/// The text with what each command of its console blocks prints now, and how many commands there were.
fn with_answers(text: &str) -> (String, usize) {
    let mut out = String::new();
    let mut in_block = false;
    let mut commands = 0;
    for line in text.lines() {
        match (in_block, line) {
            (false, "```console") => in_block = true,
            (true, "```") => in_block = false,
            (true, line) => {
                let Some(command) = line.strip_prefix("$ ") else {
                    continue;
                };
                commands += 1;
                let _ = writeln!(out, "{line}");
                out.push_str(&answer(command));
                continue;
            }
            _ => {}
        }
        let _ = writeln!(out, "{line}");
    }
    (out, commands)
}

/// What a command prints in a shell that finds the program, both streams as a terminal mixes them.
fn answer(command: &str) -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_cliptok")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&path));
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}; }} 2>&1")])
        .current_dir(project_file("tests/program/readme"))
        .env("PATH", std::env::join_paths(folders).unwrap())
        .env("COLUMNS", "80")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}
