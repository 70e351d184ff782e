//! What the world does to a program: full disks, closed pipes, files that change, little memory, a kill. The table of promises in docs/EXACTNESS.md names these tests.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::{PATIENCE, Ran, cliptok, command, command_that_signals_end, ended, run, shell};

/// Every verb, with something to answer, and nothing to say about it: `diff` would tell what it left out.
const VERBS: [&str; 20] = [
    "inspect a",
    "inspect --format html a",
    "inspect --format json a",
    "encode a",
    "encode --pad --format npy a",
    "encode --format u16 a",
    "decode 320",
    "count a",
    "count --total a",
    "diff --dialect hf,openai a",
    "trace a",
    "stats a",
    "vocab cat",
    "vocab --single cat",
    "emoji",
    "emoji castle",
    "near --weights tests/golden/embeddings/neighbours/planted-f32.safetensors cat",
    "near --weights tests/golden/embeddings/names/sdxl.safetensors --tables",
    "completions bash",
    "man",
];

fn in_folder(folder: &TempDir, script: &str) -> Ran {
    shell(&format!("cd '{}' && {script}", folder.path().display()))
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_full_disk_is_told_by_every_verb() {
    for verb in VERBS {
        let to_stdout = shell(&format!("\"$cliptok\" {verb} > /dev/full"));
        let words = "cliptok: stdout: cannot be written: No space left on device (os error 28)\n";
        assert_eq!((to_stdout.code, to_stdout.stderr.as_str()), (2, words), "{verb}");
        let to_file = shell(&format!("\"$cliptok\" {verb} -o /dev/full"));
        let words = "cliptok: /dev/full: cannot be written: No space left on device (os error 28)\n";
        assert_eq!((to_file.code, to_file.stderr.as_str()), (2, words), "{verb}");
        // What cannot be told changes no answer.
        let no_talk = shell(&format!("\"$cliptok\" {verb} 2> /dev/full > /dev/null"));
        assert_eq!(no_talk.code, 0, "{verb}");
    }
}

#[test]
fn a_closed_pipe_is_a_success_at_every_stage() {
    for verb in VERBS {
        let ran = shell(&format!("{{ \"$cliptok\" {verb}; echo $? >&2; }} | true"));
        assert_eq!(ran.stderr, "0\n", "{verb}");
    }
    for line in [
        "yes | head -n 300000 | { \"$cliptok\" count; echo $? >&2; } | head -n 1",
        "yes | head -n 300000 | { \"$cliptok\" encode --pad --format u16; echo $? >&2; } | head -c 1 > /dev/null",
        "yes | head -n 3000 | { \"$cliptok\" inspect --format json; echo $? >&2; } | head -c 1",
        "yes 🏯 | head -n 3000 | { \"$cliptok\" trace; echo $? >&2; } | head -n 1",
        "yes '’' | head -n 3000 | { \"$cliptok\" diff --dialect hf,openai --format jsonl; echo $? >&2; } | head -n 1",
    ] {
        let ran = shell(line);
        // Dialects may have differed before the reader left.
        assert!(["0\n", "1\n"].contains(&ran.stderr.as_str()), "{line}: {}", ran.stderr);
    }
}

#[test]
fn a_closed_stdin_is_an_empty_one() {
    let ran = shell("\"$cliptok\" count <&-");
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
    let ran = shell("\"$cliptok\" stats --format json <&-");
    assert!(ran.code == 0 && ran.stdout.contains("\"prompts\":0"), "{}", ran.stdout);
}

#[test]
fn a_closed_stdout_or_stderr_stops_nothing() {
    for closed in [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"] {
        let folder = TempDir::new().unwrap();
        let ran = in_folder(&folder, &format!("\"$cliptok\" count 'a cat' -o answers {closed}"));
        assert_eq!(
            (ran.code, fs::read_to_string(folder.path().join("answers")).unwrap().as_str()),
            (0, "2\n")
        );
    }
}

/// A run that has answered the prompt on its stdin, and has a file to read behind it.
fn waiting_before(file: &std::path::Path) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut child = command()
        .args(["count", "-f", "-", "-f"])
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.as_mut().unwrap().write_all(b"a cat\n").unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    answers.read_line(&mut first).unwrap();
    assert_eq!(first, "2\n");
    (child, answers)
}

