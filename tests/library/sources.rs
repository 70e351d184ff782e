//! Prompts out of files, held against other readers of the same formats: serde_json, the crate csv, encoding_rs.

use std::fs;
use std::path::PathBuf;

use cliptok::batch::Invalid;
use cliptok::sources::{
    Answer, Captions, Chunks, Encoding, Field, File, Format, Header, LongRecords, Missing, NotText, Noted,
    Prompts, Reading, SourceError, files_of_folder,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A file in a folder of its own.
fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// What is read from bytes in a format: prompts with the numbers of their records, up to an error; and what was noted.
fn read_all(bytes: &[u8], reading: &Reading) -> (Vec<(String, u64)>, Option<SourceError>, Noted) {
    let (_folder, path) = file("input", bytes);
    let mut prompts = Prompts::of(vec![File::Path(path)], reading.clone());
    let (mut found, mut error) = (Vec::new(), None);
    for prompt in prompts.by_ref() {
        match prompt {
            Ok(prompt) => found.push((prompt.text, prompt.source.record)),
            Err(wrong) => error = Some(wrong),
        }
    }
    (found, error, prompts.noted().clone())
}

fn reading(from: Format) -> Reading {
    Reading { from: Some(from), ..Reading::default() }
}

fn texts(bytes: &[u8], reading: &Reading) -> Vec<String> {
    let (found, error, _) = read_all(bytes, reading);
    assert!(error.is_none(), "{error:?}");
    found.into_iter().map(|(text, _)| text).collect()
}

fn error(bytes: &[u8], reading: &Reading) -> String {
    read_all(bytes, reading).1.expect("it is wrong").to_string()
}

/// Every record with the length of its prompt in bytes in a field, as `--into` gives them back.
fn given_back(bytes: &[u8], reading: &Reading, field: &str) -> String {
    let (_folder, path) = file("input", bytes);
    let mut chunks = Chunks::of(Vec::new(), vec![File::Path(path)], reading.clone(), LongRecords::Whole);
    let (mut out, mut noted) = (Vec::new(), Noted::default());
    while let Some(chunk) = chunks.next(Vec::new()).unwrap() {
        let mut records = chunk.records(reading, &mut noted);
        records
            .give_back(field, &mut noted, &mut out, |text, _, write| {
                write(Answer::Number(text.len() as u64));
                Ok::<(), ()>(())
            })
            .unwrap();
    }
    String::from_utf8(out).unwrap()
}

/// The cells of one column, as the crate csv reads them.
fn column(bytes: &[u8], delimiter: u8, column: usize) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
    let rows = reader.byte_records().map(|row| row.unwrap());
    rows.map(|row| String::from_utf8_lossy(row.get(column).unwrap_or_default()).into_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn tables_are_read_as_the_crate_csv_reads_them(rows in "([ab\t,\"\r\n]|é|\u{FEFF}){0,40}", times in 1_usize..3) {
        // Long enough for several chunks.
        let bytes = rows.repeat(if times == 1 { 1 } else { 5_000 });
        for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
            // With one delimiter, the header does not have to tell it.
            let bytes = bytes.replace(if delimiter == b',' { '\t' } else { ',' }, "b");
            let reading = Reading { header: Header::Absent, field: Field::named("1").unwrap(), ..reading(format) };
            prop_assert_eq!(texts(bytes.as_bytes(), &reading), column(bytes.as_bytes(), delimiter, 0));
        }
    }

    #[test]
    fn flat_lines_are_read_as_the_general_reader_reads_them(
        lines in prop::collection::vec(
            r#"\{ ?"(a|text|Text|cap|prompt|é|\\u0061)" ?: ?("([ax é\u{1F3EF}]|\\[nu"\\/]|\\u00[eE]9|\\ud83c\\udff0){0,9}"|-?[0-9.]{1,3}|null|true|\[\]|\{\}), ?"(b|text|prompt )":"[ax]{0,70}(\\"|\\\\|\\ud83c\\udff0)?"\} ?"#,
            1..6,
        ),
        crlf in prop::bool::ANY,
    ) {
        // As in most files, most lines are like the one before.
        let lines: Vec<&String> = lines.iter().flat_map(|line| [line, line]).collect();
        let end = if crlf { "\r\n" } else { "\n" };
        let bytes: String = lines.iter().flat_map(|line| [line.as_str(), end]).collect();
        let (found, wrong, _) = read_all(format!("\"first\"\n{bytes}").as_bytes(), &reading(Format::Jsonl));
        let texts = lines.iter().map(|line| match serde_json::from_str(line).ok().and_then(|value| usual(&value)) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        });
        let wanted: Vec<_> = texts.map_while(|text| text).zip(2..).collect();
        prop_assert_eq!(wrong.is_some(), wanted.len() < lines.len(), "{:?}", wrong);
        prop_assert_eq!(&found[1..], &wanted);
    }

    #[test]
    fn documents_are_read_as_their_values(
        captions in prop::collection::vec("[a-c\"\\\\{}\\[\\],: \n🏯]{0,12}", 0..20),
        spaces in prop::bool::ANY,
        times in 1_usize..3,
    ) {
        let captions: Vec<String> = if times == 1 { captions } else { captions.iter().cycle().take(1_000 * captions.len()).cloned().collect() };
        let records: Vec<Value> =
            captions.iter().enumerate().map(|(id, caption)| json!({"id": id, "m": {"caption": caption}, "l": [id]})).collect();
        let write = |value: &Value| if spaces { serde_json::to_string_pretty(value).unwrap() } else { value.to_string() };
        let named = |path: &str| Reading { field: Field::named(path).unwrap(), ..reading(Format::Json) };
        prop_assert_eq!(&texts(write(&json!(records)).as_bytes(), &named("m.caption")), &captions);
        let nested = json!({"info": {"m": {"caption": 3}}, "data": {"items": records}});
        if !captions.is_empty() {
            prop_assert_eq!(&texts(write(&nested).as_bytes(), &named("data.items.m.caption")), &captions);
        }
        let several: String = records.iter().map(|record| write(record) + "\n").collect();
        prop_assert_eq!(&texts(several.as_bytes(), &named("m.caption")), &captions);
    }

    #[test]
    fn records_come_back_with_one_field_more(
        captions in prop::collection::vec("[ab,\"\n;é]{1,9}", 1..20),
        crlf in prop::bool::ANY,
    ) {
        let records: Vec<Value> = captions.iter().map(|caption| json!({"n": 0, "caption": caption})).collect();
        let lines: String = records.iter().map(|record| record.to_string() + if crlf { "\r\n" } else { "\n" }).collect();
        let back = given_back(lines.as_bytes(), &reading(Format::Jsonl), "bytes");
        for ((line, record), before) in back.lines().zip(&records).zip(lines.lines()) {
            let mut value: Value = serde_json::from_str(line).unwrap();
            let length = record["caption"].as_str().unwrap().len();
            prop_assert_eq!(value.as_object_mut().unwrap().remove("bytes"), Some(json!(length)));
            prop_assert_eq!(&value, record);
            prop_assert!(line.starts_with(before.trim_end_matches('}')), "the rest is as it was");
        }
        let mut writer = csv::WriterBuilder::new()
            .terminator(if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
            .from_writer(Vec::new());
        writer.write_record(["id", "caption"]).unwrap();
        for caption in &captions {
            writer.write_record(["7", caption]).unwrap();
        }
        let table = writer.into_inner().unwrap();
        let back = given_back(&table, &reading(Format::Csv), "bytes");
        prop_assert_eq!(column(back.as_bytes(), b',', 1)[1..].to_vec(), captions.clone());
        let lengths: Vec<String> = captions.iter().map(|caption| caption.len().to_string()).collect();
        prop_assert_eq!(column(back.as_bytes(), b',', 2)[1..].to_vec(), lengths);
        prop_assert_eq!(back.matches("\r\n").count() > 0, crlf);
    }

    #[test]
    fn other_encodings_give_the_text_that_was_written(text in "[a-zé中あ ]{1,20}", times in 1_usize..3) {
        let text = text.repeat(if times == 1 { 1 } else { 8_000 });
        for name in ["gb18030", "utf-16le", "utf-16be", "euc-jp", "shift_jis"] {
            let encoding = Encoding::for_label(name.as_bytes()).unwrap();
            let bytes = match name {
                "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
                _ => match encoding.encode(&text) {
                    (bytes, _, false) => bytes.into_owned(),
                    // It has no such character.
                    _ => continue,
                },
            };
            let reading = Reading { encoding: Some(encoding), ..reading(Format::Text) };
            prop_assert_eq!(texts(&bytes, &reading), [text.clone()]);
        }
    }

    #[test]
    fn text_is_never_taken_for_anything_else(text in "\\PC{1,60}") {
        let (_, wrong, _) = read_all(text.as_bytes(), &Reading::default());
        prop_assert!(!matches!(wrong, Some(SourceError::NotText { .. })), "{wrong:?}");
    }
}

