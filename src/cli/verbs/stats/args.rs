//! Enters: what was typed behind the verb. Leaves: what `stats` can be asked, and what is meant.

use std::num::NonZeroUsize;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::cli::error::UsageError;
use crate::cli::input::Input;
use crate::cli::options::{
    EncoderOptions, InputOptions, OutputOptions, ProgramOptions, Readers, WorkOptions, context_length,
    whole_number,
};
use crate::cli::output::Target;
use crate::cli::terminal::Screen;
use crate::syntax::LongText;
use crate::{ContextLength, Encoder};

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
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok stats -f captions.txt  totals, a histogram, the most frequent tokens
  cliptok stats --format json < prompts.txt | jq .too_long")]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    pub input: InputOptions,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    #[command(flatten)]
    pub program: ProgramOptions,
    /// How many slots a row has, including start and end [default: the model's, 77]
    #[arg(long, value_name = "N", value_parser = whole_number, help_heading = "How rows are filled", hide_short_help = true)]
    pub context_length: Option<usize>,
    /// How many frequent tokens and cut characters to show
    #[arg(long, value_name = "N", value_parser = whole_number, default_value = "10", help_heading = "What is shown")]
    pub top: usize,
    /// How to show statistics
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
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
    pub readers: Readers,
    /// The slots of a row of text.
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
        match args.program.syntax() {
            None => args.program.settings.are_for_a_program()?,
            Some(_) if args.context_length.is_some() => {
                return Err(UsageError::RowsOfProgram { option: "--context-length" }.into());
            }
            Some(_) => {}
        }
        let of_text = args.context_length.is_some().then_some("--context-length");
        let readers = args.program.readers(&args.tokenizer, LongText::Rows, of_text)?;
        let context_length = context_length(args.context_length, encoder.row_rules().context_length)?;
        Ok(Self {
            prompts: Input { hint: args.program.hint(), ..args.input.input()? },
            threads: args.work.threads,
            encoder,
            readers,
            context_length,
            top: args.top,
            format: args.format,
            screen,
            target,
        })
    }
}
