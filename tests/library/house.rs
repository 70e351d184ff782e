//! The house rules that a machine can check: the order of imports, what the library may not name, first lines.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

use crate::support::{project_file, read};

/// A crate of the project, and its rooms, each importing only from those before it. `lib.rs` re-exports.
struct Crate {
    src: &'static str,
    order: &'static [&'static str],
}

/// The library, and the program in it.
const LIBRARY: Crate = Crate {
    src: "src",
    order: &[
        "built_in",
        "text",
        "unicode",
        "dialect",
        "normalize",
        "pre_tokenize",
        "encoding",
        "rows",
        "syntax",
        "encoder",
        "batch",
        "prompt_reader",
        "lint",
        "explain",
        "place",
        "images",
        "embeddings",
        "sources",
        "report",
        "cli",
        "lib",
        "main",
    ],
};

/// The crate under it.
const BPE: Crate = Crate {
    src: "crates/bpe/src",
    order: &[
        "token",
        "added_token",
        "error",
        "not_honored",
        "alphabet",
        "vocabulary",
        "packed",
        "perfect_hash",
        "merges",
        "vocab_json",
        "merges_txt",
        "files",
        "merge",
        "key",
        "word_table",
        "four_words",
        "seams",
        "tables",
        "pairs",
        "folder",
        "lib",
    ],
};

/// The rooms of the program, each importing only from those before it.
const PROGRAM: &[&str] =
    &["error", "exit", "input", "output", "terminal", "options", "work", "first_help", "verbs", "verb_first"];

/// The place of a room of the program in the order; a room that has none fails the test.
fn program_place(room: &str, named_in: &Path) -> usize {
    let place = PROGRAM.iter().position(|known| *known == room);
    place.unwrap_or_else(|| panic!("{}: {room} has no place in the order", named_in.display()))
}

/// A name that is taken from the crate itself: `crate::Encoder`.
static FRONT_DOOR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bcrate::[A-Z]").unwrap());

impl Crate {
    /// Its files, each with its room.
    fn files(&self) -> Vec<(String, PathBuf)> {
        let src = project_file(self.src);
        let files = sources(&src).into_iter().map(|path| {
            let inside = path.strip_prefix(&src).unwrap().to_str().unwrap().to_owned();
            let room = inside.split(['/', '.']).next().unwrap().to_owned();
            (room, path)
        });
        files.collect()
    }

    /// The place of a room in the order; a room that has none fails the test.
    fn place(&self, room: &str, named_in: &Path) -> usize {
        let place = self.order.iter().position(|known| *known == room);
        place.unwrap_or_else(|| panic!("{}: {room} has no place in the order", named_in.display()))
    }
}

/// The files of the library that do not know the program.
fn library() -> impl Iterator<Item = (String, PathBuf)> {
    let is_library = |(room, _): &(String, PathBuf)| !["cli", "main"].contains(&room.as_str());
    LIBRARY.files().into_iter().filter(is_library).chain(BPE.files())
}

/// The files of Rust in a folder and below it.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Every file of Rust in the project.
fn all_sources() -> Vec<PathBuf> {
    let folders = ["src", "crates", "tests"].map(|folder| sources(&project_file(folder)));
    folders.concat().into_iter().chain([project_file("build.rs")]).collect()
}

/// The lines of a file that are no comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn imports_run_one_way() {
    let import = Regex::new(r"\bcrate::([a-z]\w*)").unwrap();
    for (house, imports) in [(LIBRARY, 60), (BPE, 20)] {
        let mut seen = 0;
        for (room, path) in house.files() {
            let own = house.place(&room, &path);
            let text = fs::read_to_string(&path).unwrap();
            for line in code(&text) {
                // The program is a user of the library and takes `crate::{Names}` from its front door. In the
                // library itself that would hide which room a name comes from.
                let names_no_room = line.contains("crate::{") || FRONT_DOOR.is_match(line);
                assert!(room == "cli" || !names_no_room, "{}: name the room: {line}", path.display());
                for found in import.captures_iter(line) {
                    let other = house.place(&found[1], &path);
                    assert!(other <= own, "{}: {room} may not import {}", path.display(), &found[1]);
                    seen += 1;
                }
            }
        }
        assert!(seen > imports, "the imports of {} were found: {seen}", house.src);
    }
}

