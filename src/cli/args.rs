//! Enters: nothing. Leaves: the command line as clap reads it: what was typed, with no meaning yet.

mod emoji;
mod groups;
mod manual;
mod values;
mod vocab;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use emoji::{Emoji, EmojiFormat};
pub use groups::{Files, Input, Layout, Output, Tokenizer, Work};
pub use manual::{Completions, Man};
pub use values::{
    AnswerFormat, Color, DiffFormat, EncodeFormat, InspectFormat, Side, StatsFormat, TraceFormat,
};
use values::{sides, whole_number};
pub use vocab::{Bytes, Kind, Vocab, VocabFormat};

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
  cliptok --format json \"a cat\" | jq .  all of it, for a program
  cliptok stats -f captions.txt          how long prompts are, what is frequent
  cliptok diff \"it’s &amp; 👨‍👩‍👧\"          where implementations disagree
  cliptok trace \"unbelievable\"           how words became tokens"
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
    #[command(after_help = "\
Examples:
  cliptok encode \"a photo of a cat\"                    320 1125 539 320 2368
  cliptok encode --pad < prompts.txt                   rows of 77 ids
  cliptok encode --pad --format npy -o rows.npy -f captions.txt
  cliptok encode --format jsonl --jsonl=caption < data.jsonl")]
    Encode(Encode),
    /// Print the text of ids
    #[command(after_help = "\
Examples:
  cliptok decode 320 1125 539 320 2368    a photo of a cat
  cliptok decode --bytes 1109 363         F0 9F 8F AF
  cliptok encode -f prompts.txt | cliptok decode")]
    Decode(Decode),
    /// Print the number of tokens of each prompt
    #[command(after_help = "\
Examples:
  cliptok count \"a photo of a cat\"        5
  cliptok count --total -f captions.txt   the sum of all
  cliptok count --over 75 -f captions.txt the prompts that do not fit, with their places
  cliptok count --max 75 < prompts.txt    exit code 1 if one does not fit")]
    Count(Count),
    /// Show which implementations give other tokens for a prompt, where, and why
    ///
    /// Exits with 1 if they differ on any prompt; with --ids, if none of them gives the ids.
    #[command(after_help = "\
Examples:
  cliptok diff \"it’s &amp; 👨‍👩‍👧\"        who agrees with whom, and which step parts them
  cliptok diff -f prompts.txt           the prompts on which they differ, and how many
  cliptok diff --dialect hf,openai a    only these two
  cliptok diff --ids \"585 568\" \"it’s\"  whose ids are these?")]
    Diff(Diff),
    /// Show how a prompt became its tokens: each step of normalisation, then merge by merge
    #[command(after_help = "\
Examples:
  cliptok trace \"unbelievable\"           merge by merge, with ranks
  cliptok trace --dialect openai \"it’s\"  what text repair changed")]
    Trace(Trace),
    /// Show what there is of many prompts: how long they are, how many do not fit, which tokens are frequent
    #[command(after_help = "\
Examples:
  cliptok stats -f captions.txt                 sums, a histogram, the most frequent tokens
  cliptok stats --format json < prompts.txt | jq .over")]
    Stats(Stats),
    /// Look entries of the vocabulary up, and search them; ask whether words are one token each
    ///
    /// Without any question it says what kinds of entries there are. Of a single entry it shows what it was merged from,
    /// what it is a part of, and a prompt that gives it. All that is asked has to hold. Exits with 1 if no entry is found, or if a word of
    /// --single is not one token.
    #[command(after_help = "\
Examples:
  cliptok vocab --single corgi axolotl    is each one token?
  cliptok vocab --prefix photo            entries that begin so
  cliptok vocab --id 1109                 all about one entry
  cliptok vocab --first 1200              the first ones
  cliptok vocab --emoji                   emoji that are one token
  cliptok vocab --fallback                entries that are only parts of characters
  cliptok vocab --unreachable             entries that no prompt gives
  cliptok vocab --hex \"F0 9F 8F\"         by bytes
  cliptok vocab --regex '^[0-9]+$' --format tsv")]
    Vocab(Vocab),
    /// Show which emoji are one token, several, or only parts of characters
    ///
    /// Without any question it says how many are, by group. Of a single emoji it shows what its tokens share with others.
    /// Exits with 1 if no emoji is found.
    #[command(after_help = "\
Examples:
  cliptok emoji                           how many are one token, by group
  cliptok emoji --single                  those that are
  cliptok emoji castle                    by name
  cliptok emoji 🏯 --neighbors           what stands beside it changes its ids
  cliptok emoji --fallback --group flags --format tsv")]
    Emoji(Emoji),
    /// Print what a shell needs to complete what you type: bash, zsh, fish, elvish, powershell
    #[command(after_help = "\
Examples:
  cliptok completions bash > ~/.local/share/bash-completion/completions/cliptok
  cliptok completions zsh > ~/.zfunc/_cliptok
  cliptok completions fish > ~/.config/fish/completions/cliptok.fish")]
    Completions(Completions),
    /// Print the man page of the program, or of a verb
    #[command(after_help = "\
Examples:
  cliptok man | man -l -                  read it
  cliptok man count -o cliptok-count.1    write one to a file")]
    Man(Man),
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
    /// Leave out warnings: of typed special tokens, and of widely used dialects that give other ids
    #[arg(long, help_heading = "Output")]
    pub no_warnings: bool,
    /// Show the prompts of the files again whenever one of them changes, until Ctrl-C: beside an editor
    #[arg(long, requires = "files", conflicts_with_all = ["prompts", "file"], help_heading = "Output")]
    pub watch: bool,
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
    pub work: Work,
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
    pub work: Work,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Diff {
    #[command(flatten)]
    pub input: Input,
    /// What to compare, separated by commas: dialects, or models with their pads [default: the five dialects; with --ids also sd2]
    #[arg(long = "dialect", value_name = "NAMES", value_delimiter = ',', value_parser = sides(), help_heading = "Tokenizer")]
    pub sides: Vec<Side>,
    /// Ids that came from somewhere: say which dialects give exactly these, with or without start, end and pads
    #[arg(long, value_name = "IDS", allow_hyphen_values = true)]
    pub ids: Option<String>,
    /// With --ids: how many slots a row has, in which a prompt that is too long was cut [default: 77]
    #[arg(long, value_name = "N", value_parser = whole_number, requires = "ids")]
    pub context_length: Option<usize>,
    /// Use the vocab.json and merges.txt of DIR instead of CLIP's own, which are built in
    #[arg(long, value_name = "DIR", help_heading = "Tokenizer")]
    pub vocab_dir: Option<PathBuf>,
    /// How to show differences [default: list for files, else human]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<DiffFormat>,
    #[command(flatten)]
    pub work: Work,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Trace {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub tokenizer: Tokenizer,
    /// How to show traces
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    pub format: TraceFormat,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Stats {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub tokenizer: Tokenizer,
    /// How many slots a prompt has room in, with start and end [default: the model's, 77]
    #[arg(long, value_name = "N", value_parser = whole_number, help_heading = "Layout")]
    pub context_length: Option<usize>,
    /// How many frequent tokens and cut characters to show
    #[arg(long, value_name = "N", value_parser = whole_number, default_value = "10", help_heading = "Output")]
    pub top: usize,
    /// How to show them
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    pub format: StatsFormat,
    #[command(flatten)]
    pub work: Work,
    #[command(flatten)]
    pub output: Output,
}
