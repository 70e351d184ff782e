//! Batches: any number of threads, any length of input, any separator, and errors in the middle answer as one line at a time would.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use cliptok::TokenId;

use serde_json::json;

use crate::support::{cliptok_reading, command, ids, sd1};

/// As much as is read at once.
const CHUNK: usize = 128 << 10;

/// Lines of all kinds, more than a few chunks of them.
fn lines() -> Vec<String> {
    let kinds = [
        "a photo of a cat",
        "An unbelievable, multicolored onlooker's scooter (2019) -- midair!!",
        "",
        "naïve café, 日本語 🏯🖍",
        "x < y &amp; <|endoftext|>",
        "e\u{301}le\u{300}ve ΑΣ İ",
        "masterpiece, best quality, (1girl:1.2), highres",
    ];
    (0..24_000).map(|number: usize| format!("{} {}", kinds[number % kinds.len()], number % 997)).collect()
}

/// What `encode` is to print, line by line and stage by stage.
fn encoded(lines: &[String]) -> String {
    let encoder = sd1();
    let mut out = String::new();
    for line in lines {
        let ids: Vec<String> = encoder.encode(line).ids().map(|id| id.to_string()).collect();
        writeln!(out, "{}", ids.join(" ")).unwrap();
    }
    out
}

#[test]
fn any_number_of_threads_answers_alike() {
    let lines = lines();
    let input = lines.join("\n");
    assert!(input.len() > 3 * CHUNK, "{}", input.len());
    let wanted = encoded(&lines);
    for threads in ["1", "2", "7"] {
        let ran = cliptok_reading(&["encode", "--threads", threads], input.as_bytes());
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        assert!(ran.stdout == wanted, "{threads} threads");
    }
}

#[test]
fn any_verb_and_format_is_the_same_with_any_number_of_threads() {
    let input = lines().join("\n");
    let runs: [&[&str]; 9] = [
        &["count"],
        &["count", "--total"],
        &["count", "--over", "14"],
        &["count", "--format", "json"],
        &["count", "--format", "tsv", "--max", "30"],
        &["encode", "--format", "jsonl", "--pad", "--context-length", "12"],
        &["stats", "--format", "json"],
        &["diff", "--format", "list"],
        &["diff", "--format", "tsv", "--ids", "320 1125 539 320 2368"],
    ];
    for run in runs {
        let [one, three] = ["1", "3"].map(|threads| {
            let ran = cliptok_reading(&[run, &["--threads", threads]].concat(), input.as_bytes());
            (ran.code, ran.stdout, ran.stderr)
        });
        assert!(one.1.len() > 4 && one == three, "{run:?}");
    }
}

#[test]
fn a_chunk_may_end_anywhere_in_a_line() {
    let tricky = ["a cat's", "naïve 🏯", "", "x <|endoftext|>", "last"];
    for shift in (0..40).chain([CHUNK, CHUNK + 1]) {
        let mut lines = vec!["a ".repeat(CHUNK / 2 - 10) + &"b".repeat(shift)];
        lines.extend(tricky.map(str::to_owned));
        let ran = cliptok_reading(&["encode"], lines.join("\n").as_bytes());
        assert!(ran.stdout == encoded(&lines), "{shift}");
    }
}

#[test]
fn any_newline_style_is_understood() {
    let lines: Vec<String> = lines().into_iter().take(9_000).collect();
    let wanted = encoded(&lines);
    for (separator, end, option) in [
        ("\n", "", "--lossy"),
        ("\n", "\n", "--lossy"),
        ("\r\n", "\r\n", "--lossy"),
        ("\0", "\0", "-0"),
        ("\0", "", "-0"),
    ] {
        let input = format!("{}{end}", lines.join(separator));
        assert!(
            cliptok_reading(&["encode", option], input.as_bytes()).stdout == wanted,
            "{separator:?} {end:?}"
        );
    }
    let json = lines.iter().map(|line| serde_json::json!({ "text": line }).to_string());
    let json = json.collect::<Vec<_>>().join("\n");
    assert!(cliptok_reading(&["encode", "--jsonl"], json.as_bytes()).stdout == wanted);
}

