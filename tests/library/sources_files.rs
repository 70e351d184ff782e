//! Files as other programs write them: tables, records given back, encodings, captions, first bytes.

use cliptok::sources::{
    Answer, Captions, Chunks, Encoding, Field, File, Format, Header, LongRecords, NotText, Noted, Prompts,
    Reading, SourceError,
};
use proptest::prelude::*;
use tempfile::TempDir;

fn reading(from: Format) -> Reading {
    Reading { from: Some(from), ..Reading::default() }
}

fn file(bytes: &[u8]) -> (TempDir, File) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("input");
    std::fs::write(&path, bytes).unwrap();
    (folder, File::Path(path))
}

/// The prompts of a file with the numbers of their records, or what is wrong with it.
fn prompts(bytes: &[u8], reading: &Reading) -> Result<Vec<(String, u64)>, SourceError> {
    let (_folder, file) = file(bytes);
    let all = Prompts::of(vec![file], reading.clone());
    all.map(|prompt| prompt.map(|prompt| (prompt.text, prompt.source.record))).collect()
}

fn texts(bytes: &[u8], reading: &Reading) -> Vec<String> {
    prompts(bytes, reading).unwrap().into_iter().map(|(text, _)| text).collect()
}

/// The records of a file with `answer` in this field.
fn given_back(bytes: &[u8], reading: &Reading, field: &str, answer: impl Fn(&str) -> String) -> Vec<u8> {
    let (_folder, file) = file(bytes);
    let mut chunks = Chunks::of(Vec::new(), vec![file], reading.clone(), LongRecords::Whole);
    let (mut out, mut noted) = (Vec::new(), Noted::default());
    while let Some(chunk) = chunks.next(Vec::new()).unwrap() {
        let mut records = chunk.records(reading, &mut noted);
        let give = records.give_back(field, &mut noted, &mut out, |text, _, write| {
            write(Answer::Text(&answer(text)));
            Ok::<(), ()>(())
        });
        give.unwrap();
    }
    out
}

/// Every cell of a table, as the crate csv reads them.
fn rows(bytes: &[u8], delimiter: u8) -> Vec<Vec<Vec<u8>>> {
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder.has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
    reader.byte_records().map(|row| row.unwrap().iter().map(<[u8]>::to_vec).collect()).collect()
}

/// A table of these cells behind a header, as the crate csv writes it.
fn table(cells: &[(String, String)], delimiter: u8, terminator: csv::Terminator) -> Vec<u8> {
    let mut builder = csv::WriterBuilder::new();
    let mut writer = builder.delimiter(delimiter).terminator(terminator).from_writer(Vec::new());
    writer.write_record(["id", "prompt", "note"]).unwrap();
    for (prompt, note) in cells {
        writer.write_record(["7", prompt, note]).unwrap();
    }
    writer.into_inner().unwrap()
}

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

