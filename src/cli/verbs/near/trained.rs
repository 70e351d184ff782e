//! Enters: the file of a textual inversion. Leaves: its embeddings, with where each of their vectors is among those looked for.

use std::path::Path;

use anyhow::Result;

use super::vectors::{Place, Vectors};
use crate::cli::error::NearError;
use crate::cli::options::not_loaded;
use crate::cli::terminal::notice;
use crate::embeddings::{Inversion, Table};
use crate::report::{Place as SourcePlace, Source, visible};

/// An embedding, and its vectors for the encoder of the table.
pub(super) struct Trained {
    pub(super) name: String,
    pub(super) source: Source,
    pub(super) places: Vec<Place>,
}

/// The embeddings of a file. What is odd about them is said.
///
/// # Errors
/// If the file cannot be read, or has no vectors as wide as the table.
pub(super) fn trained_in(path: &Path, table: &Table, vectors: &mut Vectors<'_>) -> Result<Vec<Trained>> {
    let mut trained = Vec::new();
    for (record, inversion) in (1..).zip(Inversion::open(path)?) {
        let part = inversion.parts.iter().find(|part| part.width as u64 == table.width());
        let Some(part) = part else {
            let widths = inversion.parts.iter().map(|part| part.width).collect();
            return Err(NearError::OtherWidth { path: path.to_owned(), widths, table: table.width() }.into());
        };
        for note in &inversion.notes {
            notice(&visible(&format!("{}: {note}", path.display())));
        }
        if let Some(words) = not_loaded(path, &inversion.strange_globals) {
            notice(&words);
        }
        let places = part.vectors().map(|vector| vectors.vector(vector)).collect();
        let source = Source::new(SourcePlace::File(path.to_owned()), record);
        trained.push(Trained { name: inversion.name, source, places });
    }
    Ok(trained)
}
