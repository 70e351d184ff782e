//! What the program says about itself: completions, man pages, suggestions for what was mistyped.

use regex::Regex;

use crate::support::{cliptok, command, read, run, shell};

const VERBS: [&str; 14] = [
    "inspect",
    "encode",
    "decode",
    "count",
    "fit",
    "diff",
    "check",
    "trace",
    "stats",
    "vocab",
    "emoji",
    "near",
    "completions",
    "man",
];

#[test]
fn every_shell_is_told_every_verb_and_option() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = cliptok(&["completions", shell]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        // Not every shell is told what the values of an option can be.
        let values: &[&str] =
            if ["bash", "zsh", "fish"].contains(&shell) { &["hf-slow", "sdxl-g"] } else { &[] };
        for word in VERBS.iter().chain(&["dialect", "context-length"]).chain(values) {
            assert!(ran.stdout.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn a_shell_completes_the_verbs_that_have_a_man_page() {
    let bash = cliptok(&["completions", "bash"]).stdout;
    let man = bash.split("cliptok__subcmd__man)").nth(1).unwrap().lines().nth(1).unwrap();
    assert!(VERBS.iter().all(|verb| man.contains(verb)), "{man}");
}

#[test]
fn a_shell_that_is_not_known_is_refused_with_those_that_are() {
    let ran = cliptok(&["completions", "tcsh"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("bash, elvish, fish, powershell, zsh"), "{}", ran.stderr);
}

#[test]
fn the_program_and_every_verb_have_a_man_page() {
    let page = cliptok(&["man"]).stdout;
    assert!(page.contains(".TH cliptok 1") && page.contains(".SH OPTIONS"), "{page}");
    for verb in VERBS {
        assert!(page.contains(&format!("cliptok\\-{verb}(1)")), "{verb}");
        let of_verb = cliptok(&["man", verb]);
        assert_eq!(of_verb.code, 0);
        assert!(of_verb.stdout.contains(&format!(".TH cliptok-{verb} 1")), "{}", of_verb.stdout);
        // Each example on a line of its own, as it is typed.
        let examples = of_verb.stdout.split_once(".SH EXAMPLES\n.nf\n").map(|(_, examples)| examples);
        let begins = |examples: &str| examples.starts_with(&format!("cliptok {verb} "));
        assert!(verb == "inspect" || examples.is_some_and(begins), "{}", of_verb.stdout);
    }
}

#[test]
fn a_verb_that_is_not_there_has_no_man_page() {
    let ran = cliptok(&["man", "tokens"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    let verbs = VERBS.join(", ");
    assert_eq!(ran.stderr, format!("cliptok: tokens is not a verb; the verbs are {verbs}\n"));
}

#[test]
fn every_verb_teaches_by_examples() {
    for verb in VERBS {
        let shown = cliptok(&[verb, "--help"]).stdout;
        // Nobody types `inspect`.
        let typed = if verb == "inspect" { "cliptok" } else { &format!("cliptok {verb}") };
        assert!(shown.contains(&format!("Examples:\n  {typed} ")), "{verb}: {shown}");
    }
}

#[test]
fn the_short_help_of_a_verb_is_a_screen() {
    for verb in VERBS {
        let output = run(command().env("COLUMNS", "80").args([verb, "-h"]), b"");
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.lines().count() <= 44, "{verb}: {}", shown.lines().count());
        assert!(shown.ends_with("\n--help has every option, and examples\n"), "{verb}: {shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= 80), "{verb}: {shown}");
    }
}

#[test]
fn the_first_help_is_short_and_its_examples_are_answered() {
    let shown = cliptok(&["-h"]).stdout;
    assert!(shown.lines().count() <= 24 && shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    for verb in VERBS {
        assert!(shown.contains(&format!("  {verb}")), "{verb}: {shown}");
    }
    let example = Regex::new(r"(?m)^  (cliptok .+?)  ").unwrap();
    let examples: Vec<&str> =
        example.captures_iter(&shown).map(|found| found.get(1).unwrap().as_str()).collect();
    assert_eq!(examples.len(), 5, "{shown}");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("captions.txt"), "a cat\n").unwrap();
    for example in examples {
        let line = example.replacen("cliptok", "\"$cliptok\"", 1);
        let ran = shell(&format!("cd '{}' && {line}", folder.path().display()));
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{example}");
        assert!(!ran.stdout.is_empty(), "{example}");
    }
}

#[test]
fn a_man_page_says_how_it_exits_and_what_it_reads() {
    for verb in [None].into_iter().chain(VERBS.map(Some)) {
        let page = cliptok(&["man"].into_iter().chain(verb).collect::<Vec<_>>()).stdout;
        let sections: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
        let last = sections.len() - 4;
        let wanted = ["\"EXIT STATUS\"", "ENVIRONMENT", "FILES", "EXAMPLES"];
        assert_eq!(sections[last..], wanted, "{verb:?}");
        for word in ["NO_COLOR", "COLUMNS", "vocab.json", "\\fB2\\fR"] {
            assert!(page.contains(word), "{verb:?}: {word}");
        }
    }
    assert!(cliptok(&["man", "count"]).stdout.contains("more tokens than \\-\\-max"));
}

#[test]
fn everything_that_is_said_begins_with_the_same_name() {
    for arguments in [
        &["count", "--nope"][..],
        &["count", "--max", "x", "a"],
        &["-f", "no-such-file"],
        &["count", "a", "b", "cat"],
    ] {
        let said = cliptok(arguments).stderr;
        assert!(said.starts_with("cliptok: ") && !said.contains("error:"), "{arguments:?}: {said}");
    }
}

#[test]
fn an_example_takes_only_keys_that_json_has() {
    let documented = read("docs/JSON.md");
    let taken = Regex::new(r"\| jq \.(\w+)").unwrap();
    let helps = VERBS.map(|verb| cliptok(&[verb, "--help"]).stdout).join("\n");
    let keys: Vec<&str> = taken.captures_iter(&helps).map(|found| found.get(1).unwrap().as_str()).collect();
    assert_eq!(keys, ["too_long"], "each of them is looked up below");
    for key in keys {
        assert!(documented.contains(&format!("\n| `{key}` | object | ")), "{key}");
        let answer = cliptok(&["stats", "--format", "json", "a"]).stdout;
        assert!(answer.contains(&format!("\"{key}\":{{")), "{key}: {answer}");
    }
}

#[test]
fn a_prompt_that_is_nearly_a_verb_is_shown_and_the_verb_is_named() {
    let wanted =
        "cliptok: cuont is read as a prompt; did you mean the verb count? (-- cuont is always a prompt)\n";
    for arguments in [&["cuont"][..], &["--model", "sd2", "cuont", "a cat"]] {
        let ran = cliptok(arguments);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, wanted), "{arguments:?}");
        assert!(ran.stdout.contains("\ncu·ont\n"), "{}", ran.stdout);
    }
    // Who says that it is a prompt is not asked again; and words that are nearly `man` are too many.
    for arguments in [&["--", "cuont"][..], &["inspect", "cuont"], &["men"], &["a cat", "cuont"]] {
        assert_eq!(cliptok(arguments).stderr, "", "{arguments:?}");
    }
}

#[test]
fn a_dialect_that_was_mistyped_is_suggested() {
    let ran = cliptok(&["count", "--dialect", "open_clip", "a"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("a similar value exists: 'open-clip'"), "{}", ran.stderr);
}
