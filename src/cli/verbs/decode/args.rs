//! Enters: what was typed behind the verb. Leaves: what `decode` can be asked, and what is meant.

use std::ffi::OsString;

use anyhow::Result;
use clap::Args;

use crate::Encoder;
use crate::cli::input::Input;
use crate::cli::options::{AnswerFormat, EncoderOptions, FileOptions, OutputOptions};
use crate::cli::output::Target;

/// Print the text that ids stand for
#[derive(Debug, Args)]
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok decode 320 1125 539 320 2368  a photo of a cat
  cliptok decode --bytes 1109 363       F0 9F 8F AF
  cliptok encode -f prompts.txt | cliptok decode")]
pub(crate) struct DecodeArgs {
    /// The ids of one sequence
    ///
    /// A pasted list, array, or tensor has a sequence in each of its inner brackets.
    #[arg(value_name = "ID")]
    pub ids: Vec<OsString>,
    #[command(flatten)]
    pub files: FileOptions,
    /// Print the bytes in hex instead of the text
    #[arg(long)]
    pub bytes: bool,
    /// Leave out special tokens: start, end, and the pad where the model treats it as special
    #[arg(long)]
    pub skip_special: bool,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    /// How to print answers
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Decode {
    pub ids: Input,
    pub encoder: Encoder,
    pub specials: Specials,
    pub spelling: Spelling,
    pub format: AnswerFormat,
    pub target: Target,
}

/// What becomes of special tokens in decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Specials {
    Keep,
    Skip,
}

/// How decoded bytes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    Text,
    Hex,
}

impl Decode {
    pub(super) fn of(args: DecodeArgs) -> Result<Self> {
        Ok(Self {
            ids: args.files.ids(args.ids)?,
            encoder: args.tokenizer.decoder()?,
            specials: if args.skip_special { Specials::Skip } else { Specials::Keep },
            spelling: if args.bytes { Spelling::Hex } else { Spelling::Text },
            format: args.format,
            target: args.output.target(),
        })
    }
}