#[test]
fn imports_of_the_program_run_one_way() {
    let import = Regex::new(r"\bcrate::cli::(\w+)|^use super::(\w+)").unwrap();
    let src = project_file("src/cli");
    let mut seen = 0;
    for path in sources(&src) {
        let inside = path.strip_prefix(&src).unwrap().to_str().unwrap();
        let own = program_place(inside.split(['/', '.']).next().unwrap(), &path);
        let is_room = !inside.contains('/');
        for line in code(&fs::read_to_string(&path).unwrap()) {
            for found in import.captures_iter(line) {
                // `super` is another room only from the file of a room.
                let Some(name) = found.get(1).or_else(|| found.get(2).filter(|_| is_room)) else { continue };
                let other = program_place(name.as_str(), &path);
                assert!(other <= own, "{} may not import {}", path.display(), name.as_str());
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "the imports were found: {seen}");
}

#[test]
fn no_verb_knows_another() {
    let verbs = project_file("src/cli/verbs");
    let import = Regex::new(r"\bcrate::cli::verbs").unwrap();
    for path in sources(&verbs) {
        let text = fs::read_to_string(&path).unwrap();
        let names_it = code(&text).find(|line| import.is_match(line));
        assert_eq!(names_it, None, "{}", path.display());
    }
}

#[test]
fn rooms_are_declared_in_their_order() {
    let module = Regex::new(r"(?m)^(?:pub )?mod (\w+);").unwrap();
    for house in [LIBRARY, BPE] {
        let lib = read(&format!("{}/lib.rs", house.src));
        let declared: Vec<&str> =
            module.captures_iter(&lib).map(|found| found.get(1).unwrap().as_str()).collect();
        // A room may be on its way, and absent, but none may be where the order has no place for it.
        let wanted: Vec<&str> = house.order.iter().copied().filter(|room| declared.contains(room)).collect();
        assert_eq!(declared, wanted, "{}", house.src);
        for (room, path) in house.files() {
            let is_declared = declared.contains(&room.as_str()) || ["lib", "main"].contains(&room.as_str());
            assert!(is_declared, "{} is in no room that is declared", path.display());
        }
    }
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
fn no_vocabulary_knows_the_encoder_that_reads_it() {
    // The crate of byte pairs could not be used without its dependents otherwise.
    for (_, path) in BPE.files() {
        let text = fs::read_to_string(&path).unwrap();
        let names_it = code(&text).any(|line| line.replace("cliptok_bpe", "").contains("cliptok"));
        assert!(!names_it, "{}", path.display());
    }
}

#[test]
fn views_see_only_what_is_to_be_shown() {
    // Neither where prompts come from nor how ids are made: a view draws a report.
    let import = Regex::new(r"crate::cli::(\w+)").unwrap();
    let encoder = Regex::new(r"\b(Batch)?Encoder\b").unwrap();
    let views = ["human.rs", "tsv.rs", "printer.rs", "token_table.rs", "slot_map.rs", "rows.rs"];
    let mut seen = 0;
    for path in sources(&project_file("src/cli/verbs")) {
        if !views.iter().any(|view| path.ends_with(view)) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        assert!(!encoder.is_match(&text), "{}", path.display());
        for found in import.captures_iter(&text) {
            let shown = ["output", "terminal", "options"];
            assert!(shown.contains(&&found[1]), "{}: a view may not know {}", path.display(), &found[1]);
        }
        seen += 1;
    }
    assert!(seen > 10, "the views were found: {seen}");
}

#[test]
fn rooms_name_each_other_from_the_front_door() {
    // `super::encoder` in a room of the library would be an import that the order does not see.
    for house in [LIBRARY, BPE] {
        for (room, path) in house.files() {
            let is_top = path.parent().is_some_and(|folder| folder.ends_with("src"));
            let text = fs::read_to_string(&path).unwrap();
            assert!(!(is_top && text.contains("super::")), "{room} goes around the back");
            assert!(!text.contains("super::super"), "{room} goes around the back");
        }
    }
}

#[test]
fn a_module_is_where_its_name_says() {
    // Written in two parts, or else this file would be one that names it.
    let attribute = concat!("#[", "path");
    for path in all_sources() {
        let text = fs::read_to_string(&path).unwrap();
        let elsewhere = code(&text).find(|line| line.replace(' ', "").contains(attribute));
        assert_eq!(elsewhere, None, "{}", path.display());
    }
}

#[test]
fn every_file_says_in_its_first_line_what_it_is() {
    for path in all_sources() {
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap_or_default();
        let is_sentence = first.starts_with("//! ") && first.ends_with('.');
        assert!(is_sentence, "{}: {first}", path.display());
    }
}
