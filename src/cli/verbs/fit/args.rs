//! Enters: what was typed behind the verb. Leaves: what `fit` can be asked, and what is meant.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::job::{Destination, Overwriting};
use crate::Encoder;
use crate::cli::error::UsageError;
use crate::cli::input::Input;
use crate::cli::options::{
    AnswerFormat, EncoderOptions, InputOptions, IntoOptions, Limit, OutputOptions, ProgramOptions, Readers,
    Way, WorkOptions, limit, whole_number_from_1,
};
use crate::explain::{CutAt, Fit};
use crate::syntax::LongText;

/// Cut each prompt so that the model reads all of it, in its own spelling
///
/// A prompt that fits is printed as it is. Of one that does not, the longest beginning is printed that fits, without white
/// space and commas at its end; stderr says where something was cut.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok fit < prompts.txt > fitting.txt
  cliptok fit --at comma -f tags.txt           whole tags only
  cliptok fit --max 40 \"$prompt\"               at most 40 tokens
  cliptok fit --as a1111 --rows 2 \"$prompt\"    two rows, as A1111 fills them
  cliptok fit -f captions/ --out-dir fitting/  each file to one of the same name
  cliptok fit --into fitting -f data.csv       the table, with what is left as a column
  cliptok fit -0 < prompts.nul                 prompts with newlines in them, NUL behind each")]
pub(crate) struct FitArgs {
    #[command(flatten)]
    pub input: InputOptions,
    /// Where a prompt may be cut
    ///
    /// A tag that is longer than all the room is cut at a word, and a word between two characters.
    #[arg(long, value_name = "PLACE", default_value = "word", value_parser = places())]
    pub at: CutAt,
    /// How many tokens there is room for [default: room]
    ///
    /// Start and end are not counted. The word room is what the model reads, 75.
    #[arg(long, value_name = "N", value_parser = limit, conflicts_with = "rows")]
    pub max: Option<Limit>,
    /// In how many rows of 75 a prompt is to fit [default: 1]
    ///
    /// With --as lpw, the default is 3.
    #[arg(long, value_name = "N", value_parser = whole_number_from_1)]
    pub rows: Option<NonZeroUsize>,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    #[command(flatten)]
    pub program: ProgramOptions,
    /// How to print what is left
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub into: IntoOptions,
    /// Write each file's prompts to a file of the same name in DIR
    ///
    /// The files of a folder keep their places below it.
    #[arg(long, value_name = "DIR", conflicts_with = "file", help_heading = "Where answers go")]
    pub out_dir: Option<PathBuf>,
    /// With --out-dir: write over files that are there
    #[arg(long, requires = "out_dir", help_heading = "Where answers go", hide_short_help = true)]
    pub force: bool,
    #[command(flatten)]
    pub work: WorkOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Fitting {
    pub prompts: Input,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    pub fits: Fits,
    pub format: AnswerFormat,
    /// The field of the user's own records that texts go into.
    pub into: Option<String>,
    pub destination: Destination,
}

/// How prompts are cut.
#[derive(Clone, Debug)]
pub(super) struct Fits {
    encoder: Encoder,
    pub readers: Readers,
    rows: Option<NonZeroUsize>,
    max: Option<Limit>,
    at: CutAt,
}

impl Fits {
    /// How prompts are cut that are read in this way, and what is counted of them: `token` or `slot`.
    pub(super) fn of(&self, way: Way) -> (Fit, &'static str) {
        if let Some(reader) = self.readers.reader(way, &self.encoder) {
            let fit = match self.rows {
                Some(rows) => Fit::to_rows(&reader, rows, self.at),
                None => Fit::to_usual_rows(&reader, self.at),
            };
            return (fit, "slot");
        }
        let row = self.encoder.model().context_length().content();
        let room = row.saturating_mul(self.rows.map_or(1, NonZeroUsize::get));
        let room = self.max.map_or(room, |max| max.tokens(row));
        (Fit::to_tokens(&self.encoder, room, self.at), "token")
    }
}

impl Fitting {
    pub(super) fn of(args: FitArgs) -> Result<Self> {
        match args.program.syntax() {
            None => args.program.settings.are_for_a_program()?,
            Some(_) if args.max.is_some() => return Err(UsageError::RowsOfProgram { option: "--max" }.into()),
            Some(_) => {}
        }
        let of_text = args.max.is_some().then_some("--max");
        let readers = args.program.readers(&args.tokenizer, LongText::Rows, of_text)?;
        let encoder = args.tokenizer.encoder()?;
        let fits = Fits { encoder, readers, rows: args.rows, max: args.max, at: args.at };
        Ok(Self {
            prompts: Input { hint: args.program.hint(), ..args.input.input()? },
            threads: args.work.threads,
            fits,
            format: args.format,
            into: args.into.into,
            destination: match args.out_dir {
                Some(folder) if args.force => Destination::Folder(folder, Overwriting::Allowed),
                Some(folder) => Destination::Folder(folder, Overwriting::Refused),
                None => Destination::Together(args.output.target()),
            },
        })
    }
}

/// What `--at` takes.
fn places() -> impl TypedValueParser<Value = CutAt> {
    let place = |place: CutAt| PossibleValue::new(place.name()).help(place.about());
    PossibleValuesParser::new(CutAt::ALL.map(place))
        .try_map(|name| CutAt::named(&name).ok_or("no such place"))
}
