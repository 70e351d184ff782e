//! Enters: what was typed behind the verb. Leaves: what `near` can be asked, and what is meant.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::cli::error::UsageError;
use crate::cli::input::Input;
use crate::cli::options::{
    EncoderOptions, FileOptions, OutputOptions, dialects, models, whole_number_from_1,
};
use crate::cli::output::Target;
use crate::cli::terminal::Screen;
use crate::embeddings::{EntryClass, TableEncoder};
use crate::{Checkpoint, Dialect};

/// How `near` shows what it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NearFormat {
    /// The closest entries of each token, for people
    Human,
    /// One array for all texts; for --pair and --survey, one object
    Json,
    /// One object per line
    Jsonl,
    /// A header, and a line of tab-separated fields for each entry
    Tsv,
    /// A self-contained page for a browser
    Html,
}

/// A text encoder, by the letter of its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EncoderLetter {
    /// ViT-B, 512 numbers a row
    #[value(alias = "clip-b", alias = "vit-b")]
    B,
    /// CLIP-L, 768: SD 1.x, the first of SDXL and SD3, FLUX.1
    #[value(alias = "clip-l", alias = "vit-l")]
    L,
    /// CLIP-H, 1024: SD 2.x
    #[value(alias = "clip-h", alias = "vit-h")]
    H,
    /// CLIP-G, 1280: the second of SDXL and SD3
    #[value(alias = "clip-g", alias = "bigg", alias = "vit-bigg")]
    G,
}

impl EncoderLetter {
    const fn encoder(self) -> TableEncoder {
        match self {
            Self::B => TableEncoder::B,
            Self::L => TableEncoder::L,
            Self::H => TableEncoder::H,
            Self::G => TableEncoder::G,
        }
    }
}

/// Show what lies near a word in the embedding table of a model
///
/// CLIP turns each token into a vector, a row of the table in the file of your model. For each token of a text, this shows the
/// entries of the vocabulary whose rows lie closest by cosine, and for several tokens, also those closest to their mean. The
/// file is only read, as data: nothing in it is run. Exits with 1 if nothing lies near a text.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok near --weights v1-5.safetensors cat 🏯     the closest entries of each token
  cliptok near --weights v1-5.safetensors --words 📜  only whole words
  cliptok near --weights sdxl.safetensors --tables    which tables the file has
  cliptok near --weights sdxl.safetensors --encoder g cat
  cliptok near --weights v1-5.safetensors --pair king queen
  cliptok near --weights v1-5.safetensors --emoji --survey
  cliptok near --weights v1-5.safetensors --embedding easynegative.pt")]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct NearArgs {
    /// Words or prompts; each is a query of its own
    #[arg(value_name = "PROMPT|WORD")]
    pub texts: Vec<OsString>,
    #[command(flatten)]
    pub files: FileOptions,
    /// The file of a model (safetensors, ckpt, pt, bin, gguf), or a folder of Hugging Face
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// Which text encoder, where the file has several
    #[arg(long, value_name = "LETTER", ignore_case = true)]
    pub encoder: Option<EncoderLetter>,
    /// List the tables of the file
    #[arg(long, conflicts_with_all = ["texts", "files", "pair", "survey", "embeddings", "top", "words", "emoji"])]
    pub tables: bool,
    /// How many entries are shown for each token
    #[arg(long, value_name = "N", default_value = "10", value_parser = whole_number_from_1)]
    pub top: NonZeroUsize,
    /// Only entries that are whole words: letters, at the end of a word
    #[arg(long, conflicts_with = "emoji")]
    pub words: bool,
    /// Only entries that are emoji
    #[arg(long)]
    pub emoji: bool,
    /// Count what lies closest to each emoji that is one token: an emoji, a word, or something else
    #[arg(long, conflicts_with_all = ["texts", "files", "pair", "embeddings", "words", "top"])]
    pub survey: bool,
    /// Print the cosine of two texts, and nothing else
    #[arg(long, value_names = ["A", "B"], num_args = 2, conflicts_with_all = ["texts", "files", "embeddings", "words", "emoji", "top"], allow_hyphen_values = true)]
    pub pair: Option<Vec<String>>,
    /// Show what lies near each vector of this textual inversion; can be repeated
    #[arg(long = "embedding", value_name = "FILE")]
    pub embeddings: Vec<PathBuf>,
    /// The model that reads the text [default: the one that the table is of]
    #[arg(long, value_name = "MODEL", value_parser = models(), hide_short_help = true, help_heading = "How a prompt is read")]
    pub model: Option<Checkpoint>,
    /// The implementation to follow [default: the model's]
    #[arg(long, value_name = "DIALECT", value_parser = dialects(), hide_short_help = true, help_heading = "How a prompt is read")]
    pub dialect: Option<Dialect>,
    /// How many threads work [default: one per processor]
    #[arg(long, value_name = "N", value_parser = whole_number_from_1, hide_short_help = true)]
    pub threads: Option<NonZeroUsize>,
    /// How to show what is found
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    pub format: NearFormat,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Near {
    pub weights: PathBuf,
    pub encoder: Option<TableEncoder>,
    pub question: NearQuestion,
    pub tokenizer: Tokenizer,
    pub threads: NonZeroUsize,
    pub format: NearFormat,
    pub screen: Screen,
    pub target: Target,
}

