//! Enters: nothing. Leaves: the arguments of `vocab`.

use std::num::NonZeroUsize;
use std::ops::RangeInclusive;

use crate::TokenKind;
use clap::{Args, ValueEnum};
use regex::bytes::Regex;

use super::values::{whole_number, whole_number_from_1};
use super::{Output, Tokenizer};

/// How `vocab` shows entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VocabFormat {
    /// A grid for a person; of a single entry all there is to know
    Human,
    /// One array for all entries
    Json,
    /// One object a line
    Jsonl,
    /// A header, and a line of tab-separated fields for each entry
    Tsv,
    /// One page for a browser, with nothing from outside
    Html,
}

/// What an entry can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// One byte of a longer character
    Byte,
    /// Several bytes that cut a character
    Fragment,
    /// Whole characters
    Whole,
    /// The start and the end token
    Special,
}

impl Kind {
    pub const fn of_token(self) -> TokenKind {
        match self {
            Self::Byte => TokenKind::Byte,
            Self::Fragment => TokenKind::Fragment,
            Self::Whole => TokenKind::Whole,
            Self::Special => TokenKind::Special,
        }
    }
}

#[derive(Debug, Args)]
pub struct Vocab {
    /// Entries that have TEXT in them; it is lower-cased, as prompts are
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,
    /// Entries that begin with TEXT
    #[arg(long, value_name = "TEXT")]
    pub prefix: Option<String>,
    /// Entries that end with TEXT, at the end of a word or inside
    #[arg(long, value_name = "TEXT")]
    pub suffix: Option<String>,
    /// Entries that a regular expression matches; ^ and $ are the ends of the entry, and letters are in lower case
    #[arg(long, value_name = "REGEX")]
    pub regex: Option<Regex>,
    /// Entries that have these bytes in them, in hexadecimal: F09F8F or "F0 9F 8F"
    #[arg(long, value_name = "BYTES", value_parser = hex)]
    pub hex: Option<Bytes>,
    /// One id, or a range of them with both of its ends: 1109 or 1100..1120
    #[arg(long = "ids", visible_alias = "id", value_name = "IDS", value_parser = ids)]
    pub ids: Option<RangeInclusive<u64>>,
    /// Entries of these kinds, separated by commas
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub kind: Vec<Kind>,
    /// Entries that are only parts of characters: those of the kinds byte and fragment
    #[arg(long, conflicts_with = "kind")]
    pub fallback: bool,
    /// Entries that are emoji, and nothing else
    #[arg(long)]
    pub emoji: bool,
    /// Entries that no prompt gives in the dialect, and why not
    #[arg(long)]
    pub unreachable: bool,
    /// Only the first N of what is found
    #[arg(long, value_name = "N", value_parser = whole_number_from_1)]
    pub first: Option<NonZeroUsize>,
    /// Say of each WORD whether it is one token; exit with 1 unless all are
    #[arg(
        long,
        value_name = "WORD",
        num_args = 1..,
        conflicts_with_all = ["text", "prefix", "suffix", "regex", "hex", "ids", "kind", "fallback", "emoji", "unreachable", "first"]
    )]
    pub single: Vec<String>,
    #[command(flatten)]
    pub tokenizer: Tokenizer,
    /// How to show entries
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    pub format: VocabFormat,
    #[command(flatten)]
    pub output: Output,
}

/// Bytes that were typed in hexadecimal.
#[derive(Clone, Debug)]
pub struct Bytes(pub Vec<u8>);

fn hex(typed: &str) -> Result<Bytes, &'static str> {
    const WORDS: &str = "it is to be pairs of hexadecimal digits, such as F09F8F";
    let digits: Vec<char> = typed.chars().filter(|character| !character.is_whitespace()).collect();
    let byte = |pair: &[char]| match pair {
        [high, low] => Some((high.to_digit(16)? * 16 + low.to_digit(16)?) as u8),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    bytes.filter(|bytes| !bytes.is_empty()).map(Bytes).ok_or(WORDS)
}

fn ids(typed: &str) -> Result<RangeInclusive<u64>, &'static str> {
    const WORDS: &str = "it is to be an id, or a range of ids such as 1100..1120";
    let number = |typed: &str| whole_number(typed).map(|number| number as u64).map_err(|_| WORDS);
    match typed.split_once("..") {
        None => number(typed).map(|id| id..=id),
        Some((first, last)) => {
            let range = number(first)?..=number(last)?;
            if range.is_empty() { Err("the range ends before it begins") } else { Ok(range) }
        }
    }
}
