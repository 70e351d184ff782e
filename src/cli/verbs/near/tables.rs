//! Enters: the file of a model. Leaves: its tables, one after the other; and the one that is meant.

use std::num::NonZeroUsize;

use anyhow::Result;

use super::printer::Printer;
use crate::cli::error::NearError;
use crate::cli::exit::Exit;
use crate::cli::output::Sink;
use crate::cli::terminal::notice;
use crate::embeddings::{Candidates, EmbeddingsError, ModelFile, Table, TableEncoder, nearest};
use crate::report::TableReport;
use crate::{Encoder, TokenId};

/// How many rows of a table are looked at when it is listed: as many as there are ids.
const ROWS: usize = u16::MAX as usize + 1;

/// Lists the tables.
///
/// # Errors
/// If one cannot be read, for another reason than its type.
pub(super) fn list(out: &mut Sink, printer: &mut Printer, model: &ModelFile) -> Result<Exit> {
    printer.begin(out)?;
    for table in model.tables() {
        match left_out(table) {
            Ok(left_out) => printer.table(out, &TableReport::new(table, Some(left_out)), None)?,
            Err(error @ (EmbeddingsError::TypeNotRead { .. } | EmbeddingsError::Tensor { .. })) => {
                let note = match error {
                    EmbeddingsError::TypeNotRead { .. } => "this type is not read",
                    _ => "its rows are not read",
                };
                printer.table(out, &TableReport::new(table, None), Some(note))?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Exit::Done)
}

/// The rows that are zero, and those that are not finite.
fn left_out(table: &Table) -> Result<(Vec<TokenId>, Vec<TokenId>), EmbeddingsError> {
    let rows = usize::try_from(table.rows()).unwrap_or(ROWS).min(ROWS);
    let found = nearest(table, &[], &Candidates::one(rows, |_| false), 0, NonZeroUsize::MIN)?;
    Ok((found.zero_rows, found.not_finite_rows))
}

/// The table of the encoder that was named, or the only one.
///
/// # Errors
/// If there is none, or there are several and none was named.
pub(super) fn chosen(model: &ModelFile, encoder: Option<TableEncoder>) -> Result<&Table, NearError> {
    let is_meant = |table: &&Table| encoder.is_none_or(|encoder| table.encoder() == Some(encoder));
    let meant: Vec<&Table> = model.tables().iter().filter(is_meant).collect();
    let there = || model.tables().iter().map(|table| (table.name().to_owned(), table.encoder())).collect();
    let path = || model.path().to_owned();
    match (meant.as_slice(), encoder) {
        ([], Some(encoder)) => Err(NearError::NoSuchEncoder { path: path(), encoder, there: there() }),
        ([only], _) => Ok(only),
        ([first, others @ ..], Some(_)) => {
            let more = others.iter().map(|table| table.name()).collect::<Vec<_>>().join(", ");
            notice(&format!(
                "the table {} is read; not read, though of the same encoder: {more}",
                first.name()
            ));
            Ok(first)
        }
        (_, None) => Err(NearError::SeveralTables { path: path(), there: there() }),
    }
}

/// Refuses a table that has no row for each entry of the vocabulary.
///
/// # Errors
/// If it has fewer.
pub(super) fn has_all_rows(table: &Table, encoder: &Encoder) -> Result<(), NearError> {
    let entries = encoder.vocabulary().len();
    if table.rows() < entries as u64 {
        let (path, tensor) = (table.tensor().storage.path.clone(), table.name().to_owned());
        return Err(NearError::FewRows { path, tensor, rows: table.rows(), entries });
    }
    Ok(())
}
