//! Enters: nothing. Leaves: the jobs there are: what was meant, with everything decided.

mod emoji;
pub mod meaning;
mod vocab;

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap_complete::Shell;
use cliptok::dialect::{Model, OverLength};
use cliptok::fast::Separator;
use cliptok::{ContextLength, TokenId, Tokenizer};

use super::args::{AnswerFormat, DiffFormat, EncodeFormat, InspectFormat, StatsFormat, TraceFormat};
use super::output::{Colors, Target};
pub use emoji::{Emoji, EmojiQuestion, Neighbours, TokensOfEmoji, WantedEmoji};
pub use vocab::{Question, Scope, Script, Vocab, Wanted};

#[derive(Debug)]
pub struct Manual {
    pub page: Page,
    pub target: Target,
}

/// Something about the program itself.
#[derive(Debug)]
pub enum Page {
    /// What a shell needs to complete arguments.
    Completions(Shell),
    /// The man page of the program, or of a verb.
    Man(Option<String>),
}

#[derive(Debug)]
pub struct Inspect {
    pub prompts: Source,
    /// The files to show again when they change; if there are none, all is shown once.
    pub watched: Vec<PathBuf>,
    pub rules: Rules,
    pub colors: Colors,
    pub format: InspectFormat,
    pub target: Target,
}

#[derive(Debug)]
pub struct Encode {
    pub prompts: Source,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    pub tokenizer: Tokenizer,
    pub row: Row,
    pub format: EncodeFormat,
    pub target: Target,
}

#[derive(Debug)]
pub struct Decode {
    pub ids: Source,
    pub tokenizer: Tokenizer,
    pub specials: Specials,
    pub spelling: Spelling,
    pub format: AnswerFormat,
    pub target: Target,
}

#[derive(Debug)]
pub struct Count {
    pub prompts: Source,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    pub tokenizer: Tokenizer,
    /// How many special tokens are counted with each prompt.
    pub special_tokens: usize,
    pub printed: Printed,
    /// More than this is a negative answer.
    pub max: Option<usize>,
    pub format: AnswerFormat,
    pub target: Target,
}

#[derive(Debug)]
pub struct Diff {
    pub prompts: Source,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    /// What is compared.
    pub contenders: Vec<Contender>,
    /// What is looked for instead.
    pub asked: Option<Asked>,
    pub format: DiffFormat,
    pub colors: Colors,
    pub target: Target,
}

/// Ids that came from somewhere.
#[derive(Debug)]
pub struct Asked {
    pub ids: Vec<TokenId>,
    /// The length of a row in which a prompt may be cut.
    pub context_length: ContextLength,
}

/// One side of a comparison, ready to encode.
#[derive(Debug)]
pub struct Contender {
    pub name: &'static str,
    pub tokenizer: Tokenizer,
}

#[derive(Debug)]
pub struct Trace {
    pub prompts: Source,
    pub tokenizer: Tokenizer,
    pub model: &'static Model,
    pub format: TraceFormat,
    pub colors: Colors,
    pub target: Target,
}

#[derive(Debug)]
pub struct Stats {
    pub prompts: Source,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    pub tokenizer: Tokenizer,
    pub model: &'static Model,
    pub context_length: ContextLength,
    /// How many frequent things are told.
    pub top: usize,
    pub format: StatsFormat,
    pub colors: Colors,
    pub target: Target,
}

/// Where records come from and how they are separated.
#[derive(Clone, Debug)]
pub struct Source {
    /// From the command line.
    pub arguments: Vec<OsString>,
    /// To be read after them.
    pub files: Vec<File>,
    pub records: Records,
    pub invalid: Invalid,
    pub content: Content,
}

/// What records hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text, of which every character counts.
    Prompts,
    /// Numbers of tokens.
    Ids,
}

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    Stdin,
    Path(PathBuf),
}

/// What one record of a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Records {
    /// A line, without its newline (LF or CRLF).
    Lines,
    /// What stands between NUL bytes.
    NulSeparated,
    /// A line of JSON: a string, or an object with this field.
    JsonLines(Field),
}

impl Records {
    /// What stands behind each record.
    pub const fn separator(&self) -> Separator {
        match self {
            Self::NulSeparated => Separator::Nul,
            Self::Lines | Self::JsonLines(_) => Separator::LineFeed,
        }
    }
}

/// Which field of a JSON object is the prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// The first of `text`, `prompt` and `caption` that is there.
    Usual,
    /// The one of this name.
    Named(String),
}

/// What to do with bytes that are not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// Stop there.
    Refuse,
    /// Replace them by U+FFFD, and say how many.
    Replace,
}

/// All that a prompt is inspected by.
#[derive(Debug)]
pub struct Rules {
    pub tokenizer: Tokenizer,
    pub model: &'static Model,
    pub padding: Padding,
    pub warnings: Warnings,
    /// The directory of the vocabulary, if it is not the built-in one.
    pub vocabulary: Option<PathBuf>,
}

/// Whether a prompt is warned about.
#[derive(Debug)]
pub enum Warnings {
    /// It is, also where one of the others gives other ids.
    Shown {
        others: Vec<Contender>,
    },
    LeftOut,
}

/// The context length, what fills it, and what becomes of a prompt that it cannot hold.
#[derive(Clone, Copy, Debug)]
pub struct Padding {
    pub context_length: ContextLength,
    pub pad: TokenId,
    pub over_length: OverLength,
}

/// What one row of ids has.
#[derive(Clone, Copy, Debug)]
pub enum Row {
    /// The tokens of the prompt, all of them.
    Content,
    /// The same between start and end.
    WithSpecial,
    /// As many slots as the context length has.
    Padded(Padding),
}

/// What becomes of special tokens in decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Specials {
    Keep,
    Skip,
}

/// How decoded bytes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    Text,
    Hex,
}

/// Which numbers are printed.
#[derive(Clone, Copy, Debug)]
pub enum Printed {
    Each,
    Total,
    /// Only of prompts that have more than this.
    Over(usize),
}
