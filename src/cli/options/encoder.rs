//! Enters: the options that choose an encoder. Leaves: it, or both that a model has, with the vocabulary loaded.

use std::path::{Path, PathBuf};
use std::sync::Once;

use anyhow::Result;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::name::models;
use crate::cli::error::UsageError;
use crate::cli::terminal::{Places, notice};
use crate::{Checkpoint, Dialect, Encoder, LoadError, Model};

/// Which encoder.
#[derive(Debug, Args)]
#[command(next_help_heading = "How a prompt is read")]
pub(crate) struct EncoderOptions {
    /// The model that reads the prompt
    ///
    /// It decides the dialect, the pad, how many slots a row has, and whether a longer prompt is cut or refused. Other spellings are taken as well, such as sd15, SDXL, or ViT-L/14.
    #[arg(long, value_name = "MODEL", default_value = "sd1", value_parser = models())]
    pub model: Checkpoint,
    /// The implementation to follow [default: the model's]
    #[arg(long, value_name = "DIALECT", value_parser = dialects())]
    pub dialect: Option<Dialect>,
    /// Use the vocabulary in DIR instead of CLIP's own
    ///
    /// DIR has a vocab.json and a merges.txt, or is a Hugging Face tokenizer folder. CLIP's own vocabulary is built in.
    #[arg(long, value_name = "DIR", hide_short_help = true)]
    pub vocab_dir: Option<PathBuf>,
}

impl EncoderOptions {
    /// The encoder of the model, in the dialect that was asked for, with the vocabulary that was named.
    ///
    /// # Errors
    /// If the model has two encoders, or the vocabulary cannot be loaded.
    pub(crate) fn encoder(&self) -> Result<Encoder> {
        self.sole_encoder(LeftOut::OfEncoding)
    }

    /// The same, for decoding.
    ///
    /// # Errors
    /// As those of [`EncoderOptions::encoder`].
    pub(crate) fn decoder(&self) -> Result<Encoder> {
        self.sole_encoder(LeftOut::OfDecoding)
    }

    fn sole_encoder(&self, left_out: LeftOut) -> Result<Encoder> {
        let encoder = self.in_dialect(sole_encoder(self.vocab_dir.as_deref(), self.model)?);
        say_what_is_left_out(self.model, &encoder, left_out);
        Ok(encoder)
    }

    /// The encoders of the model, the first one first.
    ///
    /// # Errors
    /// If the vocabulary cannot be loaded.
    pub(crate) fn encoders(&self) -> Result<Encoders> {
        let (first, others) = loaded(self.vocab_dir.as_deref(), self.model)?;
        let second = others.first().map(|&model| self.in_dialect(first.with_model(model)));
        let first = self.in_dialect(first);
        say_what_is_left_out(self.model, &first, LeftOut::OfEncoding);
        Ok(Encoders { first, second })
    }

    fn in_dialect(&self, encoder: Encoder) -> Encoder {
        match self.dialect {
            Some(dialect) => encoder.with_dialect(dialect),
            None => encoder,
        }
    }
}

/// The encoders of a model.
#[derive(Clone, Debug)]
pub(crate) struct Encoders {
    pub first: Encoder,
    /// Of a model that has two.
    pub second: Option<Encoder>,
}

/// The encoder of a model that has no other, with the vocabulary of a directory, or with CLIP's own.
///
/// # Errors
/// If the model has two encoders, or the vocabulary cannot be loaded.
pub(crate) fn sole_encoder(vocabulary: Option<&Path>, model: Checkpoint) -> Result<Encoder> {
    if model.encoders().len() > 1 {
        return Err(UsageError::TwoEncoders { model }.into());
    }
    Ok(loaded(vocabulary, model)?.0)
}

/// The first encoder of a model, and the names of its others. What reads its prompts besides is named.
fn loaded(vocabulary: Option<&Path>, model: Checkpoint) -> Result<(Encoder, &'static [Model]), LoadError> {
    let (first, others) = model.encoders().split_first().unwrap_or((&Model::Sd1, &[]));
    let encoder = load(vocabulary, *first)?;
    Ok((encoder, others))
}

/// Options may be asked for their encoder again; what is said of it is said once a run.
static SAID: Once = Once::new();

/// What is worth a line of what is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeftOut {
    /// What changes ids.
    OfEncoding,
    /// That, and what changes the text of ids.
    OfDecoding,
}

/// Says which other encoder reads the prompts of a model, and what of a tokenizer folder is not honored.
pub(crate) fn say_what_is_left_out(model: Checkpoint, encoder: &Encoder, wanted: LeftOut) {
    SAID.call_once(|| {
        if let Some(other) = model.also_read_by() {
            let name = model.name();
            notice(&format!(
                "{name}: {other} reads the prompt too; its tokenizer is not CLIP's, and is not shown"
            ));
        }
        let mut places = Places::new("settings of the tokenizer folder are not honored".to_owned());
        for setting in encoder.not_honored() {
            let is_wanted = wanted == LeftOut::OfDecoding || !setting.is_of_decoding();
            if is_wanted && places.note() {
                notice(&setting.to_string());
            }
        }
        places.tally().into_iter().for_each(|words| notice(&words));
    });
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

pub(crate) fn dialects() -> impl TypedValueParser<Value = Dialect> {
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
