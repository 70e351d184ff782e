//! Enters: what was typed behind the verb. Leaves: what `diff` can be asked, and what is meant.

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::cli::error::UsageError;
use crate::cli::input::{Input, ids};
use crate::cli::options::{
    InputOptions, LeftOut, OutputOptions, ProgramSettings, WorkOptions, WrittenFor, context_length,
    dialect_value, load, model_value, models, programs, say_what_is_left_out, sole_encoder, whole_number,
};
use crate::cli::output::Target;
use crate::cli::terminal::Screen;
use crate::report::{IdsQuestion, PromptRules, Side, Warnings};
use crate::syntax::LongText;
use crate::{Checkpoint, ContextLength, Dialect, Encoder, Model, PromptReader};

/// How `diff` shows where dialects differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// A view of each prompt for people
    Human,
    /// Only the prompts on which they differ, and how many there are
    List,
    /// One array for all prompts
    Json,
    /// One object per line
    Jsonl,
    /// A header, and a line of tab-separated fields for each prompt on which they differ
    Tsv,
    /// A self-contained page for a browser
    Html,
}

/// One side of a comparison, by name: a dialect, or a model with its pad. Where both share a name, they tokenize alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NamedSide {
    Dialect(Dialect),
    Model(Model),
}

impl NamedSide {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Dialect(dialect) => dialect.name(),
            Self::Model(model) => model.name(),
        }
    }

    fn named(name: &str) -> Option<Self> {
        Dialect::named(name).map(Self::Dialect).or_else(|| Model::named(name).map(Self::Model))
    }

    /// The side, with the vocabulary of an encoder in which no pad is special.
    fn side(self, base: &Encoder) -> Side {
        match self {
            Self::Dialect(dialect) => Side::of_dialect(dialect, base),
            Self::Model(model) => Side::of_model(model, base),
        }
    }
}

fn sides() -> impl TypedValueParser<Value = NamedSide> {
    let models =
        Model::ALL.iter().copied().filter(|model| Dialect::named(model.name()).is_none()).map(model_value);
    PossibleValuesParser::new(Dialect::ALL.iter().copied().map(dialect_value).chain(models))
        .try_map(|name| NamedSide::named(&name).ok_or("no such dialect"))
}

/// Show where implementations give different tokens for a prompt, and why
///
/// Exits with 1 if they differ on any prompt; with --ids, if none of them gives the ids.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok diff \"it’s &amp; 👨‍👩‍👧\"                    who agrees with whom, and which step makes the difference
  cliptok diff -f prompts.txt                        the prompts on which they differ, and how many
  cliptok diff --dialect hf,openai a                 only these two
  cliptok diff --as a1111,comfyui \"a (cat:1.2) [b]\"  two programs
  cliptok diff --ids \"585 568\" \"it’s\"                whose ids are these?")]
