//! Enters: the value of an option as typed. Leaves: what it can be: formats, models, dialects, numbers.

use std::num::NonZeroUsize;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::{Dialect, Model};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

/// How `inspect` shows prompts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InspectFormat {
    /// A view for a person
    Human,
    /// One array for all prompts
    Json,
    /// One object a line
    Jsonl,
    /// A header, and a line of tab-separated fields for each token
    Tsv,
    /// Only the ids, separated by spaces
    Ids,
    /// One page for a browser, with nothing from outside
    Html,
}

/// How `encode` prints ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EncodeFormat {
    /// Separated by spaces
    #[value(alias = "text", alias = "human")]
    Ids,
    /// Separated by commas
    Csv,
    /// A header, and tab-separated fields
    Tsv,
    /// One array for all prompts
    Json,
    /// One object a line
    Jsonl,
    /// Two bytes each, the lower one first, and nothing between them
    U16,
    /// An array for numpy, a row for each prompt; needs --pad
    Npy,
}

impl EncodeFormat {
    /// The name of a format whose bytes are no text.
    pub const fn binary_name(self) -> Option<&'static str> {
        match self {
            Self::U16 => Some("u16"),
            Self::Npy => Some("npy"),
            Self::Ids | Self::Csv | Self::Tsv | Self::Json | Self::Jsonl => None,
        }
    }
}

/// How `count` and `decode` print their answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// The bare answer
    #[value(alias = "text")]
    Human,
    /// A header, and tab-separated fields
    Tsv,
    /// One array for all answers
    Json,
    /// One object a line
    Jsonl,
}

/// How `diff` shows where dialects differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// A view of each prompt for a person
    Human,
    /// Only the prompts on which they differ, and how many there are
    List,
    /// One array for all prompts
    Json,
    /// One object a line
    Jsonl,
    /// A header, and a line of tab-separated fields for each prompt on which they differ
    Tsv,
    /// One page for a browser, with nothing from outside
    Html,
}

/// How `trace` shows what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TraceFormat {
    /// A view for a person
    Human,
    /// One array for all prompts
    Json,
    /// One object a line
    Jsonl,
}

/// How `stats` shows what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatsFormat {
    /// A view for a person, with a histogram
    Human,
    /// One object
    #[value(alias = "jsonl")]
    Json,
    /// One page for a browser, with nothing from outside
    Html,
}

/// One side of a comparison, by name: a dialect, or a model with its pad. Where both share a name, they tokenize alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Dialect(Dialect),
    Model(Model),
}

impl Side {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dialect(dialect) => dialect.name(),
            Self::Model(model) => model.name(),
        }
    }

    fn named(name: &str) -> Option<Self> {
        Dialect::named(name).map(Self::Dialect).or_else(|| Model::named(name).map(Self::Model))
    }
}

pub fn whole_number(typed: &str) -> Result<usize, &'static str> {
    let digits = typed.bytes().all(|byte| byte.is_ascii_digit());
    typed.parse().ok().filter(|_| digits).ok_or("it is to be a whole number, such as 75")
}

pub fn whole_number_from_1(typed: &str) -> Result<NonZeroUsize, &'static str> {
    whole_number(typed)
        .ok()
        .and_then(NonZeroUsize::new)
        .ok_or("it is to be a whole number from 1 on, such as 2")
}

pub fn models() -> impl TypedValueParser<Value = Model> {
    PossibleValuesParser::new(Model::ALL.iter().map(model_value))
        .try_map(|name| Model::named(&name).ok_or("no such model"))
}

pub fn dialects() -> impl TypedValueParser<Value = Dialect> {
    PossibleValuesParser::new(Dialect::ALL.iter().map(dialect_value))
        .try_map(|name| Dialect::named(&name).ok_or("no such dialect"))
}

pub fn sides() -> impl TypedValueParser<Value = Side> {
    let models = Model::ALL.iter().filter(|model| Dialect::named(model.name()).is_none()).map(model_value);
    PossibleValuesParser::new(Dialect::ALL.iter().map(dialect_value).chain(models))
        .try_map(|name| Side::named(&name).ok_or("no such dialect"))
}

fn model_value(model: &Model) -> PossibleValue {
    PossibleValue::new(model.name()).help(model.about())
}

fn dialect_value(dialect: &Dialect) -> PossibleValue {
    PossibleValue::new(dialect.name()).help(dialect.packages())
}
