//! Parquet tables through the program: counted, encoded, and given back with a column of answers.

use std::path::Path;

use cliptok::sources::{Field, File, Missing, Prompts, Reading};
use tempfile::TempDir;

use crate::support::{cliptok, cliptok_reading, project_file};

fn table(name: &str) -> String {
    project_file(&format!("tests/golden/parquet/{name}.parquet")).display().to_string()
}

/// The texts of a column.
fn column(path: &Path, name: &str) -> Vec<String> {
    let field = Field::named(name).unwrap();
    let reading = Reading { field, missing: Missing::Skip, ..Reading::default() };
    let prompts = Prompts::of(vec![File::Path(path.to_owned())], reading);
    prompts.map(|prompt| prompt.unwrap().text).collect()
}

#[test]
fn a_table_is_read_as_lines_are() {
    let name = table("pyarrow-required");
    let texts = column(Path::new(&name), "text");
    let lines = texts.join("\0");
    for verb in
        [&["count"][..], &["encode", "--special"], &["count", "--total"], &["stats", "--format", "json"]]
    {
        let of_lines = cliptok_reading(&[verb, &["-0"]].concat(), lines.as_bytes());
        let of_table = cliptok(&[verb, &["-f", &name]].concat());
        assert_eq!((of_table.code, of_table.stdout), (0, of_lines.stdout), "{verb:?}: {}", of_table.stderr);
    }
    let ran = cliptok(&["count", "--format", "tsv", "--over", "3", "-f", &name]);
    assert!(ran.stdout.lines().nth(1).is_some_and(|line| line.contains("pyarrow-required.parquet:")));
}

#[test]
fn nulls_are_missing_prompts() {
    let name = table("duckdb");
    let ran = cliptok(&["count", "-f", &name]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, "2\n"));
    assert!(
        ran.stderr.contains("duckdb.parquet:2: the field text is null; --missing empty"),
        "{}",
        ran.stderr
    );
    let ran = cliptok(&["count", "--missing", "skip", "-f", &name]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (0, 18));
    assert!(ran.stderr.contains("3 records have no prompt, and were left out"), "{}", ran.stderr);
}

#[test]
fn a_table_comes_back_with_a_column_of_answers() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out.parquet");
    let name = out.to_str().unwrap();
    let of_table = |arguments: &[&str]| {
        let end = ["--missing", "skip", "-f", &table("pyarrow-groups"), "-o", name];
        let ran = cliptok(&[arguments, &end].concat());
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
        ran.stderr
    };
    let said = of_table(&["fit", "--max", "2", "--into", "fitting"]);
    assert!(said.contains("pyarrow-groups.parquet:4: cut from 6 tokens to 2"), "{said}");
    assert_eq!(column(&out, "fitting").get(2).map(String::as_str), Some("a photo"));
    // What was added can be read as a prompt's column only if it holds strings: these say what they are.
    of_table(&["count", "--into", "tokens"]);
    let ran = cliptok(&["count", "--field", "tokens", "-f", name]);
    assert!(ran.code == 2 && ran.stderr.contains("the column tokens is"), "{}", ran.stderr);
    of_table(&["encode", "--into", "ids"]);
    let ran = cliptok(&["count", "--field", "ids", "-f", name]);
    assert!(ran.code == 2 && ran.stderr.contains("the column ids"), "{}", ran.stderr);
    assert_eq!(
        cliptok(&["count", "--missing", "skip", "-f", name]).stdout.lines().count(),
        18,
        "the prompts are there"
    );
    let ran = cliptok(&[
        "count",
        "--as",
        "a1111",
        "--max",
        "5",
        "--into",
        "n",
        "--missing",
        "skip",
        "-f",
        &table("pyarrow-groups"),
        "-o",
        name,
    ]);
    assert_eq!(ran.code, 1, "more than 5 is a negative answer: {}", ran.stderr);
}

#[test]
fn a_table_has_to_be_a_file() {
    let bytes = std::fs::read(table("duckdb")).unwrap();
    let ran = cliptok_reading(&["count"], &bytes);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("stdin: a Parquet table says at its end what it holds, so it has to be a file")
    );
    let ran = cliptok(&["count", "--into", "n", "-f", &table("duckdb"), &table("duckdb")]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("this is a Parquet table, to which no field can be added"), "{}", ran.stderr);
}
