//! Enters: names as typed. Leaves: the encoder, dialect or syntax of that name.

use std::path::Path;

use cliptok::explain::CutAt;
use cliptok::report::settings::{self, NameError};
use cliptok::{ContextLength, Decoding, Dialect, Encoder, Model, Syntax};
use pyo3::prelude::*;

use crate::error::Wrong;

/// The names of the models.
pub(crate) fn models() -> Vec<&'static str> {
    Model::ALL.iter().map(|model| model.name()).collect()
}

/// The names of the dialects.
pub(crate) fn dialects() -> Vec<&'static str> {
    Dialect::ALL.iter().map(|dialect| dialect.name()).collect()
}

/// The names of the prompt syntaxes.
pub(crate) fn syntaxes() -> Vec<&'static str> {
    Syntax::ALL.iter().map(|syntax| syntax.name()).collect()
}

/// The model of a name that people use for it, if it has one encoder of CLIP's.
pub(crate) fn model(typed: &str) -> Result<Model, Wrong> {
    Ok(settings::model(typed)?)
}

/// The dialect of that name.
pub(crate) fn dialect(typed: &str) -> Result<Dialect, Wrong> {
    Ok(settings::dialect(typed)?)
}

/// The prompt syntax of that name, or of another that people use for the program; `None` for `text`, which has none.
pub(crate) fn syntax(typed: &str) -> Result<Option<Syntax>, Wrong> {
    Ok(settings::syntax(typed)?)
}

/// The place of that name at which a prompt is cut.
pub(crate) fn cut_at(typed: &str) -> Result<CutAt, Wrong> {
    Ok(settings::cut_at(typed)?)
}

/// What ids are decoded to; `None` for the text of their bytes.
pub(crate) fn decoding(typed: &str) -> Result<Option<Decoding>, Wrong> {
    match typed {
        "text" => Ok(None),
        "clip" => Ok(Some(Decoding::Clip)),
        "transformers" => Ok(Some(Decoding::Transformers)),
        _ => Err(Wrong::Name(NameError::Unknown {
            what: "decoding",
            typed: typed.to_owned(),
            known: vec!["text", "clip", "transformers"],
        })),
    }
}

/// The encoder that names mean.
pub(crate) fn encoder(model: Model, dialect: Option<Dialect>, vocab_dir: Option<&Path>) -> PyResult<Encoder> {
    let encoder = match vocab_dir {
        None => Encoder::for_model(model),
        Some(folder) => {
            Encoder::load(folder, model).map_err(|error| Wrong::Refused { words: error.to_string() })?
        }
    };
    Ok(dialect.map_or(encoder.clone(), |dialect| encoder.with_dialect(dialect)))
}

/// A number of slots.
pub(crate) fn context_length(typed: &Bound<'_, PyAny>) -> PyResult<ContextLength> {
    match typed.extract::<usize>() {
        Ok(slots) => {
            Ok(ContextLength::new(slots).map_err(|error| Wrong::Refused { words: error.to_string() })?)
        }
        // A number that is negative, or larger than any; whatever is no number is told by its own error.
        Err(error) if error.is_instance_of::<pyo3::exceptions::PyOverflowError>(typed.py()) => {
            let words = format!(
                "a context length of {} is not possible; it must be {} to {} slots",
                typed.str()?,
                ContextLength::SMALLEST,
                ContextLength::LARGEST
            );
            Err(Wrong::Refused { words }.into())
        }
        Err(error) => Err(error),
    }
}
