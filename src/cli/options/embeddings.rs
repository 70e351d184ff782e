//! Enters: names of embeddings with numbers of vectors, files of embeddings, a folder of them. Leaves: the embeddings that a program has.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::Checkpoint;
use crate::cli::error::NearError;
use crate::cli::terminal::{Places, notice};
use crate::embeddings::{Inversion, InversionNote, TableEncoder};
use crate::report::{counted, visible};
use crate::syntax::Embedding;

/// How files of embeddings end, in the folders of programs.
const EXTENSIONS: [&str; 4] = ["pt", "bin", "safetensors", "png"];

/// An embedding as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TypedEmbedding {
    /// A name and a number of vectors.
    Named(Embedding),
    /// A file, whose name is that of the embedding.
    File(PathBuf),
}

/// Reads NAME=VECTORS, if what follows the last `=` is a whole number; else a file.
pub(super) fn typed_embedding(typed: OsString) -> Result<TypedEmbedding, String> {
    let named = typed.to_str().and_then(|typed| typed.rsplit_once('=')).and_then(|(name, vectors)| {
        let digits = !vectors.is_empty() && vectors.bytes().all(|byte| byte.is_ascii_digit());
        Some((name, vectors.parse().ok().filter(|_| digits)?))
    });
    match named {
        Some(("", _)) => Err(WANTED.to_owned()),
        Some((name, vectors)) => Ok(TypedEmbedding::Named(Embedding { name: name.to_owned(), vectors })),
        None if Path::new(&typed).exists() => Ok(TypedEmbedding::File(typed.into())),
        None => Err(format!("there is no such file; {WANTED}")),
    }
}

const WANTED: &str = "expected NAME=VECTORS, such as easynegative=8, or the file of an embedding";

/// The embeddings that a program has: those that were typed, then those of a folder.
///
/// # Errors
/// If a file cannot be read, or is for another model.
pub(super) fn embeddings(
    typed: &[TypedEmbedding],
    folder: Option<&Path>,
    model: Checkpoint,
) -> Result<Vec<Embedding>> {
    let mut all = Vec::new();
    for one in typed {
        match one {
            TypedEmbedding::Named(embedding) => all.push(embedding.clone()),
            TypedEmbedding::File(path) => all.extend(of_file(path, model, notice)?),
        }
    }
    if let Some(folder) = folder {
        all.extend(of_folder(folder, model)?);
    }
    Ok(all)
}

/// The embeddings of a file. `say` is told what is odd about it.
fn of_file(path: &Path, model: Checkpoint, mut say: impl FnMut(&str)) -> Result<Vec<Embedding>> {
    let mut all = Vec::new();
    for inversion in Inversion::open(path)? {
        if let Some(words) = not_loaded(path, &inversion.strange_globals) {
            say(&words);
        }
        let vectors = inversion.vectors_for(model).ok_or_else(|| NearError::OfOtherModel {
            path: path.to_owned(),
            widths: inversion.parts.iter().map(|part| part.width).collect(),
            model,
            wanted: TableEncoder::of_model(model).iter().map(|encoder| encoder.width()).collect(),
        })?;
        for note in inversion.notes.iter().filter(|note| matches!(note, InversionNote::Unequal(_))) {
            say(&visible(&format!("{}: {note}; {vectors} are counted", path.display())));
        }
        all.push(Embedding { name: inversion.name, vectors });
    }
    Ok(all)
}

/// The embeddings of a folder and the folders in it. Those for other models are left out, as programs do.
fn of_folder(folder: &Path, model: Checkpoint) -> Result<Vec<Embedding>> {
    let (mut all, mut others) = (Vec::new(), 0_u64);
    let mut odd = Places::new("remarks on files of embeddings".to_owned());
    let mut say = |words: &str| {
        if odd.note() {
            notice(words);
        }
    };
    for entry in walkdir::WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry?;
        let extension = entry.path().extension().and_then(|extension| extension.to_str());
        let is_one = extension
            .is_some_and(|extension| EXTENSIONS.iter().any(|one| extension.eq_ignore_ascii_case(one)));
        if !entry.file_type().is_file() || !is_one {
            continue;
        }
        match of_file(entry.path(), model, &mut say) {
            Ok(embeddings) => all.extend(embeddings),
            Err(error) if error.downcast_ref::<NearError>().is_some() => others += 1,
            Err(error) => say(&format!("left out: {error}")),
        }
    }
    odd.tally().into_iter().for_each(|words| notice(&words));
    if others > 0 {
        notice(&format!("left out: {} for other models than {}", counted(others, "embedding"), model.name()));
    }
    if all.is_empty() {
        return Err(NearError::NoEmbeddings { folder: folder.to_owned(), model }.into());
    }
    Ok(all)
}

/// Which functions and classes a file names that were not looked up; `None` if there are none.
pub(crate) fn not_loaded(path: &Path, strange_globals: &[String]) -> Option<String> {
    let names = strange_globals.join(", ");
    (!names.is_empty()).then(|| visible(&format!("{}: not loaded, and not run: {names}", path.display())))
}
