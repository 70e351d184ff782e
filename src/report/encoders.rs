//! Enters: the report of a prompt for one of two encoders. Leaves: what that encoder reads, to stand beside the other's.

use cliptok_bpe::TokenId;
use serde::Serialize;

use super::{Counts, PromptReport, RowReport, TokenReport};
use crate::dialect::Model;

/// What one of two encoders reads of a prompt.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EncoderReport<'p> {
    /// The encoder.
    pub model: Model,
    /// The id that fills the slots after the end.
    pub pad_id: TokenId,
    /// Its tokens, including those that were cut.
    pub tokens: Vec<TokenReport<'p>>,
    /// Its rows.
    pub rows: Vec<RowReport>,
    /// Counts of everything.
    pub counts: Counts,
}

impl<'p> EncoderReport<'p> {
    /// That of the encoder whose report this is.
    pub(super) fn of(report: &PromptReport<'p>) -> Self {
        Self {
            model: report.model,
            pad_id: report.pad_id,
            tokens: report.tokens.clone(),
            rows: report.rows.clone(),
            counts: report.counts,
        }
    }
}
