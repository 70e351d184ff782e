//! Enters: what was typed behind the verb. Leaves: what `emoji` can be asked, and what is meant.

use std::ffi::OsString;
use std::num::NonZeroUsize;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::Encoder;
use crate::cli::error::UsageError;
use crate::cli::input::Input;
use crate::cli::options::{EncoderOptions, FileOptions, OutputOptions, whole_number, whole_number_from_1};
use crate::cli::output::Target;
use crate::cli::terminal::Screen;
use crate::explain::emoji::versions;

/// How `emoji` shows what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EmojiFormat {
    /// A table of groups or of emoji for people; everything about one emoji where only one is found
    Human,
    /// One array; with no conditions, one object
    Json,
    /// One object per line
    Jsonl,
    /// A header, and a line of tab-separated fields for each emoji, or for each group
    Tsv,
    /// A self-contained page for a browser
    Html,
}

/// Show which emoji are one token, several, or only parts of characters
///
/// With no conditions, it counts them by group. For a single emoji it shows which other emoji share its tokens.
/// Several queries are answered one after the other; -f reads more of them, one per line. Exits with 1 if any finds no
/// emoji.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok emoji                how many are one token, by group
  cliptok emoji --single       those that are
  cliptok emoji castle         by name
  cliptok emoji 🏯 🐉 fire       several queries
  cliptok emoji 🏯 --neighbors  how what is next to it changes its ids
  cliptok emoji --fallback --group flags --format tsv")]
pub(crate) struct EmojiArgs {
    /// An emoji, or part of its name; each is a query of its own
    #[arg(value_name = "EMOJI|NAME")]
    pub texts: Vec<OsString>,
    #[command(flatten)]
    pub files: FileOptions,
    /// Only those that are one token
    #[arg(long, conflicts_with = "fallback")]
    pub single: bool,
    /// Only those with tokens that are only parts of a character
    #[arg(long)]
    pub fallback: bool,
    /// Only those in a group, by part of its name: flags, food; can be repeated
    #[arg(long = "group", value_name = "NAME")]
    pub groups: Vec<String>,
    /// Only those in this VERSION of Unicode, such as 15.0 [default: the newest]
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub unicode: Option<(u32, u32)>,
    /// Show only the first N that are found, for each query
    #[arg(long, value_name = "N", value_parser = whole_number_from_1)]
    pub first: Option<NonZeroUsize>,
    /// Show how the characters next to an emoji change its ids
    #[arg(long, alias = "neighbours")]
    pub neighbors: bool,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    /// How to show emoji
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    pub format: EmojiFormat,
    #[command(flatten)]
    pub output: OutputOptions,
}

fn version(typed: &str) -> Result<(u32, u32), &'static str> {
    const WORDS: &str = "expected a version of Unicode, such as 15.0";
    let (major, minor) = typed.split_once('.').unwrap_or((typed, "0"));
    let number = |typed: &str| whole_number(typed).ok().and_then(|number| u32::try_from(number).ok());
    number(major).zip(number(minor)).ok_or(WORDS)
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Emoji {
    pub encoder: Encoder,
    pub question: EmojiQuestion,
    /// Each is asked the question; if there is none, it is asked once.
    pub queries: Option<Input>,
    /// The version of Unicode whose emoji are meant.
    pub unicode: (u32, u32),
    pub format: EmojiFormat,
    pub screen: Screen,
    pub target: Target,
}

#[derive(Debug)]
pub(super) enum EmojiQuestion {
    /// How many are one token, in each group?
    Summary,
    /// Which are like this?
    Like(WantedEmoji),
}

/// What is wanted of emoji, all of it, besides what a query wants.
#[derive(Debug)]
pub(super) struct WantedEmoji {
    /// Parts of the names of groups, one of which is wanted; if there is none, any group is.
    pub groups: Vec<String>,
    pub tokens: TokensOfEmoji,
    /// How many of those that are found are shown.
    pub first: usize,
    pub neighbors: Neighbors,
}

/// What tokens are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokensOfEmoji {
    Any,
    Single,
    Fallback,
}

/// Whether it is shown what stands beside an emoji and changes its ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Neighbors {
    Omitted,
    Shown,
}

impl Emoji {
    pub(super) fn of(args: EmojiArgs) -> Result<Self> {
        let encoder = args.tokenizer.encoder()?;
        let (format, screen, target) = (args.format, args.output.screen(), args.output.target());
        let tokens = match (args.single, args.fallback) {
            (true, _) => TokensOfEmoji::Single,
            (false, true) => TokensOfEmoji::Fallback,
            (false, false) => TokensOfEmoji::Any,
        };
        let queries = args.files.queries(args.texts)?;
        if args.neighbors && queries.is_none() {
            return Err(UsageError::NeighborsWithoutEmoji.into());
        }
        let nothing_asked = queries.is_none()
            && args.groups.is_empty()
            && args.first.is_none()
            && tokens == TokensOfEmoji::Any;
        let question = if nothing_asked {
            EmojiQuestion::Summary
        } else {
            EmojiQuestion::Like(WantedEmoji {
                groups: args.groups,
                tokens,
                first: args.first.map_or(usize::MAX, NonZeroUsize::get),
                neighbors: if args.neighbors { Neighbors::Shown } else { Neighbors::Omitted },
            })
        };
        if args.neighbors && format == EmojiFormat::Tsv {
            return Err(UsageError::NeighborsInTable.into());
        }
        let known = versions();
        let newest = known.last().copied().unwrap_or_default();
        let unicode = args.unicode.unwrap_or(newest);
        if !known.contains(&unicode) {
            return Err(UsageError::Unicode { typed: unicode, known: known.into_iter().collect() }.into());
        }
        Ok(Self { encoder, question, queries, unicode, format, screen, target })
    }
}
