//! Files of any bytes in every format: the prompts are those that serde_json and the crate csv find, or an error; nothing else ends.
//! Records that are given back with an answer hold the same prompts, and the answers.

#![no_main]

use std::fs;
use std::sync::LazyLock;

use cliptok::batch::Invalid;
use cliptok::sources::{
    Answer, Chunks, Field, File, Format, Header, LongRecords, Missing, Noted, Prompts, Reading, SourceError,
};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory).unwrap() } else { TempDir::new().unwrap() }
});

fuzz_target!(|bytes: &[u8]| {
    let Some((&choice, file)) = bytes.split_first() else { return };
    let formats: Vec<Format> = Format::all().collect();
    let format = formats[usize::from(choice) % formats.len()];
    let missing = [Missing::Error, Missing::Empty, Missing::Skip][usize::from(choice / 8 % 3)];
    let field = match choice / 24 % 4 {
        0 | 1 => Field::Usual,
        2 => Field::named("a.*.text").unwrap(),
        _ => Field::named("1").unwrap(),
    };
    let header = if choice < 128 { Header::Present } else { Header::Absent };
    let invalid = if choice % 2 == 0 { Invalid::Refuse } else { Invalid::Replace };
    let reading = Reading { from: Some(format), missing, field, header, invalid, ..Reading::default() };
    let found = prompts(file, &reading);
    let is_table = matches!(format, Format::Csv | Format::Tsv);
    if reading.field == Field::Usual && (!is_table || header == Header::Present) {
        give_back(file, &reading, &found);
    }
    match format {
        Format::Jsonl if reading.field == Field::Usual => {
            if let Some(wanted) = of_lines(file, missing) {
                compare(&found, &wanted);
            }
        }
        Format::Tsv => {
            let reading = Reading { header: Header::Absent, field: Field::named("1").unwrap(), ..reading };
            compare(&prompts(file, &reading), &of_rows(file, invalid));
        }
        Format::Text => assert!(found.len() == 1, "a file is one prompt"),
        _ => {}
    }
});

/// What a file holds, up to the first error.
fn prompts(file: &[u8], reading: &Reading) -> Vec<Result<String, SourceError>> {
    let path = FOLDER.path().join("input");
    fs::write(&path, file).unwrap();
    let prompts = Prompts::of(vec![File::Path(path)], reading.clone());
    prompts.map(|prompt| prompt.map(|prompt| prompt.text)).collect()
}

/// Gives every record back with an answer in a new field, and reads both again, if every record can have one.
fn give_back(file: &[u8], reading: &Reading, found: &[Result<String, SourceError>]) {
    let path = FOLDER.path().join("records");
    fs::write(&path, file).unwrap();
    let mut chunks = Chunks::of(Vec::new(), vec![File::Path(path)], reading.clone(), LongRecords::Whole);
    let (mut out, mut answers, mut noted) = (Vec::new(), Vec::new(), Noted::default());
    // An object that stands alone could be a document; behind another line, it is one.
    let is_json = matches!(reading.from, Some(Format::Json | Format::Jsonl));
    if is_json {
        out.extend_from_slice(b"{\"text\":\"x\",\"n\":\"y\"}\n");
        answers.push(Some("y".to_owned()));
    }
    loop {
        let chunk = match chunks.next(Vec::new()) {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(_) => return,
        };
        let mut records = chunk.records(reading, &mut noted);
        let given = records.give_back("n", &mut noted, &mut out, |text, _, write| {
            let answer = format!("<{}>", text.len());
            write(Answer::Text(&answer));
            answers.push(Some(answer));
            Ok::<(), ()>(())
        });
        if given.is_err() {
            return;
        }
    }
    let from = if is_json { Some(Format::Jsonl) } else { reading.from };
    let again = prompts(&out, &Reading { from, ..reading.clone() });
    let before = is_json.then(|| Some("x".to_owned())).into_iter();
    let before: Vec<_> = before.chain(found.iter().map(|prompt| prompt.as_ref().ok().cloned())).collect();
    compare(&again, &before);
    // In a row with more cells than columns, the answer stands behind the last one; a malformed row may have as many.
    let malformed = noted.long_rows.count() + noted.text_behind_quotes.count() + noted.open_quotes.count();
    if malformed == 0 && answers.len() > usize::from(is_json) {
        let field = Field::named("n").unwrap();
        let read = Reading { from, field, missing: Missing::Skip, ..reading.clone() };
        compare(&prompts(&out, &read), &answers);
    }
}

fn compare(found: &[Result<String, SourceError>], wanted: &[Option<String>]) {
    if matches!(found, [Err(SourceError::NotText { .. })]) {
        return;
    }
    let found: Vec<Option<&str>> =
        found.iter().map(|prompt| prompt.as_ref().ok().map(String::as_str)).collect();
    let wanted: Vec<Option<&str>> = wanted.iter().map(Option::as_deref).collect();
    assert_eq!(found, wanted);
}

/// The prompts of lines of JSON, up to the first that has none; `None` where that is not for a reader of lines to say.
fn of_lines(file: &[u8], missing: Missing) -> Option<Vec<Option<String>>> {
    let text = std::str::from_utf8(file).ok()?;
    let lines: Vec<&str> = text.split('\n').filter(|line| !line.trim_ascii().is_empty()).collect();
    let values: Vec<Value> =
        lines.iter().map(|line| serde_json::from_str(line).ok()).collect::<Option<_>>()?;
    if values.len() < 2
        || text.starts_with('\u{FEFF}')
        || !matches!(values[0], Value::Object(_) | Value::String(_))
    {
        return None;
    }
    let mut prompts = Vec::new();
    for value in values {
        let object = match value {
            Value::String(text) => {
                prompts.push(Some(text));
                continue;
            }
            Value::Object(object) => object,
            _ => {
                prompts.push(None);
                break;
            }
        };
        let usual = ["text", "prompt", "caption"];
        // Other spellings are for the other tests.
        if object.keys().any(|key| usual.iter().any(|name| key.trim().to_lowercase() == *name && key != name))
        {
            return None;
        }
        let there = || usual.iter().filter_map(|name| object.get(*name));
        let is_nothing = |value: &&Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        match there().find(|value| !is_nothing(value)) {
            Some(Value::String(text)) => prompts.push(Some(text.clone())),
            Some(Value::Array(_)) => return None,
            Some(_) => {
                prompts.push(None);
                break;
            }
            None => match missing {
                Missing::Skip => {}
                Missing::Empty => prompts.push(Some(String::new())),
                Missing::Error => {
                    prompts.push(None);
                    break;
                }
            },
        }
    }
    Some(prompts)
}

/// The first cells of a table with tabs, up to the first that is not UTF-8.
fn of_rows(file: &[u8], invalid: Invalid) -> Vec<Option<String>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(b'\t').from_reader(file);
    let mut cells = Vec::new();
    for row in reader.byte_records() {
        let row = row.unwrap();
        let cell = &row[0];
        match (std::str::from_utf8(cell), invalid) {
            (Ok(text), _) => cells.push(Some(text.to_owned())),
            (Err(_), Invalid::Replace) => cells.push(Some(String::from_utf8_lossy(cell).into_owned())),
            (Err(_), Invalid::Refuse) => {
                cells.push(None);
                break;
            }
        }
    }
    cells
}
