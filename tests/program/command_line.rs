//! The contract of the command line: verbs, where prompts come from, formats, exit codes.

use std::fs;

use crate::support::{cliptok, cliptok_reading, project_file, shell};
use tempfile::TempDir;

/// What is printed by a run in which all is well.
#[track_caller]
fn stdout(arguments: &[&str]) -> String {
    stdout_reading(arguments, b"")
}

#[track_caller]
fn stdout_reading(arguments: &[&str], stdin: &[u8]) -> String {
    let ran = cliptok_reading(arguments, stdin);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    ran.stdout
}

#[test]
fn encode_prints_ids_one_line_a_prompt() {
    assert_eq!(stdout_reading(&["encode"], "🏯".as_bytes()), "1109 363\n");
    assert_eq!(stdout(&["encode", "a cat", "", "🖍"]), "320 2368\n\n6269 491\n");
    assert_eq!(stdout(&["encode", "--special", "a cat"]), "49406 320 2368 49407\n");
    assert_eq!(stdout(&["encode", "--format", "csv", "a cat"]), "320,2368\n");
    assert_eq!(stdout(&["--format", "ids", "a cat"]), "320 2368\n");
}

#[test]
fn encode_pads_to_the_context_length_of_the_model() {
    let row = stdout(&["encode", "--pad", "a cat"]);
    assert_eq!(row, format!("49406 320 2368{}\n", " 49407".repeat(74)));
    let row = stdout(&["encode", "--pad", "--model", "sd2", "hello!"]);
    assert_eq!(row, format!("49406 3306 0 49407{}\n", " 0".repeat(73)));
    let row = stdout(&["encode", "--pad", "--context-length", "5", "--pad-id", "7", "a"]);
    assert_eq!(row, "49406 320 49407 7 7\n");
}

