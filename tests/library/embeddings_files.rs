//! Folders, indexes of shards, and files that are no models.

use std::fs;
use std::path::Path;

use cliptok::embeddings::{EmbeddingsError, ModelFile};
use tempfile::TempDir;

use super::embeddings::fixture;

/// A folder with these files of the fixtures.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, from) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(fixture(from), path).unwrap();
    }
    folder
}

/// The file and width of each table.
fn tables(path: &Path) -> Vec<(String, u64)> {
    let model = ModelFile::open(path).unwrap();
    assert_eq!(model.path(), path);
    let folder = if path.is_dir() { path } else { path.parent().unwrap() };
    let inside = |file: &Path| file.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
    model.tables().iter().map(|table| (inside(&table.tensor().storage.path), table.width())).collect()
}

fn error(path: &Path) -> String {
    let words = ModelFile::open(path).unwrap_err().to_string();
    words.strip_prefix(&path.display().to_string()).unwrap_or(&words).to_owned()
}

#[test]
fn an_index_leads_to_the_shard_with_the_table() {
    let wanted = [("model-00001-of-00002.safetensors".to_owned(), 6)];
    assert_eq!(tables(&fixture("names/model.safetensors.index.json")), wanted);
    assert_eq!(tables(&fixture("names")), wanted);
    // The other shard is not needed.
    let both = [
        ("a.json", "names/model.safetensors.index.json"),
        (&*wanted[0].0, "names/model-00001-of-00002.safetensors"),
    ];
    assert_eq!(tables(&folder(&both).path().join("a.json")), wanted);
}

#[test]
fn folders_of_transformers_and_diffusers_are_read() {
    let here = folder(&[
        ("model.safetensors", "names/hf.safetensors"),
        ("pytorch_model.bin", "malformed/html.safetensors"),
    ]);
    assert_eq!(tables(here.path()), [("model.safetensors".to_owned(), 6)]);
    let diffusers = folder(&[
        ("text_encoder/model.safetensors", "names/hf.safetensors"),
        ("text_encoder_2/model.safetensors", "names/hf-clipmodel.safetensors"),
        ("text_encoder_3/model.safetensors", "names/hidden-llm.safetensors"),
    ]);
    let wanted = [
        ("text_encoder/model.safetensors".to_owned(), 6),
        ("text_encoder_2/model.safetensors".to_owned(), 4),
    ];
    assert_eq!(tables(diffusers.path()), wanted);
    let open_clip = folder(&[("open_clip_model.safetensors", "names/open-clip.safetensors")]);
    assert_eq!(tables(open_clip.path()), [("open_clip_model.safetensors".to_owned(), 8)]);
}

#[test]
fn one_encoder_of_a_folder_may_have_no_table() {
    let here = folder(&[
        ("text_encoder/model.safetensors", "names/hf.safetensors"),
        ("text_encoder_2/model.safetensors", "names/hidden-llm.safetensors"),
    ]);
    assert_eq!(tables(here.path()), [("text_encoder/model.safetensors".to_owned(), 6)]);
    let none = folder(&[("text_encoder/model.safetensors", "names/hidden-llm.safetensors")]);
    assert_eq!(
        error(none.path()),
        " has no embedding table of CLIP: it looks like a language model, which is not CLIP; \
         point at the model's CLIP encoder, such as clip_l.safetensors"
    );
}

#[test]
fn a_folder_without_weights_is_refused() {
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(
        error(empty.path()),
        " is a folder without model.safetensors, pytorch_model.bin, or text_encoder/model.safetensors; \
         point at the file with the weights itself"
    );
    assert!(error(&empty.path().join("absent")).ends_with("; check the name"));
}