#[test]
fn a_file_that_shrinks_or_grows_is_read_as_it_is_then() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("prompts");
    for (now, wanted) in [("", ""), ("a", "1\n"), ("a b c\na\n", "3\n1\n")] {
        fs::write(&file, "a photo\nof a cat\n").unwrap();
        let (mut child, mut answers) = waiting_before(&file);
        fs::write(&file, now).unwrap();
        drop(child.stdin.take());
        let mut rest = String::new();
        answers.read_to_string(&mut rest).unwrap();
        assert_eq!((child.wait().unwrap().code(), rest.as_str()), (Some(0), wanted));
    }
}

#[test]
fn a_file_that_shrinks_in_the_middle_of_a_read_ends_there() {
    // Many chunks: some were read before the file lost its end, none behind it.
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("prompts");
    fs::write(&file, "a photo of a cat\n".repeat(2_000_000)).unwrap();
    let mut child = command().args(["count", "-f"]).arg(&file).stdout(Stdio::piped()).spawn().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    answers.read_line(&mut first).unwrap();
    fs::File::options().write(true).open(&file).unwrap().set_len(17).unwrap();
    let others = answers.lines().map(Result::unwrap).filter(|line| line != "5").count();
    // A line may have been cut where it was read.
    assert!(child.wait().unwrap().code() == Some(0) && others <= 1, "{others}");
}

#[test]
fn a_named_pipe_is_read_as_a_file() {
    let folder = TempDir::new().unwrap();
    let ran =
        in_folder(&folder, "mkfifo pipe && { printf 'a cat\\na\\n' > pipe & } && \"$cliptok\" count -f pipe");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "2\n1\n"));
}

/// Runs a script as somebody who is not root, in a folder where everybody may write. `$cliptok` is the program.
fn as_nobody(script: &str) -> Ran {
    let folder = TempDir::new().unwrap();
    let program = folder.path().join("cliptok");
    fs::copy(env!("CARGO_BIN_EXE_cliptok"), &program).unwrap();
    let script = format!(
        "cd '{}' && chmod 777 . && cliptok=$PWD/cliptok && export cliptok && \
         if [ \"$(id -u)\" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups sh -c '{script}'; \
         else sh -c '{script}'; fi",
        folder.path().display()
    );
    shell(&script)
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    let ran = as_nobody("echo a > closed && chmod 000 closed && \"$cliptok\" count x -f closed");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, "1\n"));
    assert_eq!(ran.stderr, "cliptok: closed: cannot be opened: Permission denied (os error 13)\n");
}

#[test]
fn a_file_that_may_not_be_written_keeps_what_it_has() {
    let ran = as_nobody("echo old > out && chmod 400 out && \"$cliptok\" count x -o out; echo $?; cat out");
    assert_eq!(ran.stdout, "2\nold\n");
    assert_eq!(ran.stderr, "cliptok: out: cannot be written: Permission denied (os error 13)\n");
    let ran = as_nobody("mkdir closed && chmod 500 closed && \"$cliptok\" count x -o closed/out; echo $?");
    assert_eq!(ran.stdout, "2\n");
    assert!(
        ran.stderr.contains("closed/out: cannot be written: no file can be created in closed"),
        "{}",
        ran.stderr
    );
}

#[test]
fn no_environment_changes_what_a_program_reads() {
    let usual = cliptok(&["🏯 été"]).stdout;
    for environment in
        ["LC_ALL=C", "LANG=", "TERM=", "TERM=no-such-terminal", "TERM=dumb", "HOME=/no/such", "PATH="]
    {
        let (name, value) = environment.split_once('=').unwrap();
        let output = run(command().env(name, value).arg("🏯 été"), b"");
        assert_eq!(
            (output.status.code(), String::from_utf8(output.stdout).unwrap()),
            (Some(0), usual.clone())
        );
    }
    let bare = run(command().env_clear().arg("🏯 été"), b"");
    assert_eq!(String::from_utf8(bare.stdout).unwrap(), usual);
}

