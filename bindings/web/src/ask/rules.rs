//! Enters: the fields of a request that say how prompts are read. Leaves: the rules that the library reads them by.

use cliptok::report::settings::{self, NameError};
use cliptok::report::{PromptRules, Warnings};
use cliptok::syntax::{Embedding, LongText, Polarity, Steps};
use cliptok::{ContextLength, Dialect, Encoder, Model, OverLength, PromptReader, RowRules, SyntaxOptions};
use serde_json::Value;

use super::Fields;
use crate::wrong::Wrong;

/// Reads the fields `model`, `dialect`, `as` and `options`.
pub(crate) struct Rules;

impl Rules {
    /// The rules of a model that may have two encoders.
    pub(crate) fn of(fields: &mut Fields) -> Result<PromptRules, Wrong> {
        let dialect = dialect(fields)?;
        let Some(typed) = fields.optional_text("model")? else {
            return Self::of_encoders(fields, usual(dialect), None, dialect);
        };
        let model = named(fields, "model", settings::checkpoint(&typed))?;
        let (first, others) = model.encoders().split_first().unwrap_or((&Model::Sd1, &[]));
        Self::of_encoders(fields, *first, others.first().copied(), dialect)
    }

    /// The rules of a model that has one encoder.
    pub(crate) fn of_one(fields: &mut Fields) -> Result<PromptRules, Wrong> {
        let dialect = dialect(fields)?;
        let model = Self::model(fields, usual(dialect))?;
        Self::of_encoders(fields, model, None, dialect)
    }

    /// The model, which has one encoder; this one, if none is named.
    pub(crate) fn model(fields: &mut Fields, usual: Model) -> Result<Model, Wrong> {
        match fields.optional_text("model")? {
            Some(typed) => named(fields, "model", settings::model(&typed)),
            None => Ok(usual),
        }
    }

    fn of_encoders(
        fields: &mut Fields,
        first: Model,
        second: Option<Model>,
        dialect: Option<Dialect>,
    ) -> Result<PromptRules, Wrong> {
        let syntax = fields.optional_text("as")?;
        let syntax = syntax.map(|typed| named(fields, "as", settings::syntax(&typed))).transpose()?.flatten();
        let mut options = fields.object("options", "options.")?;
        let row = Row::of(&mut options)?;
        let program = if syntax.is_some() {
            row.is_left_to_the_program(&options)?;
            Some(program(&mut options, row.over_length)?)
        } else {
            no_program(&options)?;
            None
        };
        options.end()?;
        let rules = |model: Model| {
            let encoder = Encoder::for_model(model);
            let encoder = dialect.map_or_else(|| encoder.clone(), |dialect| encoder.with_dialect(dialect));
            let reader = syntax.zip(program.as_ref()).map(|(syntax, program)| {
                let reader = PromptReader::new(&encoder, syntax, program.clone());
                dialect.map_or_else(|| reader.clone(), |dialect| reader.clone().with_dialect(dialect))
            });
            let rows = row.rules(&encoder)?;
            Ok::<_, Wrong>(PromptRules { row: rows, reader, ..PromptRules::of(encoder) })
        };
        let second = match second {
            Some(model) => Some(Box::new(PromptRules { warnings: Warnings::Omitted, ..rules(model)? })),
            None => None,
        };
        Ok(PromptRules { second, ..rules(first)? })
    }
}

fn dialect(fields: &mut Fields) -> Result<Option<Dialect>, Wrong> {
    let typed = fields.optional_text("dialect")?;
    typed.map(|typed| named(fields, "dialect", settings::dialect(&typed))).transpose()
}

/// The model whose rows are made if none is named: of a dialect, those that its own package makes.
fn usual(dialect: Option<Dialect>) -> Model {
    dialect.map_or(Model::Sd1, |dialect| Encoder::for_dialect(dialect).model())
}

/// What a name names, or an error that says which field it stands in.
pub(super) fn named<T>(fields: &Fields, field: &str, found: Result<T, NameError>) -> Result<T, Wrong> {
    found.map_err(|error| Wrong::Name { field: fields.name(field), error })
}