#[test]
fn an_index_that_lies_is_refused() {
    let here = folder(&[
        ("a.safetensors", "names/hf.safetensors"),
        ("b.safetensors", "names/open-clip.safetensors"),
    ]);
    let index = here.path().join("model.safetensors.index.json");
    let error_of = |text: &str| {
        fs::write(&index, text).unwrap();
        error(&index)
    };
    let table = "text_model.embeddings.token_embedding.weight";
    assert_eq!(
        error_of(&format!(r#"{{"weight_map": {{"{table}": "../a.safetensors"}}}}"#)),
        " names a file outside its folder, `../a.safetensors`; point at the file with the weights itself"
    );
    let shard = here.path().join("b.safetensors").display().to_string();
    assert_eq!(
        error_of(&format!(r#"{{"weight_map": {{"{table}": "b.safetensors"}}}}"#)),
        format!(
            "{shard}: the tensor `{table}` is missing, although {} says that it is there",
            index.display()
        )
    );
    assert!(
        error_of(&format!(r#"{{"weight_map": {{"{table}": "c.safetensors"}}}}"#))
            .ends_with("; check the name")
    );
    // An index of an index would have no end.
    assert_eq!(
        error_of(&format!(r#"{{"weight_map": {{"{table}": "model.safetensors.index.json"}}}}"#)),
        " is JSON; point at a file in safetensors, PyTorch, or GGUF"
    );
    assert_eq!(
        error_of(&format!(r#"{{"weight_map": {{"{table}": "a.safetensors", "{table}": "b.safetensors"}}}}"#)),
        format!(": this JSON file is broken at byte offset 145: the tensor `{table}` is there twice")
    );
    assert_eq!(
        error_of(r#"{"weight_map": {"encoder.block.0.relative_attention_bias": "a.safetensors"}}"#),
        " has no embedding table of CLIP: it looks like T5, which is not CLIP; \
         point at the model's CLIP encoder, such as clip_l.safetensors"
    );
    assert_eq!(
        error_of(r#"{"architectures": ["CLIPTextModel"]}"#),
        " is JSON, but not the index of a model's files: it has no `weight_map`; \
         point at the file with the weights, or at its folder"
    );
    assert_eq!(
        error_of(r#"{"weight_map": 1}"#),
        ": this JSON file is broken at byte offset 16: invalid type: integer `1`, expected an object of file names"
    );
    assert_eq!(
        error_of(r#"{"weight_map": {"#),
        ": this JSON file is broken at byte offset 16: EOF while parsing an object"
    );
}

#[test]
fn what_is_no_model_is_said_to_be_what_it_is() {
    let here = tempfile::tempdir().unwrap();
    let path = here.path().join("model.bin");
    let error_of = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        error(&path)
    };
    assert_eq!(
        error_of(b"some text"),
        " is not a model file in a known format; \
         point at a safetensors, PyTorch, or GGUF file, or at a Hugging Face folder"
    );
    assert_eq!(
        error_of(b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e\x80\x02M\xe9\x03."),
        " is from PyTorch before 1.6, a format that is not read; \
         load it with a newer PyTorch and save it again, preferably as safetensors"
    );
    assert_eq!(error_of(b"\x1F\x8B\x08\0"), " is a packed file; unpack it first");
    assert_eq!(
        error_of(b"\x89PNG\r\n\x1A\n"),
        " is a picture; point at the checkpoint, or at its text encoder"
    );
    // A header of no tensors.
    assert_eq!(error_of(b"\x02\0\0\0\0\0\0\0{}"), " has no embedding table of CLIP: it has no tensors");
    assert_eq!(
        error_of(b"\x36\0\0\0\0\0\0\0{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}} \0"),
        " has no embedding table of CLIP: of its tensors (1), none has a name that ends in `token_embedding.weight`; \
         point at a checkpoint, or at its text encoder"
    );
}

#[cfg(unix)]
#[test]
fn a_device_is_not_waited_for() {
    assert_eq!(error(Path::new("/dev/zero")), " is not a regular file; save its content to a file first");
}

#[test]
fn errors_keep_their_data() {
    let error = ModelFile::open(&fixture("malformed/no-table.safetensors")).unwrap_err();
    assert!(matches!(error, EmbeddingsError::NoTable { tensors: 1, contents: Some(_), misshapen: None, .. }));
    let error = ModelFile::open(Path::new("absent")).unwrap_err();
    assert!(std::error::Error::source(&error).is_some());
}
