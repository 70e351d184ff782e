//! Enters: the options that choose a tokenizer and its layout. Leaves: both, with the vocabulary loaded.

use std::path::Path;

use anyhow::Result;

use cliptok::dialect::{Dialect, OverLength, WIDELY_USED};
use cliptok::{ContextLength, LoadError, Tokenizer};

use crate::cli::args;
use crate::cli::error::UsageError;
use crate::cli::job::{Contender, Padding, Warnings};

/// The tokenizer of the model, in the dialect that was asked for, with the vocabulary that was named.
pub fn tokenizer(typed: &args::Tokenizer) -> Result<Tokenizer> {
    let dialect = typed.dialect.unwrap_or(typed.model.dialect);
    let tokenizer = load(typed.vocab_dir.as_deref(), dialect)?;
    Ok(tokenizer.with_pad(typed.model.pad))
}

/// The tokenizer of a dialect with the vocabulary of a directory, or with the built-in one.
pub fn load(vocabulary: Option<&Path>, dialect: &'static Dialect) -> Result<Tokenizer, LoadError> {
    match vocabulary {
        None => Ok(Tokenizer::built_in(dialect)),
        Some(directory) => Tokenizer::load(directory, dialect),
    }
}

impl Warnings {
    /// Warnings of all kinds, of the widely used dialects beside this tokenizer's own too.
    pub fn of_dialects_beside(tokenizer: &Tokenizer) -> Self {
        let others = WIDELY_USED.iter().filter(|dialect| dialect.name != tokenizer.dialect().name);
        let others =
            others.map(|dialect| Contender { name: dialect.name, tokenizer: tokenizer.in_dialect(dialect) });
        Self::Shown { others: others.collect() }
    }
}

impl Contender {
    /// What was named, with this tokenizer's vocabulary.
    pub fn of(named: args::Side, tokenizer: &Tokenizer) -> Self {
        let tokenizer = tokenizer.in_dialect(named.dialect);
        let tokenizer = named.pad.into_iter().fold(tokenizer, Tokenizer::with_pad);
        Self { name: named.name, tokenizer }
    }
}

/// The context length that was typed, or else this one.
pub fn context_length(typed: Option<usize>, otherwise: ContextLength) -> Result<ContextLength, UsageError> {
    typed.map_or(Ok(otherwise), |slots| ContextLength::new(slots).map_err(UsageError::ContextLength))
}

impl Padding {
    pub fn of(
        typed: &args::Layout,
        chosen: &args::Tokenizer,
        tokenizer: &Tokenizer,
    ) -> Result<Self, UsageError> {
        let vocabulary = tokenizer.vocabulary();
        let context_length = context_length(typed.context_length, chosen.model.context_length)?;
        let pad = match typed.pad_id {
            Some(id) => vocabulary.id(id as u64).map_err(UsageError::PadId)?,
            None => chosen.model.pad.id(vocabulary),
        };
        let over_length = if typed.truncate { OverLength::Cut } else { chosen.model.over_length };
        Ok(Self { context_length, pad, over_length })
    }
}

impl args::Layout {
    pub const fn is_given(&self) -> bool {
        self.context_length.is_some() || self.pad_id.is_some() || self.truncate
    }
}