#[test]
fn a_row_of_openai_refuses_what_does_not_fit_unless_it_is_to_be_cut() {
    let long = "a ".repeat(76);
    let ran = cliptok(&["encode", "--pad", "--model", "openai", "a cat", &long, "a dog"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (2, 1), "what came before is answered");
    assert_eq!(
        ran.stderr,
        "cliptok: argument 2: the prompt has 76 tokens, but the model has room for 75 and refuses longer prompts; \
         --truncate cuts it to fit\n"
    );
    let ran = cliptok(&["encode", "--pad", "--truncate", "--model", "openai", &long]);
    let row: Vec<&str> = ran.stdout.split_whitespace().collect();
    assert_eq!((ran.code, row.len(), row[75], row[76]), (0, 77, "320", "49407"));
    // Without rows nothing is too long, and the dialect does not bring the model's rule.
    assert_eq!(cliptok(&["encode", "--model", "openai", &long]).code, 0);
    assert_eq!(cliptok(&["encode", "--pad", "--dialect", "openai", &long]).code, 0);
    assert_eq!(cliptok(&["encode", "--pad", "--model", "open-clip", &long]).code, 0);
}

#[test]
fn a_dialect_overrides_that_of_the_model() {
    assert_eq!(stdout(&["encode", "--model", "openai", "it’s"]), "585 568\n");
    assert_eq!(stdout(&["encode", "--model", "openai", "--dialect", "hf", "it’s"]), "585 728 503 338\n");
    assert_eq!(stdout(&["encode", "--dialect", "open-clip", "<|endoftext|>"]), "27 347 40786 4160 91 285\n");
    assert_eq!(stdout(&["encode", "--dialect", "hf-basic", "漢字"]), "162 120 351 35751 501\n");
}

#[test]
fn encode_says_what_did_not_fit() {
    let ran = cliptok(&["encode", "--pad", "--context-length", "4", "a", "a b c", "a b c d"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.stdout, "49406 320 49407 49407\n49406 320 321 49407\n49406 320 321 49407\n");
    assert_eq!(
        ran.stderr,
        "cliptok: cut to 2 tokens: 2 prompts, the first of them argument 2; \
         `cliptok count --over 2` with the same input and tokenizer options lists such prompts\n"
    );
}

#[test]
fn count_prints_one_bare_number_a_prompt() {
    assert_eq!(stdout(&["count", "a photo of a cat"]), "5\n");
    assert_eq!(stdout_reading(&["count"], b"a cat\n\na photo of a cat\n"), "2\n0\n5\n");
    assert_eq!(stdout(&["count", "--special", "a cat"]), "4\n");
    assert_eq!(stdout(&["count", "--total", "a cat", "a dog"]), "4\n");
    assert_eq!(stdout_reading(&["count", "--total"], b""), "0\n");
}

#[test]
fn count_max_is_a_gate() {
    let ran = cliptok_reading(&["count", "--max", "2"], b"a cat\na black cat\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, "2\n3\n"));
    assert_eq!(
        ran.stderr, "cliptok: stdin:2: 3 tokens, 1 more than 2\n",
        "the prompt itself stays out of logs"
    );
    assert_eq!(stdout(&["count", "--max", "2", "a cat"]), "2\n");
    let ran = cliptok(&["count", "--total", "--max", "1", "a cat", "a dog"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, "4\n"));
}

#[test]
fn count_over_prints_only_the_prompts_that_are_too_long() {
    assert_eq!(
        stdout_reading(&["count", "--over", "2"], b"a cat\na black cat\n"),
        "3\tstdin:2\ta black cat\n"
    );
    assert_eq!(stdout(&["count", "--over", "75", "a cat"]), "");
}

#[test]
fn decode_prints_the_text_of_ids() {
    assert_eq!(stdout(&["decode", "1109", "363"]), "🏯\n");
    assert_eq!(stdout_reading(&["decode"], b"320 2368\n\n[320, 1125]\n"), "a cat\n\na photo\n");
    assert_eq!(stdout(&["decode", "--bytes", "1109 363"]), "F0 9F 8F AF\n");
    assert_eq!(stdout(&["decode", "49406", "320", "49407"]), "<|startoftext|>a <|endoftext|>\n");
    assert_eq!(stdout(&["decode", "--skip-special", "49406", "320", "49407"]), "a\n");
}

#[test]
fn decode_takes_what_people_paste() {
    for pasted in [
        "[320, 2368,]",
        "tensor([[ 320, 2368]], device='cuda:0', dtype=torch.int64)",
        "tensor([[ 320,\n         2368]],\n       device='cuda:0')",
        "array([320, 2368], dtype=int32)",
        "<tf.Tensor: shape=(1, 2), dtype=int32, numpy=array([[ 320, 2368]], dtype=int32)>",
        "[320n, 2368n]",
        "Int32Array(2) [320, 2368]",
        "(2) [320, 2368]",
        "{'input_ids': tensor([[320, 2368]]), 'attention_mask': tensor([[1, 1]])}",
        "Tensor {\n  cpuData: BigInt64Array(2) [ 320n, 2368n ],\n  type: 'int64',\n  dims: [ 1, 2 ]\n}",
        "[\"320\", \"2368\"]",
        "(320, 2368)",
        "tensor(320) tensor(2368)",
    ] {
        assert_eq!(stdout_reading(&["decode"], pasted.as_bytes()), "a cat\n", "{pasted}");
        assert_eq!(stdout(&["decode", pasted]), "a cat\n", "{pasted}");
    }
    assert_eq!(stdout(&["decode", "[320,", "2368]"]), "a cat\n", "a shell has cut it");
    let rows = b"tensor([[ 320, 2368],\n        [ 320, 1125]])\n320\n";
    assert_eq!(stdout_reading(&["decode"], rows), "a cat\na photo\na\n", "each row is an answer");
    let ran = cliptok_reading(&["decode", "--format", "tsv"], rows);
    let sources: Vec<&str> = ran.stdout.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(sources, ["source", "stdin:1", "stdin:1", "stdin:3"]);
    assert_eq!(stdout_reading(&["decode"], b"[[]]\n[]\n\n"), "\n\n\n");
}

#[test]
fn decode_refuses_what_was_printed_in_part() {
    let refused = |pasted: &str, words: &str| {
        let ran = cliptok_reading(&["decode"], pasted.as_bytes());
        assert_eq!((ran.code, ran.stdout), (2, String::new()), "{pasted}");
        assert!(ran.stderr.starts_with(&format!("cliptok: stdin:{words}")), "{}", ran.stderr);
    };
    refused(
        "tensor([[320,  ..., 49407]])",
        "1: byte offset 15 of the line: some ids are left out here; print all",
    );
    refused("[\n  320,\n  ... 75 more items\n]", "3: byte offset 2 of the line: some ids are left out here");
    refused("[320, 2368", "1: byte offset 0 of the line: this bracket is not closed");
    refused("tensor([320,\n  x])", "2: byte offset 2 of the line: \"x\" is not an id");
    refused("a=5", "1: byte offset 0 of the line: \"a=5\" is not an id");
    refused("cat(320)", "1: byte offset 0 of the line: \"cat\" is not an id");
}

#[test]
fn decode_shows_bytes_that_are_no_text_in_hex_and_says_so() {
    let ran = cliptok(&["decode", "1109"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "\\xF0\\x9F\\x8F\n"));
    assert!(ran.stderr.starts_with("cliptok: 1 answer cuts a character; "), "{}", ran.stderr);
}

#[test]
fn prompts_come_from_arguments_files_and_stdin_in_this_order() {
    let folder = TempDir::new().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    fs::write(&one, "a b\r\na b c\r\n").unwrap();
    fs::write(&two, "a b c d").unwrap();
    let files = ["-f", one.to_str().unwrap(), "-f", "-", "-f", two.to_str().unwrap()];
    let arguments = [&["count", "a"][..], &files].concat();
    assert_eq!(stdout_reading(&arguments, b"a b c d e\n"), "1\n2\n3\n5\n4\n");
}

#[test]
fn records_may_be_separated_by_nul_or_be_json() {
    assert_eq!(stdout_reading(&["count", "-0"], b"a\nb\0c"), "2\n1\n");
    let lines = b"\"a\\nb\"\n{\"caption\": \"a b c\", \"id\": 7}\n{\"text\": \"a\", \"prompt\": \"a b\"}\n";
    assert_eq!(stdout_reading(&["count", "--jsonl"], lines), "2\n3\n1\n");
    assert_eq!(
        stdout_reading(&["count", "--jsonl=prompt"], b"{\"text\": \"a\", \"prompt\": \"a b\"}"),
        "2\n"
    );
}

#[test]
fn arguments_beside_an_option_for_files_are_not_taken_in_silence() {
    // `--jsonl caption` counted the tokens of `caption`, and `-0 FILE` those of the name of the file.
    let json = "--jsonl is for files and stdin, not for arguments; ";
    let nul = "-0 is for files and stdin, not for arguments; name a file with -f\n";
    let refused = |arguments: &[&str], words: String| {
        let ran = cliptok_reading(arguments, b"{\"caption\": \"a cat\"}\n");
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert_eq!(ran.stderr, format!("cliptok: {words}"), "{arguments:?}");
    };
    for verb in ["inspect", "encode", "count", "diff", "trace", "stats"] {
        for (arguments, rest) in [
            (&["--jsonl", "caption"][..], "did you mean --jsonl=caption?\n"),
            (&["--jsonl", "caption", "-f", "-"], "did you mean --jsonl=caption?\n"),
            (&["--jsonl", "alt_text", "-f", "-"], "did you mean --jsonl=alt_text?\n"),
            (&["--jsonl", "a cat"], "name a file with -f\n"),
            (&["--jsonl", "data.jsonl"], "name a file with -f\n"),
            (&["--jsonl=caption", "cat"], "name a file with -f\n"),
        ] {
            refused(&[&[verb], arguments].concat(), format!("{json}{rest}"));
        }
        refused(&[verb, "-0", "prompts"], nul.to_owned());
    }
    refused(&["--jsonl", "caption"], format!("{json}did you mean --jsonl=caption?\n"));
    refused(&["--jsonl", "caption", "count", "-f", "-"], format!("{json}did you mean --jsonl=caption?\n"));
    refused(&["decode", "--null", "320"], nul.to_owned());
    // Beside a file, what separates its records says nothing of the argument.
    assert_eq!(stdout_reading(&["count", "-0", "a", "-f", "-"], b"a\nb\0c"), "1\n2\n1\n");
    assert_eq!(stdout_reading(&["count", "--jsonl=caption"], b"{\"caption\": \"a cat\"}\n"), "2\n");
}

#[test]
fn a_verb_may_stand_behind_options() {
    assert_eq!(stdout(&["--model", "sd2", "encode", "!"]), "0\n");
    assert_eq!(stdout(&["--model=sd2", "encode", "!"]), "0\n");
    assert_eq!(stdout_reading(&["--jsonl", "count"], b"\"a cat\""), "2\n");
    assert_eq!(stdout_reading(&["-f-", "count"], b"a cat"), "2\n", "a joined value is the only one");
}

#[test]
fn an_option_before_a_verb_is_read_as_the_verb_reads_it() {
    // All verbs' options were looked at together: `--single`, which has words behind it for `vocab`, took `emoji` for one.
    let folder = TempDir::new().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (lines, nul) = (file("lines", b"a cat\na\n"), file("nul", b"a cat\0a"));
    let json = file("json", b"\"a cat\"\n");
    for (verb_behind, verb_first) in [
        (&["--single", "emoji", "--first", "3"][..], &["emoji", "--single", "--first", "3"][..]),
        (&["--single", "emoji", "castle"], &["emoji", "--single", "castle"]),
        (&["--fallback", "--group", "food", "emoji"], &["emoji", "--fallback", "--group", "food"]),
        (
            &["--single", "corgi", "cat", "--format", "tsv", "vocab"],
            &["vocab", "--format", "tsv", "--single", "corgi", "cat"],
        ),
        (&["--first", "3", "vocab"], &["vocab", "--first", "3"]),
        (&["--first", "3", "emoji"], &["emoji", "--first", "3"]),
        (&["--id", "1109", "vocab"], &["vocab", "--id", "1109"]),
        (&["--ids=320", "diff", "a"], &["diff", "--ids=320", "a"]),
        (&["--ids", "320", "diff", "a"], &["diff", "--ids", "320", "a"]),
        (&["--ids", "-5", "diff", "a"], &["diff", "--ids", "-5", "a"]),
        (&["--model", "sd2", "encode", "a cat!"], &["encode", "--model", "sd2", "a cat!"]),
        (&["--special", "--model", "sd2", "encode", "a"], &["encode", "--special", "--model", "sd2", "a"]),
        (&["-f", &lines, "--total", "count"], &["count", "-f", &lines, "--total"]),
        (&["-f", &nul, "-0", "count"], &["count", "-f", &nul, "-0"]),
        (&["--jsonl", "count", "-f", &json], &["count", "--jsonl", "-f", &json]),
        (&["--max", "1", "count", "a cat"], &["count", "--max", "1", "a cat"]),
        (&["--bytes", "decode", "320"], &["decode", "--bytes", "320"]),
        (&["--special", "--over", "1", "count", "a"], &["count", "--special", "--over", "1", "a"]),
        (&["-o-", "count", "a"], &["count", "-o-", "a"]),
        (&["-h", "count"], &["count", "-h"]),
        // What the verb does not have is told by the verb.
        (&["--specal", "encode", "a"], &["encode", "--specal", "a"]),
        (&["--pad", "count", "a"], &["count", "--pad", "a"]),
        // A verb that is joined to its option is the option's value.
        (&["-f=count"], &["inspect", "-f", "count"]),
        (&["-fcount"], &["inspect", "-f", "count"]),
        (&["-0f=count"], &["inspect", "-0f", "count"]),
        (&["--file=count", "encode"], &["encode", "-f", "count"]),
        (&["--single=emoji", "vocab"], &["vocab", "--single=emoji"]),
    ] {
        let (behind, first) = (cliptok(verb_behind), cliptok(verb_first));
        assert_eq!(
            (behind.code, behind.stdout, behind.stderr),
            (first.code, first.stdout, first.stderr),
            "{verb_behind:?}"
        );
    }
    assert_eq!(stdout(&["--max", "75", "count", "a cat"]), "2\n");
    assert_eq!(stdout(&["--bytes", "decode", "320"]), "61\n");
}

#[test]
fn a_verb_that_an_option_took_for_its_value_is_to_be_put_first() {
    // `-f count` was a file that is not there, and `--max count` had no word for the verb that it took.
    for (arguments, verb, option) in [
        (&["-f", "count"][..], "count", "-f"),
        (&["-0f", "count"], "count", "-0f"),
        (&["--file", "count", "a cat"], "count", "--file"),
        (&["-f", "prompts.txt", "-f", "man"], "man", "-f"),
        (&["-f", "prompts.txt", "count"], "count", "-f"),
        (&["-o", "vocab", "a cat"], "vocab", "-o"),
        (&["--model", "encode", "a cat"], "encode", "--model"),
        (&["--max", "count", "a cat"], "count", "--max"),
        (&["--single", "vocab", "cat"], "vocab", "--single"),
        (&["--single", "corgi", "vocab"], "vocab", "--single"),
        // It could be either.
        (&["--single", "emoji", "--first", "3", "vocab"], "emoji", "--single"),
    ] {
        let ran = cliptok(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        let as_value =
            if option.starts_with("--") { format!("{option}={verb}") } else { format!("./{verb}") };
        assert_eq!(
            ran.stderr,
            format!(
                "cliptok: {verb} is a verb: put it first; if it is the value of {option}, write {as_value}\n"
            )
        );
    }
}

#[test]
fn behind_a_prompt_or_two_hyphens_a_verb_is_a_prompt() {
    assert_eq!(stdout(&["--format", "ids", "a", "count"]), "320\n5887\n");
    assert_eq!(stdout(&["--format", "ids", "--", "count"]), "5887\n");
    assert_eq!(stdout(&["inspect", "--format", "ids", "count"]), "5887\n");
    assert_eq!(stdout(&["--format", "ids", "a", "-o", "-", "count"]), "320\n5887\n");
}

#[test]
fn inspect_is_the_default_verb() {
    assert_eq!(stdout(&["a cat"]), stdout(&["inspect", "a cat"]));
    assert_eq!(stdout_reading(&[], b"a cat\n"), stdout(&["a cat"]).replace("argument 1", "stdin:1"));
}

#[test]
fn tables_for_programs_have_a_header_and_no_stray_tab() {
    assert_eq!(
        stdout(&["--format", "tsv", "🏯\tx"]),
        "source\tslot\tid\tkind\tends_word\tbytes\tstart\tend\tcharacters\trow\tweight\n\
         argument 1\t1\t1109\tfragment\tno\tF0 9F 8F\t0\t3\t🏯\t0\t\n\
         argument 1\t2\t363\tbyte\tyes\tAF\t3\t4\t🏯\t0\t\n\
         argument 1\t3\t343\twhole\tyes\t78\t5\t6\tx\t0\t\n"
    );
    assert_eq!(stdout(&["encode", "--format", "tsv", "a cat"]), "source\tids\nargument 1\t320 2368\n");
    assert_eq!(stdout(&["count", "--format", "tsv", "a cat"]), "source\ttokens\nargument 1\t2\n");
    assert_eq!(
        stdout(&["count", "--over", "1", "--format", "tsv", "a\tcat"]),
        "source\ttokens\tprompt\nargument 1\t2\ta\\tcat\n"
    );
    assert_eq!(stdout(&["count", "--total", "--format", "tsv", "a cat"]), "prompts\ttokens\n1\t2\n");
    assert_eq!(
        stdout(&["decode", "--format", "tsv", "1109"]),
        "source\tbytes\ttext\nargument 1\tF0 9F 8F\t\\xF0\\x9F\\x8F\n"
    );
}

#[test]
fn an_output_file_is_whole_or_not_there() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("counts");
    let name = file.to_str().unwrap();
    assert_eq!(stdout(&["count", "-o", name, "a cat"]), "");
    assert_eq!(fs::read_to_string(&file).unwrap(), "2\n");
    // A run that fails leaves what was there.
    let ran = cliptok_reading(&["count", "-o", name], b"a\n\xFF");
    assert_eq!(ran.code, 2);
    assert_eq!(fs::read_to_string(&file).unwrap(), "2\n");
    let others: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(others.len(), 1, "nothing is left beside it");
}

#[cfg(unix)]
#[test]
fn an_output_file_keeps_its_link_and_its_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = TempDir::new().unwrap();
    let (file, link) = (folder.path().join("file"), folder.path().join("link"));
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&file, &link).unwrap();
    stdout(&["count", "-o", link.to_str().unwrap(), "a cat"]);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), "2\n");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn an_output_file_in_no_directory_is_told() {
    let ran = cliptok(&["count", "-o", "/no/such/folder/file", "a cat"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("cliptok: /no/such/folder/file: cannot be written: no file can be created in /no/such/folder: No such file"), "{}", ran.stderr);
}

#[test]
fn help_teaches_by_examples_and_names_every_verb() {
    let help = stdout(&["--help"]);
    for words in ["inspect", "encode", "decode", "count", "Examples:", "--vocab-dir", "--context-length"] {
        assert!(help.contains(words), "{words}");
    }
    assert!(stdout(&["count", "-h"]).contains("--over <N>"));
    assert_eq!(stdout(&["--version"]), format!("cliptok {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_vocabulary_directory_can_be_named() {
    let data = crate::support::project_file("data");
    assert_eq!(stdout(&["encode", "--vocab-dir", data.to_str().unwrap(), "🏯 a cat"]), "1109 363 320 2368\n");
}

#[test]
fn stdin_that_is_named_twice_has_ended_the_second_time() {
    // The second reader waited for a lock that the first one held, for ever.
    assert_eq!(stdout_reading(&["count", "-f", "-", "-f", "-"], b"a cat\n"), "2\n");
}

#[test]
fn decoding_without_specials_leaves_out_the_pad_of_the_model() {
    let row = stdout(&["encode", "--pad", "--model", "sd2", "a cat"]);
    let decoded = stdout_reading(&["decode", "--model", "sd2", "--skip-special"], row.as_bytes());
    assert_eq!(decoded, "a cat\n");
}

#[test]
fn what_is_typed_and_what_is_written_out_differ_in_a_table() {
    let table = stdout_reading(&["count", "-0", "--over", "0", "--format", "tsv"], b"a\nb\0a\\nb");
    assert_eq!(table, "source\ttokens\tprompt\nstdin:1\t2\ta\\nb\nstdin:2\t3\ta\\\\nb\n");
}

#[test]
fn prompts_that_were_separated_by_nul_are_so_again() {
    assert_eq!(
        stdout_reading(&["count", "-0", "--over", "0"], b"a\nb\0c"),
        "2\tstdin:1\ta\nb\x001\tstdin:2\tc\0"
    );
}

#[test]
fn stdout_by_name_is_the_stdout_that_is_open() {
    assert_eq!(stdout(&["count", "-o", "-", "a cat"]), "2\n");
    assert_eq!(stdout(&["count", "-o", "/dev/stdout", "a cat"]), "2\n");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_that_is_not_there_yet_stays_a_link() {
    let folder = TempDir::new().unwrap();
    let (file, link) = (folder.path().join("file"), folder.path().join("link"));
    std::os::unix::fs::symlink("file", &link).unwrap();
    stdout(&["count", "-o", link.to_str().unwrap(), "a cat"]);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), "2\n");
}

#[test]
fn a_byte_order_mark_at_the_start_of_a_file_is_dropped() {
    let ran = cliptok_reading(&["encode"], "\u{FEFF}a".as_bytes());
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "320\n", ""));
    assert_eq!(stdout_reading(&["encode", "--jsonl"], "\u{FEFF}\"a\"".as_bytes()), "320\n");
}

