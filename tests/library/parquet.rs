//! Enters: tables that pyarrow, polars and DuckDB wrote. Leaves: whether their prompts are read, and copies with a column are whole.
//!
//! The files are in `tests/golden/parquet/`, with the script that wrote them.

use std::convert::Infallible;
use std::fs::File;
use std::io::Seek;
use std::path::PathBuf;

use bytes::Bytes;
use cliptok::TokenId;
use cliptok::batch::Invalid;
use cliptok::sources::{
    self, Answer, ColumnKind, CopyError, Field, Format, Missing, Noted, Place, Prompts, Reading, SourceError,
    copy_with_column,
};
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use proptest::prelude::*;

use crate::support::project_file;

const SEVEN: [Option<&str>; 7] = [
    Some("a cat"),
    None,
    Some(""),
    Some("a photo of a 🏯"),
    Some("a cat"),
    Some("two\nlines"),
    Some("zwei Straßen"),
];

fn path(name: &str) -> PathBuf {
    project_file(&format!("tests/golden/parquet/{name}.parquet"))
}

fn names() -> Vec<String> {
    let files = std::fs::read_dir(project_file("tests/golden/parquet")).unwrap();
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.retain_mut(|name| match name.strip_suffix(".parquet") {
        Some(stem) => {
            *name = stem.to_owned();
            true
        }
        None => false,
    });
    names.sort();
    assert!(names.len() > 30, "the files were found: {names:?}");
    names
}

fn reading(field: Option<&str>) -> Reading {
    let field = field.map_or(Field::Usual, |field| Field::named(field).unwrap());
    Reading { field, missing: Missing::Skip, ..Reading::default() }
}

/// A file of these bytes.
fn file_of(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    std::io::Write::write_all(&mut file, bytes).unwrap();
    file
}

fn prompts(mut file: File, reading: Reading) -> Result<Vec<(u64, String)>, SourceError> {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("t.parquet");
    file.rewind().unwrap();
    std::io::copy(&mut file, &mut File::create(&path).unwrap()).unwrap();
    let reading = Reading { from: Some(Format::Parquet), ..reading };
    let prompts = Prompts::of(vec![sources::File::Path(path)], reading);
    prompts.map(|prompt| prompt.map(|prompt| (prompt.source.record, prompt.text))).collect()
}

fn read(name: &str, field: Option<&str>) -> Result<Vec<(u64, String)>, SourceError> {
    prompts(File::open(path(name)).unwrap(), reading(field))
}

fn words(result: Result<Vec<(u64, String)>, SourceError>) -> String {
    let words = result.expect_err("it is refused").to_string();
    // Without the folder that the file was in.
    words.find("t.parquet").map_or_else(|| words.clone(), |at| words.get(at..).unwrap_or_default().to_owned())
}

/// The rows that are not null, with their numbers.
fn present<'t>(texts: impl IntoIterator<Item = Option<&'t str>>) -> Vec<(u64, String)> {
    (1..).zip(texts).filter_map(|(row, text)| Some((row, text?.to_owned()))).collect()
}

/// Files that do not have the usual rows.
const OTHERS: [&str; 8] =
    ["empty", "nested", "not-utf-8", "many", "encrypted", "required", "other-case", "pandas"];

#[test]
fn what_every_writer_writes_is_read() {
    let mut seen = 0;
    for name in names() {
        if OTHERS.iter().any(|other| name.contains(other)) {
            continue;
        }
        assert_eq!(read(&name, None).unwrap(), present([SEVEN; 3].concat()), "{name}");
        seen += 1;
    }
    assert!(seen > 20, "{seen}");
    for name in ["pyarrow-other-case", "pyarrow-pandas"] {
        assert_eq!(read(name, Some("TEXT")).unwrap(), present([SEVEN; 3].concat()), "{name}");
    }
    assert_eq!(read("pyarrow-empty", None).unwrap(), []);
    let required = SEVEN.map(|text| Some(text.unwrap_or_default()));
    assert_eq!(read("pyarrow-required", None).unwrap(), present([required; 3].concat()));
}

