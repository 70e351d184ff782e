//! `--watch`: shows again what has changed, bears what is half edited, and ends well.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use crate::support::{PATIENCE, cliptok, command_that_signals_end, ended};

/// A run that watches a file and prints ids.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn of(file: &Path) -> Self {
        Self::started(command_that_signals_end().args(["--watch", "--format", "ids", "-f"]).arg(file))
    }

    fn started(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        // A line is waited for by somebody else, so that a test can stop waiting.
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, lines }
    }

    #[track_caller]
    fn next(&mut self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("there is a line")
    }

    /// Ends it as Ctrl-C would. Returns what it said on stderr.
    fn interrupt(mut self) -> String {
        self.signal("INT");
        assert_eq!(ended(&mut self.child).code(), Some(0));
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
    }
}

impl Drop for Watching {
    /// A test that failed leaves no run behind; one that ended well has none any more.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[test]
fn what_was_started_with_interrupts_ignored_ignores_them() {
    // It took SIGINT for itself, so that Ctrl-C in a script ended what the script had put into its background.
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("prompt.txt");
    fs::write(&file, "a cat").unwrap();
    let script = "trap '' INT; exec \"$@\" --watch --format ids -f \"$0\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).arg(&file).arg(env!("CARGO_BIN_EXE_cliptok"));
    let mut watching = Watching::started(&mut shell);
    assert_eq!(watching.next(), "320 2368");
    watching.signal("INT");
    // One that ends may show what it sees as it ends; it does not see two changes.
    for (prompt, ids) in [("🏯", "1109 363"), ("a dog", "320 1929")] {
        replace(&file, prompt.as_bytes());
        assert_eq!(watching.next(), ids);
    }
}

/// Writes a file as editors save it: another one gets the name, so that nobody sees half of it.
fn replace(file: &Path, bytes: &[u8]) {
    let aside = file.with_extension("aside");
    fs::write(&aside, bytes).unwrap();
    fs::rename(&aside, file).unwrap();
}

#[test]
fn a_file_of_the_same_length_and_time_that_gets_the_name_is_seen() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("prompt.txt");
    fs::write(&file, "a cat").unwrap();
    let mut watching = Watching::of(&file);
    assert_eq!(watching.next(), "320 2368");
    let aside = directory.path().join("aside");
    fs::write(&aside, "a dog").unwrap();
    let times = fs::metadata(&file).unwrap().modified().unwrap();
    fs::File::options().write(true).open(&aside).unwrap().set_modified(times).unwrap();
    fs::rename(&aside, &file).unwrap();
    assert_eq!(watching.next(), "320 1929");
    watching.interrupt();
}

#[test]
fn what_a_file_grows_by_behind_its_end_is_no_record_of_its_own() {
    // The file is written again as soon as its first record is out, while it is still open: it was read on from there.
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("prompt.txt");
    for _ in 0..10 {
        fs::write(&file, "a cat").unwrap();
        let mut watching = Watching::of(&file);
        assert_eq!(watching.next(), "320 2368");
        fs::write(&file, "a photo of a cat").unwrap();
        assert_eq!(watching.next(), "320 1125 539 320 2368");
        watching.interrupt();
    }
}

#[test]
fn a_file_that_is_written_or_replaced_is_shown_again() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("prompt.txt");
    fs::write(&file, "a cat").unwrap();
    let mut watching = Watching::of(&file);
    assert_eq!(watching.next(), "320 2368");
    fs::write(&file, "a photo of a cat").unwrap();
    assert_eq!(watching.next(), "320 1125 539 320 2368");
    replace(&file, "🏯".as_bytes());
    assert_eq!(watching.next(), "1109 363");
    assert_eq!(watching.interrupt(), "");
}

#[test]
fn what_is_half_edited_is_told_and_watched_on() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("prompt.txt");
    fs::write(&file, "a cat").unwrap();
    let mut watching = Watching::of(&file);
    assert_eq!(watching.next(), "320 2368");
    replace(&file, b"a cat\nb \xF0\x9F");
    assert_eq!(watching.next(), "320 2368");
    fs::remove_file(&file).unwrap();
    replace(&file, "🏯".as_bytes());
    assert_eq!(watching.next(), "1109 363");
    let said = watching.interrupt();
    assert!(said.contains(":2: byte offset 8 of the input (0xF0)") && said.lines().count() == 1, "{said}");
}

#[test]
fn what_cannot_be_watched_is_refused_in_words() {
    for (arguments, words) in [
        (&["--watch", "a cat"][..], "cannot be used with"),
        (&["--watch"], "required"),
        (&["--watch", "-f", "-"], "--watch: stdin cannot be read again; name a file with -f"),
        (
            &["--watch", "-f", "/dev/null"],
            "--watch: /dev/null: is not a regular file, so it cannot be read again",
        ),
        (&["--watch", "-f", "no-such-file"], "no-such-file: cannot be opened"),
        (&["--watch", "-f", "Cargo.toml", "-o", "out.txt"], "cannot be used with"),
    ] {
        let ran = cliptok(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains(words), "{arguments:?}: {}", ran.stderr);
    }
}