#[test]
fn a_field_that_is_null_gives_way_to_the_next_usual_one() {
    assert_eq!(stdout_reading(&["count", "--jsonl"], b"{\"text\": null, \"prompt\": \"a cat\"}"), "2\n");
}

#[test]
fn an_answer_comes_before_the_next_question_is_whole() {
    // The answer to the first line stayed in a buffer until the second line had ended.
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;
    let mut child =
        crate::support::command().arg("count").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdin.write_all(b"a cat\na do").unwrap();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let _ = stdout.read_line(&mut line);
        let _ = sender.send(line);
    });
    let answer = receiver.recv_timeout(std::time::Duration::from_secs(20));
    drop(stdin);
    child.wait().unwrap();
    assert_eq!(answer.as_deref(), Ok("2\n"));
}

#[test]
fn a_prompt_with_lines_of_its_own_stays_on_one_line() {
    let over = stdout_reading(&["count", "--jsonl", "--over", "0"], b"\"a\\nb\"\n");
    assert_eq!(over, "2\tstdin:1\ta\\nb\n");
}

#[test]
fn one_token_is_one() {
    assert_eq!(
        cliptok(&["count", "--max", "0", "a"]).stderr,
        "cliptok: argument 1: 1 token, 1 more than 0\n"
    );
    let ran = cliptok(&["encode", "--pad", "--context-length", "3", "a b"]);
    assert!(ran.stderr.starts_with("cliptok: cut to 1 token: argument 1; "), "{}", ran.stderr);
}