#[test]
fn long_columns_are_read_in_every_encoding() {
    let many: Vec<Option<String>> = (0..700)
        .map(|n| (n % 5 != 0).then(|| format!("prompt {} of {}", n % 97, "a".repeat(n % 31))))
        .collect();
    for name in ["pyarrow-many", "pyarrow-many-delta", "pyarrow-many-delta-length"] {
        assert_eq!(read(name, None).unwrap(), present(many.iter().map(Option::as_deref)), "{name}");
    }
}

#[test]
fn rows_without_a_prompt_are_missing() {
    let refused = Reading { missing: Missing::Error, ..reading(None) };
    let mut all = Prompts::of(vec![sources::File::Path(path("duckdb"))], refused);
    assert_eq!(all.next().unwrap().unwrap().text, "a cat");
    let wrong = all.next().unwrap().unwrap_err().to_string();
    assert!(wrong.ends_with("duckdb.parquet:2: the field text is null"), "{wrong}");
    assert!(all.next().is_none(), "reading ends there");
    let empty = Reading { missing: Missing::Empty, ..reading(None) };
    let rows = prompts(File::open(path("duckdb")).unwrap(), empty).unwrap();
    assert_eq!((rows.len(), rows[1].clone()), (21, (2, String::new())));
}

#[test]
fn the_column_is_found_by_name_path_and_number() {
    assert_eq!(read("pyarrow-nested", Some("meta.en.text")).unwrap(), present([Some("a cat")]));
    assert_eq!(read("pyarrow-nested", Some("META.EN.Text")).unwrap(), present([Some("a cat")]));
    let dotted = ["one", "two", "three", "four"].map(Some);
    for field in ["dotted.text", "\"dotted.text\"", "5"] {
        assert_eq!(read("pyarrow-nested", Some(field)).unwrap(), present(dotted), "{field}");
    }
    assert_eq!(
        words(read("pyarrow-nested", None)),
        "t.parquet: the table has no column text or prompt or caption; its columns are: id, meta.en.text, meta.n, tags, \
         pairs, \"dotted.text\", price, hash"
    );
    for absent in ["8", "0", "meta.fr", "meta.en.text.more", "*", "meta.*"] {
        assert!(words(read("pyarrow-nested", Some(absent))).contains("has no column"), "{absent}");
    }
}

#[test]
fn columns_of_other_types_are_refused_by_name() {
    for (field, found) in [
        ("id", "of type INT64"),
        ("tags", "a list"),
        ("tags.list.element", "a list"),
        ("pairs", "a map"),
        ("meta", "a struct; name one of its fields, as in struct.field"),
        ("price", "of type DECIMAL"),
        ("hash", "of type FIXED_LEN_BYTE_ARRAY"),
    ] {
        let said = words(read("pyarrow-nested", Some(field)));
        let column = field.split('.').next().unwrap();
        let wanted = format!(
            "t.parquet: the column {column} is {found}; the prompt's column must have one string a row"
        );
        assert_eq!(said, wanted);
    }
}

#[test]
fn encrypted_and_broken_files_are_named() {
    let encrypted = "t.parquet: this Parquet table is encrypted; decrypt it first";
    assert_eq!(words(read("duckdb-encrypted", None)), encrypted);
    assert_eq!(words(read("pyarrow-encrypted-column", None)), encrypted);
    let whole = std::fs::read(path("pyarrow-snappy")).unwrap();
    for (bytes, said) in [
        (&b""[..], "byte offset 0: this Parquet table is damaged: it is too short"),
        (
            &b"PAR1PAR1"[..],
            "byte offset 0: this Parquet table is damaged: its footer is longer than the file",
        ),
        (&whole[..100], "byte offset 92: this Parquet table is damaged: its end is missing"),
    ] {
        let said = format!("t.parquet: {said}");
        // `PAR1PAR1` ends in a length that is its own letters.
        assert_eq!(words(prompts(file_of(bytes), reading(None))), said);
    }
    let mut broken = std::fs::read(path("pyarrow-checksums")).unwrap();
    let at = broken.windows(5).position(|bytes| bytes == b"a cat").unwrap();
    broken[at] = b'b';
    let said = words(prompts(file_of(&broken), reading(None)));
    assert_eq!(
        said,
        "t.parquet: this Parquet table cannot be read: Parquet error: Page CRC checksum mismatch"
    );
}

