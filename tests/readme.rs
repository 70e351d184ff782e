//! README's console blocks, run as they stand: what they show is what the program prints.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use snapbox::{Data, assert_data_eq};

use crate::support::{project_file, read};

#[test]
fn the_console_blocks_of_readme_are_true() {
    let path = project_file("README.md");
    assert_data_eq!(with_answers(&read("README.md")), Data::read_from(&path, None).raw());
}

/// The text with what each command of its console blocks prints now.
fn with_answers(readme: &str) -> String {
    let mut out = String::new();
    let mut in_block = false;
    let mut commands = 0;
    for line in readme.lines() {
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
    assert!(commands >= 8, "the blocks were found");
    out
}

/// What a command prints in a shell that finds the program, both streams as a terminal mixes them.
fn answer(command: &str) -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_cliptok")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&path));
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}; }} 2>&1")])
        .current_dir(project_file("tests/readme"))
        .env("PATH", std::env::join_paths(folders).unwrap())
        .env("COLUMNS", "80")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}
