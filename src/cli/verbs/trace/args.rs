//! Enters: what was typed behind the verb. Leaves: what `trace` can be asked, and what is meant.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::cli::input::Input;
use crate::cli::options::{EncoderOptions, InputOptions, OutputOptions, ProgramOptions};
use crate::cli::output::Target;
use crate::cli::terminal::Screen;
use crate::syntax::LongText;
use crate::{Encoder, PromptReader};

/// How `trace` shows what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TraceFormat {
    /// A view for people
    Human,
    /// One array for all prompts
    Json,
    /// One object per line
    Jsonl,
}

/// Show how a prompt became its tokens: each step of normalization, then merge by merge
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cliptok trace \"unbelievable\"           merge by merge, with ranks
  cliptok trace --as a1111 \"a (cat:1.2)\"  what the syntax did first
  cliptok trace --dialect openai \"it’s\"  what text repair changed")]
pub(crate) struct TraceArgs {
    #[command(flatten)]
    pub input: InputOptions,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    #[command(flatten)]
    pub program: ProgramOptions,
    /// How to show traces
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    pub format: TraceFormat,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Trace {
    pub prompts: Input,
    pub encoder: Encoder,
    /// The program whose syntax prompts are written in; none is text.
    pub reader: Option<PromptReader>,
    pub format: TraceFormat,
    pub screen: Screen,
    pub target: Target,
}

impl Trace {
    pub(super) fn of(args: TraceArgs) -> Result<Self> {
        let (screen, target) = (args.output.screen(), args.output.target());
        let reader = args.program.reader(&args.tokenizer, LongText::Rows)?;
        Ok(Self {
            reader,
            prompts: Input { hint: args.program.hint(), ..args.input.input()? },
            encoder: args.tokenizer.encoder()?,
            format: args.format,
            screen,
            target,
        })
    }
}
