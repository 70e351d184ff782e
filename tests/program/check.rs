//! `check`: a file of texts with ids from another implementation.

use std::fmt::Write;

use crate::support::{Ran, cliptok, cliptok_reading, project_file};

fn check(arguments: &[&str], lines: &str) -> Ran {
    cliptok_reading(&[&["check"], arguments].concat(), lines.as_bytes())
}

#[test]
fn ids_that_are_right_agree_in_every_form() {
    let lines = "{\"text\":\"a cat\",\"ids\":[320,2368]}\n\n\
                 {\"prompt\":\"a cat\",\"input_ids\":[[49406,320,2368,49407]]}\n\
                 {\"other\":{\"x\":[null]},\"caption\":\"a \\u0063at\",\"tokens\":[320,2368],\"n\":1.5}\r\n\
                 {\"text\":\"\",\"ids\":[]}\n";
    let ran = check(&[], lines);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "all 4 agree\n", ""));
    assert_eq!(check(&[], "{\"text\":\"a\",\"ids\":[320]}").stdout, "1 of 1 agrees\n");
    assert_eq!(check(&[], "").stdout, "there is nothing to check\n");
}

#[test]
fn what_differs_stands_side_by_side_with_its_cause() {
    let lines = "{\"text\":\"a cat\",\"ids\":[320,2368]}\n\
                 {\"text\":\"a cat\",\"ids\":[320,2368,49407]}\n\
                 {\"text\":\"a cat\",\"ids\":[49406,320,7,49407]}\n";
    let ran = check(&[], lines);
    let expected = "\
2 of 3 differ

stdin:2 · position 0 (from 0)
  given     320 a╯
  expected  49406 <|startoftext|>
  cause     the start token is missing

stdin:3 · position 2 (from 0)
  given     7 (
  expected  2368 cat╯
  cause     unknown: no fault that is tried gives these ids

         1  the start token is missing
         1  unknown: no fault that is tried gives these ids
";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (1, expected, ""));
}

#[test]
fn ten_are_shown_and_all_are_counted() {
    let mut lines = String::new();
    for _ in 0..990 {
        lines.push_str("{\"text\":\"a cat\",\"ids\":[320,2368]}\n");
    }
    for _ in 0..12 {
        lines.push_str("{\"text\":\"a cat\",\"ids\":[321,2369]}\n");
    }
    let ran = check(&[], &lines);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.starts_with("12 of 1,002 differ\n"), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("· position").count(), 10);
    let end = "\nand 2 more that differ\n\n        12  all ids are off by the same number\n";
    assert!(ran.stdout.ends_with(end), "{}", ran.stdout);
}

#[test]
fn other_formats_have_all_that_differ_and_the_verdict_on_stderr() {
    let lines = "{\"text\":\"a\\tcat\",\"ids\":[321,2369]}\n{\"text\":\"a\",\"ids\":[320]}\n";
    let ran = check(&["--format", "tsv"], lines);
    let expected = "source\tposition\tgiven\texpected\tfaults\tcauses\tprompt\n\
                    stdin:1\t0\t321\t320\tshifted\tall ids are off by the same number: +1\ta\\tcat\n";
    assert_eq!((ran.code, ran.stdout.as_str()), (1, expected));
    assert_eq!(ran.stderr, "cliptok: 1 of 2 differs\ncliptok: 1 × all ids are off by the same number\n");
    let ran = check(&["--format", "json"], "{\"text\":\"a\",\"ids\":[320]}\n");
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "[]\n", "cliptok: 1 of 1 agrees\n"));
}

#[test]
fn fields_models_and_rows_are_chosen() {
    let line = "{\"a\":\"hi!\",\"b\":[49406,1883,0,49407,0,0]}";
    let ran =
        check(&["--text-field", "x,a", "--ids-field", "b", "--model", "sd2", "--context-length", "6"], line);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "1 of 1 agrees\n"), "{}", ran.stderr);
    let ran =
        check(&["--text-field", "a", "--ids-field", "b", "--context-length", "6", "--pad-id", "0"], line);
    assert!(ran.stdout.contains("! is taken for a special token"), "{}", ran.stdout);
}