#[test]
fn bytes_that_are_not_utf_8_are_refused_or_replaced() {
    let said = words(read("pyarrow-not-utf-8", None));
    assert_eq!(said, "t.parquet:2: byte offset 3 (0xE9) is not UTF-8");
    let replacing = Reading { invalid: Invalid::Replace, ..reading(None) };
    let rows = prompts(File::open(path("pyarrow-not-utf-8")).unwrap(), replacing).unwrap();
    assert_eq!(rows, present([Some("a cat"), Some("caf\u{FFFD}")]));
}

/// The copy of a table with answers of this kind.
fn copied(
    file: File,
    field: &str,
    kind: ColumnKind,
    reading: &Reading,
) -> Result<Vec<u8>, CopyError<Infallible>> {
    let mut copy = Vec::new();
    let (place, mut noted) = (Place::File("t.parquet".into()), Noted::default());
    copy_with_column(file, &place, reading, &mut copy, (field, kind), &mut noted, |text, source, write| {
        let length = text.chars().count();
        let ids: Vec<TokenId> = (0..length as u16).map(TokenId).collect();
        match kind {
            ColumnKind::Numbers => write(Answer::Number(length as u64)),
            ColumnKind::Ids => write(Answer::Ids(&ids)),
            _ => write(Answer::Text(&format!("{}: {text}", source.record))),
        }
        Ok(())
    })?;
    Ok(copy)
}

/// The bytes of every column chunk, row group after row group, without those of this column.
fn chunks(bytes: &[u8], without: &str) -> Vec<(String, Vec<u8>)> {
    let bytes = Bytes::copy_from_slice(bytes);
    let file = SerializedFileReader::new(bytes.clone()).unwrap();
    let groups = file.metadata().row_groups().iter();
    let columns = groups.flat_map(parquet::file::metadata::RowGroupMetaData::columns);
    let kept = columns.filter(|column| column.column_path().parts()[0] != without);
    kept.map(|column| {
        let (start, length) = column.byte_range();
        let chunk = bytes.get_bytes(start, usize::try_from(length).unwrap()).unwrap();
        (column.column_path().string(), chunk.to_vec())
    })
    .collect()
}

#[test]
fn a_copy_has_the_other_columns_byte_for_byte_and_the_answers() {
    for name in names() {
        let whole = std::fs::read(path(&name)).unwrap();
        let field = name.contains("nested").then_some("meta.en.text");
        let field = field.or_else(|| name.contains("case").then_some("text"));
        let Ok(rows) = read(&name, field) else { continue };
        for kind in [ColumnKind::Numbers, ColumnKind::Ids, ColumnKind::Texts] {
            for column in ["answer", "text", "id"] {
                let copy = copied(file_of(&whole), column, kind, &reading(field));
                let copy = copy.unwrap_or_else(|error| panic!("{name} {column}: {error:?}"));
                assert_eq!(chunks(&copy, column), chunks(&whole, column), "{name} {column}");
                let [before, after] = [whole.clone(), copy.clone()]
                    .map(|bytes| SerializedFileReader::new(Bytes::from(bytes)).unwrap());
                let sizes = |file: &SerializedFileReader<Bytes>| {
                    let groups = file.metadata().row_groups().iter();
                    groups.map(parquet::file::metadata::RowGroupMetaData::num_rows).collect::<Vec<_>>()
                };
                assert_eq!(sizes(&after), sizes(&before), "{name}");
                let pairs = after.metadata().file_metadata().key_value_metadata();
                assert!(!pairs.is_some_and(|pairs| pairs.iter().any(|pair| pair.key == "ARROW:schema")));
                let answers: Vec<String> = after
                    .get_row_iter(None)
                    .unwrap()
                    .map(|row| {
                        let row = row.unwrap();
                        let mut columns = row.get_column_iter();
                        columns.find(|(name, _)| *name == column).unwrap().1.to_string()
                    })
                    .collect();
                let mut wanted = vec!["null".to_owned(); answers.len()];
                for (row, text) in &rows {
                    let length = text.chars().count();
                    wanted[*row as usize - 1] = match kind {
                        ColumnKind::Numbers => length.to_string(),
                        ColumnKind::Ids => {
                            let ids: Vec<String> = (0..length).map(|id| id.to_string()).collect();
                            format!("[{}]", ids.join(", "))
                        }
                        _ => format!("{:?}", format!("{row}: {text}")).replace("\\n", "\n"),
                    };
                }
                assert_eq!(answers, wanted, "{name} {column}");
            }
        }
    }
}