#[test]
fn an_error_in_the_middle_lets_everything_before_it_out() {
    let lines = lines();
    for (wrong, threads) in [(0, "1"), (7_777, "1"), (7_777, "2"), (23_999, "7")] {
        let mut input = lines.get(..wrong).unwrap().join("\n").into_bytes();
        if wrong > 0 {
            input.push(b'\n');
        }
        let offset = input.len() + 3;
        input.extend(b"ab \xFF cd\n");
        input.extend(lines.get(wrong..).unwrap().join("\n").into_bytes());
        let ran = cliptok_reading(&["encode", "--threads", threads], &input);
        assert_eq!(ran.code, 2);
        let place = format!("cliptok: stdin:{}: byte offset {offset} of the input (0xFF)", wrong + 1);
        assert!(ran.stderr.starts_with(&place), "{}", ran.stderr);
        assert!(ran.stdout == encoded(&lines[..wrong]), "{wrong} {threads}");
        let replaced = cliptok_reading(&["encode", "--lossy", "--threads", threads], &input);
        assert_eq!((replaced.code, replaced.stdout.lines().count()), (0, lines.len() + 1));
    }
}

#[test]
fn nothing_is_printed_of_all_where_not_all_could_be_read() {
    for verb in [&["stats"][..], &["count", "--total"]] {
        let ran = cliptok_reading(verb, b"a cat\n\xFF\n");
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    }
}

#[test]
fn whoever_feeds_line_by_line_sees_each_answer_before_the_next_question() {
    let mut child = command().arg("count").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut questions, answers) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut answers = BufReader::new(answers).lines();
    for (question, answer) in [("a cat", "2"), ("naïve 🏯", "5"), ("a photo of a cat", "5")] {
        writeln!(questions, "{question}").unwrap();
        assert_eq!(answers.next().unwrap().unwrap(), answer);
    }
    drop(questions);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_line_longer_than_a_chunk_is_one_prompt() {
    let long = "a cat ".repeat(CHUNK / 4);
    let input = format!("a\n{long}\nb c");
    let tokens = (CHUNK / 4 * 2).to_string();
    for threads in ["1", "3"] {
        let ran = cliptok_reading(&["count", "--threads", threads], input.as_bytes());
        assert_eq!(ran.stdout.lines().collect::<Vec<_>>(), ["1", &tokens, "2"]);
    }
}

/// One line of many pieces, between short ones.
fn with_a_long_line(end: &str) -> Vec<String> {
    let long = lines().join(" ") + end;
    assert!(long.len() > 4 * CHUNK, "{}", long.len());
    vec!["a cat".to_owned(), long, String::new(), "the last".to_owned()]
}

#[test]
fn a_line_in_pieces_gives_the_ids_of_the_whole() {
    // The second line ends in a word of two chunks, which has no space to be cut at.
    for end in ["", " ", " x", &"é,".repeat(CHUNK)] {
        let lines = with_a_long_line(end);
        let wanted = encoded(&lines);
        for separator in ["\n", "\r\n"] {
            let input = lines.join(separator);
            for threads in ["1", "3"] {
                let ran = cliptok_reading(&["encode", "--threads", threads], input.as_bytes());
                assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
                assert!(ran.stdout == wanted, "{threads} threads, {separator:?}, {} bytes more", end.len());
            }
        }
    }
}

#[test]
fn a_line_in_pieces_is_answered_in_every_format_as_if_it_were_short() {
    let lines = with_a_long_line("");
    let rows: Vec<Vec<u16>> = lines.iter().map(|line| ids(&sd1(), line)).collect();
    let input = lines.join("\n");
    let run = |arguments: &[&str]| crate::support::run(command().args(arguments), input.as_bytes()).stdout;
    let text = |arguments: &[&str]| String::from_utf8(run(arguments)).unwrap();
    let joined =
        |ids: &[u16], between: &str| ids.iter().map(u16::to_string).collect::<Vec<_>>().join(between);
    let line = |text: String| text.lines().nth(1).unwrap().to_owned();
    let long = rows[1].as_slice();
    assert!(line(text(&["encode", "--format", "csv"])) == joined(long, ","));
    assert!(line(text(&["encode", "--special"])) == format!("49406 {} 49407", joined(long, " ")));
    assert!(
        text(&["encode", "--format", "tsv"]).lines().nth(2).unwrap()
            == format!("stdin:2\t{}", joined(long, " "))
    );
    assert!(
        run(&["encode", "--format", "u16"])
            == rows.concat().iter().flat_map(|id| id.to_le_bytes()).collect::<Vec<_>>()
    );
    let padded = line(text(&["encode", "--pad"]));
    assert_eq!(padded, format!("49406 {} 49407", joined(&long[..75], " ")));
    let json: serde_json::Value =
        serde_json::from_str(&line(text(&["encode", "--format", "jsonl", "--pad"]))).unwrap();
    assert_eq!(json["over"], long.len() - 75);
    let json: serde_json::Value =
        serde_json::from_str(&line(text(&["encode", "--format", "jsonl"]))).unwrap();
    assert!(json["rows"] == json!([{ "ids": long, "weights": null }]));
    assert_eq!(line(text(&["count", "--special"])), (long.len() + 2).to_string());
    assert_eq!(text(&["count", "--total"]), format!("{}\n", rows.concat().len()));
    let stats: serde_json::Value = serde_json::from_str(&text(&["stats", "--format", "json"])).unwrap();
    assert_eq!((&stats["prompts"], &stats["total"]), (&json!(4), &json!(rows.concat().len())));
    assert_eq!(stats["with_fallback"], 1);
}

