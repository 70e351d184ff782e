//! What is broken is refused with words that name the place; what is only unusual is read.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use cliptok::TokenId;
use cliptok::embeddings::{EmbeddingsError, ModelFile, safetensors};

use super::embeddings::{file_of, fixture, fixtures};

const TABLE: &str = "text_model.embeddings.token_embedding.weight";

/// What is said of each fixture, behind its path. `TABLE` stands for the name of the table.
const REFUSED: &[(&str, &str)] = &[
    ("empty", " is empty; download it again"),
    (
        "seven-bytes",
        ": this safetensors file is broken at byte offset 0: the file has 7 bytes, but the length of the header alone takes 8",
    ),
    (
        "length-max",
        ": this safetensors file is broken at byte offset 0: \
         the header should have 18446744073709551615 bytes, but the limit is 100 MB",
    ),
    (
        "length-beyond",
        ": this safetensors file is broken at byte offset 0: the header should have 1000000 bytes, but only 132 follow",
    ),
    ("length-zero", ": this safetensors file is broken at byte offset 8: the header does not begin with `{`"),
    (
        "length-over-100MB",
        ": this safetensors file is broken at byte offset 0: the header should have 100000001 bytes, but the limit is 100 MB",
    ),
    ("not-json", ": this safetensors file is broken at byte offset 8: the header does not begin with `{`"),
    (
        "leading-space",
        ": this safetensors file is broken at byte offset 8: the header does not begin with `{`",
    ),
    ("array", ": this safetensors file is broken at byte offset 8: the header does not begin with `{`"),
    (
        "not-utf8",
        ": this safetensors file is broken at byte offset 12: in the header: invalid unicode code point",
    ),
    (
        "deep-json",
        ": this safetensors file is broken at byte offset 13: in the header, at `a`: \
         invalid type: sequence, expected an object with dtype, shape, and data_offsets",
    ),
    ("duplicate-name", ": the tensor `TABLE` is in the header twice"),
    (
        "beyond-end",
        ": the tensor `TABLE` ends at byte 1032 of the data, of which the file has 32: the rest of the file is missing",
    ),
    ("end-before-begin", ": the tensor `TABLE` ends at byte 0 of the data, before it begins, at 32"),
    (
        "negative",
        ": this safetensors file is broken at byte offset 83: in the header, at `TABLE`: \
         invalid value: integer `-4`, expected u64",
    ),
    ("size-mismatch", ": the tensor `TABLE` has 32 bytes, which does not fit the shape [4, 5] in F16"),
    (
        "offset-overflow",
        ": this safetensors file is broken at byte offset 144: in the header, at `TABLE`: \
         invalid type: floating point `1.8446744073709552e+19`, expected u64",
    ),
    (
        "truncated",
        ": the tensor `TABLE` ends at byte 32 of the data, of which the file has 27: the rest of the file is missing",
    ),
    (
        "trailing",
        ": this safetensors file is broken at byte offset 140: 4 bytes follow that belong to no tensor",
    ),
    (
        "missing-dtype",
        ": this safetensors file is broken at byte offset 93: in the header, at `TABLE`: missing field `dtype`",
    ),
    (
        "metadata-not-strings",
        ": this safetensors file is broken at byte offset 31: in the header, at `__metadata__`: \
         invalid type: integer `1`, expected a string",
    ),
    (
        "one-dimension",
        " has no embedding table of CLIP: `TABLE` has the shape [16], and a table has two dimensions",
    ),
    (
        "no-table",
        " has no embedding table of CLIP: it looks like a LoRA; point at the checkpoint that it was trained on",
    ),
    ("lfs-pointer", " is a Git LFS pointer, not the file itself; run `git lfs pull`, or download the file"),
    ("html", " is a saved web page; download the file itself; some sites want you to sign in for that"),
    (
        "is-a-pickle",
        " is a bare pickle, which is not read; if you trust it, load it in Python and save it as safetensors",
    ),
];

/// What is read, or is a matter for the reader of PyTorch's files.
const NOT_REFUSED: &[&str] = &["escape-in-name", "int-table", "is-a-zip", "transposed"];

#[test]
fn what_is_broken_is_refused_by_name_and_place() {
    for (name, words) in REFUSED {
        let path = fixture("malformed").join(format!("{name}.safetensors"));
        let error = ModelFile::open(&path).unwrap_err().to_string();
        assert_eq!(error, format!("{}{}", path.display(), words.replace("TABLE", TABLE)));
    }
}

#[test]
fn what_the_reference_accepts_is_read() {
    for fixture in fixtures("malformed/") {
        let path = file_of(&fixture);
        let name = path.file_stem().unwrap().to_str().unwrap();
        if name.starts_with("ok") {
            let model = ModelFile::open(&path).unwrap();
            let [table] = model.tables() else { panic!("{name}") };
            assert_eq!(table.name(), TABLE);
            assert_eq!(table.row(TokenId(0)).unwrap()[..2], [0.399_902_34, 0.0], "{name}");
        } else {
            let is_here = REFUSED.iter().any(|(refused, _)| *refused == name) || NOT_REFUSED.contains(&name);
            assert!(is_here, "nothing is said of {name}");
        }
    }
}

#[test]
fn a_table_of_another_type_is_listed_and_its_type_named() {
    let path = fixture("malformed/int-table.safetensors");
    let model = ModelFile::open(&path).unwrap();
    let table = &model.tables()[0];
    assert_eq!((table.rows(), table.width(), table.dtype().to_string()), (4, 4, "I8".into()));
    let words = format!(
        "{}: the table `{TABLE}` has numbers of the type I8, which is not read; \
         point at a file that has it as F32, F16, BF16, F8_E4M3, or F8_E5M2",
        path.display()
    );
    assert_eq!(table.row(TokenId(0)).unwrap_err().to_string(), words);
}

