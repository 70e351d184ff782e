//! Enters: what was typed. Leaves: what is meant: a job with everything decided, or why there is none.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::CommandFactory;

use cliptok::dialect::{Dialect, Model};
use cliptok::layout::pad_id;
use cliptok::{ContextLength, TokenId, Tokenizer};

use super::args::{self, Arguments, Format, Verb};
use super::output::{Colors, Target};

/// What is to be done.
#[derive(Debug)]
pub enum Job {
    /// Print help, since nothing was asked.
    Help(Box<clap::Command>),
    /// Show prompts.
    Inspect {
        prompts: Source,
        tokenizer: Chosen,
        layout: Frame,
        format: Format,
        output: Output,
    },
    /// Print the ids of prompts.
    Encode {
        prompts: Source,
        tokenizer: Chosen,
        row: Row,
        format: Format,
        output: Output,
    },
    /// Print the text of ids.
    Decode {
        ids: Source,
        tokenizer: Chosen,
        decoding: Decoding,
        format: Format,
        output: Output,
    },
    /// Print the number of tokens of prompts.
    Count {
        prompts: Source,
        tokenizer: Chosen,
        counting: Counting,
        format: Format,
        output: Output,
    },
}

/// Where records come from and how they are separated.
#[derive(Debug)]
pub struct Source {
    /// From the command line.
    pub arguments: Vec<OsString>,
    /// To be read after them.
    pub files: Vec<File>,
    pub records: Records,
    pub invalid: Invalid,
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

/// A tokenizer, and how it was chosen.
#[derive(Debug)]
pub struct Chosen {
    pub tokenizer: Tokenizer,
    pub model: &'static Model,
}

/// The slots to lay out.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub context_length: ContextLength,
    pub pad: TokenId,
}

/// What one row of ids has.
#[derive(Clone, Copy, Debug)]
pub enum Row {
    /// The tokens of the prompt, all of them.
    Content,
    /// The same between start and end.
    WithSpecial,
    /// As many slots as the context length has.
    Padded(Frame),
}

/// How ids are decoded.
#[derive(Clone, Copy, Debug)]
pub struct Decoding {
    pub specials: Specials,
    pub spelling: Spelling,
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

/// What is counted, and what is said of it.
#[derive(Clone, Copy, Debug)]
pub struct Counting {
    /// How many special tokens each prompt has.
    pub special: usize,
    pub printed: Printed,
    /// More than this is a negative answer.
    pub max: Option<usize>,
}

/// Which numbers are printed.
#[derive(Clone, Copy, Debug)]
pub enum Printed {
    Each,
    Total,
    /// Only of prompts that have more than this.
    Over(usize),
}

/// Where answers go, and whether in colour.
#[derive(Debug)]
pub struct Output {
    pub target: Target,
    pub colors: Colors,
}

impl Job {
    /// What the arguments mean. `stdin_is_terminal`: where nothing is piped in and no prompt is
    /// given, help is meant.
    ///
    /// # Errors
    /// If a vocabulary cannot be loaded, or a number is none that the layout can have.
    pub fn of(arguments: Arguments, stdin_is_terminal: bool) -> Result<Self> {
        let verb = arguments.verb.unwrap_or(Verb::Inspect(arguments.inspect));
        let (given, name) = match &verb {
            Verb::Inspect(inspect) => (inspect.input.is_given(), None),
            Verb::Encode(encode) => (encode.input.is_given(), Some("encode")),
            Verb::Decode(decode) => (
                !decode.ids.is_empty() || !decode.files.files.is_empty(),
                Some("decode"),
            ),
            Verb::Count(count) => (count.input.is_given(), Some("count")),
        };
        if !given && stdin_is_terminal {
            return Ok(Self::Help(Box::new(help_of(name))));
        }
        match verb {
            Verb::Inspect(inspect) => {
                let tokenizer = Chosen::of(inspect.tokenizer)?;
                let layout = Frame::of(&inspect.layout, &tokenizer)?;
                let (format, output) = (inspect.format, Output::of(inspect.output));
                Ok(Self::Inspect {
                    prompts: Source::of(inspect.input),
                    tokenizer,
                    layout,
                    format,
                    output,
                })
            }
            Verb::Encode(encode) => {
                let tokenizer = Chosen::of(encode.tokenizer)?;
                if !encode.pad && encode.layout.is_given() {
                    bail!(
                        "--context-length and --pad-id lay out slots: encode needs --pad with them"
                    );
                }
                let row = match (encode.pad, encode.special) {
                    (true, _) => Row::Padded(Frame::of(&encode.layout, &tokenizer)?),
                    (false, true) => Row::WithSpecial,
                    (false, false) => Row::Content,
                };
                let (format, output) = (encode.format, Output::of(encode.output));
                Ok(Self::Encode {
                    prompts: Source::of(encode.input),
                    tokenizer,
                    row,
                    format,
                    output,
                })
            }
            Verb::Decode(decode) => Ok(Self::Decode {
                ids: Source::new(decode.ids, decode.files, None, Invalid::Refuse),
                tokenizer: Chosen::of(decode.tokenizer)?,
                decoding: Decoding {
                    specials: if decode.skip_special {
                        Specials::Skip
                    } else {
                        Specials::Keep
                    },
                    spelling: if decode.bytes {
                        Spelling::Hex
                    } else {
                        Spelling::Text
                    },
                },
                format: decode.format,
                output: Output::of(decode.output),
            }),
            Verb::Count(count) => {
                let printed = match (count.total, count.over) {
                    (true, _) => Printed::Total,
                    (false, Some(limit)) => Printed::Over(limit),
                    (false, None) => Printed::Each,
                };
                let special = if count.special { 2 } else { 0 };
                Ok(Self::Count {
                    counting: Counting {
                        special,
                        printed,
                        max: count.max,
                    },
                    prompts: Source::of(count.input),
                    tokenizer: Chosen::of(count.tokenizer)?,
                    format: count.format,
                    output: Output::of(count.output),
                })
            }
        }
    }
}

fn help_of(verb: Option<&str>) -> clap::Command {
    let command = Arguments::command();
    let verb = verb.and_then(|verb| command.find_subcommand(verb));
    verb.cloned().map_or(command.clone(), |verb| {
        let name = format!("cliptok {}", verb.get_name());
        verb.bin_name(name)
    })
}

impl args::Input {
    fn is_given(&self) -> bool {
        !self.prompts.is_empty() || !self.files.files.is_empty()
    }
}

impl args::Layout {
    const fn is_given(&self) -> bool {
        self.context_length.is_some() || self.pad_id.is_some()
    }
}

impl Source {
    fn of(input: args::Input) -> Self {
        let invalid = if input.lossy {
            Invalid::Replace
        } else {
            Invalid::Refuse
        };
        Self::new(input.prompts, input.files, input.jsonl, invalid)
    }