#[test]
fn two_lines_in_pieces_are_two_prompts() {
    let input = format!("{}\n{}🏯\n", "a cat ".repeat(CHUNK), "a cat ".repeat(CHUNK / 2));
    for threads in ["1", "3"] {
        let count = cliptok_reading(&["count", "--threads", threads], input.as_bytes());
        assert_eq!(count.stdout, format!("{}\n{}\n", 2 * CHUNK, CHUNK + 2));
        let stats = cliptok_reading(&["stats", "--format", "json", "--threads", threads], input.as_bytes());
        let stats: serde_json::Value = serde_json::from_str(&stats.stdout).unwrap();
        assert_eq!((&stats["total"], &stats["with_fallback"]), (&json!(3 * CHUNK + 2), &json!(1)));
        assert_eq!((&stats["prompts"], &stats["longest"]), (&json!(2), &json!(2 * CHUNK)));
    }
}

#[test]
fn the_first_of_several_is_the_first_in_all_of_the_input() {
    let mut input = b"a cat\n".repeat(CHUNK / 6);
    let broken = b"\xFF a photo of a cat\n";
    input.splice(0..0, broken.iter().copied());
    for _ in 0..2 {
        input.extend_from_slice(broken);
        input.extend(b"a cat\n".repeat(CHUNK / 3));
    }
    for threads in ["1", "3"] {
        let run = ["encode", "--lossy", "--pad", "--context-length", "6", "--threads", threads];
        let said = cliptok_reading(&run, &input).stderr;
        assert!(said.contains("in 3 places, the first in stdin:1\n"), "{said}");
        assert!(said.contains("cut to 4 tokens: 3 prompts, the first of them stdin:1;"), "{said}");
    }
}

#[test]
fn answers_of_several_chunks_stand_together_as_those_of_one() {
    let lines = lines();
    let ran = cliptok_reading(&["count", "--format", "json"], lines.join("\n").as_bytes());
    let counts: Vec<serde_json::Value> = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(counts.len(), lines.len());
    let long = vec!["a cat ".repeat(CHUNK / 10); 4].join("\n");
    let ran = cliptok_reading(&["diff", "--ids", "320", "--dialect", "hf"], long.as_bytes());
    assert_eq!(ran.stdout.matches("\n\nprompt ").count(), 3, "an empty line parts the views");
}

#[test]
fn a_line_in_pieces_keeps_its_number_and_the_places_of_its_bytes() {
    let mut input = with_a_long_line(" ").join("\n").into_bytes();
    let told = cliptok_reading(&["count", "--max", "1000"], &input);
    assert!(told.stderr.starts_with("cliptok: stdin:2: "), "{}", told.stderr);
    let offset = input.len();
    input.extend(b"\xFF\n");
    let refused = cliptok_reading(&["count"], &input);
    let place = format!("cliptok: stdin:4: byte offset {offset} of the input (0xFF)");
    assert!(refused.stderr.starts_with(&place), "{}", refused.stderr);
    let end = input.iter().rposition(|&byte| byte == b'\n').unwrap();
    input.remove(end);
    let long = String::from_utf8_lossy(&input).replace('\n', " ").into_bytes();
    let broken = [&long[..], b" \xFF ", &long].concat();
    let refused = cliptok_reading(&["encode"], &broken);
    let place = format!("cliptok: stdin:1: byte offset {} of the input (0xFF)", long.len() + 1);
    assert!(refused.code == 2 && refused.stderr.starts_with(&place), "{}", refused.stderr);
    assert!(!refused.stdout.contains('\n'), "the row of a line that is wrong has no end");
    let replaced = cliptok_reading(&["encode", "--lossy"], &broken);
    assert!(replaced.stdout == encoded(&[String::from_utf8_lossy(&broken).into_owned()]));
}

