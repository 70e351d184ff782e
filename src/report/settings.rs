//! Enters: names as people write them. Leaves: the models, dialects, programs and places that they mean.
//!
//! What embeds cliptok is told by name what to do. These names are those of the command line.
//!
//! ```
//! use cliptok::{Syntax, report::settings};
//! assert_eq!(settings::syntax("webui"), Ok(Some(Syntax::A1111)));
//! assert_eq!(settings::syntax("text"), Ok(None));
//! let error = settings::model("sdxl").unwrap_err();
//! assert_eq!(error.to_string(), r#""sdxl" has two encoders; name one of them: sdxl-l or sdxl-g"#);
//! ```

use std::fmt;

use super::SyntaxName;
use crate::dialect::{Checkpoint, Dialect, Model, same_spelling};
use crate::explain::CutAt;
use crate::syntax::{Emphasis, Syntax};

/// What is wrong with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameError {
    /// It names nothing that is known.
    Unknown {
        /// What it was to name: `model`.
        what: &'static str,
        /// The name.
        typed: String,
        /// The names that are known.
        known: Vec<&'static str>,
    },
    /// It names a model whose tokenizer is not CLIP's.
    NotClip {
        /// The name.
        typed: String,
        /// What reads that model's prompts.
        encoder: &'static str,
    },
    /// It names a model that has two encoders, where one is needed.
    TwoEncoders {
        /// The name.
        typed: String,
        /// The names of the encoders.
        names: Vec<&'static str>,
    },
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { what, typed, known } => {
                write!(f, "there is no {what} {typed:?}; known are {}", known.join(", "))
            }
            Self::NotClip { typed, encoder } => {
                write!(f, "{typed:?} uses the tokenizer of {encoder}, which is not CLIP's")
            }
            Self::TwoEncoders { typed, names } => {
                write!(f, "{typed:?} has two encoders; name one of them: {}", names.join(" or "))
            }
        }
    }
}

impl std::error::Error for NameError {}

/// The model of a name that people use for it, with one encoder or two.
///
/// # Errors
/// If no model has that name.
pub fn checkpoint(typed: &str) -> Result<Checkpoint, NameError> {
    Checkpoint::named(typed).ok_or_else(|| match Checkpoint::not_clip(typed) {
        Some(encoder) => NameError::NotClip { typed: typed.to_owned(), encoder },
        None => unknown("model", typed, Checkpoint::ALL.iter().map(|model| model.name())),
    })
}

/// The one encoder of the model of that name.
///
/// # Errors
/// If no model has that name, or if it has two encoders.
pub fn model(typed: &str) -> Result<Model, NameError> {
    let with_one = |model: &&Checkpoint| model.encoders().len() == 1;
    let known = || Checkpoint::ALL.iter().filter(with_one).map(|model| model.name());
    let checkpoint = checkpoint(typed).map_err(|error| match error {
        NameError::Unknown { what, .. } => unknown(what, typed, known()),
        other => other,
    })?;
    match checkpoint.encoders() {
        [model] => Ok(*model),
        several => Err(NameError::TwoEncoders {
            typed: typed.to_owned(),
            names: several.iter().map(|model| model.name()).collect(),
        }),
    }
}

/// The dialect of that name.
///
/// # Errors
/// If none has it.
pub fn dialect(typed: &str) -> Result<Dialect, NameError> {
    let known = || Dialect::ALL.iter().map(|dialect| dialect.name());
    Dialect::named(typed).ok_or_else(|| unknown("dialect", typed, known()))
}

/// The prompt syntax of that name, or of another that people use for the program; `None` for `text`, which has none.
///
/// # Errors
/// If none has it.
pub fn syntax(typed: &str) -> Result<Option<Syntax>, NameError> {
    let text = SyntaxName(None).name();
    if same_spelling(typed, text) {
        return Ok(None);
    }
    let known = || std::iter::once(text).chain(Syntax::ALL.iter().map(|syntax| syntax.name()));
    Syntax::named(typed).map(Some).ok_or_else(|| unknown("syntax", typed, known()))
}

/// The place of that name at which a prompt is cut.
///
/// # Errors
/// If there is none.
pub fn cut_at(typed: &str) -> Result<CutAt, NameError> {
    CutAt::named(typed).ok_or_else(|| unknown("place", typed, CutAt::ALL.iter().map(|place| place.name())))
}

/// The emphasis of that name.
///
/// # Errors
/// If there is none.
pub fn emphasis(typed: &str) -> Result<Emphasis, NameError> {
    let known = || Emphasis::ALL.iter().map(|emphasis| emphasis.name());
    Emphasis::named(typed).ok_or_else(|| unknown("emphasis", typed, known()))
}

fn unknown(what: &'static str, typed: &str, known: impl Iterator<Item = &'static str>) -> NameError {
    NameError::Unknown { what, typed: typed.to_owned(), known: known.collect() }
}
