//! Enters: the options that choose an encoder. Leaves: it, with the vocabulary loaded.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::{Dialect, Encoder, LoadError, Model};

/// Which encoder.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tokenizer")]
pub(crate) struct EncoderOptions {
    /// The model that reads the prompt: sets dialect, pad, context length, and whether a longer prompt is cut or refused
    #[arg(long, value_name = "MODEL", default_value = "sd1", value_parser = models())]
    pub model: Model,
    /// The implementation to follow [default: the model's]
    #[arg(long, value_name = "DIALECT", value_parser = dialects())]
    pub dialect: Option<Dialect>,
    /// Use the vocab.json and merges.txt of DIR instead of CLIP's own, which are built in
    #[arg(long, value_name = "DIR")]
    pub vocab_dir: Option<PathBuf>,
}

impl EncoderOptions {
    /// The encoder of the model, in the dialect that was asked for, with the vocabulary that was named.
    ///
    /// # Errors
    /// If the vocabulary cannot be loaded.
    pub(crate) fn encoder(&self) -> Result<Encoder, LoadError> {
        let encoder = load(self.vocab_dir.as_deref(), self.model)?;
        Ok(match self.dialect {
            Some(dialect) => encoder.with_dialect(dialect),
            None => encoder,
        })
    }
}

/// The encoder of a model with the vocabulary of a directory, or with CLIP's own.
///
/// # Errors
/// If the vocabulary cannot be loaded.
pub(crate) fn load(vocabulary: Option<&Path>, model: Model) -> Result<Encoder, LoadError> {
    match vocabulary {
        None => Ok(Encoder::for_model(model)),
        Some(directory) => Encoder::load(directory, model),
    }
}

pub(crate) fn models() -> impl TypedValueParser<Value = Model> {
    PossibleValuesParser::new(Model::ALL.iter().copied().map(model_value))
        .try_map(|name| Model::named(&name).ok_or("no such model"))
}

fn dialects() -> impl TypedValueParser<Value = Dialect> {
    PossibleValuesParser::new(Dialect::ALL.iter().copied().map(dialect_value))
        .try_map(|name| Dialect::named(&name).ok_or("no such dialect"))
}

/// A model, with what is said of it in the help.
pub(crate) fn model_value(model: Model) -> PossibleValue {
    PossibleValue::new(model.name()).help(model.about())
}

/// A dialect, with what is said of it in the help.
pub(crate) fn dialect_value(dialect: Dialect) -> PossibleValue {
    PossibleValue::new(dialect.name()).help(dialect.packages())
}
