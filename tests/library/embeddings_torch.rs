//! Files of PyTorch: tables out of every layout, and files that lie.

use std::io::Cursor;
use std::path::Path;

use cliptok::embeddings::{DType, ModelFile, torch};

use super::embeddings::fixture;

#[test]
fn tables_are_found_in_every_layout() {
    for (file, name, dtype) in [
        ("sd1.ckpt", "cond_stage_model.transformer.text_model.embeddings.token_embedding.weight", DType::F16),
        ("pytorch_model.bin", "text_model.embeddings.token_embedding.weight", DType::F32),
        ("openai-torchscript.pt", "token_embedding.weight", DType::F16),
    ] {
        let model = ModelFile::open(&fixture(&format!("pickle/{file}"))).unwrap();
        let [table] = model.tables() else { panic!("{file} has one table") };
        assert_eq!(
            (table.name(), table.rows(), table.width(), table.dtype()),
            (name, 16, 6, &dtype),
            "{file}"
        );
        assert_eq!(table.row(cliptok::TokenId(15)).unwrap().len(), 6, "{file}");
        assert_eq!(model.strange_globals(), [""; 0], "{file}");
    }
}

/// A Zip of stored entries, as PyTorch writes it.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let sizes = [(bytes.len() as u32).to_le_bytes(), (bytes.len() as u32).to_le_bytes()].concat();
        let names = [(name.len() as u16).to_le_bytes(), [0, 0]].concat();
        let place = (file.len() as u32).to_le_bytes();
        let common = [&[0; 12][..], &sizes, &names].concat();
        file.extend([b"PK\x03\x04\x14\0", &common[..], name.as_bytes(), bytes].concat());
        directory
            .extend([b"PK\x01\x02\x14\0\x14\0", &common[..], &[0; 10], &place, name.as_bytes()].concat());
    }
    let count = (entries.len() as u16).to_le_bytes();
    let sizes = [(directory.len() as u32).to_le_bytes(), (file.len() as u32).to_le_bytes()].concat();
    [&file[..], &directory, b"PK\x05\x06\0\0\0\0", &count, &count, &sizes, &[0, 0]].concat()
}

/// What a pickle in a Zip gives, or why it gives nothing, without the path.
fn read(pickle: &[u8]) -> Result<Vec<String>, String> {
    let file = zip(&[("a/data.pkl", pickle), ("a/data/0", &[0; 8])]);
    match torch::read(Cursor::new(file), Path::new("x.pt")) {
        Ok(content) => Ok(content.tensors.into_iter().map(|tensor| tensor.name).collect()),
        Err(error) => Err(error.to_string().replace("x.pt: ", "")),
    }
}

#[test]
fn files_that_lie_are_refused_with_their_place() {
    for (pickle, words) in [
        (&b"\x80\x02N"[..], "it ends in the middle"),
        (b"\x80\x02X\xFF\xFF\xFF\xFFa.", "4294967295 bytes should follow, and 2 are left"),
        (
            b"\x80\x02\x8d\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF.",
            "18446744073709551615 bytes should follow, and 1 are left",
        ),
        (b"\x80\x02R.", "its stack is empty"),
        (b"\x80\x02(t0t.", "there is no mark"),
        (b"\x80\x02h\x07.", "there is no value with the number 7"),
        (b"\x80\x02\x82\x01.", "no instruction of a pickle of data has the code 0x82"),
    ] {
        let error = read(pickle).unwrap_err();
        assert!(error.starts_with("this PyTorch file is broken at byte offset "), "{error}");
        assert!(error.ends_with(&format!(": in its pickle, {words}")), "{error}");
    }
    assert_eq!(read(b"\x80\x02}."), Ok(Vec::new()));
}

/// A pickle of a dictionary with one tensor, whose storage has 8 bytes.
fn tensor(offset: u8, size: u8, stride: u8) -> Vec<u8> {
    let storage: &[u8] = b"(X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x02tQ";
    let shape = [b'K', offset, b'K', size, 0x85, b'K', stride, 0x85, 0x89, b'}', b't', b'R'];
    [b"\x80\x02}X\x01\0\0\0wctorch._utils\n_rebuild_tensor_v2\n(", storage, &shape, b"s."].concat()
}