#[test]
fn a_terminal_of_any_width_gets_all_there_is() {
    for columns in ["1", "2", "3", "10", "39", "65535", "0", "-1", "wide"] {
        for verb in ["inspect", "trace", "diff"] {
            let output = run(command().env("COLUMNS", columns).args([verb, "a photo of a 🏯"]), b"");
            let shown = String::from_utf8(output.stdout).unwrap();
            // Dialects that agree have no ids to show.
            let is_whole = verb == "diff" || shown.contains("1109") && shown.contains("363");
            assert!(output.status.success() && is_whole, "{columns} {verb}");
        }
    }
}

/// Waits until something holds, for a while.
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn nothing_is_left_of_a_run_that_was_killed() {
    for (before, signal) in [(None, "KILL"), (Some("old\n"), "KILL"), (Some("old\n"), "TERM"), (None, "INT")]
    {
        let folder = TempDir::new().unwrap();
        let target = folder.path().join("answers");
        if let Some(before) = before {
            fs::write(&target, before).unwrap();
        }
        let mut child = command_that_signals_end()
            .args(["encode", "-o"])
            .arg(&target)
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all("a photo of a cat\n".repeat(50_000).as_bytes()).unwrap();
        // It has written a good part.
        let io = format!("/proc/{}/io", child.id());
        wait_until("it writes", || {
            let io = fs::read_to_string(&io).unwrap();
            let written = io.lines().find_map(|line| line.strip_prefix("wchar: ")).unwrap();
            written.parse::<u64>().unwrap() > 100_000
        });
        let killed = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap();
        assert!(killed.success() && !ended(&mut child).success());
        drop(stdin);
        let left = if before.is_some() { vec!["answers"] } else { vec![] };
        assert_eq!(names(&folder), left, "{signal}");
        assert_eq!(fs::read_to_string(&target).ok().as_deref(), before);
    }
}

#[test]
fn an_output_file_replaces_another_and_leaves_nothing_beside_it() {
    let folder = TempDir::new().unwrap();
    for prompt in ["a", "a cat"] {
        let ran = in_folder(&folder, &format!("\"$cliptok\" count '{prompt}' -o answers"));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    assert_eq!(names(&folder), ["answers"]);
    assert_eq!(fs::read_to_string(folder.path().join("answers")).unwrap(), "2\n");
}

#[test]
fn an_output_that_some_process_has_open_is_written_to() {
    let folder = TempDir::new().unwrap();
    for (script, wanted) in [
        // A pipe, by each name that it has.
        ("\"$cliptok\" count a -o /dev/fd/3 3>&1 | cat", "1\n"),
        ("\"$cliptok\" count a -o /dev/stderr 2>&1 | cat", "1\n"),
        ("\"$cliptok\" count a -o /proc/self/fd/1 | cat", "1\n"),
        ("ln -s /dev/stdout link; \"$cliptok\" count a -o link | cat", "1\n"),
        // A file that is appended to keeps what it has.
        ("echo old > log; \"$cliptok\" count a -o link >> log; cat log", "old\n1\n"),
        // A file without a name does not get one.
        ("exec 5>gone; rm gone; \"$cliptok\" count a -o /dev/fd/5; cat /dev/fd/5; ls", "1\nlink\nlog\n"),
    ] {
        let ran = in_folder(&folder, script);
        assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, wanted, ""), "{script}");
    }
}

#[test]
fn a_file_in_memory_is_replaced_as_any_other() {
    let Ok(folder) = TempDir::new_in("/dev/shm") else { return };
    let ran = in_folder(&folder, "echo old > answers; \"$cliptok\" count a -o answers; cat answers; ls");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "1\nanswers\n"), "{}", ran.stderr);
}