#[test]
fn help_is_a_verb_where_it_stands_first_and_a_prompt_elsewhere() {
    assert!(stdout(&["help"]).contains("Usage: cliptok"));
    assert!(stdout(&["help", "count"]).contains("--over"));
    assert_eq!(stdout(&["--format", "ids", "help"]), stdout(&["--format", "ids", "--", "help"]));
}

#[test]
fn a_hyphen_alone_is_a_prompt_and_one_in_front_needs_two() {
    assert_eq!(stdout(&["--format", "ids", "-"]), "268\n");
    assert_eq!(stdout(&["--format", "ids", "--", "-c"]), "268 322\n");
}

#[test]
fn ids_may_follow_a_byte_order_mark() {
    assert_eq!(stdout_reading(&["decode"], "\u{FEFF}320\n2368\n".as_bytes()), "a\ncat\n");
    let ran = cliptok_reading(&["decode"], "320\n\u{FEFF}2368\n".as_bytes());
    assert_eq!((ran.code, ran.stdout.as_str()), (2, "a\n"), "it is none in the middle of a file");
}

#[test]
fn only_a_line_may_end_in_a_carriage_return() {
    let over = |arguments: &[&str], stdin: &[u8]| {
        stdout_reading(&[&["count", "--over", "0", "--format", "tsv"], arguments].concat(), stdin)
    };
    assert!(over(&[], b"a\r\n").ends_with("\ta\n"));
    assert!(over(&["-0"], b"a\r\0").ends_with("\ta\\r\n"), "a NUL leaves it alone");
}

