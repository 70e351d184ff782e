//! Enters: the value of an option as typed. Leaves: what it can be: formats, models, dialects, numbers.

use std::num::NonZeroUsize;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use cliptok::dialect::{DIALECTS, Dialect, MODELS, Model, Pad, dialect, model};

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

/// One side of a comparison, by name: a dialect, or that of a model with its pad.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    pub name: &'static str,
    pub dialect: &'static Dialect,
    pub pad: Option<Pad>,
}

impl Side {
    /// The dialect itself.
    pub const fn of_dialect(dialect: &'static Dialect) -> Self {
        Self { name: dialect.name, dialect, pad: None }
    }

    /// The dialect of a model, with its pad.
    pub const fn of_model(model: &'static Model) -> Self {
        Self { name: model.name, dialect: model.dialect, pad: Some(model.pad) }
    }

    /// What has that name; where a dialect and a model share one, they tokenize alike.
    fn named(name: &str) -> Option<Self> {
        dialect(name).map(Self::of_dialect).or_else(|| model(name).map(Self::of_model))
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

pub fn models() -> impl TypedValueParser<Value = &'static Model> {
    let names = MODELS.iter().map(|model| PossibleValue::new(model.name).help(model.about));
    PossibleValuesParser::new(names).try_map(|name| model(&name).ok_or("no such model"))
}

pub fn dialects() -> impl TypedValueParser<Value = &'static Dialect> {
    let names = DIALECTS.iter().map(|dialect| PossibleValue::new(dialect.name).help(dialect.packages));
    PossibleValuesParser::new(names).try_map(|name| dialect(&name).ok_or("no such dialect"))
}

pub fn sides() -> impl TypedValueParser<Value = Side> {
    let dialects = DIALECTS.iter().map(|dialect| PossibleValue::new(dialect.name).help(dialect.packages));
    let models = MODELS.iter().filter(|model| dialect(model.name).is_none());
    let models = models.map(|model| PossibleValue::new(model.name).help(model.about));
    PossibleValuesParser::new(dialects.chain(models))
        .try_map(|name| Side::named(&name).ok_or("no such dialect"))
}
