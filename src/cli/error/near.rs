//! Enters: why nothing can be looked for in the file of a model, as data. Leaves: its words.

use std::fmt;
use std::path::PathBuf;

use crate::Checkpoint;
use crate::embeddings::TableEncoder;
use crate::report::visible;

/// Why nothing can be looked for in the file of a model.
#[derive(Debug)]
pub(in crate::cli) enum NearError {
    /// It has several tables, and none was chosen.
    SeveralTables { path: PathBuf, there: Vec<(String, Option<TableEncoder>)> },
    /// It has no table of this encoder.
    NoSuchEncoder { path: PathBuf, encoder: TableEncoder, there: Vec<(String, Option<TableEncoder>)> },
    /// The table has fewer rows than the vocabulary has entries.
    FewRows { path: PathBuf, tensor: String, rows: u64, entries: usize },
    /// The vectors of an embedding are not as wide as the table.
    OtherWidth { path: PathBuf, widths: Vec<usize>, table: u64 },
    /// The vectors of an embedding are not as wide as a model's encoders want them.
    OfOtherModel { path: PathBuf, widths: Vec<usize>, model: Checkpoint, wanted: Vec<u64> },
    /// A folder has no embedding for a model.
    NoEmbeddings { folder: PathBuf, model: Checkpoint },
}

/// A letter of --encoder.
const fn letter(encoder: TableEncoder) -> &'static str {
    match encoder {
        TableEncoder::B => "b",
        TableEncoder::L => "l",
        TableEncoder::H => "h",
        TableEncoder::G => "g",
    }
}

fn tables(there: &[(String, Option<TableEncoder>)]) -> String {
    let one = |(name, encoder): &(String, Option<TableEncoder>)| match encoder {
        Some(encoder) => format!("--encoder {}: {} ({})", letter(*encoder), visible(name), encoder.title()),
        None => format!("{} (no encoder of CLIP that is known)", visible(name)),
    };
    there.iter().map(one).collect::<Vec<_>>().join("; ")
}

impl fmt::Display for NearError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |path: &PathBuf| visible(&path.display().to_string());
        match self {
            Self::SeveralTables { path, there } => {
                write!(f, "{}: choose one of its {} tables: {}", shown(path), there.len(), tables(there))
            }
            Self::NoSuchEncoder { path, encoder, there } => {
                write!(
                    f,
                    "{}: no table is that of {}; there is {}",
                    shown(path),
                    encoder.title(),
                    tables(there)
                )
            }
            Self::FewRows { path, tensor, rows, entries } => write!(
                f,
                "{}: the table `{}` has {rows} rows, and the vocabulary has {entries} entries, so it is not a table of them; \
                 --tables lists what the file has",
                shown(path),
                visible(tensor)
            ),
            Self::OtherWidth { path, widths, table } => {
                let widths: Vec<String> = widths.iter().map(usize::to_string).collect();
                write!(
                    f,
                    "{}: its vectors have {} numbers, and the rows of the table have {table}, so it is for another model",
                    shown(path),
                    widths.join(" or ")
                )
            }
            Self::OfOtherModel { path, widths, model, wanted } => {
                let listed = |numbers: Vec<String>, word: &str| numbers.join(word);
                write!(
                    f,
                    "{}: its vectors have {} numbers, and {} has {}; it is for another model",
                    shown(path),
                    listed(widths.iter().map(usize::to_string).collect(), " or "),
                    model.name(),
                    listed(wanted.iter().map(u64::to_string).collect(), " and ")
                )
            }
            Self::NoEmbeddings { folder, model } => {
                write!(f, "{}: there is no embedding for {} in this folder", shown(folder), model.name())
            }
        }
    }
}

impl std::error::Error for NearError {}