#[test]
fn a_file_that_is_replaced_keeps_its_owner_but_does_not_run_as_its_owner() {
    let folder = TempDir::new().unwrap();
    let ran = in_folder(
        &folder,
        "echo old > own; chown 1234 own 2> /dev/null; chmod 4750 own; stat -c %u own; \
         \"$cliptok\" count a -o own; stat -c '%u %a' own",
    );
    let mut lines = ran.stdout.lines();
    let owner = lines.next().unwrap();
    assert_eq!(lines.next(), Some(format!("{owner} 750").as_str()), "{}", ran.stderr);
}

#[test]
fn an_output_that_leads_in_a_circle_or_nowhere_is_told() {
    let folder = TempDir::new().unwrap();
    let ran = in_folder(&folder, "ln -s a b; ln -s b a; \"$cliptok\" count a -o a; echo $?; ls");
    assert_eq!(ran.stdout, "2\na\nb\n");
    assert_eq!(
        ran.stderr,
        "cliptok: a: cannot be written: Too many levels of symbolic links (os error 40)\n"
    );
    let ran = in_folder(&folder, "\"$cliptok\" count a -o none/answers");
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (
            2,
            "cliptok: none/answers: cannot be written: no file can be created in none: No such file or directory (os error 2)\n"
        )
    );
}

#[test]
fn bounded_memory_is_enough_for_any_number_of_lines_and_for_a_long_one() {
    // The address space of a program with threads, in kilobytes; the input has more.
    let lines = "yes 'a photo of a cat' | head -c 300000000";
    let ran = shell(&format!("ulimit -v 256000; {lines} | \"$cliptok\" count --threads 2 --total"));
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "88235295\n"), "{}", ran.stderr);
    let one_line = format!("{lines} | tr '\\n' ' '");
    let ran = shell(&format!("ulimit -v 256000; {one_line} | \"$cliptok\" count --threads 2"));
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "88235295\n"), "{}", ran.stderr);
}

#[test]
fn a_change_that_stands_over_many_places_is_kept_once() {
    // Each ideograph is a place where dialects differ, and all of them are one change: it was copied for each, which took
    // the square of the prompt in memory.
    let ran = shell(
        "ulimit -v 1000000; printf '漢%.0s' $(seq 20000) | \"$cliptok\" diff --dialect hf,hf-basic --format jsonl | wc -l",
    );
    assert_eq!((ran.stdout.trim(), ran.stderr.as_str()), ("1", ""));
}

#[test]
fn a_run_without_memory_ends_with_a_word_and_leaves_no_file() {
    // One word of forty million letters.
    let folder = TempDir::new().unwrap();
    let ran = in_folder(
        &folder,
        "ulimit -v 100000; ulimit -c 0; head -c 40000000 /dev/zero | tr '\\0' a | \"$cliptok\" count -o answers; \
         echo $? >&2",
    );
    assert!(ran.stderr.contains("memory allocation of") && ran.stderr.ends_with("134\n"), "{}", ran.stderr);
    assert_eq!(names(&folder), [""; 0]);
}

#[test]
fn ten_thousand_files_need_no_more_handles_than_one() {
    let folder = TempDir::new().unwrap();
    for number in 0..10_000 {
        fs::write(folder.path().join(number.to_string()), format!("cat {number}\n")).unwrap();
    }
    let ran = in_folder(&folder, "ulimit -n 24; \"$cliptok\" count --total $(seq 0 9999 | sed 's/^/-f /')");
    // A digit is a token: 10, 2 × 90, 3 × 900, 4 × 9,000, and the word.
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "48890\n"), "{}", ran.stderr);
}

#[test]
fn a_million_empty_lines_are_a_million_prompts() {
    let ran = shell("yes '' | head -n 1000000 | \"$cliptok\" count | uniq -c");
    assert_eq!(ran.stdout.trim(), "1000000 0");
    let ran = shell("yes '' | head -n 1000000 | \"$cliptok\" encode --format u16 | wc -c");
    assert_eq!(ran.stdout.trim(), "0");
    let ran = shell("yes '' | head -n 1000000 | \"$cliptok\" stats --format json");
    assert!(ran.stdout.contains("\"prompts\":1000000,\"total\":0"), "{}", ran.stdout);
}
