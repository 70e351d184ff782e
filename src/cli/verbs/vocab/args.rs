//! Enters: what was typed behind the verb. Leaves: what `vocab` can be asked, and what is meant.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;

use anyhow::Result;
use clap::{Args, ValueEnum};
use regex::bytes::Regex;

use super::human::Conditions;
use crate::cli::error::UsageError;
use crate::cli::input::Input;
use crate::cli::options::{EncoderOptions, FileOptions, OutputOptions, whole_number, whole_number_from_1};
use crate::cli::output::Target;
use crate::cli::terminal::Screen;
use crate::explain::Filter;
use crate::{Encoder, TokenKind};

/// How `vocab` shows entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum VocabFormat {
    /// A grid for people; everything about one entry where only one is found
    Human,
    /// One array for all entries
    Json,
    /// One object per line
    Jsonl,
    /// A header, and a line of tab-separated fields for each entry
    Tsv,
    /// A self-contained page for a browser
    Html,
}

/// What an entry can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// One byte of a longer character
    Byte,
    /// Several bytes that cut a character
    Fragment,
    /// Whole characters
    Whole,
    /// The start and end tokens
    Special,
}

impl Kind {
    pub(crate) const fn of_token(self) -> TokenKind {
        match self {
            Self::Byte => TokenKind::Byte,
            Self::Fragment => TokenKind::Fragment,
            Self::Whole => TokenKind::Whole,
            Self::Special => TokenKind::Special,
        }
    }
}

/// Look up and search the vocabulary; ask whether words are one token each
///
/// With no conditions, it shows what kinds of entries there are. For a single entry it shows what it was merged from, what it
/// is part of, and a prompt that gives it. An entry must meet every condition. Several queries are answered one after the
/// other; -f reads more of them, one per line. Exits with 1 if any query finds no entry, or if a word of --single is not one
/// token.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok vocab --single corgi axolotl     is each of these one token?
  cliptok vocab castle tower               entries that contain it, for each
  cliptok vocab --prefix photo             entries that begin with it
  cliptok vocab --whole-words -f tags.txt  entries that contain a line of the file and end a word
  cliptok vocab --id 1109                  everything about one entry
  cliptok vocab --first 1200               the first ones
  cliptok vocab --emoji                    entries that are emoji and nothing else
  cliptok vocab --fallback                 entries that are only parts of characters
  cliptok vocab --unreachable              entries that no prompt gives
  cliptok vocab --hex \"F0 9F 8F\"           by bytes
  cliptok vocab --regex '^[0-9]+$' --format tsv")]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct VocabArgs {
    /// Entries that contain TEXT; each is a query of its own
    ///
    /// TEXT is lowercased, as prompts are.
    #[arg(value_name = "TEXT")]
    pub texts: Vec<OsString>,
    #[command(flatten)]
    pub files: FileOptions,
    /// Entries that begin with TEXT
    #[arg(long, value_name = "TEXT")]
    pub prefix: Option<String>,
    /// Entries that end with TEXT, at the end of a word or inside one
    #[arg(long, value_name = "TEXT", hide_short_help = true)]
    pub suffix: Option<String>,
    /// Entries that a regular expression matches
    ///
    /// ^ and $ are the ends of the entry, and letters are lowercase.
    #[arg(long, value_name = "REGEX")]
    pub regex: Option<Regex>,
    /// Entries that contain these bytes, in hex: F09F8F or "F0 9F 8F"
    #[arg(long, value_name = "BYTES", value_parser = hex, hide_short_help = true)]
    pub hex: Option<Bytes>,
    /// An id, or a range such as 1100-1120
    ///
    /// 1100-1120 has both ends, as ranges of slots have. 1100..1120 ends before 1120, as ranges of bytes do.
    #[arg(long = "ids", visible_alias = "id", value_name = "IDS", value_parser = ids)]
    pub ids: Option<RangeInclusive<u64>>,
    /// Entries of these kinds, separated by commas
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub kind: Vec<Kind>,
    /// Entries that are only parts of characters: the kinds byte and fragment
    #[arg(long, conflicts_with = "kind")]
    pub fallback: bool,
    /// Entries that are emoji and nothing else
    #[arg(long)]
    pub emoji: bool,
    /// Entries that end a word; the others are only found inside one
    #[arg(long, hide_short_help = true)]
    pub whole_words: bool,
    /// Entries that no prompt gives in the dialect, and why not
    #[arg(long)]
    pub unreachable: bool,
    /// Show only the first N that are found, for each query
    #[arg(long, value_name = "N", value_parser = whole_number_from_1)]
    pub first: Option<NonZeroUsize>,
    /// Show for each WORD, or each line of the files, whether it is one token; exit with 1 unless all are
    #[arg(
        long,
        value_name = "WORD",
        num_args = 0..,
        conflicts_with_all = [
            "texts", "prefix", "suffix", "regex", "hex", "ids", "kind", "fallback", "emoji", "whole_words", "unreachable", "first"
        ]
    )]
    pub single: Option<Vec<OsString>>,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    /// How to show entries
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    pub format: VocabFormat,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// Bytes that were typed in hexadecimal.
#[derive(Clone, Debug)]
pub(crate) struct Bytes(pub Vec<u8>);

