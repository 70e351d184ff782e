//! Enters: what was typed behind the verb. Leaves: what `check` can be asked, and what is meant.

use std::num::NonZeroUsize;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::Encoder;
use crate::cli::input::Input;
use crate::cli::input::pair::PairFields;
use crate::cli::options::{
    EncoderOptions, FileOptions, LayoutOptions, OutputOptions, WorkOptions, whole_number,
};
use crate::cli::output::Target;
use crate::cli::terminal::Screen;
use crate::explain::Checker;

/// How `check` shows which ids differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// The verdict, the first ten that differ, and how often each cause occurs
    Human,
    /// One array of all that differ
    Json,
    /// One object for each that differs
    Jsonl,
    /// A header, and a line of tab-separated fields for each that differs
    Tsv,
}

/// Check ids from another implementation, and show what it does differently
///
/// Reads JSON lines, each an object with a text and its ids: bare, between start and end, or in rows of the
/// context length. Exits with 1 if any ids differ from those of the model. A cause is named only if the text,
/// encoded with that fault, gives exactly the ids in the file.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok check -f mine.jsonl                lines such as {\"text\":\"a cat\",\"ids\":[320,2368]}
  cliptok check --model openai < mine.jsonl  as OpenAI's own package has them
  cliptok check --text-field caption --ids-field input_ids -f data.jsonl")]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub files: FileOptions,
    /// The field of the text [default: text,prompt,caption]
    ///
    /// Of several, separated by commas, the first that is there.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub text_field: Vec<String>,
    /// The field of the ids [default: ids,input_ids,tokens]
    ///
    /// Of several, separated by commas, the first that is there.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub ids_field: Vec<String>,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    /// How many slots a row has, including start and end [default: the model's, 77]
    #[arg(long, value_name = "N", value_parser = whole_number, help_heading = "How rows are filled", hide_short_help = true)]
    pub context_length: Option<usize>,
    /// The id that fills the slots after the end [default: the model's]
    #[arg(long, value_name = "ID", value_parser = whole_number, help_heading = "How rows are filled", hide_short_help = true)]
    pub pad_id: Option<usize>,
    /// How to show what differs
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    pub format: CheckFormat,
    #[command(flatten)]
    pub work: WorkOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Check {
    pub lines: Input,
    pub fields: PairFields,
    pub encoder: Encoder,
    pub checker: Checker,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    pub format: CheckFormat,
    pub screen: Screen,
    pub target: Target,
}

impl Check {
    pub(super) fn of(args: CheckArgs) -> Result<Self> {
        let encoder = args.tokenizer.encoder()?;
        let layout =
            LayoutOptions { context_length: args.context_length, pad_id: args.pad_id, truncate: true };
        let (screen, target) = (args.output.screen(), args.output.target());
        Ok(Self {
            lines: args.files.ids(Vec::new())?,
            fields: PairFields {
                text: or_usual(args.text_field, &["text", "prompt", "caption"]),
                ids: or_usual(args.ids_field, &["ids", "input_ids", "tokens"]),
            },
            checker: Checker::new(&encoder, layout.row_rules(&encoder)?),
            encoder,
            threads: args.work.threads,
            format: args.format,
            screen,
            target,
        })
    }
}

fn or_usual(typed: Vec<String>, usual: &[&str]) -> Vec<String> {
    if typed.is_empty() { usual.iter().map(|name| (*name).to_owned()).collect() } else { typed }
}
