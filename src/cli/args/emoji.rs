//! Enters: nothing. Leaves: the arguments of `emoji`.

use std::num::NonZeroUsize;

use clap::{Args, ValueEnum};

use super::values::{whole_number, whole_number_from_1};
use super::{Output, Tokenizer};

/// How `emoji` shows what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EmojiFormat {
    /// A table of groups, or of emoji, for a person; of a single emoji all there is to know
    Human,
    /// One array; one object where nothing is asked
    Json,
    /// One object a line
    Jsonl,
    /// A header, and a line of tab-separated fields for each emoji, or for each group
    Tsv,
    /// One page for a browser, with nothing from outside
    Html,
}

#[derive(Debug, Args)]
pub struct Emoji {
    /// An emoji, or a part of its name
    #[arg(value_name = "EMOJI|NAME")]
    pub text: Option<String>,
    /// Those that are one token
    #[arg(long, conflicts_with = "fallback")]
    pub single: bool,
    /// Those that have tokens which are only parts of a character
    #[arg(long)]
    pub fallback: bool,
    /// Those of a group, by a part of its name: flags, food
    #[arg(long, value_name = "NAME")]
    pub group: Option<String>,
    /// Those that VERSION of Unicode has, such as 15.0 [default: the newest]
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub unicode: Option<(u32, u32)>,
    /// Only the first N of what is found
    #[arg(long, value_name = "N", value_parser = whole_number_from_1)]
    pub first: Option<NonZeroUsize>,
    /// Show how what stands beside an emoji changes its ids
    #[arg(long, alias = "neighbours", requires = "text")]
    pub neighbors: bool,
    #[command(flatten)]
    pub tokenizer: Tokenizer,
    /// How to show emoji
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    pub format: EmojiFormat,
    #[command(flatten)]
    pub output: Output,
}

fn version(typed: &str) -> Result<(u32, u32), &'static str> {
    const WORDS: &str = "it is to be a version of Unicode, such as 15.0";
    let (major, minor) = typed.split_once('.').unwrap_or((typed, "0"));
    let number = |typed: &str| whole_number(typed).ok().and_then(|number| u32::try_from(number).ok());
    number(major).zip(number(minor)).ok_or(WORDS)
}
