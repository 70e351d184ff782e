//! Enters: nothing. Leaves: the options that several verbs have: input, work, tokenizer, layout, output.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use crate::{Dialect, Model};

use super::Color;
use super::values::{dialects, models, whole_number, whole_number_from_1};

/// Where prompts come from.
#[derive(Debug, Args)]
pub struct Input {
    /// Prompts; without any, and without -f, they are read from stdin, one a line
    #[arg(value_name = "PROMPT")]
    pub prompts: Vec<OsString>,
    #[command(flatten)]
    pub files: Files,
    /// Lines of files and of stdin are JSON: a string, or an object whose FIELD (by default `text`, `prompt` or `caption`) is the prompt
    #[arg(long, value_name = "FIELD", num_args = 0..=1, require_equals = true, default_missing_value = "", conflicts_with = "null")]
    pub jsonl: Option<String>,
    /// Replace what is not UTF-8 by U+FFFD and go on, instead of stopping there
    #[arg(long)]
    pub lossy: bool,
}

#[derive(Debug, Args)]
pub struct Files {
    /// Read from FILE, after any prompts given as arguments; - is stdin; may be repeated
    #[arg(short = 'f', long = "file", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Files and stdin are separated by NUL bytes, not by newlines
    #[arg(short = '0', long)]
    pub null: bool,
}

/// How long input is worked on.
#[derive(Debug, Args)]
pub struct Work {
    /// How many threads work on long input [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = whole_number_from_1)]
    pub threads: Option<NonZeroUsize>,
}

/// Which tokenizer.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tokenizer")]
pub struct Tokenizer {
    /// The model that is to read the prompt: sets dialect, pad, context length, and whether a longer prompt is cut or refused
    #[arg(long, value_name = "MODEL", default_value = "sd1", value_parser = models())]
    pub model: Model,
    /// The implementation whose ids are wanted [default: the model's]
    #[arg(long, value_name = "DIALECT", value_parser = dialects())]
    pub dialect: Option<Dialect>,
    /// Use the vocab.json and merges.txt of DIR instead of CLIP's own, which are built in
    #[arg(long, value_name = "DIR")]
    pub vocab_dir: Option<PathBuf>,
}

/// The slots.
#[derive(Debug, Args)]
#[command(next_help_heading = "Layout")]
pub struct Layout {
    /// How many slots there are, with start and end [default: the model's, 77]
    #[arg(long, value_name = "N", value_parser = whole_number)]
    pub context_length: Option<usize>,
    /// The id that fills the slots after the end [default: the model's]
    #[arg(long, value_name = "ID", value_parser = whole_number)]
    pub pad_id: Option<usize>,
    /// Cut a prompt that is too long, even where the model refuses it (openai)
    #[arg(long)]
    pub truncate: bool,
}

/// Where answers go.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct Output {
    /// Write to FILE, whole or not at all, instead of to stdout; - is stdout
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Whether to color what is for a person; auto: on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}