/// The value of the field that is read where none is named.
fn usual(record: &Value) -> Option<Value> {
    let object = record.as_object().unwrap();
    let value = |name: &str| {
        let exact = object.get(name);
        exact.or_else(|| {
            object.iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value)
        })
    };
    let is_nothing = |value: &&Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    let there = ["text", "prompt", "caption"].into_iter().filter_map(value);
    there.clone().find(|value| !is_nothing(value)).or(there.into_iter().next()).cloned()
}

#[test]
fn a_field_is_found_by_its_path() {
    let record = br#"{"a": {"b.c": [{"d": "1"}, {"d": ["2", "3"]}], "Text ": "4"}, "a": {"x": {"d": "5"}, "b.c": "6"}}"#;
    let prompts = |path: &str| {
        let reading = Reading { field: Field::named(path).unwrap(), ..reading(Format::Jsonl) };
        texts(&[record.as_slice(), b"\n", record].concat(), &reading)
    };
    assert_eq!(prompts(r#"a."b.c""#), ["6", "6"], "of two keys, the last one counts");
    assert_eq!(prompts("A.x.D"), ["5", "5"], "case does not count");
    let listed = br#"{"a": {"b.c": [{"d": "1"}, {"d": ["2", "3"]}]}, "text": "4", "TEXT": "5"}"#;
    let two = [listed.as_slice(), b"\n", listed].concat();
    let named = |path: &str| Reading { field: Field::named(path).unwrap(), ..reading(Format::Jsonl) };
    let every_key = Reading { missing: Missing::Skip, ..named(r#"*."b.c".d"#) };
    assert_eq!(texts(&two, &every_key)[..3], ["1", "2", "3"].map(str::to_owned));
    assert_eq!(texts(&two, &named("TEXT")), ["5", "5"], "the exact key goes before another spelling");
}

#[test]
fn records_without_a_prompt_are_what_missing_says() {
    let lines = b"{\"caption\": \"a\"}\n\n{\"caption\": null}\n{\"url\": \"x\"}\n{\"caption\": \"\"}\n{\"caption\": NaN}\n";
    let with = |missing| read_all(lines, &Reading { missing, ..reading(Format::Jsonl) });
    let (found, wrong, _) = with(Missing::Error);
    let wrong = wrong.unwrap().to_string();
    assert!(found.len() == 1 && wrong.ends_with(":3: the field caption is null"), "{wrong}");
    let (found, wrong, noted) = with(Missing::Empty);
    assert!(wrong.is_none());
    assert_eq!(found.iter().map(|(_, record)| *record).collect::<Vec<_>>(), [1, 3, 4, 5, 6]);
    assert_eq!(noted.missing_as_empty.count(), 3);
    let (found, _, noted) = with(Missing::Skip);
    assert_eq!(found, [("a".to_owned(), 1), (String::new(), 5)]);
    assert_eq!(noted.left_out.count(), 3);
    assert_eq!(noted.words()[0].split(", the").next(), Some("3 records have no prompt, and were left out"));
}

#[test]
fn lone_surrogates_are_named_or_replaced() {
    let lines = br#"{"caption": "a \ud83d b", "x": "\ud83d"}
{"caption": "\ud83c\udfef"}
"#;
    let named = error(lines, &reading(Format::Jsonl));
    assert!(named.contains("column 16: \\ud83d is a lone surrogate"), "{named}");
    let lossy = Reading { invalid: Invalid::Replace, ..reading(Format::Jsonl) };
    let (found, wrong, noted) = read_all(lines, &lossy);
    assert!(wrong.is_none(), "{wrong:?}");
    assert_eq!(found, [("a \u{FFFD} b".to_owned(), 1), ("🏯".to_owned(), 2)]);
    assert_eq!((noted.lone_surrogates.count(), noted.replaced.count()), (2, 0));
}

#[test]
fn rows_that_are_not_well_formed_are_named() {
    let table = b"a,text\n1,\"x\"y\n2,z,3\n4\n5,\"open\n";
    let (found, wrong, noted) = read_all(table, &reading(Format::Csv));
    assert!(wrong.is_none());
    let found: Vec<(&str, u64)> = found.iter().map(|(text, record)| (text.as_str(), *record)).collect();
    assert_eq!(found, [("xy", 2), ("z", 3), ("", 4), ("open\n", 5)]);
    let counts = [&noted.text_behind_quotes, &noted.long_rows, &noted.short_rows, &noted.open_quotes];
    assert_eq!(counts.map(cliptok::sources::Places::count), [1, 1, 1, 1]);
}

#[test]
fn what_is_no_text_is_named() {
    let named = |bytes: &[u8], reading: &Reading| match read_all(bytes, reading).1 {
        Some(SourceError::NotText { kind, .. }) => kind,
        other => panic!("{other:?}"),
    };
    let kind = |bytes: &[u8]| named(bytes, &Reading::default());
    // They are read as what they are, where nobody says that they are lines.
    let packed = |bytes: &[u8]| named(bytes, &reading(Format::Lines));
    let tar = [[b'a'; 257].as_slice(), b"ustar\0"].concat();
    assert_eq!(packed(b"\x89PNG\r\n\x1A\n...."), NotText::Picture("PNG"));
    assert_eq!(packed(b"\xFF\xD8\xFF\xE0"), NotText::Picture("JPEG"));
    assert_eq!(packed(b"RIFF\x10\0\0\0WEBPVP8 "), NotText::Picture("WebP"));
    assert_eq!(kind(b"PK\x03\x04..........................data/x"), NotText::Archive("zip"));
    assert_eq!(kind(b"PK\x03\x04..........................[Content_Types].xml"), NotText::Workbook);
    assert_eq!(kind(b"\x1F\x8B\x08"), NotText::Archive("gzip"));
    assert_eq!(packed(&tar), NotText::Archive("tar"));
    assert_eq!(kind(b"PAR1.."), NotText::Parquet);
    assert_eq!(kind(b"SQLite format 3\0"), NotText::Sqlite);
    assert_eq!(kind(b"\x10\0\0\0\0\0\0\0{\"a\":1}       "), NotText::Weights("safetensors"));
    assert_eq!(kind(b"%PDF-1.7\n"), NotText::Pdf);
    assert_eq!(kind(b"\n<!DOCTYPE HTML><p>"), NotText::Html);
    assert_eq!(kind(b"version https://git-lfs.github.com/spec/v1\noid"), NotText::GitLfsPointer);
    assert_eq!(kind(b"\xFF\xFEa\0"), NotText::Utf16("UTF-16LE"));
    assert_eq!(kind(b"a\0 \0c\0a\0t\0"), NotText::Utf16("UTF-16LE"));
    assert_eq!(kind(b"\0a\0 \0c\0a\0t"), NotText::Utf16("UTF-16BE"));
    assert_eq!(texts(b"%PDF-1.7", &reading(Format::Lines)), ["%PDF-1.7"], "a prompt may begin so");
    // A prompt between NULs was refused, since it began as an empty zip file does.
    assert_eq!(texts(b"PK\x05\x06 a\0b", &reading(Format::Nul)), ["PK\x05\x06 a", "b"]);
    for binary in [&b"PK\x03\x04\xFF"[..], b"%PDF-1.7\n\xE2\xE3", b"a\0 \0c\0a\0t\0"] {
        let (_, wrong, _) = read_all(binary, &reading(Format::Lines));
        assert!(
            matches!(wrong, Some(SourceError::NotText { .. })),
            "what cannot be text is none in any format"
        );
    }
}

#[test]
fn encodings_are_guessed_where_text_is_not_utf_8() {
    let guess = |bytes: &[u8]| match read_all(bytes, &reading(Format::Lines)).1 {
        Some(SourceError::NotUtf8 { guess, .. }) => guess.map(|guess| guess.encoding),
        other => panic!("{other:?}"),
    };
    let encoded =
        |label: &str, text: &str| Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned();
    assert_eq!(guess(&encoded("windows-1252", "a woman’s café")), Some("windows-1252"));
    assert_eq!(guess(&encoded("gbk", "一只猫坐在窗台上，阳光明媚")), Some("GBK"));
    assert_eq!(guess(&encoded("shift_jis", "桜の下で本を読む女の子、夜景")), Some("Shift_JIS"));
    assert_eq!(guess(&encoded("big5", "一隻貓坐在窗台上，陽光明媚")), Some("Big5"));
    assert_eq!(guess(&encoded("euc-kr", "창가에 앉아 있는 고양이")), Some("EUC-KR"));
    assert_eq!(guess(&encoded("windows-1251", "кошка сидит на окне")), Some("windows-1251"));
    for text in ["日本語のテキスト", "кошка сидит", "des élèves à l’école", "🏯🔥"]
    {
        let cut = &text.as_bytes()[..text.len() - 1];
        let cut = if std::str::from_utf8(cut).is_ok() { &text.as_bytes()[1..] } else { cut };
        if std::str::from_utf8(cut).is_err() {
            assert_eq!(guess(cut), None, "{text}");
        }
    }
}

#[test]
fn captions_are_read_as_pythons_readlines_and_strip_do() {
    let first_line = Reading { captions: Captions::FirstLine, ..Reading::default() };
    for (file, caption) in [
        ("", ""),
        ("\n a cat", ""),
        ("\u{3000}a cat\u{1C}\t\r\nb", "a cat"),
        ("a\rb", "a"),
        ("a\u{85}b\nc", "a\u{85}b"),
    ] {
        assert_eq!(texts(file.as_bytes(), &first_line), [caption], "{file:?}");
    }
}

#[test]
fn a_byte_order_mark_is_dropped_at_the_start_and_noted_elsewhere() {
    for format in [Format::Lines, Format::Nul, Format::Text] {
        let (found, _, noted) = read_all("\u{FEFF}a".as_bytes(), &reading(format));
        assert_eq!((found[0].0.as_str(), noted.marks.count()), ("a", 0));
    }
    let (found, _, noted) = read_all("a\n\u{FEFF}b\nc\u{FEFF}".as_bytes(), &reading(Format::Lines));
    assert_eq!((found.len(), noted.marks.count()), (3, 2));
    let records: Vec<u64> = noted.marks.first().iter().map(|source| source.record).collect();
    assert_eq!(records, [2, 3]);
}

#[test]
fn a_folder_is_its_captions_sorted_by_name() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    fs::create_dir_all(path.join("b")).unwrap();
    for name in ["c.txt", "b/1.caption", "a.TXT", ".hidden.txt", "a.png", "notes"] {
        fs::write(path.join(name), name).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(path, path.join("b/back")).unwrap();
    let (files, left_out) = files_of_folder(path, &[]).unwrap();
    let names: Vec<PathBuf> = files.iter().filter_map(File::relative_name).collect();
    assert_eq!(names, ["a.TXT", "b/1.caption", "c.txt"].map(PathBuf::from));
    assert_eq!((left_out.hidden, left_out.others.values().sum::<u64>()), (1, 2));
    let words = left_out.words().unwrap();
    assert!(
        words.ends_with(
            "left out: 2 other files (1 without an extension, 1 .png), and 1 hidden file or folder"
        ),
        "{words}"
    );
    let found: Vec<String> =
        Prompts::of(files, Reading::default()).map(|prompt| prompt.unwrap().text).collect();
    assert_eq!(found, ["a.TXT", "b/1.caption", "c.txt"]);
    let (files, _) = files_of_folder(path, &["png".to_owned()]).unwrap();
    assert_eq!(files.len(), 1);
    assert!(matches!(
        files_of_folder(&path.join("b"), &["md".to_owned()]),
        Err(SourceError::NoPrompts { .. })
    ));
}

#[test]
fn a_file_is_read_as_its_name_and_first_bytes_say() {
    let prompts = |name: &str, content: &str| -> Vec<String> {
        let (_folder, path) = file(name, content.as_bytes());
        Prompts::of(vec![File::Path(path)], Reading::default()).map(|prompt| prompt.unwrap().text).collect()
    };
    assert_eq!(prompts("a.txt", "a\nb"), ["a", "b"]);
    assert_eq!(prompts("a.caption", "a\nb\n"), ["a\nb"]);
    assert_eq!(prompts("a.csv", "text;n\n\"a;b\";1\n"), ["a;b"]);
    assert_eq!(prompts("a.csv", "sep=|\nn|text\n1|a,b\n"), ["a,b"]);
    assert_eq!(prompts("a.tsv", "n\ttext\n1\ta\n"), ["a"]);
    assert_eq!(prompts("a.jsonl", "[{\"text\": \"a\"}]"), ["a"], "a document that is called lines");
    assert_eq!(
        prompts("a.json", "{\"text\": \"a\"}\n{\"text\": \"b\"}"),
        ["a", "b"],
        "lines that are called a document"
    );
    assert_eq!(prompts("a.json", "{\"1.jpg\": [\"a\", \"b\"], \"2.jpg\": \"c\"}"), ["a", "b", "c"]);
    assert_eq!(prompts("a", "{\"text\": \"a\"}\n"), ["a"], "no name says it, and the content does");
    assert_eq!(prompts("a", "[a|b] c"), ["[a|b] c"]);
}

#[test]
fn a_field_of_the_members_of_an_object_is_found() {
    // The key of a member was taken for the first of the path.
    let members =
        br#"{"1.png": {"caption": "a", "m": {"t": ["b"]}}, "2.png": {"caption": "c", "m": {"t": ["d"]}}}"#;
    for (path, found) in [("caption", ["a", "c"]), ("m.t", ["b", "d"]), ("*.caption", ["a", "c"])] {
        let named = Reading { field: Field::named(path).unwrap(), ..reading(Format::Json) };
        assert_eq!(texts(members, &named), found, "{path}");
    }
    // A field that was named was walked to, so that its record could not come back.
    let named = Reading { field: Field::named("caption").unwrap(), ..reading(Format::Json) };
    let back = given_back(b"{\"caption\": \"ab\"}\n{\"caption\": \"c\"}\n", &named, "n");
    assert_eq!(back, "{\"caption\": \"ab\", \"n\": 2}\n{\"caption\": \"c\", \"n\": 1}\n");
}
