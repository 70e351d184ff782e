//! The house rules that a machine can check: the order of imports, what the library may not name, first lines.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::support::{project_file, read};

/// The rooms of the library, each importing only from those before it. `lib.rs` re-exports.
const LIBRARY: [&str; 31] = [
    "span",
    "token",
    "error",
    "byte_level",
    "vocabulary",
    "places",
    "merges",
    "vocab_json",
    "merges_txt",
    "context_length",
    "data_files",
    "tables",
    "character",
    "dialect",
    "normalize",
    "pre_tokenize",
    "bpe",
    "encoding",
    "layout",
    "cut",
    "fast",
    "embedded",
    "tokenizer",
    "trace",
    "comparison",
    "frame",
    "reachability",
    "search",
    "segments",
    "statistics",
    "lib",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The files of the library, each with its room.
fn library() -> Vec<(String, PathBuf)> {
    let src = project_file("src");
    let files = sources(&src).into_iter().map(|path| {
        let inside = path.strip_prefix(&src).unwrap().to_str().unwrap().to_owned();
        let room = inside.split(['/', '.']).next().unwrap().to_owned();
        (room, path)
    });
    files.filter(|(room, _)| !["cli", "main"].contains(&room.as_str())).collect()
}

#[test]
fn imports_run_one_way() {
    let import = Regex::new(r"\bcrate::(\w+)").unwrap();
    let place = |room: &str| LIBRARY.iter().position(|known| *known == room);
    let mut seen = 0;
    for (room, path) in library() {
        let own = place(&room).unwrap_or_else(|| panic!("{} has no place in the order", path.display()));
        // A room is named at the start of a path; `crate::{Name}` would hide which room it comes from.
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            assert!(!line.contains("crate::{"), "{}: name the room: {line}", path.display());
            for found in import.captures_iter(line) {
                let other =
                    place(&found[1]).unwrap_or_else(|| panic!("{}: no room {}", path.display(), &found[1]));
                assert!(other <= own, "{}: {room} may not import {}", path.display(), &found[1]);
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "the imports were found");
}

#[test]
fn rooms_are_declared_in_their_order() {
    let lib = read("src/lib.rs");
    let module = Regex::new(r"(?m)^(?:pub )?mod (\w+);").unwrap();
    let declared: Vec<&str> =
        module.captures_iter(&lib).map(|found| found.get(1).unwrap().as_str()).collect();
    assert_eq!(declared, LIBRARY[..LIBRARY.len() - 1]);
}

#[test]
fn the_library_never_prints_nor_reads_the_clock_nor_knows_the_command_line() {
    let forbidden =
        Regex::new(r"println!|print!|dbg!|std::time|clap|anyhow|stdout|stderr|std::env|process::").unwrap();
    for (_, path) in library() {
        for line in fs::read_to_string(&path).unwrap().lines() {
            let code = line.split("//").next().unwrap();
            assert!(!forbidden.is_match(code), "{}: {line}", path.display());
        }
    }
}

#[test]
fn formats_see_only_what_is_to_be_shown() {
    // Neither where prompts come from nor how ids are made: only reports are built from that.
    let import = Regex::new(r"crate::cli::(\w+)").unwrap();
    for path in sources(&project_file("src/cli/render")) {
        let text = fs::read_to_string(&path).unwrap();
        let builds_reports = path.iter().any(|part| part == "report" || part == "report.rs");
        assert!(builds_reports || !text.contains("Tokenizer"), "{}", path.display());
        for found in import.captures_iter(&text) {
            let shown = ["render", "origin", "output", "words", "args", "job"];
            let allowed = shown.contains(&&found[1]) || (builds_reports && &found[1] == "emoji");
            assert!(allowed, "{}: a format may not know {}", path.display(), &found[1]);
        }
    }
}

#[test]
fn rooms_name_each_other_from_the_front_door() {
    // `super::tokenizer` in a room of the library would be an import that the order does not see.
    for (room, path) in library() {
        let is_top = path.parent().is_some_and(|folder| folder.ends_with("src"));
        let text = fs::read_to_string(&path).unwrap();
        assert!(!(is_top && text.contains("super::")), "{room} goes round the back");
        assert!(!text.contains("super::super"), "{room} goes round the back");
    }
}

#[test]
fn every_file_says_in_its_first_line_what_it_is() {
    let mut files = sources(&project_file("src"));
    files.extend(sources(&project_file("tests")));
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.ends_with(['.', '?', '!']), "{}: {first}", path.display());
    }
}