    fn new(
        arguments: Vec<OsString>,
        files: args::Files,
        jsonl: Option<String>,
        invalid: Invalid,
    ) -> Self {
        let records = match (jsonl, files.null) {
            (Some(field), _) if field.is_empty() => Records::JsonLines(Field::Usual),
            (Some(field), _) => Records::JsonLines(Field::Named(field)),
            (None, true) => Records::NulSeparated,
            (None, false) => Records::Lines,
        };
        let mut files: Vec<File> = files.files.into_iter().map(File::of).collect();
        if files.is_empty() && arguments.is_empty() {
            files.push(File::Stdin);
        }
        Self {
            arguments,
            files,
            records,
            invalid,
        }
    }
}

impl Source {
    /// What came from the command line, and what is to be read after it.
    pub fn split(self) -> (Self, Self) {
        let Self {
            arguments,
            files,
            records,
            invalid,
        } = self;
        let from_arguments = Self {
            arguments,
            files: Vec::new(),
            records: records.clone(),
            invalid,
        };
        (
            from_arguments,
            Self {
                arguments: Vec::new(),
                files,
                records,
                invalid,
            },
        )
    }
}

impl File {
    fn of(path: PathBuf) -> Self {
        if path.as_os_str() == "-" {
            Self::Stdin
        } else {
            Self::Path(path)
        }
    }
}

impl Chosen {
    fn of(tokenizer: args::Tokenizer) -> Result<Self> {
        let model = tokenizer.model;
        let dialect: &'static Dialect = tokenizer.dialect.unwrap_or(model.dialect);
        let tokenizer = match tokenizer.vocab_dir {
            None => Tokenizer::built_in(dialect),
            Some(directory) => Tokenizer::load(&directory, dialect)?,
        };
        Ok(Self {
            tokenizer: tokenizer.for_model(model),
            model,
        })
    }
}

impl Frame {
    fn of(layout: &args::Layout, chosen: &Chosen) -> Result<Self> {
        let vocabulary = chosen.tokenizer.vocabulary();
        let slots = layout.context_length.unwrap_or(chosen.model.context_length);
        let pad = match layout.pad_id {
            Some(id) => vocabulary.id(id as u64).context("--pad-id")?,
            None => pad_id(chosen.model, vocabulary),
        };
        Ok(Self {
            context_length: ContextLength::new(slots).context("--context-length")?,
            pad,
        })
    }
}

impl Output {
    fn of(output: args::Output) -> Self {
        let target = output.file.map_or(Target::Stdout, Target::File);
        Self {
            colors: Colors::choose(output.color, &target),
            target,
        }
    }
}
