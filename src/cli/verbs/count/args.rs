//! Enters: what was typed behind the verb. Leaves: what `count` can be asked, and what is meant.

use std::num::NonZeroUsize;

use anyhow::Result;
use clap::Args;

use crate::Encoder;
use crate::cli::input::Input;
use crate::cli::options::{
    AnswerFormat, EncoderOptions, InputOptions, OutputOptions, WorkOptions, whole_number,
};
use crate::cli::output::Target;

/// Print the number of tokens in each prompt
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cliptok count \"a photo of a cat\"        5
  cliptok count --total -f captions.txt   the sum for all prompts
  cliptok count --over 75 -f captions.txt the prompts that do not fit, with their locations
  cliptok count --max 75 < prompts.txt    exit code 1 if one does not fit")]
pub(crate) struct CountArgs {
    #[command(flatten)]
    pub input: InputOptions,
    /// Count the start and end tokens too
    #[arg(long)]
    pub special: bool,
    /// Print one number for all prompts together: the sum
    #[arg(long, conflicts_with = "over")]
    pub total: bool,
    /// Exit with 1 if any prompt has more than N tokens, and name those prompts on stderr
    #[arg(long, value_name = "N", value_parser = whole_number)]
    pub max: Option<usize>,
    /// Print only the prompts that have more than N tokens: count, location, and prompt
    #[arg(long, value_name = "N", value_parser = whole_number)]
    pub over: Option<usize>,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    /// How to print answers
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub work: WorkOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Count {
    pub prompts: Input,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    pub encoder: Encoder,
    /// How many special tokens are counted with each prompt.
    pub special_tokens: usize,
    pub printed: Printed,
    /// More than this is a negative answer.
    pub max: Option<usize>,
    pub format: AnswerFormat,
    pub target: Target,
}

/// Which numbers are printed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Printed {
    Each,
    Total,
    /// Only of prompts that have more than this.
    Over(usize),
}

impl Count {
    pub(super) fn of(args: CountArgs) -> Result<Self> {
        Ok(Self {
            prompts: args.input.input()?,
            threads: args.work.threads,
            encoder: args.tokenizer.encoder()?,
            special_tokens: if args.special { 2 } else { 0 },
            printed: match (args.total, args.over) {
                (true, _) => Printed::Total,
                (false, Some(limit)) => Printed::Over(limit),
                (false, None) => Printed::Each,
            },
            max: args.max,
            format: args.format,
            target: args.output.target(),
        })
    }
}