#[derive(Debug)]
pub(super) enum NearQuestion {
    /// Which tables are there?
    Tables,
    /// How close are these two?
    Pair([String; 2]),
    /// What lies closest to each emoji?
    Survey,
    /// What lies near each text, and each vector of these files?
    Nearest(Wanted),
}

/// What is looked for, and of what.
#[derive(Debug)]
pub(super) struct Wanted {
    pub texts: Option<Input>,
    pub embeddings: Vec<PathBuf>,
    /// How many entries are wanted for each vector.
    pub top: usize,
    pub among: Among,
}

/// Which entries are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Among {
    All,
    Words,
    Emoji,
}

impl Among {
    /// The classes of those entries.
    pub(super) const fn classes(self) -> &'static [EntryClass] {
        match self {
            Self::All => &EntryClass::ALL,
            Self::Words => &[EntryClass::Word],
            Self::Emoji => &[EntryClass::Emoji],
        }
    }
}

/// How texts become tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tokenizer {
    model: Option<Checkpoint>,
    dialect: Option<Dialect>,
}

impl Tokenizer {
    /// The encoder: that of the model that was named, or of one that has such a table.
    ///
    /// # Errors
    /// If the model has two encoders.
    pub(super) fn encoder(self, of: Option<TableEncoder>) -> Result<crate::Encoder> {
        let usual = of.map_or(Checkpoint::Sd1, TableEncoder::usual_model);
        let model = self.model.unwrap_or(usual);
        EncoderOptions { model, dialect: self.dialect, vocab_dir: None }.encoder()
    }
}

impl Near {
    pub(super) fn of(args: NearArgs) -> Result<Self> {
        let (screen, target) = (args.output.screen(), args.output.target());
        let weights = args.weights.ok_or(UsageError::NoWeights)?;
        let texts = args.files.queries(args.texts)?;
        let among = match (args.words, args.emoji) {
            (true, _) => Among::Words,
            (false, true) => Among::Emoji,
            (false, false) => Among::All,
        };
        let question = match args.pair.map(<[String; 2]>::try_from) {
            Some(Ok(pair)) => NearQuestion::Pair(pair),
            // clap takes two, or none.
            Some(Err(_)) => return Err(UsageError::NearNothing.into()),
            None if args.tables => NearQuestion::Tables,
            None if args.survey => NearQuestion::Survey,
            None if texts.is_none() && args.embeddings.is_empty() => {
                return Err(UsageError::NearNothing.into());
            }
            None => {
                let (embeddings, top) = (args.embeddings, args.top.get());
                NearQuestion::Nearest(Wanted { texts, embeddings, top, among })
            }
        };
        let processors = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            weights,
            encoder: args.encoder.map(EncoderLetter::encoder),
            question,
            tokenizer: Tokenizer { model: args.model, dialect: args.dialect },
            threads: args.threads.unwrap_or_else(processors),
            format: args.format,
            screen,
            target,
        })
    }
}
