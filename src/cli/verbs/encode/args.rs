//! Enters: what was typed behind the verb. Leaves: what `encode` can be asked, and what is meant.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::cli::error::UsageError;
use crate::cli::input::Input;
use crate::cli::options::{
    EncoderOptions, Encoders, InputOptions, IntoOptions, LayoutOptions, OnLints, OutputOptions,
    ProgramOptions, Readers, WorkOptions,
};
use crate::cli::output::Target;
use crate::{Encoder, RowRules};

/// How `encode` prints ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EncodeFormat {
    /// Separated by spaces
    #[value(alias = "text", alias = "human")]
    Ids,
    /// Separated by commas
    Csv,
    /// A header, and tab-separated fields
    Tsv,
    /// One array for all prompts
    Json,
    /// One object per line
    Jsonl,
    /// Two bytes each, low byte first, with nothing in between
    U16,
    /// An array for numpy, one row per prompt; needs --pad
    Npy,
}

impl EncodeFormat {
    /// The name of a format whose bytes are no text.
    pub(crate) const fn binary_name(self) -> Option<&'static str> {
        match self {
            Self::U16 => Some("u16"),
            Self::Npy => Some("npy"),
            Self::Ids | Self::Csv | Self::Tsv | Self::Json | Self::Jsonl => None,
        }
    }
}

/// Print the ids of each prompt, one line per prompt
#[derive(Debug, Args)]
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok encode \"a photo of a cat\"            320 1125 539 320 2368
  cliptok encode --pad < prompts.txt           rows of 77 ids
  cliptok encode --pad --format npy -o rows.npy -f captions.txt
  cliptok encode --as a1111 --pad \"a BREAK b\"  the rows that A1111 fills
  cliptok encode --format jsonl --jsonl=caption < data.jsonl")]
pub(crate) struct EncodeArgs {
    #[command(flatten)]
    pub input: InputOptions,
    /// Add the start and end tokens
    #[arg(long)]
    pub special: bool,
    /// Print the whole row that the model reads: start, tokens, end, pads
    #[arg(long)]
    pub pad: bool,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    #[command(flatten)]
    pub program: ProgramOptions,
    /// With --as: exit with 1 if any prompt's markup is warned about
    ///
    /// The answers are printed all the same.
    #[arg(long, help_heading = "How a prompt is read", hide_short_help = true)]
    pub deny_warnings: bool,
    #[command(flatten)]
    pub layout: LayoutOptions,
    /// How to print ids
    #[arg(long, value_name = "FORMAT", default_value = "ids", help_heading = "What is shown")]
    pub format: EncodeFormat,
    /// With --format npy: write where each prompt's rows begin to FILE
    ///
    /// FILE gets an array of int64 with one number more than there are prompts.
    #[arg(long, value_name = "FILE", help_heading = "Where answers go", hide_short_help = true)]
    pub offsets: Option<PathBuf>,
    #[command(flatten)]
    pub into: IntoOptions,
    #[command(flatten)]
    pub work: WorkOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Encode {
    pub prompts: Input,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    pub encoder: Encoder,
    pub readers: Readers,
    /// The second encoder of a model that has two.
    pub second: Option<Second>,
    pub on_lints: OnLints,
    pub row: Row,
    pub format: EncodeFormat,
    /// The field of the user's own records that ids go into.
    pub into: Option<String>,
    /// Where it is written where the rows of each prompt begin.
    pub offsets: Option<PathBuf>,
    pub target: Target,
}

/// The second encoder of a model, with all that depends on it.
#[derive(Debug)]
pub(super) struct Second {
    pub encoder: Encoder,
    pub row: Row,
}

/// What one row of ids has.
#[derive(Clone, Copy, Debug)]
pub(super) enum Row {
    /// The tokens of the prompt, all of them.
    Content,
    /// The same between start and end.
    WithSpecial,
    /// As many slots as the context length has.
    Padded(RowRules),
}

impl Encode {
    pub(super) fn of(args: EncodeArgs) -> Result<Self> {
        let Encoders { first: encoder, second } = args.tokenizer.encoders()?;
        let long_text = args.layout.long_text();
        let of_text = args.layout.first_for_texts();
        let readers = args.program.readers(&args.tokenizer, long_text, of_text)?;
        if args.program.syntax().is_some() {
            args.layout.is_left_to_the_program()?;
        } else {
            args.program.settings.are_for_a_program()?;
            if !args.pad && args.layout.is_given() {
                return Err(UsageError::LayoutWithoutPad.into());
            }
        }
        if second.is_some() && !matches!(args.format, EncodeFormat::Json | EncodeFormat::Jsonl) {
            return Err(UsageError::TwoEncodersWithoutJson { model: args.tokenizer.model }.into());
        }
        let on_lints = OnLints::asked(args.deny_warnings, &args.program)?;
        if args.offsets.is_some() && args.format != EncodeFormat::Npy {
            return Err(UsageError::OffsetsWithoutArray.into());
        }
        let row_of = |encoder: &Encoder| {
            Ok::<Row, UsageError>(match (args.pad, args.special) {
                (true, _) => Row::Padded(args.layout.row_rules(encoder)?),
                (false, true) => Row::WithSpecial,
                (false, false) => Row::Content,
            })
        };
        let row = row_of(&encoder)?;
        let second = match second {
            None => None,
            Some(encoder) => Some(Second { row: row_of(&encoder)?, encoder }),
        };
        if args.format == EncodeFormat::Npy && !args.pad {
            return Err(UsageError::ArrayWithoutPad.into());
        }
        let (format, target) = (args.format, args.output.target());
        let prompts = Input { hint: args.program.hint(), ..args.input.input()? };
        let threads = args.work.threads;
        Ok(Self {
            prompts,
            threads,
            encoder,
            readers,
            second,
            on_lints,
            row,
            format,
            into: args.into.into,
            offsets: args.offsets,
            target,
        })
    }
}