#[test]
fn a_column_takes_the_place_of_the_one_with_its_name() {
    let copy = copied(File::open(path("polars-groups")).unwrap(), "id", ColumnKind::Texts, &reading(None));
    let file = SerializedFileReader::new(Bytes::from(copy.unwrap())).unwrap();
    let schema = file.metadata().file_metadata().schema_descr();
    let names: Vec<&str> = schema.columns().iter().map(|column| column.name()).collect();
    assert_eq!(names, ["id", "text"]);
    let fourth = file.get_row_iter(None).unwrap().nth(3).unwrap().unwrap();
    assert_eq!(fourth.get_string(0).unwrap(), "4: a photo of a 🏯");
}

#[test]
fn a_copy_ends_at_an_error() {
    let strict = Reading { missing: Missing::Error, ..reading(None) };
    let ended = copied(File::open(path("polars")).unwrap(), "n", ColumnKind::Numbers, &strict);
    assert!(matches!(ended, Err(CopyError::Source(SourceError::Nothing { .. }))), "{ended:?}");
    let (place, mut noted) = (Place::File("t.parquet".into()), Noted::default());
    let ended = copy_with_column(
        File::open(path("polars")).unwrap(),
        &place,
        &reading(None),
        // A writer without room.
        &mut [0; 40][..],
        ("n", ColumnKind::Numbers),
        &mut noted,
        |_, _, write| {
            write(Answer::Number(1));
            Ok::<_, Infallible>(())
        },
    );
    assert!(matches!(ended, Err(CopyError::Write(_))), "{ended:?}");
}

/// What the crate itself reads in the column.
fn by_the_crate(bytes: &[u8]) -> Option<Vec<(u64, String)>> {
    let file = SerializedFileReader::new(Bytes::copy_from_slice(bytes)).ok()?;
    let rows = file.get_row_iter(None).ok()?.collect::<Result<Vec<_>, _>>().ok()?;
    let texts = rows.iter().map(|row| {
        let (_, text) = row.get_column_iter().find(|(name, _)| *name == "text")?;
        match text {
            parquet::record::Field::Str(text) => Some(text.clone()),
            _ => None,
        }
    });
    Some((1..).zip(texts).filter_map(|(row, text)| Some((row, text?))).collect())
}

#[test]
fn the_crate_reads_the_same() {
    for name in names() {
        let whole = std::fs::read(path(&name)).unwrap();
        // Bytes without a meaning are no strings for it.
        if let (Ok(ours), Some(theirs)) = (read(&name, Some("text")), by_the_crate(&whole))
            && !name.contains("binary")
            // It looks for the name as it stands.
            && !name.contains("case")
        {
            assert_eq!(ours, theirs, "{name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// Whatever a file says of itself, reading ends, with prompts or with words, and so does copying.
    #[test]
    fn no_damage_makes_reading_panic(
        nth in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let names = names();
        let name: &String = nth.get(&names);
        let mut bytes = std::fs::read(path(name)).unwrap();
        for (at, byte) in damage {
            *at.get_mut(&mut bytes) = byte;
        }
        let _ = prompts(file_of(&bytes), reading(None));
        let _ = copied(file_of(&bytes), "answer", ColumnKind::Ids, &reading(None));
    }
}
