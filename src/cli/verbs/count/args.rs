//! Enters: what was typed behind the verb. Leaves: what `count` can be asked, and what is meant.

use std::num::NonZeroUsize;

use anyhow::Result;
use clap::Args;

use crate::cli::error::UsageError;
use crate::cli::input::Input;
use crate::cli::options::{
    AnswerFormat, EncoderOptions, Encoders, InputOptions, IntoOptions, Limit, OnLints, OutputOptions,
    ProgramOptions, Readers, Way, WorkOptions, limit, whole_number_from_1,
};
use crate::cli::output::Target;
use crate::syntax::LongText;
use crate::{ContextLength, Encoder, Model, PromptReader, Syntax};

/// Print the number of tokens in each prompt
#[derive(Debug, Args)]
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok count \"a photo of a cat\"         5
  cliptok count --total -f captions.txt    the sum for all prompts
  cliptok count --over 75 -f captions.txt  the prompts that do not fit, with their locations
  cliptok count --max room < prompts.txt   exit code 1 if one does not fit
  cliptok count --as a1111 \"a (cat:1.2)\"   what A1111's counter shows: 2")]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct CountArgs {
    #[command(flatten)]
    pub input: InputOptions,
    /// Count the start and end tokens too
    #[arg(long)]
    pub special: bool,
    /// Print one number for all prompts together: the sum
    #[arg(long, conflicts_with = "over")]
    pub total: bool,
    /// Exit with 1 if any prompt has more than N tokens; N can be room
    ///
    /// The word room is what the model reads: 75 tokens for CLIP; with --as, as many as the program's rows have. Prompts that have more are named on stderr.
    #[arg(long, value_name = "N", value_parser = limit)]
    pub max: Option<Limit>,
    /// Print only the prompts that have more than N tokens; N can be room
    ///
    /// Each is printed with its count and its place.
    #[arg(long, value_name = "N", value_parser = limit)]
    pub over: Option<Limit>,
    /// How many rows of 75 the word room stands for [default: 1]
    ///
    /// With --as lpw, the default is 3.
    #[arg(long, value_name = "N", value_parser = whole_number_from_1, hide_short_help = true)]
    pub rows: Option<NonZeroUsize>,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    #[command(flatten)]
    pub program: ProgramOptions,
    /// With --as: exit with 1 if any prompt's markup is warned about
    ///
    /// The answers are printed all the same.
    #[arg(long, help_heading = "How a prompt is read", hide_short_help = true)]
    pub deny_warnings: bool,
    /// With --as invokeai: read one row and no more, as diffusers does
    #[arg(long, help_heading = "How a prompt is read", hide_short_help = true)]
    pub truncate: bool,
    /// How to print answers
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub into: IntoOptions,
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
    pub encoders: Encoders,
    pub readers: Readers,
    /// How many special tokens are counted with each prompt.
    pub special_tokens: usize,
    pub printed: Printed,
    /// More than this is a negative answer.
    pub max: Option<usize>,
    pub on_lints: OnLints,
    pub format: AnswerFormat,
    /// The field of the user's own records that answers go into.
    pub into: Option<String>,
    pub target: Target,
}

/// What is counted.
#[derive(Clone, Debug)]
pub(super) enum Counting {
    /// The tokens of a text. Where there are two encoders, the larger number counts.
    Tokens { first: Encoder, second: Option<Encoder> },
    /// The slots that a program fills, as it counts them.
    Slots { first: PromptReader, second: Option<PromptReader> },
}

impl Counting {
    /// What is counted of prompts that are read in this way.
    pub(super) fn of(encoders: &Encoders, readers: &Readers, way: Way) -> Self {
        let Encoders { first, second } = encoders;
        match readers.reader(way, first) {
            None => Self::Tokens { first: first.clone(), second: second.clone() },
            Some(reader) => {
                // A program's counter is that of its first encoder.
                let second = second.as_ref().filter(|_| !reader.has_counter());
                Self::Slots { second: second.and_then(|second| readers.reader(way, second)), first: reader }
            }
        }
    }

    /// The encoders of a model that has two, if both count.
    pub(super) fn encoders(&self) -> Option<[Model; 2]> {
        match self {
            Self::Tokens { first, second } => Some([first.model(), second.as_ref()?.model()]),
            Self::Slots { first, second } => Some([first.model(), second.as_ref()?.model()]),
        }
    }

    /// What one of them is called.
    pub(super) const fn unit(&self) -> &'static str {
        match self {
            Self::Tokens { .. } => "token",
            Self::Slots { .. } => "slot",
        }
    }
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
        if args.into.into.is_some() && (args.total || args.over.is_some()) {
            return Err(UsageError::IntoWithoutEach.into());
        }
        let long_text = if args.truncate { LongText::OneRow } else { LongText::Rows };
        let encoders = args.tokenizer.encoders()?;
        match args.program.syntax() {
            None if args.truncate => return Err(UsageError::NeedsProgram { option: "--truncate" }.into()),
            None => args.program.settings.are_for_a_program()?,
            Some(_) if args.special => return Err(UsageError::RowsOfProgram { option: "--special" }.into()),
            Some(_) => {}
        }
        let of_text = args.special.then_some("--special");
        let readers = args.program.readers(&args.tokenizer, long_text, of_text)?;
        let usual_rows = args.program.syntax().map_or(1, Syntax::usual_rows);
        // A program fills rows of 75, whatever a tokenizer folder says of its own.
        let of_row = if args.program.syntax().is_some() {
            ContextLength::CLIP
        } else {
            encoders.first.context_length()
        };
        let room = of_row.content() * args.rows.map_or(usual_rows, NonZeroUsize::get);
        Ok(Self {
            on_lints: OnLints::asked(args.deny_warnings, &args.program)?,
            prompts: Input { hint: args.program.hint(), ..args.input.input()? },
            threads: args.work.threads,
            encoders,
            readers,
            special_tokens: if args.special { 2 } else { 0 },
            printed: match (args.total, args.over) {
                (true, _) => Printed::Total,
                (false, Some(limit)) => Printed::Over(limit.tokens(room)),
                (false, None) => Printed::Each,
            },
            max: args.max.map(|limit| limit.tokens(room)),
            format: args.format,
            into: args.into.into,
            target: args.output.target(),
        })
    }
}