fn tables() -> impl Strategy<Value = (Vec<(String, String)>, u8, csv::Terminator)> {
    let cell = "[ab,;|\t\"\r\n é🏯]{0,6}";
    let cells = prop::collection::vec((cell, cell), 1..12);
    let terminator = prop_oneof![Just(csv::Terminator::CRLF), Just(csv::Terminator::Any(b'\n'))];
    (cells, proptest::sample::select(&DELIMITERS[..]), terminator)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_header_tells_what_separates_cells_and_is_the_first_row(
        (cells, delimiter, terminator) in tables(), long in prop::bool::ANY,
    ) {
        // More than one chunk, and rows that lie across its end.
        let cells: Vec<_> = cells.iter().cycle().take(if long { 40_000 } else { cells.len() }).cloned().collect();
        let bytes = table(&cells, delimiter, terminator);
        let found = prompts(&bytes, &reading(Format::Csv)).unwrap();
        let wanted: Vec<(String, u64)> = cells.iter().map(|(prompt, _)| prompt.clone()).zip(2..).collect();
        prop_assert!(found == wanted, "{} rows, {:?}", cells.len(), char::from(delimiter));
    }

    #[test]
    fn rows_of_any_bytes_come_back_with_one_cell_more(
        table in "([ab,\"\r\n]|é){0,40}", times in prop_oneof![5 => Just(1_usize), 1 => Just(12_000)],
    ) {
        let bytes = format!("\"x\",y\n{table}").repeat(times);
        let read = Reading { header: Header::Absent, field: Field::named("1").unwrap(), ..reading(Format::Csv) };
        let before = rows(bytes.as_bytes(), b',');
        let back = given_back(bytes.as_bytes(), &read, "n", |_| "!".to_owned());
        let after = rows(&back, b',');
        prop_assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            // A row that is too short gets the cells that it lacks, and an open quote is closed; the first row has two.
            let mut wanted = before.clone();
            wanted.resize(before.len().max(2), Vec::new());
            wanted.push(b"!".to_vec());
            prop_assert_eq!(after, &wanted);
        }
    }

    #[test]
    fn a_cell_that_is_written_over_changes_no_other(
        (cells, delimiter, terminator) in tables(), answer in "[ab,;|\t\"\r\n é]{0,6}",
    ) {
        let bytes = table(&cells, delimiter, terminator);
        let back = given_back(&bytes, &reading(Format::Csv), "note", |text| format!("{answer}{text}"));
        let wanted: Vec<_> = cells.iter().map(|(prompt, _)| (prompt.clone(), format!("{answer}{prompt}"))).collect();
        prop_assert_eq!(rows(&back, delimiter), rows(&table(&wanted, delimiter, terminator), delimiter));
        let before = String::from_utf8(bytes).unwrap();
        let same = String::from_utf8(given_back(before.as_bytes(), &reading(Format::Csv), "prompt", str::to_owned)).unwrap();
        prop_assert_eq!(same, before, "an answer that is the prompt changes nothing");
    }

    #[test]
    fn a_caption_is_the_first_of_pythons_lines_stripped(caption in "[ab \t\r\n\u{B}\u{C}\u{1C}\u{1F}\u{85}\u{A0}\u{2028}\u{3000}\u{200B}é]{0,12}") {
        // Text files end lines in LF, CR or both; str.strip() takes what str.isspace() says, also U+001C to U+001F.
        let line = caption.split(['\n', '\r']).next().unwrap_or_default();
        let is_space = |c: char| c.is_whitespace() || ('\u{1C}'..='\u{1F}').contains(&c);
        let read = Reading { captions: Captions::FirstLine, ..Reading::default() };
        prop_assert_eq!(texts(caption.as_bytes(), &read), [line.trim_matches(is_space)]);
    }

    #[test]
    fn text_in_utf_16_without_a_mark_is_named(text in "[a-zA-Z ,é]{4,60}") {
        prop_assume!(text.is_ascii() || text.chars().filter(char::is_ascii).count() * 2 > text.len());
        for (name, bytes) in [
            ("UTF-16LE", text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
            ("UTF-16BE", text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            match prompts(&bytes, &Reading::default()) {
                Err(SourceError::NotText { kind: NotText::Utf16(found), .. }) => prop_assert_eq!(found, name),
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }
}

const SENTENCES: [&str; 12] = [
    "a photo of a cat, café au lait, naïve",
    "кошка сидит на подоконнике, солнечный день",
    "一只猫坐在窗台上，阳光明媚，高清",
    "桜の下で本を読む女の子、夜景、高画質",
    "창가에 앉아 있는 고양이, 햇살",
    "قطة تجلس على النافذة في ضوء الشمس",
    "חתול יושב על אדן החלון באור השמש",
    "γάτα που κάθεται στο παράθυρο",
    "खिड़की पर बैठी बिल्ली, धूप",
    "แมวนั่งอยู่บนขอบหน้าต่าง",
    "mèo ngồi trên bậu cửa sổ, ánh nắng",
    "🏯🔥👨‍👩‍👧‍👦 best quality ✨",
];

#[test]
fn utf_8_with_one_wrong_byte_is_never_taken_for_another_encoding() {
    for sentence in SENTENCES {
        // Where a file is nearly ASCII, one byte is as likely to be in Latin-1.
        let bytes = sentence.repeat(4).into_bytes();
        for at in 0..bytes.len() {
            let cut: Vec<u8> = [&bytes[..at], &bytes[at + 1..]].concat();
            if std::str::from_utf8(&cut).is_ok() {
                continue;
            }
            match prompts(&cut, &reading(Format::Text)) {
                Err(SourceError::NotUtf8 { guess: None, .. }) => {}
                other => panic!("{sentence}, without byte {at}: {other:?}"),
            }
        }
    }
}

#[test]
fn sentences_of_many_scripts_are_text_in_every_format_and_encoding() {
    for sentence in SENTENCES {
        for format in [Format::Lines, Format::Text, Format::Nul] {
            assert_eq!(texts(sentence.as_bytes(), &reading(format)), [sentence]);
        }
        assert_eq!(texts(sentence.as_bytes(), &Reading::default()), [sentence]);
        for encoding in ["windows-1252", "windows-1251", "gbk", "shift_jis", "euc-kr", "big5", "utf-16le"] {
            let encoding = Encoding::for_label(encoding.as_bytes()).unwrap();
            // The crate writes UTF-8 for UTF-16.
            let (bytes, written_in, is_lossy) = encoding.encode(sentence);
            if !is_lossy && written_in == encoding {
                let read = Reading { encoding: Some(encoding), ..reading(Format::Text) };
                assert_eq!(texts(&bytes, &read), [sentence], "{}", encoding.name());
            }
        }
    }
}

#[test]
fn the_line_that_says_what_separates_cells_comes_back() {
    // It was left out, so that Excel took a table with semicolons for one column.
    let table = "sep=;\r\nid;text\r\n1;a\r\n";
    let back = given_back(table.as_bytes(), &reading(Format::Csv), "n", |_| "!".to_owned());
    assert_eq!(String::from_utf8(back).unwrap(), "sep=;\r\nid;text;n\r\n1;a;!\r\n");
    let read = Reading { header: Header::Absent, field: Field::named("2").unwrap(), ..reading(Format::Csv) };
    let back = given_back(b"sep=;\n1;a\n", &read, "n", |_| "!".to_owned());
    assert_eq!(String::from_utf8(back).unwrap(), "sep=;\n1;a;!\n");
}

#[test]
fn an_answer_stands_in_its_column_behind_an_open_quote() {
    // It was part of the cell that was never closed.
    let back = given_back(b"id,text\n1,\"a\nb\n", &reading(Format::Csv), "n", |_| "!".to_owned());
    assert_eq!(String::from_utf8(back).unwrap(), "id,text,n\n1,\"a\nb\n\",!\n");
}
