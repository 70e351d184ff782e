//! Enters: what was typed behind the verb. Leaves: what `trace` can be asked, and what is meant.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::Encoder;
use crate::cli::input::Input;
use crate::cli::options::{EncoderOptions, InputOptions, OutputOptions, ProgramOptions, Readers};
use crate::cli::output::Target;
use crate::cli::terminal::Screen;
use crate::syntax::LongText;

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
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok trace \"unbelievable\"            merge by merge, with ranks
  cliptok trace --as a1111 \"a (cat:1.2)\"  what the syntax did first
  cliptok trace --dialect openai \"it’s\"   what text repair changed")]
pub(crate) struct TraceArgs {
    #[command(flatten)]
    pub input: InputOptions,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    #[command(flatten)]
    pub program: ProgramOptions,
    /// How to show traces
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    pub format: TraceFormat,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Trace {
    pub prompts: Input,
    pub encoder: Encoder,
    pub readers: Readers,
    pub format: TraceFormat,
    pub screen: Screen,
    pub target: Target,
}

impl Trace {
    pub(super) fn of(args: TraceArgs) -> Result<Self> {
        let (screen, target) = (args.output.screen(), args.output.target());
        if args.program.syntax().is_none() {
            args.program.settings.are_for_a_program()?;
        }
        Ok(Self {
            readers: args.program.readers(&args.tokenizer, LongText::Rows, None)?,
            prompts: Input { hint: args.program.hint(), ..args.input.input()? },
            encoder: args.tokenizer.encoder()?,
            format: args.format,
            screen,
            target,
        })
    }
}