#[test]
fn a_table_with_too_few_rows_is_listed() {
    let model = ModelFile::open(&fixture("malformed/transposed.safetensors")).unwrap();
    let table = &model.tables()[0];
    assert_eq!((table.rows(), table.width(), table.encoder()), (4, 16, None));
    assert_eq!(ModelFile::open(&fixture("malformed/escape-in-name.safetensors")).unwrap().tables().len(), 1);
}

/// A safetensors file.
fn file(header: &str, data: usize) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &vec![0; data]].concat()
}

/// What is said of it, behind its path.
fn error(header: &str, data: usize) -> String {
    let error =
        safetensors::tensors(Cursor::new(file(header, data)), Path::new("x")).unwrap_err().to_string();
    error.strip_prefix("x: ").unwrap().to_owned()
}

#[test]
fn names_are_shown_without_what_controls_a_terminal() {
    let header = r#"{"a\u001b[31m\n\u202e":{"dtype":"F16","shape":[1],"data_offsets":[0,3]}}"#;
    let words = r"the tensor `a\u{1b}[31m\n\u{202e}` has 3 bytes, which does not fit the shape [1] in F16";
    assert_eq!(error(header, 3), words);
    let header = r#"{"a\u001b":{"dtype":"F16","shape":[1]}}"#;
    let words = r"this safetensors file is broken at byte offset 46: in the header, at `a\u{1b}`: missing field `data_offsets`";
    assert_eq!(error(header, 0), words);
}

#[test]
fn tensors_neither_overlap_nor_leave_gaps() {
    let two = |begin: u64, end: u64| {
        format!(
            r#"{{"a":{{"dtype":"U8","shape":[4],"data_offsets":[0,4]}},
                "b":{{"dtype":"NEW","shape":[4],"data_offsets":[{begin},{end}]}}}}"#
        )
    };
    assert_eq!(
        error(&two(5, 8), 8),
        "the tensor `b` begins at byte 5 of the data, but what is before it ends at 4: a gap"
    );
    assert_eq!(
        error(&two(3, 8), 8),
        "the tensor `b` begins at byte 3 of the data, but what is before it ends at 4: an overlap"
    );
    assert!(safetensors::tensors(Cursor::new(file(&two(4, 8), 8)), Path::new("x")).is_ok());
}

#[test]
fn what_would_take_much_memory_is_refused() {
    let many = "1,".repeat(100);
    let dimensions = format!(r#"{{"a":{{"dtype":"U8","shape":[{many}1],"data_offsets":[0,1]}}}}"#);
    assert!(error(&dimensions, 1).ends_with("in the header, at `a`: more than 64 dimensions"));
    let name = format!(r#"{{"{}":{{}}}}"#, "a".repeat(65_537));
    assert!(error(&name, 0).ends_with("in the header: a name of 65537 bytes"));
    let product = r#"{"a":{"dtype":"U8","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,1]}}"#;
    assert!(error(product, 1).ends_with("does not fit the shape [4294967296, 4294967296, 4294967296] in U8"));
    let tensors: Vec<String> = (0..=131_072)
        .map(|number| format!(r#""{number}":{{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#))
        .collect();
    assert!(error(&format!("{{{}}}", tensors.join(",")), 0).ends_with("more than 131072 tensors"));
    let deep = format!(r#"{{"a":{{"x":{}"#, "[".repeat(1000));
    assert!(error(&deep, 0).ends_with("in the header, at `a`: recursion limit exceeded"));
}

#[test]
fn what_is_there_twice_is_refused() {
    let field = r#"{"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}"#;
    assert!(error(field, 1).ends_with("at `a`: duplicate field `dtype`"));
    let metadata = r#"{"__metadata__":{},"__metadata__":{}}"#;
    assert!(error(metadata, 0).ends_with("at `__metadata__`: duplicate field `__metadata__`"));
    // Escaped, it is the same name.
    let name = r#"{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\u0061":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#;
    assert_eq!(error(name, 0), "the tensor `a` is in the header twice");
}

#[test]
fn what_is_not_known_is_walked_over() {
    let header = r#"{"__metadata__":null,"a":{"dtype":"U8","new":{"x":[1,-1,1.5,true,null,"y"]},"shape":[1],"data_offsets":[0,1]}}"#;
    assert_eq!(safetensors::tensors(Cursor::new(file(header, 1)), Path::new("x")).unwrap().len(), 1);
}

#[test]
fn rows_too_wide_for_memory_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wide.safetensors");
    let header =
        r#"{"token_embedding.weight":{"dtype":"F16","shape":[2,1000000000],"data_offsets":[0,4000000000]}}"#;
    fs::write(&path, file(header, 0)).unwrap();
    let sparse = fs::File::options().write(true).open(&path).unwrap();
    sparse.set_len(8 + header.len() as u64 + 4_000_000_000).unwrap();
    let model = ModelFile::open(&path).unwrap();
    let words = "has rows of 1000000000 numbers; 1 to 65536 are read";
    assert!(model.tables()[0].row(TokenId(0)).unwrap_err().to_string().ends_with(words));
    assert!(model.tables()[0].blocks().unwrap_err().to_string().ends_with(words));
}

#[test]
fn errors_are_data() {
    let error = safetensors::tensors(Cursor::new([0xFF; 9]), Path::new("x")).unwrap_err();
    assert!(matches!(error, EmbeddingsError::Malformed { format: "safetensors", offset: 0, .. }));
}
