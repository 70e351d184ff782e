//! Files as people had them when they asked what went wrong, and what the program answers.

use crate::support::{cliptok, project_file};

/// What a run on committed files should answer.
struct Case {
    /// Arguments, in which a word behind `@` is the name of a file.
    run: &'static str,
    code: i32,
    /// Answers, a blank for each line break.
    answers: &'static str,
    /// What stderr says, among other things; nothing if it is silent.
    says: &'static [&'static str],
}

const fn case(run: &'static str, code: i32, answers: &'static str, says: &'static [&'static str]) -> Case {
    Case { run, code, answers, says }
}

const CASES: &[Case] = &[
    case(
        "count @folder/001.txt @folder/002.txt",
        0,
        "",
        &["folder/001.txt is read as a prompt, and there is a file"],
    ),
    case(
        "count --from text -f @folder/001.txt @folder/002.txt @folder/003.txt @folder/004.txt",
        0,
        "8 4 13 0",
        &[],
    ),
    case("count -f @folder/001.txt @folder/002.txt @folder/003.txt @folder/004.txt", 0, "8 4 6 0 7", &[]),
    case("count -f @folder", 0, "8 4 13 0", &[]),
    case("count --first-line -f @folder/003.txt @multi-line-caption.txt", 0, "6 6", &[]),
    case("count -0 -f @folder/001.txt -f @folder/004.txt -f @folder/002.txt", 0, "8 0 4", &[]),
    case("count --jsonl caption -f @field-name.jsonl", 2, "", &["did you mean --jsonl=caption?"]),
    case("count --jsonl=caption -f @field-name.jsonl", 0, "2", &[]),
    case("count -f @csv-flickr.csv", 0, "7 13 10", &[]),
    case(
        "count -f @styles.csv",
        0,
        "0 10 0 12 5",
        &["styles.csv:5: malformed row: text stands behind a closing quote"],
    ),
    case(
        "count --field negative_prompt -f @styles.csv",
        0,
        "0 8 15 2 1",
        &["styles.csv:2: the row ends before"],
    ),
    case(
        "count --as a1111 --negative --field negative_prompt -f @styles.csv",
        0,
        "0 8 7 2 1",
        &["styles.csv:5"],
    ),
    case(
        "count -f @utf16le.txt",
        2,
        "",
        &["UTF-16LE", "PowerShell", "iconv -f UTF-16 -t UTF-8", "--encoding utf-16le"],
    ),
    case("count --encoding utf-16 -f @utf16le.txt", 0, "3 3", &[]),
    case("count -f @utf16le-nobom.txt", 2, "", &["UTF-16LE", "iconv -f UTF-16 -t UTF-8"]),
    case("count --encoding utf-16le -f @utf16le-nobom.txt", 0, "3 3", &[]),
    case("count -f @bom-crlf.txt", 0, "3 3", &[]),
    case(
        "count -f @cp1252.txt",
        2,
        "6",
        &["cp1252.txt:2: ", "0x92 is ’ in Windows-1252", "iconv -f WINDOWS-1252"],
    ),
    case("count --encoding windows-1252 -f @cp1252.txt", 0, "6 7 5", &[]),
    case("count -f @gbk.txt", 2, "", &["in GBK", "--encoding gbk", "iconv -f GBK"]),
    case("count --encoding gbk -f @gbk.txt", 0, "10", &[]),
    case("count -f @gbk-of-bom.txt", 0, "8", &[]),
    case("count -f @wds.tar", 0, "6 2", &[]),
    case("count --from lines -f @wds.tar", 2, "", &["this is a tar archive", "--from tar"]),
    case("count -f @comfy.png", 0, "7 6", &[]),
    case("count --as text -f @comfy.png", 0, "13 8", &[]),
    case("count --from lines --lossy -f @comfy.png", 2, "", &["this is a PNG image", "--from image"]),
    case("count -f @infotext.txt", 0, "77 4", &[]),
    case("count --from infotext -f @infotext.txt", 0, "77 4", &[]),
    case("count --from lines -f @infotext.txt", 0, "24 1 2 13 34", &[]),
    case("count --jsonl -f @comfy-api.json", 0, "7 6", &[]),
    case("count --as text -f @comfy-api.json", 0, "13 8", &[]),
    case(
        "count --field inputs.text --missing skip -f @comfy-api.json",
        0,
        "13 8",
        &["comfy-api.json:1: the record has no prompt"],
    ),
    case(
        "count --jsonl -f @laion.jsonl",
        2,
        "5",
        &["laion.jsonl:2: the field caption is null", "--missing skip"],
    ),
    case(
        "count --jsonl --missing skip -f @laion.jsonl",
        0,
        "5 0 2",
        &["laion.jsonl:2: the record has no prompt, and was left out"],
    ),
    case(
        "count --jsonl --missing empty -f @laion.jsonl",
        0,
        "5 0 0 2",
        &["laion.jsonl:2: the record has no prompt, and was read as the empty"],
    ),
    case("count --jsonl -f @blank.jsonl", 0, "2 2", &[]),
    case("count --jsonl -f @nan.jsonl", 2, "", &["nan.jsonl:1: "]),
    case("count --jsonl --missing skip -f @nan.jsonl", 0, "2", &["nan.jsonl:1: the record has no prompt"]),
    case("count -f @bom.jsonl", 0, "2 2", &[]),
    case(
        "count --jsonl -f @surrogate.jsonl",
        2,
        "",
        &["surrogate.jsonl:1: column 19: \\ud83d is a lone surrogate"],
    ),
    case("count --lossy --jsonl -f @surrogate.jsonl", 0, "3", &["a lone surrogate was replaced with U+FFFD"]),
    case("count --jsonl -f @labels.json", 0, "5 13", &[]),
    case("count --jsonl -f @array.json", 0, "2 2", &[]),
    case("count --jsonl -f @pretty.json", 0, "2", &[]),
    case("count --jsonl -f @number.jsonl", 2, "", &["number.jsonl:1: the field caption is a number"]),
    case("count -f @cr-mac.txt", 0, "6", &["its lines end in CR alone"]),
];

#[test]
fn every_case_is_answered() {
    for Case { run, code, answers, says } in CASES {
        let names = |word: &str| match word.strip_prefix('@') {
            Some(name) => project_file("tests/program/cases").join(name).display().to_string(),
            None => word.to_owned(),
        };
        let arguments: Vec<String> = run.split(' ').map(names).collect();
        let ran = cliptok(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(ran.code, *code, "{run}: {}", ran.stderr);
        // Names of files that are taken for prompts have as many tokens as the path to them.
        if !run.starts_with("count @") {
            assert_eq!(ran.stdout.lines().collect::<Vec<_>>().join(" "), *answers, "{run}");
        }
        assert_eq!(ran.stderr.is_empty(), says.is_empty(), "{run}: {}", ran.stderr);
        for words in *says {
            assert!(ran.stderr.contains(words), "{run}: {words:?} is not in {:?}", ran.stderr);
        }
        let advises_lossy = run.contains("surrogate") && *code == 2;
        assert_eq!(ran.stderr.contains("--lossy"), advises_lossy, "{run}: {}", ran.stderr);
    }
}
