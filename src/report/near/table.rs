//! Enters: a table in the file of a model. Leaves: what it is, and which of its rows are left out.

use cliptok_bpe::TokenId;
use serde::Serialize;

use crate::embeddings::Table;
use crate::report::serialize::Version;

/// An embedding table.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TableReport {
    version: Version,
    /// The file.
    pub file: String,
    /// Its name there.
    pub tensor: String,
    /// How many rows it has.
    pub rows: u64,
    /// How many numbers a row has.
    pub width: u64,
    /// The type of the numbers.
    pub dtype: String,
    /// The text encoder that it belongs to, by its width; `None` for another width.
    pub encoder: Option<&'static str>,
    /// How many rows are zero; `None` if they could not be read.
    pub zero_rows: Option<usize>,
    /// How many rows have a number that is infinite or none; `None` if they could not be read.
    pub not_finite_rows: Option<usize>,
    /// The rows that are zero.
    pub zero_ids: Vec<TokenId>,
    /// The rows that have a number that is infinite or none.
    pub not_finite_ids: Vec<TokenId>,
}

impl TableReport {
    /// The report on a table. `left_out` has the rows that are zero, and those that are not finite, if they were looked at.
    pub fn new(table: &Table, left_out: Option<(Vec<TokenId>, Vec<TokenId>)>) -> Self {
        let are_known = left_out.is_some();
        let (zero_ids, not_finite_ids) = left_out.unwrap_or_default();
        Self {
            version: Version,
            file: table.tensor().storage.path.display().to_string(),
            tensor: table.name().to_owned(),
            rows: table.rows(),
            width: table.width(),
            dtype: table.dtype().to_string(),
            encoder: table.encoder().map(crate::embeddings::TableEncoder::title),
            zero_rows: are_known.then_some(zero_ids.len()),
            not_finite_rows: are_known.then_some(not_finite_ids.len()),
            zero_ids,
            not_finite_ids,
        }
    }
}