/// What a request says of rows.
struct Row {
    context_length: Option<ContextLength>,
    pad_id: Option<usize>,
    over_length: Option<OverLength>,
}

impl Row {
    fn of(options: &mut Fields) -> Result<Self, Wrong> {
        let slots = options.number("context_length")?;
        let context_length = slots.map(ContextLength::new).transpose();
        Ok(Self {
            context_length: context_length.map_err(|error| refused(options, "context_length", &error))?,
            pad_id: options.number("pad_id")?,
            over_length: options.flag("truncate")?.then_some(OverLength::Cut),
        })
    }

    /// Checks that nothing is said of rows that a program fills by itself.
    fn is_left_to_the_program(&self, options: &Fields) -> Result<(), Wrong> {
        let of_text = [("context_length", self.context_length.is_some()), ("pad_id", self.pad_id.is_some())];
        match of_text.into_iter().find(|(_, is_given)| *is_given) {
            Some((field, _)) => Err(Wrong::OfText { field: options.name(field) }),
            None => Ok(()),
        }
    }

    fn rules(&self, encoder: &Encoder) -> Result<RowRules, Wrong> {
        let usual = encoder.row_rules();
        let pad = match self.pad_id {
            None => usual.pad,
            Some(id) => encoder.vocabulary().id(id as u64).map_err(|error| Wrong::Refused {
                field: "options.pad_id".to_owned(),
                words: error.to_string(),
            })?,
        };
        Ok(RowRules {
            context_length: self.context_length.unwrap_or(usual.context_length),
            pad,
            over_length: self.over_length.unwrap_or(usual.over_length),
        })
    }
}

/// The options that only programs know.
const OF_PROGRAMS: [&str; 6] =
    ["negative", "negative_prompt", "steps", "comma_backtrack", "emphasis", "embeddings"];

/// Checks that none of them is given where no program is named.
fn no_program(options: &Fields) -> Result<(), Wrong> {
    match OF_PROGRAMS.into_iter().find(|name| options.has(name)) {
        Some(name) => Err(Wrong::NeedsProgram { field: options.name(name) }),
        None => Ok(()),
    }
}

/// What a program is told beside its prompts.
fn program(options: &mut Fields, over_length: Option<OverLength>) -> Result<SyntaxOptions, Wrong> {
    let usual = SyntaxOptions::default();
    let polarity = if options.flag("negative")? { Polarity::Negative } else { usual.polarity };
    let negative_prompt = options.optional_text("negative_prompt")?.unwrap_or_default();
    let steps = match options.number("steps")? {
        None => usual.steps,
        Some(steps) => u32::try_from(steps)
            .ok()
            .and_then(Steps::new)
            .ok_or_else(|| options.kind("steps", "a whole number from 1 to 10,000"))?,
    };
    let comma_backtrack = options.number("comma_backtrack")?.unwrap_or(usual.comma_backtrack);
    let emphasis = match options.optional_text("emphasis")? {
        None => usual.emphasis,
        Some(typed) => named(options, "emphasis", settings::emphasis(&typed))?,
    };
    let long_text = if over_length.is_some() { LongText::OneRow } else { LongText::Rows };
    let embeddings = embeddings(options)?;
    Ok(SyntaxOptions { polarity, negative_prompt, steps, comma_backtrack, emphasis, long_text, embeddings })
}

/// Names of embeddings, with how many vectors each has.
fn embeddings(options: &mut Fields) -> Result<Vec<Embedding>, Wrong> {
    let map = options.map("embeddings")?;
    let embedding = |(name, vectors): (String, Value)| {
        let vectors = vectors.as_u64().and_then(|vectors| usize::try_from(vectors).ok());
        let is_named = !name.is_empty();
        vectors.filter(|_| is_named).map(|vectors| Embedding { name, vectors })
    };
    let all: Option<Vec<Embedding>> = map.into_iter().map(embedding).collect();
    all.ok_or_else(|| options.kind("embeddings", "an object of names, each with its number of vectors"))
}

fn refused(options: &Fields, field: &str, error: &dyn std::error::Error) -> Wrong {
    Wrong::Refused { field: options.name(field), words: error.to_string() }
}