#[test]
fn a_tensor_lies_in_its_storage_or_is_refused_by_name() {
    assert_eq!(read(&tensor(0, 2, 1)), Ok(vec!["w".to_owned()]));
    let words = "the tensor `w` has more numbers than its entry data/0 has bytes for";
    assert_eq!(read(&tensor(1, 2, 1)), Err(words.to_owned()));
    // One that is not in one piece is told by its type, and nobody reads it.
    let file = zip(&[("a/data.pkl", &tensor(0, 2, 0)), ("a/data/0", &[0; 8])]);
    let content = torch::read(Cursor::new(file), Path::new("x.pt")).unwrap();
    assert_eq!(content.tensors[0].dtype.to_string(), "F32 (not in one piece)");
    let file = zip(&[("a/data.pkl", &tensor(0, 2, 1))]);
    let error = torch::read(Cursor::new(file), Path::new("x.pt")).unwrap_err().to_string();
    assert_eq!(error, "x.pt: the tensor `w` has its numbers in the entry data/0, which is not there");
}

#[test]
fn values_that_share_others_are_not_copied() {
    // Sixty dictionaries, each of which has the one before twice: written out, there would be 2^60.
    let step = b"}(X\x01\0\0\0lh\0X\x01\0\0\0rh\0uq\0";
    let pickle = [&b"\x80\x02}q\0"[..], &step.repeat(60), b"."].concat();
    assert_eq!(read(&pickle), Ok(Vec::new()));
    let error = ModelFile::open(&fixture("pickle/billion-laughs.pt")).unwrap_err().to_string();
    assert!(error.ends_with("has no embedding table of CLIP: it has no tensors"), "{error}");
}

#[test]
fn a_pickle_that_keeps_a_reference_with_each_byte_is_refused() {
    // Numbers, marks, and lists of one value again and again: each is a reference that costs a byte or two.
    let many = 3 << 20;
    for (step, words) in [
        (&b"\x94"[..], "it keeps more than 2097152 references to its values"),
        (b"(", "it keeps more than 2097152 references to its values"),
        (b"2", "its stack has more than 1048576 values"),
        (b"}", "it has more than 1048576 values"),
        (b"(222222222222222e", "it keeps more than 2097152 references to its values"),
    ] {
        let pickle = [&b"\x80\x02]"[..], &step.repeat(many / step.len()), b"."].concat();
        let error = read(&pickle).unwrap_err();
        assert!(error.ends_with(words), "{step:?}: {error}");
    }
    let error = ModelFile::open(&fixture("pickle/binunicode-huge.pt")).unwrap_err().to_string();
    assert!(error.ends_with("in its pickle, 4294967295 bytes should follow, and 4 are left"), "{error}");
}

#[test]
fn names_are_written_for_tensors_alone_and_not_for_all_that_they_lead_to() {
    // A key of 60,000 bytes before as many others: each name written out, they would take gigabytes.
    let text = |text: &str| [&b"X"[..], &(text.len() as u32).to_le_bytes(), text.as_bytes()].concat();
    let many = b"h\0h\x01".repeat(60_000);
    let start = [&b"\x80\x02"[..], &text("k"), b"q\x000K\0q\x010}", &text(&"p".repeat(60_000))].concat();
    assert_eq!(read(&[&start[..], b"}(", &many, b"us."].concat()), Ok(Vec::new()));
    // A tensor behind such a name is no part of a model.
    let tensor = tensor(0, 2, 1);
    let deep = [&b"\x80\x02}"[..], &text(&"p".repeat(600)), &tensor[2..tensor.len() - 1], b"s."].concat();
    assert_eq!(read(&deep), Ok(Vec::new()));
}

#[test]
fn a_zip_is_refused_if_it_is_none_of_torch_or_is_packed() {
    let refused = |file: Vec<u8>| torch::read(Cursor::new(file), Path::new("x.pt")).unwrap_err().to_string();
    assert_eq!(
        refused(zip(&[("readme.txt", b"hello")])),
        "x.pt is a Zip, and not one of PyTorch; if the file of a model is in it, unpack it first"
    );
    let mut packed = zip(&[("a/data.pkl", b"\x80\x02}.")]);
    let line = packed.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    packed[line + 10] = 8;
    assert!(refused(packed).contains("has a packed entry, `a/data.pkl`, and PyTorch packs none"));
    let whole = zip(&[("a/data.pkl", b"\x80\x02}.")]);
    for cut in 0..whole.len() {
        assert!(torch::read(Cursor::new(&whole[..cut]), Path::new("x.pt")).is_err(), "{cut}");
    }
    assert!(torch::read(Cursor::new(whole), Path::new("x.pt")).is_ok());
}
