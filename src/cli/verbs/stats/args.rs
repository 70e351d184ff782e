//! Enters: what was typed behind the verb. Leaves: what `stats` can be asked, and what is meant.

use std::num::NonZeroUsize;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::cli::error::UsageError;
use crate::cli::input::Input;
use crate::cli::options::{
    EncoderOptions, InputOptions, OutputOptions, ProgramOptions, WorkOptions, context_length, whole_number,
};
use crate::cli::output::Target;
use crate::cli::terminal::Screen;
use crate::syntax::LongText;
use crate::{ContextLength, Encoder, PromptReader};

/// How `stats` shows what prompts are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatsFormat {
    /// A view for people, with a histogram
    Human,
    /// One object
    #[value(alias = "jsonl")]
    Json,
    /// A self-contained page for a browser
    Html,
}

/// Show what many prompts are like: how long they are, how many do not fit, which tokens are frequent
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cliptok stats -f captions.txt                 totals, a histogram, the most frequent tokens
  cliptok stats --format json < prompts.txt | jq .too_long")]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    pub input: InputOptions,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    #[command(flatten)]
    pub program: ProgramOptions,
    /// How many slots a row has, including start and end [default: the model's, 77]
    #[arg(long, value_name = "N", value_parser = whole_number, help_heading = "Layout")]
    pub context_length: Option<usize>,
    /// How many frequent tokens and cut characters to show
    #[arg(long, value_name = "N", value_parser = whole_number, default_value = "10", help_heading = "Output")]
    pub top: usize,
    /// How to show statistics
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    pub format: StatsFormat,
    #[command(flatten)]
    pub work: WorkOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Stats {
    pub prompts: Input,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    pub encoder: Encoder,
    /// The program whose syntax prompts are written in; none is text.
    pub reader: Option<PromptReader>,
    pub context_length: ContextLength,
    /// How many frequent things are told.
    pub top: usize,
    pub format: StatsFormat,
    pub screen: Screen,
    pub target: Target,
}

impl Stats {
    pub(super) fn of(args: StatsArgs) -> Result<Self> {
        let (screen, target) = (args.output.screen(), args.output.target());
        let encoder = args.tokenizer.encoder()?;
        let reader = args.program.reader(&args.tokenizer, LongText::Rows)?;
        let context_length = match (&reader, args.context_length) {
            (Some(_), Some(_)) => return Err(UsageError::RowsOfProgram { option: "--context-length" }.into()),
            (Some(reader), None) => {
                let room = ContextLength::CLIP.content() * reader.syntax().usual_rows();
                context_length(Some(room + 2), ContextLength::CLIP)?
            }
            (None, typed) => context_length(typed, encoder.row_rules().context_length)?,
        };
        Ok(Self {
            prompts: Input { hint: args.program.hint(), ..args.input.input()? },
            threads: args.work.threads,
            encoder,
            reader,
            context_length,
            top: args.top,
            format: args.format,
            screen,
            target,
        })
    }
}