pub(crate) struct DiffArgs {
    #[command(flatten)]
    pub input: InputOptions,
    /// The dialects or models to compare, separated by commas
    ///
    /// By default, every dialect that current programs use; with --ids, every dialect and sd2.
    #[arg(long = "dialect", value_name = "NAMES", value_delimiter = ',', value_parser = sides(), help_heading = "How a prompt is read")]
    pub sides: Vec<NamedSide>,
    /// Compare programs instead, separated by commas
    ///
    /// Each reads the prompt in its own syntax; `text` is one of them.
    #[arg(long = "as", value_name = "PROGRAMS", value_delimiter = ',', value_parser = programs(), conflicts_with_all = ["sides", "ids"], help_heading = "How a prompt is read")]
    pub programs: Vec<WrittenFor>,
    /// With --as: the model that reads the prompt
    #[arg(long, value_name = "MODEL", requires = "programs", value_parser = models(), help_heading = "How a prompt is read")]
    pub model: Option<Checkpoint>,
    #[command(flatten)]
    pub settings: ProgramSettings,
    /// Show which dialects give exactly these ids
    ///
    /// They may have start, end, and pads, or not.
    #[arg(long, value_name = "IDS", allow_hyphen_values = true)]
    pub ids: Option<String>,
    /// With --ids: how many slots a row has [default: 77]
    ///
    /// It counts for ids of a prompt that was cut to fit.
    #[arg(long, value_name = "N", value_parser = whole_number, requires = "ids", hide_short_help = true)]
    pub context_length: Option<usize>,
    /// Use the vocabulary in DIR instead of CLIP's own
    #[arg(long, value_name = "DIR", help_heading = "How a prompt is read", hide_short_help = true)]
    pub vocab_dir: Option<PathBuf>,
    /// How to show differences [default: list for files, else human]
    #[arg(long, value_name = "FORMAT", help_heading = "What is shown")]
    pub format: Option<DiffFormat>,
    #[command(flatten)]
    pub work: WorkOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Diff {
    pub prompts: Input,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    /// What is compared.
    pub sides: Vec<Side>,
    /// The dialects that were not named and are not compared.
    pub not_compared: Vec<Dialect>,
    /// What is looked for instead.
    pub asked: Option<IdsQuestion>,
    pub format: DiffFormat,
    pub screen: Screen,
    pub target: Target,
}

/// What is meant where programs are compared.
#[derive(Debug)]
pub(super) struct Programs {
    pub prompts: Input,
    /// What is compared.
    pub sides: Vec<PromptRules>,
    pub format: DiffFormat,
    pub screen: Screen,
    pub target: Target,
}

impl Programs {
    pub(super) fn of(args: DiffArgs) -> Result<Self> {
        let model = args.model.unwrap_or(Checkpoint::Sd1);
        let encoder = sole_encoder(args.vocab_dir.as_deref(), model)?;
        say_what_is_left_out(model, &encoder, LeftOut::OfEncoding);
        let mut programs = args.programs;
        let mut names = HashSet::new();
        programs.retain(|program| names.insert(*program));
        if programs.len() < 2 {
            return Err(UsageError::NothingToComparePrograms.into());
        }
        let options = args.settings.options(LongText::Rows, model)?;
        let sides = programs.into_iter().map(|program| {
            let rules = match program {
                WrittenFor::Text => PromptRules::of(encoder.clone()),
                WrittenFor::Program(syntax) => {
                    PromptRules::of_program(&PromptReader::new(&encoder, syntax, options.clone()))
                }
            };
            PromptRules { warnings: Warnings::Omitted, ..rules }
        });
        let of_its_own = if args.input.files.files.is_empty() { DiffFormat::Human } else { DiffFormat::List };
        let (screen, target) = (args.output.screen(), args.output.target());
        Ok(Self {
            sides: sides.collect(),
            prompts: args.input.input()?,
            format: args.format.unwrap_or(of_its_own),
            screen,
            target,
        })
    }
}

impl Diff {
    pub(super) fn of(args: DiffArgs) -> Result<Self> {
        args.settings.are_for_a_program()?;
        let encoder = load(args.vocab_dir.as_deref(), Model::Sd1)?;
        say_what_is_left_out(Checkpoint::Sd1, &encoder, LeftOut::OfEncoding);
        let asked = match args.ids {
            None => None,
            Some(ids) => Some(IdsQuestion {
                ids: ids::parse_row(&ids, encoder.vocabulary()).map_err(UsageError::Ids)?,
                context_length: context_length(args.context_length, ContextLength::CLIP)?,
            }),
        };
        let mut sides = args.sides;
        let mut not_compared = Vec::new();
        if sides.is_empty() {
            let all = Dialect::ALL.iter().copied();
            if asked.is_some() {
                // Ids may come from anywhere: from a model in which `!` is special, too.
                sides.extend(all.map(NamedSide::Dialect).chain([NamedSide::Model(Model::Sd2)]));
            } else {
                let (outdated, current): (Vec<_>, Vec<_>) = all.partition(|dialect| dialect.is_outdated());
                sides.extend(current.into_iter().map(NamedSide::Dialect));
                not_compared = outdated;
            }
        }
        let mut names = HashSet::new();
        sides.retain(|side| names.insert(side.name()));
        if sides.len() < 2 && asked.is_none() {
            return Err(UsageError::NothingToCompare.into());
        }
        let of_its_own = if args.input.files.files.is_empty() { DiffFormat::Human } else { DiffFormat::List };
        let (screen, target) = (args.output.screen(), args.output.target());
        Ok(Self {
            prompts: args.input.input()?,
            threads: args.work.threads,
            sides: sides.into_iter().map(|named| named.side(&encoder)).collect(),
            not_compared,
            asked,
            format: args.format.unwrap_or(of_its_own),
            screen,
            target,
        })
    }
}