#[test]
fn a_mark_in_the_middle_of_a_file_is_part_of_its_prompt_and_said_so() {
    let ran = cliptok_reading(&["encode"], "a\n\u{FEFF}a\n".as_bytes());
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "320\n171 119 379 320\n"));
    assert_eq!(
        ran.stderr,
        "cliptok: stdin:2: a byte order mark stands here, and is part of the prompt, as U+FEFF\n"
    );
}

#[cfg(unix)]
#[test]
fn a_new_output_file_may_be_read_as_any_other() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("counts");
    assert_eq!(shell(&format!("umask 022; \"$cliptok\" count -o '{}' a", file.display())).code, 0);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o644);
}

#[cfg(target_os = "linux")]
#[test]
fn an_open_file_of_the_process_is_written_not_replaced() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("log");
    let log = shell(&format!(
        "exec 3>>'{0}'; echo before >&3; \"$cliptok\" count -o /dev/fd/3 a; echo after >&3; cat '{0}'",
        file.display()
    ));
    assert_eq!(log.stdout, "before\n1\nafter\n");
}

#[test]
fn a_directory_is_no_output_file() {
    let ran = cliptok(&["count", "-o", "/", "a"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (2, "cliptok: /: is a directory; name a file in it\n"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_does_not_undo_a_negative_answer() {
    let ran = shell(
        "yes 'a photo of a cat' | head -n 100000 | { \"$cliptok\" count --max 3 2> /dev/null; echo $? >&2; } | true",
    );
    assert_eq!(ran.stderr, "1\n");
}

#[cfg(unix)]
#[test]
fn a_program_behind_a_named_pipe_gets_what_there_is() {
    let folder = TempDir::new().unwrap();
    let pipe = folder.path().join("pipe");
    let pipe = pipe.display();
    let ran =
        shell(&format!("mkfifo '{pipe}' && {{ cat '{pipe}' & \"$cliptok\" decode 215 -o '{pipe}'; wait; }}"));
    assert_eq!(ran.stdout, "\u{1B}\n");
}

#[test]
fn a_sentence_without_quotes_is_told_from_prompts() {
    let words = "cliptok: each of the 5 words is a prompt of its own; put one prompt into quotes: \"a photo of a cat\"\n";
    for verb in ["count", "encode", "fit", "inspect", "trace"] {
        let ran = cliptok(&[verb, "a", "photo", "of", "a", "cat"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, words), "{verb}");
    }
    for arguments in
        [&["count", "a photo of a cat"][..], &["count", "cat", "dog"], &["vocab", "cat", "dog", "cow"]]
    {
        assert_eq!(cliptok(arguments).stderr, "", "{arguments:?}");
    }
}

#[test]
fn the_room_is_that_of_the_model() {
    let long = "cat ".repeat(76);
    assert_eq!(cliptok(&["count", "--max", "room", &long]).code, 1);
    assert_eq!(cliptok(&["count", "--max", "room", &"cat ".repeat(75)]).code, 0);
    // A tokenizer folder may have other rows.
    let folder = tempfile::tempdir().unwrap();
    for file in ["vocab.json", "merges.txt"] {
        fs::copy(project_file("data").join(file), folder.path().join(file)).unwrap();
    }
    fs::write(folder.path().join("tokenizer_config.json"), "{\"model_max_length\": 10}").unwrap();
    let folder = folder.path().to_str().unwrap();
    let over = |prompt: &str| cliptok(&["count", "--over", "room", "--vocab-dir", folder, prompt]).stdout;
    assert_eq!(
        (over("a b c d e f g h"), over("a b c d e f g h i")),
        (String::new(), "9\targument 1\ta b c d e f g h i\n".to_owned())
    );
    // A program's rows have 75 all the same.
    assert_eq!(
        cliptok(&["count", "--max", "room", "--as", "a1111", "--vocab-dir", folder, "a b c d e f g h i"])
            .code,
        0
    );
}
