//! Enters: a file or folder with the weights of a model. Leaves: its embedding tables.

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use super::contents::Contents;
use super::error::EmbeddingsError;
use super::file_content::FileContent;
use super::folder;
use super::gguf;
use super::kind::{HEAD, Kind, kind};
use super::safetensors::{self, LONGEST_HEADER};
use super::shards::{index, shard_path};
use super::table::{Table, is_table_name, scale_name};
use super::tensor::Tensor;
use super::torch;

/// The weights of a model: a file in safetensors, PyTorch or GGUF, the index of several, or a folder of Hugging Face. What it is
/// is told by its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFile {
    path: PathBuf,
    tables: Vec<Table>,
    strange_globals: Vec<String>,
}

impl ModelFile {
    /// Finds the tables. Their numbers are not read, and little of anything else, however large the file is.
    ///
    /// # Errors
    /// If it cannot be read, is broken, or has no table.
    ///
    /// ```no_run
    /// use std::path::Path;
    ///
    /// use cliptok::embeddings::ModelFile;
    ///
    /// let model = ModelFile::open(Path::new("v1-5-pruned-emaonly.safetensors"))?;
    /// for table in model.tables() {
    ///     println!("{}: {} × {} {}", table.name(), table.rows(), table.width(), table.dtype());
    /// }
    /// # Ok::<(), cliptok::embeddings::EmbeddingsError>(())
    /// ```
    pub fn open(path: &Path) -> Result<Self, EmbeddingsError> {
        let mut found = Found::default();
        let metadata =
            fs::metadata(path).map_err(|error| EmbeddingsError::Io { path: path.to_owned(), error })?;
        let files = if metadata.is_dir() { folder::files(path)? } else { vec![path.to_owned()] };
        for file in files {
            found.add_file(&file)?;
        }
        let Found { tables, tensors, contents, misshapen, strange_globals } = found;
        if tables.is_empty() {
            return Err(EmbeddingsError::NoTable { path: path.to_owned(), tensors, contents, misshapen });
        }
        Ok(Self { path: path.to_owned(), tables, strange_globals })
    }

    /// The file or folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The functions and classes that it names beside those of tensors, in files of PyTorch. They were not looked up, and
    /// nothing was run.
    pub fn strange_globals(&self) -> &[String] {
        &self.strange_globals
    }

    /// Its tables, at least one: the tensors with two dimensions and a name that ends in `token_embedding.weight`. Some may
    /// have fewer rows than the vocabulary has entries, or a type that is not read.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }
}

/// What a file in safetensors, PyTorch or GGUF holds.
pub(super) fn content(path: &Path) -> Result<FileContent, EmbeddingsError> {
    match opened(path)? {
        Opened { kind: Kind::Json, .. } => Err(EmbeddingsError::Refused {
            path: path.to_owned(),
            what: "is JSON".into(),
            advice: "point at a file in safetensors, PyTorch, or GGUF",
        }),
        opened => content_of(opened, path),
    }
}

fn content_of(opened: Opened, path: &Path) -> Result<FileContent, EmbeddingsError> {
    match opened.kind {
        Kind::Safetensors => safetensors::tensors(opened.file, path).map(FileContent::of),
        Kind::Gguf => gguf::tensors(opened.file, path).map(FileContent::of),
        Kind::Torch => torch::read(opened.file, path),
        Kind::Json => Ok(FileContent::default()),
        Kind::Foreign { what, advice } => {
            Err(EmbeddingsError::Refused { path: path.to_owned(), what: what.into(), advice })
        }
    }
}

/// A file at its start, its length, and its kind.
struct Opened {
    file: File,
    length: u64,
    kind: Kind,
}

fn opened(path: &Path) -> Result<Opened, EmbeddingsError> {
    let system = |error| EmbeddingsError::Io { path: path.to_owned(), error };
    // Before it is opened: to open a pipe would wait for someone who writes to it.
    let metadata = fs::metadata(path).map_err(system)?;
    if !metadata.is_file() {
        return Err(EmbeddingsError::Refused {
            path: path.to_owned(),
            what: "is not a regular file".into(),
            advice: "save its content to a file first",
        });
    }
    let mut file = File::open(path).map_err(system)?;
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head).map_err(system)?;
    file.rewind().map_err(system)?;
    Ok(Opened { file, length: metadata.len(), kind: kind(&head, path) })
}

/// What was found in one file, or in several.
#[derive(Default)]
struct Found {
    tables: Vec<Table>,
    tensors: usize,
    contents: Option<Contents>,
    misshapen: Option<(String, Vec<u64>)>,
    strange_globals: Vec<String>,
}

impl Found {
    fn add_file(&mut self, path: &Path) -> Result<(), EmbeddingsError> {
        let opened = opened(path)?;
        if opened.kind == Kind::Json {
            return self.add_shards(opened, path);
        }
        self.add(content_of(opened, path)?);
        Ok(())
    }

    fn add(&mut self, content: FileContent) {
        let FileContent { tensors, strange_globals, .. } = content;
        self.strange_globals.extend(strange_globals);
        self.tensors += tensors.len();
        let names = tensors.iter().map(|tensor| tensor.name.as_str());
        self.contents = self.contents.or_else(|| Contents::of(names));
        let (named, others): (Vec<Tensor>, Vec<Tensor>) =
            tensors.into_iter().partition(|tensor| is_table_name(&tensor.name));
        for tensor in named {
            let scale_name = scale_name(&tensor.name);
            let scale = others.iter().find(|other| Some(&other.name) == scale_name.as_ref()).cloned();
            match Table::of(tensor, scale) {
                Ok(table) => self.tables.push(table),
                Err(Tensor { name, shape, .. }) => _ = self.misshapen.get_or_insert((name, shape)),
            }
        }
    }

    /// Only the files that have a table are opened.
    fn add_shards(&mut self, opened: Opened, path: &Path) -> Result<(), EmbeddingsError> {
        if opened.length > LONGEST_HEADER {
            return Err(EmbeddingsError::Refused {
                path: path.to_owned(),
                what: format!("is JSON, with {} bytes far too long for an index", opened.length),
                advice: "point at the file with the weights itself",
            });
        }
        let index = index(opened.file, opened.length, path)?;
        self.contents = self.contents.or(index.contents);
        self.tensors += index.tensors;
        let mut seen: Vec<&str> = Vec::new();
        for (_, file) in &index.tables {
            if seen.contains(&file.as_str()) {
                continue;
            }
            seen.push(file);
            let shard = shard_path(path, file)?;
            let content = content(&shard)?;
            let here = index.tables.iter().filter(|(_, other)| other == file);
            for (name, _) in here {
                if !content.tensors.iter().any(|tensor| tensor.name == *name) {
                    return Err(EmbeddingsError::Tensor {
                        path: shard,
                        tensor: name.clone(),
                        what: format!("is missing, although {} says that it is there", path.display()),
                    });
                }
            }
            self.add(content);
        }
        Ok(())
    }
}