#[test]
fn lines_that_hold_no_text_with_ids_are_named() {
    let good = "{\"text\":\"a\",\"ids\":[320]}\n";
    for (line, words) in [
        (
            "{\"text\":\"a\"",
            "column 11: the line ends in the middle of the JSON; every line must be a JSON object with a text and its ids",
        ),
        ("[320]", "this line is an array; every line must be a JSON object with a text and its ids"),
        ("\"a\"", "this line is a string; every line must be a JSON object with a text and its ids"),
        (
            "{\"txt\":\"a\",\"ids\":[]}",
            "the object has no field text or prompt or caption; its fields are: txt, ids; name the text's field with --text-field",
        ),
        (
            "{\"text\":\"a\"}",
            "the object has no field ids or input_ids or tokens; its fields are: text; name the field of the ids with --ids-field",
        ),
        ("{\"text\":7,\"ids\":[]}", "the field text is a number; the text must be a string"),
        (
            "{\"text\":\"a\",\"ids\":\"320\"}",
            "the field ids is a string; ids must be whole numbers in an array, or an array of such arrays",
        ),
        (
            "{\"text\":\"a\",\"ids\":[320.5]}",
            "the field ids is an array with a number in it that is not whole; ids must be whole numbers in an array, or an array of such arrays",
        ),
        (
            "{\"text\":\"a\",\"ids\":[320,[1]]}",
            "the field ids is an array with both numbers and arrays in it; ids must be whole numbers in an array, or an array of such arrays",
        ),
        (
            "{\"text\":\"a\",\"ids\":null}",
            "the field ids is null; ids must be whole numbers in an array, or an array of such arrays",
        ),
    ] {
        let ran = check(&[], &format!("{good}{line}\n"));
        assert_eq!((ran.code, ran.stderr), (2, format!("cliptok: stdin:2: {words}\n")), "{line}");
        assert_eq!(ran.stdout, "", "there is no verdict on a part");
    }
    let ran = cliptok(&["check", "-f", "/no/such/file"]);
    assert!(ran.code == 2 && ran.stderr.contains("/no/such/file: cannot be opened"), "{}", ran.stderr);
}

#[test]
fn stderr_never_repeats_a_text() {
    let lines = "{\"text\":\"secret <x>\",\"ids\":[49408]}\n{\"text\":\"secret\",\"ids\":[\"secret\"]}\n";
    for format in ["human", "json", "jsonl", "tsv"] {
        let ran = check(&["--format", format], lines);
        assert!(ran.code == 2 && !ran.stderr.contains("secret"), "{}", ran.stderr);
    }
}

#[test]
fn any_number_of_threads_gives_the_same_verdict() {
    let mut lines = String::new();
    for record in 0..20_000 {
        let _ = writeln!(lines, "{{\"text\":\"cat number {record}\",\"ids\":[{}]}}", 320 + record % 3);
    }
    for format in ["human", "jsonl"] {
        let with = |threads| check(&["--threads", threads, "--format", format], &lines);
        let (one, four) = (with("1"), with("4"));
        assert_eq!((one.code, &one.stdout, &one.stderr), (1, &four.stdout, &four.stderr));
    }
}

#[test]
fn the_goldens_agree_with_their_dialects() {
    let goldens = project_file("tests/golden/dialects.jsonl").display().to_string();
    for dialect in ["hf", "openai", "open-clip", "hf-slow", "hf-basic"] {
        let fields = format!("{dialect},all");
        let ran = cliptok(&["check", "--dialect", dialect, "--ids-field", &fields, "-f", &goldens]);
        assert_eq!((ran.code, ran.stdout.as_str()), (0, "all 8,051 agree\n"), "{dialect}");
    }
    let ran = cliptok(&["check", "--ids-field", "openai,all", "--format", "jsonl", "-f", &goldens]);
    assert_eq!(ran.code, 1);
    let is_told = |line: &str| line.contains("\"other_dialect\"") && line.contains("\"openai\"");
    assert!(ran.stdout.lines().all(is_told), "each difference is one of dialects");
}