fn hex(typed: &str) -> Result<Bytes, &'static str> {
    const WORDS: &str = "expected pairs of hexadecimal digits, such as F09F8F";
    let digits: Vec<char> = typed.chars().filter(|character| !character.is_whitespace()).collect();
    let byte = |pair: &[char]| match pair {
        [high, low] => Some((high.to_digit(16)? * 16 + low.to_digit(16)?) as u8),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    bytes.filter(|bytes| !bytes.is_empty()).map(Bytes).ok_or(WORDS)
}

/// A range with dots ends before its end, as those of bytes that are shown; one with a dash has both ends, as those of slots.
fn ids(typed: &str) -> Result<RangeInclusive<u64>, &'static str> {
    const WORDS: &str = "expected an id, or a range of ids such as 1100-1120";
    let number = |typed: &str| whole_number(typed).map(|number| number as u64).map_err(|_| WORDS);
    let range = match (typed.split_once(".."), typed.split_once(['-', '–'])) {
        (Some((first, end)), _) => {
            let (first, end) = (number(first)?, number(end)?);
            // Without the last id of nothing there is still nothing.
            if end <= first {
                return Err("the range ends before it begins; 1100..1101 is one id, and so is 1100");
            }
            first..=end - 1
        }
        (None, Some((first, last))) => number(first)?..=number(last)?,
        (None, None) => number(typed).map(|id| id..=id)?,
    };
    if range.is_empty() { Err("the range ends before it begins") } else { Ok(range) }
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Vocab {
    pub encoder: Encoder,
    pub question: Question,
    /// Each is asked the question; if there is none, it is asked once.
    pub queries: Option<Input>,
    pub format: VocabFormat,
    pub screen: Screen,
    pub target: Target,
}

#[derive(Debug)]
pub(super) enum Question {
    /// What kinds of entries are there?
    Summary,
    /// Which entries are like this?
    Entries(Wanted),
    /// Is each query one token?
    Single,
}

/// What is wanted of entries, all of it, besides what a query wants.
#[derive(Debug)]
pub(super) struct Wanted {
    pub filters: Vec<Filter>,
    pub regex: Option<Regex>,
    pub script: Script,
    pub scope: Scope,
    /// How many of those that are found are shown.
    pub first: usize,
}

impl Wanted {
    /// Whether there are conditions beside the text of a query.
    pub(super) fn conditions(&self) -> Conditions {
        let is_free = self.filters.is_empty()
            && self.regex.is_none()
            && self.script == Script::Any
            && self.scope == Scope::All;
        if is_free { Conditions::None } else { Conditions::More }
    }
}

/// Which entries are asked for, by whether a prompt gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    All,
    Unreachable,
}

/// What the characters of an entry are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Any,
    Emoji,
}

impl Vocab {
    pub(super) fn of(args: VocabArgs) -> Result<Self> {
        let encoder = args.tokenizer.encoder()?;
        let (screen, target) = (args.output.screen(), args.output.target());
        let is_single = args.single.is_some();
        let queries = args.files.queries(args.single.unwrap_or(args.texts))?;
        let question = if is_single {
            queries.as_ref().ok_or(UsageError::SingleWithoutWords)?;
            Question::Single
        } else {
            let text = |text: String| text.to_lowercase().into_bytes();
            let mut kinds: Vec<TokenKind> = args.kind.into_iter().map(Kind::of_token).collect();
            if args.fallback {
                kinds.extend([TokenKind::Fragment, TokenKind::Byte]);
            }
            let filters: Vec<Filter> = [
                args.ids.map(Filter::Ids),
                args.prefix.map(|typed| Filter::Prefix(text(typed))),
                args.suffix.map(|typed| Filter::Suffix(text(typed))),
                args.hex.map(|Bytes(bytes)| Filter::Contains(bytes)),
                Some(kinds).filter(|kinds| !kinds.is_empty()).map(Filter::Kinds),
                args.whole_words.then_some(Filter::EndsWord),
            ]
            .into_iter()
            .flatten()
            .collect();
            let script = if args.emoji { Script::Emoji } else { Script::Any };
            let scope = if args.unreachable { Scope::Unreachable } else { Scope::All };
            let nothing_asked = filters.is_empty()
                && queries.is_none()
                && args.regex.is_none()
                && script == Script::Any
                && scope == Scope::All
                && args.first.is_none();
            if nothing_asked {
                Question::Summary
            } else {
                let first = args.first.map_or(usize::MAX, NonZeroUsize::get);
                Question::Entries(Wanted { filters, regex: args.regex, script, scope, first })
            }
        };
        Ok(Self { encoder, question, queries, format: args.format, screen, target })
    }
}
