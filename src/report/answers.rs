//! Enters: numbers of tokens, rows of ids, bytes of ids. Leaves: what `count`, `encode`, `decode` and `fit` say about a prompt.

use cliptok_bpe::TokenId;
use serde::{Serialize, Serializer};

use super::prompt::{CutPartReport, CutReport};
use super::serialize::{Version, hex_digits, text_of};
use super::{RowReport, Source};
use crate::dialect::Model;
use crate::explain::Fitted;
use crate::text::Span;

/// How many tokens a prompt has.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CountReport<'r> {
    version: Version,
    /// Where the prompt comes from.
    pub source: &'r Source,
    /// How many tokens it has; `None` if the program that reads it raises on it.
    pub count: Option<usize>,
    /// The prompt, if the question was which prompts are too long.
    pub prompt: Option<&'r str>,
    /// How many tokens each of two encoders reads, of which `count` is the larger; `None` of a single encoder.
    pub encoders: Option<[EncoderCount; 2]>,
}

/// How many tokens one of two encoders reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EncoderCount {
    /// The encoder.
    pub model: Model,
    /// How many tokens a prompt has for it.
    pub count: usize,
}

impl EncoderCount {
    /// The count of an encoder.
    pub const fn new(model: Model, count: usize) -> Self {
        Self { model, count }
    }
}

impl<'r> CountReport<'r> {
    /// The report for a prompt with this many tokens.
    pub const fn new(source: &'r Source, count: usize, prompt: Option<&'r str>) -> Self {
        Self { version: Version, source, count: Some(count), prompt, encoders: None }
    }

    /// The same report with the counts of each of two encoders.
    #[must_use]
    pub const fn with_encoders(self, encoders: Option<[EncoderCount; 2]>) -> Self {
        Self { encoders, ..self }
    }

    /// The report for a prompt on which its program raises.
    pub const fn raised(source: &'r Source, prompt: Option<&'r str>) -> Self {
        Self { version: Version, source, count: None, prompt, encoders: None }
    }
}

/// How many tokens many prompts have in total.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct TotalReport {
    version: Version,
    /// How many prompts there are.
    pub prompts: u64,
    /// How many tokens they have in total.
    pub total: u64,
}

/// The ids of a prompt.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EncodeReport<'r> {
    version: Version,
    /// Where the prompt comes from.
    pub source: &'r Source,
    /// Its rows: one without a prompt syntax, and with one, as many as the program fills; `None` if the program raises.
    /// They have only the tokens if no rows were laid out.
    pub rows: Option<Vec<RowReport>>,
    /// How many tokens have no slot; `None` if no row was laid out.
    pub over: Option<usize>,
    /// The rows of each of two encoders, which are not in `rows` then; `None` of a single encoder.
    pub encoders: Option<[EncoderRows; 2]>,
}

/// The rows that one of two encoders reads.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EncoderRows {
    /// The encoder.
    pub model: Model,
    /// Its rows; `None` if the program that reads the prompt raises.
    pub rows: Option<Vec<RowReport>>,
}

impl EncoderRows {
    /// The rows of an encoder.
    pub const fn new(model: Model, rows: Option<Vec<RowReport>>) -> Self {
        Self { model, rows }
    }
}

impl<'r> EncodeReport<'r> {
    /// The report for a prompt with one row of ids.
    pub fn new(source: &'r Source, ids: &[TokenId], over: Option<usize>) -> Self {
        Self {
            version: Version,
            source,
            rows: Some(vec![RowReport::plain(ids.iter().copied())]),
            over,
            encoders: None,
        }
    }

    /// The report for a prompt with the rows that a program fills; `None` if it raises.
    pub const fn of_rows(source: &'r Source, rows: Option<Vec<RowReport>>, over: Option<usize>) -> Self {
        Self { version: Version, source, rows, over, encoders: None }
    }

    /// The report for a prompt that two encoders read. `over` is that of the encoder that cuts more.
    pub const fn of_both(source: &'r Source, encoders: [EncoderRows; 2], over: Option<usize>) -> Self {
        Self { version: Version, source, rows: None, over, encoders: Some(encoders) }
    }
}

/// What ids stand for. In JSON, `text` is null if the bytes are not UTF-8.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct DecodeReport<'r> {
    version: Version,
    /// Where the ids come from.
    pub source: &'r Source,
    #[serde(serialize_with = "text")]
    #[serde(rename = "text")]
    decoded: &'r [u8],
    /// The bytes that the ids stand for.
    #[serde(serialize_with = "hex_digits")]
    pub bytes: &'r [u8],
}

impl<'r> DecodeReport<'r> {
    /// The report for ids with these bytes.
    pub const fn new(source: &'r Source, bytes: &'r [u8]) -> Self {
        Self { version: Version, source, decoded: bytes, bytes }
    }
}

/// What is left of a prompt that was cut to fit.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct FitReport<'r> {
    version: Version,
    /// Where the prompt comes from.
    pub source: &'r Source,
    /// The beginning of the prompt that is left: all of it if it fits, or if its program raises.
    pub text: &'r str,
    /// How many tokens that is; `None` if the program that reads it raises on the prompt.
    pub count: Option<usize>,
    /// What was cut; `None` if it fits.
    pub cut: Option<CutReport<'r>>,
}

impl<'r> FitReport<'r> {
    /// The report for what is left of a prompt.
    pub fn new(source: &'r Source, fitted: &Fitted<'r>) -> Self {
        let part =
            |cut: Span| CutPartReport { original: cut, characters: cut.of(fitted.prompt()), within: cut };
        let cut = fitted.cut().map(|cut| CutReport { parts: vec![part(cut)], split_character: None });
        Self { version: Version, source, text: fitted.text(), count: Some(fitted.count()), cut }
    }

    /// The report for a prompt on which its program raises.
    pub const fn raised(source: &'r Source, prompt: &'r str) -> Self {
        Self { version: Version, source, text: prompt, count: None, cut: None }
    }
}

fn text<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    text_of(bytes).serialize(serializer)
}
