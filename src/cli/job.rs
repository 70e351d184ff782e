//! Enters: nothing. Leaves: the jobs there are: what was meant, with everything decided.

mod emoji;
pub mod meaning;
mod vocab;

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use crate::batch::{Invalid, Separator};
use crate::report::{IdsQuestion, PromptRules, Side};
use crate::{ContextLength, Encoder, RowRules};
use clap_complete::Shell;

use super::args::{AnswerFormat, DiffFormat, EncodeFormat, InspectFormat, StatsFormat, TraceFormat};
use super::output::{Colors, Target};
pub use emoji::{Emoji, EmojiQuestion, Neighbors, TokensOfEmoji, WantedEmoji};
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
    pub prompts: Input,
    /// The files to show again when they change; if there are none, all is shown once.
    pub watched: Vec<PathBuf>,
    pub rules: PromptRules,
    pub colors: Colors,
    pub format: InspectFormat,
    pub target: Target,
}

#[derive(Debug)]
pub struct Encode {
    pub prompts: Input,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    pub encoder: Encoder,
    pub row: Row,
    pub format: EncodeFormat,
    pub target: Target,
}

#[derive(Debug)]
pub struct Decode {
    pub ids: Input,
    pub encoder: Encoder,
    pub specials: Specials,
    pub spelling: Spelling,
    pub format: AnswerFormat,
    pub target: Target,
}

#[derive(Debug)]
pub struct Count {
    pub prompts: Input,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    pub encoder: Encoder,
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
    pub prompts: Input,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    /// What is compared.
    pub sides: Vec<Side>,
    /// What is looked for instead.
    pub asked: Option<IdsQuestion>,
    pub format: DiffFormat,
    pub colors: Colors,
    pub target: Target,
}

#[derive(Debug)]
pub struct Trace {
    pub prompts: Input,
    pub encoder: Encoder,
    pub format: TraceFormat,
    pub colors: Colors,
    pub target: Target,
}

#[derive(Debug)]
pub struct Stats {
    pub prompts: Input,
    /// How many threads work; none is as many as there are processors.
    pub threads: Option<NonZeroUsize>,
    pub encoder: Encoder,
    pub context_length: ContextLength,
    /// How many frequent things are told.
    pub top: usize,
    pub format: StatsFormat,
    pub colors: Colors,
    pub target: Target,
}

/// Where records come from and how they are separated.
#[derive(Clone, Debug)]
pub struct Input {
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

/// What one row of ids has.
#[derive(Clone, Copy, Debug)]
pub enum Row {
    /// The tokens of the prompt, all of them.
    Content,
    /// The same between start and end.
    WithSpecial,
    /// As many slots as the context length has.
    Padded(RowRules),
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
