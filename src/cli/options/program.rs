//! Enters: the options that say in which program's syntax prompts are written. Leaves: the reader that is meant.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use clap::builder::{OsStringValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};

use super::embeddings::{TypedEmbedding, embeddings, typed_embedding};
use super::name::NameParser;
use super::values::whole_number;
use crate::cli::error::UsageError;
use crate::cli::input::SyntaxHint;
use crate::syntax::{Emphasis, LongText, Polarity, Steps};
use crate::{Checkpoint, Syntax, SyntaxOptions, same_spelling};

/// What prompts are written in: nothing but text, or the syntax of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum WrittenFor {
    Text,
    Program(Syntax),
}

/// The program.
#[derive(Debug, Args)]
#[command(next_help_heading = "How a prompt is read")]
pub(crate) struct ProgramOptions {
    /// The program whose prompt syntax is used
    ///
    /// The prompt is read as this program does: its markup, its tokenizer, its rows, and its counter. `text`, the default, has no markup.
    #[arg(long = "as", value_name = "PROGRAM", value_parser = programs())]
    pub written_for: Option<WrittenFor>,
    #[command(flatten)]
    pub settings: ProgramSettings,
}

/// Whether a warning about a prompt is a negative answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnLints {
    /// It is.
    Deny,
    /// Nobody asks.
    Ignore,
}

impl OnLints {
    /// What was asked for; only a program can have lints.
    ///
    /// # Errors
    /// If no program is named.
    pub(crate) fn asked(deny: bool, program: &ProgramOptions) -> Result<Self, UsageError> {
        match (deny, program.syntax()) {
            (false, _) => Ok(Self::Ignore),
            (true, Some(_)) => Ok(Self::Deny),
            (true, None) => Err(UsageError::NeedsProgram { option: "--deny-warnings" }),
        }
    }
}

/// What a program is told beside its prompts.
#[derive(Debug, Args)]
#[command(next_help_heading = "How a prompt is read")]
pub(crate) struct ProgramSettings {
    /// These are negative prompts
    #[arg(long, hide_short_help = true)]
    pub negative: bool,
    /// The negative prompt, where a program lengthens the shorter of the two (sd-embed, lpw, lpw-xl)
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, hide_short_help = true)]
    pub negative_prompt: Option<String>,
    /// How many sampling steps there are, for schedules such as [a:b:0.5] [default: 20]
    #[arg(long, value_name = "N", value_parser = steps, hide_short_help = true)]
    pub steps: Option<Steps>,
    /// How many slots a1111 looks back for a comma at which a row ends; 0 turns it off [default: 20]
    #[arg(long, value_name = "N", value_parser = whole_number, hide_short_help = true)]
    pub comma_backtrack: Option<usize>,
    /// What a1111 and forge make of weights [default: original]
    #[arg(long, value_name = "HOW", value_parser = emphases(), hide_short_help = true)]
    pub emphasis: Option<Emphasis>,
    /// The program has this embedding: a name with so many vectors, or its file; can be repeated
    ///
    /// A whole number after the last = makes it a name. A file is read for its number of vectors, and gives the embedding its name.
    #[arg(
        long = "embedding",
        value_name = "NAME=VECTORS|FILE",
        value_parser = OsStringValueParser::new().try_map(typed_embedding),
        hide_short_help = true
    )]
    pub embeddings: Vec<TypedEmbedding>,
    /// The program has the embeddings in this folder
    #[arg(long = "embeddings", value_name = "DIR", hide_short_help = true)]
    pub embeddings_folder: Option<PathBuf>,
}

impl ProgramOptions {
    /// The program; `None` for text.
    pub(crate) const fn syntax(&self) -> Option<Syntax> {
        match self.written_for {
            Some(WrittenFor::Program(syntax)) => Some(syntax),
            Some(WrittenFor::Text) | None => None,
        }
    }

    /// Whether it is worth a line that prompts look as if they were written for a program.
    pub(crate) const fn hint(&self) -> SyntaxHint {
        match self.written_for {
            None => SyntaxHint::Wanted,
            Some(_) => SyntaxHint::Unwanted,
        }
    }
}

impl ProgramSettings {
    /// Checks that none of them was typed where no program is named.
    ///
    /// # Errors
    /// If one was.
    pub(crate) fn are_for_a_program(&self) -> Result<(), UsageError> {
        match self.first_given() {
            Some(option) => Err(UsageError::NeedsProgram { option }),
            None => Ok(()),
        }
    }

    /// The first of these options that was typed.
    fn first_given(&self) -> Option<&'static str> {
        let given = [
            (self.negative, "--negative"),
            (self.negative_prompt.is_some(), "--negative-prompt"),
            (self.steps.is_some(), "--steps"),
            (self.comma_backtrack.is_some(), "--comma-backtrack"),
            (self.emphasis.is_some(), "--emphasis"),
            (!self.embeddings.is_empty(), "--embedding"),
            (self.embeddings_folder.is_some(), "--embeddings"),
        ];
        given.into_iter().find(|(is_given, _)| *is_given).map(|(_, name)| name)
    }

    /// What a program is told that reads prompts for a model.
    ///
    /// # Errors
    /// If the file of an embedding cannot be read, or is for another model.
    pub(crate) fn options(&self, long_text: LongText, model: Checkpoint) -> Result<SyntaxOptions> {
        let usual = SyntaxOptions::default();
        Ok(SyntaxOptions {
            polarity: if self.negative { Polarity::Negative } else { Polarity::Positive },
            negative_prompt: self.negative_prompt.clone().unwrap_or_default(),
            steps: self.steps.unwrap_or(usual.steps),
            comma_backtrack: self.comma_backtrack.unwrap_or(usual.comma_backtrack),
            emphasis: self.emphasis.unwrap_or(usual.emphasis),
            long_text,
            embeddings: embeddings(&self.embeddings, self.embeddings_folder.as_deref(), model)?,
        })
    }
}

/// What `--emphasis` takes.
fn emphases() -> impl TypedValueParser<Value = Emphasis> {
    let values = Emphasis::ALL.map(|emphasis| PossibleValue::new(emphasis.name()).help(emphasis.about()));
    PossibleValuesParser::new(values).try_map(|name| Emphasis::named(&name).ok_or("no such emphasis"))
}

/// What `--as` takes.
pub(crate) fn programs() -> impl TypedValueParser<Value = WrittenFor> {
    fn listed() -> Vec<PossibleValue> {
        let text = PossibleValue::new("text").help("no syntax: every character is text (the default)");
        let named = Syntax::ALL.iter().map(|syntax| {
            PossibleValue::new(syntax.name()).aliases(syntax.aliases().iter().copied()).help(syntax.about())
        });
        std::iter::once(text).chain(named).collect()
    }
    NameParser {
        named: |typed| {
            let text = same_spelling(typed, "text").then_some(WrittenFor::Text);
            text.or_else(|| Syntax::named(typed).map(WrittenFor::Program))
        },
        listed,
        refused: |_| None,
    }
}

fn steps(typed: &str) -> Result<Steps, String> {
    let steps = typed.parse().ok().and_then(Steps::new);
    steps.ok_or_else(|| format!("expected a whole number from 1 to {}", Steps::MAX))
}