#[test]
fn a_long_line_that_a_model_refuses_is_refused() {
    let long = "a cat ".repeat(CHUNK);
    let tokens = 2 * CHUNK;
    for dialect in ["hf", "openai"] {
        let run = ["encode", "--model", "openai", "--dialect", dialect, "--pad"];
        let ran = cliptok_reading(&run, format!("a\n{long}\n").as_bytes());
        assert_eq!((ran.code, ran.stdout.lines().count()), (2, 1), "{dialect}");
        assert!(ran.stderr.contains(&tokens.to_string()), "{}", ran.stderr);
    }
}

#[test]
fn raw_ids_are_two_bytes_each() {
    let run = |arguments: &[&str]| crate::support::run(command().args(arguments), b"").stdout;
    let of = |bytes: Vec<u8>| -> Vec<u16> {
        bytes.as_chunks().0.iter().map(|&pair| u16::from_le_bytes(pair)).collect()
    };
    assert_eq!(of(run(&["encode", "--format", "u16", "a cat", "🏯"])), [320, 2368, 1109, 363]);
    let rows = of(run(&["encode", "--format", "u16", "--pad", "a cat", "🏯"]));
    assert_eq!((rows.len(), &rows[..4]), (154, &[49406, 320, 2368, 49407][..]));
    assert_eq!(rows[77..81], [49406, 1109, 363, 49407]);
}

#[test]
fn an_array_has_a_row_for_each_prompt() {
    let run = |stdin: &[u8], arguments: &[&str]| crate::support::run(command().args(arguments), stdin);
    let npy = run(b"a cat\n\na photo of a cat\n", &["encode", "--format", "npy", "--pad"]).stdout;
    // The header that numpy writes itself.
    let (header, rows) = npy.split_at(128);
    assert_eq!(&header[..10], b"\x93NUMPY\x01\x00\x76\x00");
    let shape = "{'descr': '<u2', 'fortran_order': False, 'shape': (3, 77), }";
    assert_eq!(std::str::from_utf8(&header[10..]).unwrap(), format!("{shape:<117}\n"));
    assert_eq!(rows.len(), 3 * 77 * 2);
    let ids: Vec<TokenId> =
        rows.as_chunks().0.iter().map(|&pair| TokenId(u16::from_le_bytes(pair))).collect();
    assert_eq!(ids[77..79], [49406, 49407].map(TokenId));
    assert_eq!(ids[155..160], [320, 1125, 539, 320, 2368].map(TokenId));

    let nothing = run(b"", &["encode", "--format", "npy", "--pad", "--context-length", "5"]).stdout;
    assert!(
        nothing.len() == 128
            && nothing[10..].starts_with(b"{'descr': '<u2', 'fortran_order': False, 'shape': (0, 5), }")
    );

    let ragged = run(b"a\n", &["encode", "--format", "npy"]);
    assert_eq!((ragged.status.code(), ragged.stdout.len()), (Some(2), 0));
    assert_eq!(
        String::from_utf8(ragged.stderr).unwrap(),
        "cliptok: --format npy needs --pad: the rows of an array must all have the same length, and prompts do not\n"
    );
}

#[test]
fn an_array_has_the_rows_before_an_error() {
    let ran = crate::support::run(command().args(["encode", "--format", "npy", "--pad"]), b"a\nb\n\xFF\nc\n");
    assert_eq!((ran.status.code(), ran.stdout.len()), (Some(2), 128 + 2 * 77 * 2));
}

#[test]
fn an_array_larger_than_memory_allows_is_put_together_in_a_file() {
    let input = "a cat\n".repeat(40_000);
    let ran = crate::support::run(command().args(["encode", "--format", "npy", "--pad"]), input.as_bytes());
    assert_eq!(ran.stdout.len(), 128 + 40_000 * 77 * 2);
    assert!(ran.stdout[128..].chunks(154).all(|row| row == &ran.stdout[128..282]));
    let mut nowhere = command();
    nowhere.args(["encode", "--format", "npy", "--pad"]).env("TMPDIR", "/nonexistent");
    let ran = crate::support::run(&mut nowhere, input.as_bytes());
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(
        ran.status.code() == Some(2)
            && said.contains("the temporary file that the array is built in cannot be written"),
        "{said}"
    );
}

#[test]
fn no_thread_is_a_wrong_number_of_them() {
    let ran = cliptok_reading(&["count", "--threads", "0"], b"a\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("expected a whole number of at least 1, such as 2"), "{}", ran.stderr);
}
