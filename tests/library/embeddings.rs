//! Tables are found in the files of every program, by the names and shapes that their files have.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use cliptok::TokenId;
use cliptok::embeddings::{EmbeddingsError, ModelFile, TableEncoder};
use serde_json::{Map, Value, json};

use crate::support::{project_file, read};

/// A file of the fixtures.
pub(super) fn fixture(name: &str) -> PathBuf {
    project_file("tests/golden/embeddings").join(name)
}

/// What the index of the fixtures says of those in a folder.
pub(super) fn fixtures(folder: &str) -> Vec<Value> {
    let index: Value = serde_json::from_str(&read("tests/golden/embeddings/index.json")).unwrap();
    let Some(Value::Array(fixtures)) = index.get("fixtures").cloned() else { panic!("no fixtures") };
    let in_folder = |fixture: &Value| fixture["file"].as_str().unwrap().starts_with(folder);
    let found: Vec<Value> = fixtures.into_iter().filter(in_folder).collect();
    assert!(!found.is_empty(), "{folder}");
    found
}

pub(super) fn file_of(fixture_of: &Value) -> PathBuf {
    fixture(fixture_of["file"].as_str().unwrap())
}

/// The name, type and first dimensions of each table.
fn tables(path: &Path) -> Vec<(String, String)> {
    match ModelFile::open(path) {
        Ok(model) => {
            model.tables().iter().map(|table| (table.name().to_owned(), table.dtype().to_string())).collect()
        }
        Err(EmbeddingsError::NoTable { .. }) => Vec::new(),
        Err(error) => panic!("{error}"),
    }
}

/// The same as the index has it.
fn expected(fixture: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let expected = fixture["expect"].as_array().unwrap();
    expected.iter().map(|table| (text(&table["name"]), text(&table["dtype"]))).collect()
}

#[test]
fn tables_are_found_under_every_name() {
    let mut seen = 0;
    for fixture in fixtures("names/").iter().filter(|fixture| fixture["expect"].is_array()) {
        let path = file_of(fixture);
        assert_eq!(tables(&path), expected(fixture), "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 16, "{seen}");
}

/// The header of a fixture with real shapes, and how many bytes of data follow it.
fn header(tensors: &[Value]) -> (Vec<u8>, u64) {
    let mut header = Map::new();
    let mut begin = 0;
    for tensor in tensors {
        let bytes = match tensor["dtype"].as_str().unwrap() {
            "F8_E4M3" => 1,
            "F16" | "BF16" => 2,
            "F32" => 4,
            "I64" => 8,
            other => panic!("{other}"),
        };
        let numbers: u64 =
            tensor["shape"].as_array().unwrap().iter().map(|size| size.as_u64().unwrap()).product();
        let end = begin + numbers * bytes;
        let entry = json!({"dtype": tensor["dtype"], "shape": tensor["shape"], "data_offsets": [begin, end]});
        header.insert(tensor["name"].as_str().unwrap().to_owned(), entry);
        begin = end;
    }
    let header = serde_json::to_vec(&header).unwrap();
    ([&(header.len() as u64).to_le_bytes(), header.as_slice()].concat(), begin)
}

#[test]
fn tables_are_found_in_files_of_real_size() {
    let folder = tempfile::tempdir().unwrap();
    let mut seen = 0;
    for entry in fs::read_dir(fixture("headers")).unwrap() {
        let path = entry.unwrap().path();
        let fixture: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let (header, data) = header(fixture["tensors"].as_array().unwrap());
        let model = folder.path().join("model.safetensors");
        let mut file = File::create(&model).unwrap();
        file.write_all(&header).unwrap();
        file.set_len(header.len() as u64 + data).unwrap();
        assert_eq!(tables(&model), expected(&fixture), "{}", path.display());
        let Ok(found) = ModelFile::open(&model) else { continue };
        for (table, expected) in found.tables().iter().zip(fixture["expect"].as_array().unwrap()) {
            assert_eq!(Some(table.width()), expected["width"].as_u64());
            assert_eq!(table.encoder().map(TableEncoder::title), expected["encoder"].as_str());
            assert!(table.rows() >= 49408, "{}", table.rows());
            // A last row that is not zero: all ones are a number in no type but F8_E4M3's, and there not one either.
            let storage = &table.tensor().storage;
            let row_bytes = storage.length / table.rows();
            file.seek(SeekFrom::Start(storage.offset + 49407 * row_bytes)).unwrap();
            file.write_all(&vec![0xFF; usize::try_from(row_bytes).unwrap()]).unwrap();
            let row = table.row(TokenId(49407)).unwrap();
            assert_eq!(row.len() as u64, table.width());
            assert!(row.iter().all(|number| number.is_nan()), "{}", path.display());
            assert!(table.row(TokenId(49406)).unwrap().iter().all(|number| *number == 0.0));
            seen += 1;
        }
    }
    assert!(seen >= 20, "{seen}");
}

#[test]
fn gguf_is_read_except_for_packed_types() {
    for fixture in fixtures("gguf/") {
        let path = file_of(&fixture);
        let model = ModelFile::open(&path).unwrap();
        let [table] = model.tables() else { panic!("{}", path.display()) };
        let expect = &fixture["expect"];
        assert_eq!(Some(table.name()), expect["table"].as_str());
        assert_eq!(json!([table.rows(), table.width()]), expect["shape"]);
        assert_eq!(Some(table.dtype().to_string().as_str()), expect["dtype"].as_str());
        if expect["dtype"] == "Q8_0" {
            let words = format!(
                "{}: the table `text_model.embeddings.token_embedding.weight` has numbers of the type Q8_0, \
                 which is not read; point at a file that has it as F32, F16, BF16, F8_E4M3, or F8_E5M2",
                path.display()
            );
            assert_eq!(table.row(TokenId(0)).unwrap_err().to_string(), words);
            assert_eq!(table.blocks().unwrap_err().to_string(), words);
        } else {
            assert_eq!(table.row(TokenId(15)).unwrap().len(), 32);
        }
    }
}

#[test]
fn the_same_rows_are_in_gguf_as_in_its_other_types() {
    // They were made from the same numbers: the index has the first ones as Q8_0 rounds them.
    let first = |name: &str| ModelFile::open(&fixture(name)).unwrap().tables()[0].row(TokenId(0)).unwrap();
    let rounded = fixtures("gguf/clip_l-q8_0")[0]["expect"]["row0"].clone();
    for name in ["gguf/clip_l.gguf", "gguf/sdcpp-sd1.gguf"] {
        for (number, rounded) in first(name).into_iter().zip(rounded.as_array().unwrap()) {
            assert!((f64::from(number) - rounded.as_f64().unwrap()).abs() < 5e-4, "{name}: {number}");
        }
    }
}
