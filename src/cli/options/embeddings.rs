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
            TypedEmbedding::File(path) => all.extend(of_file(path, model)?),
        }
    }
    if let Some(folder) = folder {
        all.extend(of_folder(folder, model)?);
    }
    Ok(all)
}

/// The embeddings of a file.
fn of_file(path: &Path, model: Checkpoint) -> Result<Vec<Embedding>> {
    let mut all = Vec::new();
    for inversion in Inversion::open(path)? {
        not_loaded(path, &inversion.strange_globals);
        let wanted = encoders(model);
        let vectors = vectors(&inversion, wanted).ok_or_else(|| NearError::OfOtherModel {
            path: path.to_owned(),
            widths: inversion.parts.iter().map(|part| part.width).collect(),
            model,
            wanted: wanted.iter().map(|encoder| encoder.width()).collect(),
        })?;
        for note in inversion.notes.iter().filter(|note| matches!(note, InversionNote::Unequal(_))) {
            notice(&visible(&format!("{}: {note}; {vectors} are counted", path.display())));
        }
        all.push(Embedding { name: inversion.name, vectors });
    }
    Ok(all)
}

/// The embeddings of a folder and the folders in it. Those for other models are left out, as programs do.
fn of_folder(folder: &Path, model: Checkpoint) -> Result<Vec<Embedding>> {
    let (mut all, mut others) = (Vec::new(), 0_u64);
    let mut unread = Places::new("files that are no embeddings".to_owned());
    for entry in walkdir::WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry?;
        let extension = entry.path().extension().and_then(|extension| extension.to_str());
        let is_one = extension
            .is_some_and(|extension| EXTENSIONS.iter().any(|one| extension.eq_ignore_ascii_case(one)));
        if !entry.file_type().is_file() || !is_one {
            continue;
        }
        match of_file(entry.path(), model) {
            Ok(embeddings) => all.extend(embeddings),
            Err(error) if error.downcast_ref::<NearError>().is_some() => others += 1,
            Err(error) => {
                if unread.note() {
                    notice(&format!("left out: {error}"));
                }
            }
        }
    }
    unread.tally().into_iter().for_each(|words| notice(&words));
    if others > 0 {
        notice(&format!("left out: {} for other models than {}", counted(others, "embedding"), model.name()));
    }
    if all.is_empty() {
        return Err(NearError::NoEmbeddings { folder: folder.to_owned(), model }.into());
    }
    Ok(all)
}

/// How many vectors an embedding has for a model; `None` if it lacks those for one of its encoders. Where both have some, those
/// of the second count, as A1111 counts.
fn vectors(inversion: &Inversion, wanted: &[TableEncoder]) -> Option<usize> {
    if wanted.is_empty() {
        return inversion.parts.iter().find(|part| part.encoder().is_some()).map(|part| part.vectors().len());
    }
    let counts: Option<Vec<usize>> = wanted.iter().map(|&encoder| inversion.vectors(encoder)).collect();
    counts?.last().copied()
}

/// The encoders whose vectors an embedding needs; empty where any will do.
const fn encoders(model: Checkpoint) -> &'static [TableEncoder] {
    match model {
        Checkpoint::Sd1 | Checkpoint::SdxlL | Checkpoint::Flux => &[TableEncoder::L],
        Checkpoint::Sd2 => &[TableEncoder::H],
        Checkpoint::SdxlG => &[TableEncoder::G],
        Checkpoint::Sdxl | Checkpoint::Sd3 => &[TableEncoder::L, TableEncoder::G],
        Checkpoint::OpenAi | Checkpoint::OpenClip => &[],
    }
}

/// Says which functions and classes a file names that were not looked up, if there are any.
pub(crate) fn not_loaded(path: &Path, strange_globals: &[String]) {
    if !strange_globals.is_empty() {
        let names = strange_globals.join(", ");
        notice(&visible(&format!("{}: not loaded, and not run: {names}", path.display())));
    }
}
