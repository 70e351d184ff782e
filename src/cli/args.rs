//! Enters: nothing. Leaves: the command line as clap reads it: what was typed, with no meaning yet.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use cliptok::dialect::{DIALECTS, Dialect, MODELS, Model, dialect, model};

/// See any prompt as CLIP's tokenizer sees it: bytes, merged tokens, ids and the 77 slots.
///
/// Without a verb it inspects: each prompt's tokens with their ids, bytes and places, the slots that
/// they take, and what was cut off. Prompts come from the arguments, from files, or one a line from
/// stdin. A prompt that is spelled like a verb, or begins with a hyphen, goes after `--`.
#[derive(Debug, Parser)]
#[command(
    name = "cliptok",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  cliptok \"🏯🔥🐉 📜\"                    inspect a prompt
  cliptok count -f captions.txt          a number of tokens for each line
  cliptok count --max 75 -f captions.txt fail if a line has more
  cliptok encode --pad < prompts.txt     rows of 77 ids
  cliptok encode \"a cat\" | cliptok decode
  cliptok --format json \"a cat\" | jq .  all of it, for a program"
)]
pub struct Arguments {
    #[command(subcommand)]
    pub verb: Option<Verb>,
    #[command(flatten)]
    pub inspect: Inspect,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Show a prompt's tokens, bytes and slots, and what was cut (the default verb)
    Inspect(Inspect),
    /// Print the ids of each prompt, one line a prompt
    Encode(Encode),
    /// Print the text of ids
    Decode(Decode),
    /// Print the number of tokens of each prompt
    Count(Count),
}

#[derive(Debug, Args)]
pub struct Inspect {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub tokenizer: Tokenizer,
    #[command(flatten)]
    pub layout: Layout,
    /// How to show prompts
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    pub format: InspectFormat,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Encode {
    #[command(flatten)]
    pub input: Input,
    /// Add the start and the end token
    #[arg(long)]
    pub special: bool,
    /// Fill or cut to the context length, with start and end: what the model is fed with
    #[arg(long)]
    pub pad: bool,
    #[command(flatten)]
    pub tokenizer: Tokenizer,
    #[command(flatten)]
    pub layout: Layout,
    /// How to print ids
    #[arg(long, value_name = "FORMAT", default_value = "ids", help_heading = "Output")]
    pub format: EncodeFormat,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Decode {
    /// Ids; all of them together are one sequence. Commas and brackets are passed over
    #[arg(value_name = "ID")]
    pub ids: Vec<OsString>,
    #[command(flatten)]
    pub files: Files,
    /// Print the bytes in hex instead of the text
    #[arg(long)]
    pub bytes: bool,
    /// Leave out special tokens: start, end, and the model's pad
    #[arg(long)]
    pub skip_special: bool,
    #[command(flatten)]
    pub tokenizer: Tokenizer,
    /// How to print answers
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Count {
    #[command(flatten)]
    pub input: Input,
    /// Count the start and the end token too
    #[arg(long)]
    pub special: bool,
    /// Print one number, the sum, for all prompts together
    #[arg(long, conflicts_with = "over")]
    pub total: bool,
    /// Exit with 1 if any prompt has more than N tokens, and name those prompts on stderr
    #[arg(long, value_name = "N", value_parser = whole_number)]
    pub max: Option<usize>,
    /// Print only the prompts that have more than N tokens: number, place and prompt
    #[arg(long, value_name = "N", value_parser = whole_number)]
    pub over: Option<usize>,
    #[command(flatten)]
    pub tokenizer: Tokenizer,
    /// How to print answers
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub output: Output,
}

/// Where prompts come from.
#[derive(Debug, Args)]
pub struct Input {
    /// Prompts; without any, and without -f, they are read from stdin, one a line
    #[arg(value_name = "PROMPT")]
    pub prompts: Vec<OsString>,
    #[command(flatten)]
    pub files: Files,
    /// Lines are JSON: a string, or an object whose FIELD (by default `text`, `prompt` or `caption`) is the prompt
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
    /// Input is separated by NUL bytes, not by newlines
    #[arg(short = '0', long)]
    pub null: bool,
}

/// Which tokenizer.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tokenizer")]
pub struct Tokenizer {
    /// The model that is to read the prompt: sets dialect, pad and context length
    #[arg(long, value_name = "MODEL", default_value = "sd1", value_parser = models())]
    pub model: &'static Model,
    /// The implementation whose ids are wanted [default: the model's]
    #[arg(long, value_name = "DIALECT", value_parser = dialects())]
    pub dialect: Option<&'static Dialect>,
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
}

/// Where answers go.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct Output {
    /// Write to FILE, whole or not at all, instead of to stdout; - is stdout
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Whether to colour what is for a person; auto: on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

/// How `inspect` shows prompts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InspectFormat {
    /// A view for a person
    Human,
    /// One array for all prompts
    Json,
    /// One object a line
    Jsonl,
    /// A header, and a line of tab-separated fields for each token
    Tsv,
    /// Only the ids, separated by spaces
    Ids,
}

/// How `encode` prints ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EncodeFormat {
    /// Separated by spaces
    #[value(alias = "text", alias = "human")]
    Ids,
    /// Separated by commas
    Csv,
    /// A header, and tab-separated fields
    Tsv,
    /// One array for all prompts
    Json,
    /// One object a line
    Jsonl,
}

/// How `count` and `decode` print their answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// The bare answer
    #[value(alias = "text")]
    Human,
    /// A header, and tab-separated fields
    Tsv,
    /// One array for all answers
    Json,
    /// One object a line
    Jsonl,
}

fn whole_number(typed: &str) -> Result<usize, &'static str> {
    let digits = typed.bytes().all(|byte| byte.is_ascii_digit());
    typed.parse().ok().filter(|_| digits).ok_or("it is to be a whole number, such as 75")
}

fn models() -> impl TypedValueParser<Value = &'static Model> {
    let names = MODELS.iter().map(|model| PossibleValue::new(model.name).help(model.about));
    PossibleValuesParser::new(names).try_map(|name| model(&name).ok_or("no such model"))
}

fn dialects() -> impl TypedValueParser<Value = &'static Dialect> {
    let names = DIALECTS.iter().map(|dialect| PossibleValue::new(dialect.name).help(dialect.packages));
    PossibleValuesParser::new(names).try_map(|name| dialect(&name).ok_or("no such dialect"))
}
