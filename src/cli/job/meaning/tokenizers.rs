//! Enters: the options that choose a tokenizer and its layout. Leaves: both, with the vocabulary loaded.

use std::path::Path;

use anyhow::Result;

use crate::report::Side;
use crate::{ContextLength, Encoder, LoadError, Model, OverLength, RowRules};

use crate::cli::args;
use crate::cli::error::UsageError;

/// The encoder of the model, in the dialect that was asked for, with the vocabulary that was named.
pub fn encoder(typed: &args::Tokenizer) -> Result<Encoder> {
    let encoder = load(typed.vocab_dir.as_deref(), typed.model)?;
    Ok(typed.dialect.map_or(encoder.clone(), |dialect| encoder.with_dialect(dialect)))
}

/// The encoder of a model with the vocabulary of a directory, or with the built-in one.
pub fn load(vocabulary: Option<&Path>, model: Model) -> Result<Encoder, LoadError> {
    match vocabulary {
        None => Ok(Encoder::for_model(model)),
        Some(directory) => Encoder::load(directory, model),
    }
}

/// What was named, with the vocabulary of an encoder in which no pad is special.
pub fn side(typed: args::Side, base: &Encoder) -> Side {
    match typed {
        args::Side::Dialect(dialect) => Side::of_dialect(dialect, base),
        args::Side::Model(model) => Side::of_model(model, base),
    }
}

/// The context length that was typed, or else this one.
pub fn context_length(typed: Option<usize>, otherwise: ContextLength) -> Result<ContextLength, UsageError> {
    typed.map_or(Ok(otherwise), |slots| ContextLength::new(slots).map_err(UsageError::ContextLength))
}

/// How rows are filled: as the model wants it, but for what was typed.
pub fn row_rules(typed: &args::Layout, encoder: &Encoder) -> Result<RowRules, UsageError> {
    let model = encoder.row_rules();
    let pad = match typed.pad_id {
        Some(id) => encoder.vocabulary().id(id as u64).map_err(UsageError::PadId)?,
        None => model.pad,
    };
    let context_length = context_length(typed.context_length, model.context_length)?;
    let over_length = if typed.truncate { OverLength::Cut } else { model.over_length };
    Ok(RowRules { context_length, pad, over_length })
}

impl args::Layout {
    pub const fn is_given(&self) -> bool {
        self.context_length.is_some() || self.pad_id.is_some() || self.truncate
    }
}
