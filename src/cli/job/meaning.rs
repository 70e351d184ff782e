//! Enters: what was typed. Leaves: the job that is meant, or why there is none.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;
use clap::CommandFactory;

use cliptok::{ContextLength, Tokenizer};

use super::{
    Content, Count, Decode, Encode, Field, File, Inspect, Invalid, Job, Padding, Printed, Records, Row,
    Rules, Source, Specials, Spelling, Stdin,
};
use crate::cli::args::{self, Arguments, Verb};
use crate::cli::error::UsageError;
use crate::cli::output::{Colors, Target};

impl Job {
    /// What the arguments mean. A person who gives no prompt and pipes nothing in wants help.
    ///
    /// # Errors
    /// If a vocabulary cannot be loaded, or a number is none that the layout can have.
    pub fn of(arguments: Arguments, stdin: Stdin) -> Result<Self> {
        let verb = arguments.verb.unwrap_or(Verb::Inspect(arguments.inspect));
        if stdin == Stdin::Terminal && !verb.has_input() {
            return Ok(Self::Help(Box::new(help_of(&verb))));
        }
        Ok(match verb {
            Verb::Inspect(typed) => Self::Inspect(Inspect::of(typed)?),
            Verb::Encode(typed) => Self::Encode(Encode::of(typed)?),
            Verb::Decode(typed) => Self::Decode(Decode::of(typed)?),
            Verb::Count(typed) => Self::Count(Count::of(typed)?),
        })
    }
}

impl Inspect {
    fn of(typed: args::Inspect) -> Result<Self> {
        let tokenizer = tokenizer(&typed.tokenizer)?;
        let color = typed.output.color;
        let target = target(typed.output);
        Ok(Self {
            prompts: Source::of(typed.input),
            rules: Rules {
                padding: Padding::of(&typed.layout, &typed.tokenizer, &tokenizer)?,
                tokenizer,
                model: typed.tokenizer.model,
                vocabulary: typed.tokenizer.vocab_dir,
            },
            format: typed.format,
            colors: Colors::choose(color, &target),
            target,
        })
    }
}

impl Encode {
    fn of(typed: args::Encode) -> Result<Self> {
        let tokenizer = tokenizer(&typed.tokenizer)?;
        if !typed.pad && typed.layout.is_given() {
            return Err(UsageError::LayoutWithoutPad.into());
        }
        let row = match (typed.pad, typed.special) {
            (true, _) => Row::Padded(Padding::of(&typed.layout, &typed.tokenizer, &tokenizer)?),
            (false, true) => Row::WithSpecial,
            (false, false) => Row::Content,
        };
        let (format, target) = (typed.format, target(typed.output));
        Ok(Self { prompts: Source::of(typed.input), tokenizer, row, format, target })
    }
}

impl Decode {
    fn of(typed: args::Decode) -> Result<Self> {
        Ok(Self {
            ids: Source {
                content: Content::Ids,
                ..Source::new(typed.ids, typed.files, None, Invalid::Refuse)
            },
            tokenizer: tokenizer(&typed.tokenizer)?,
            specials: if typed.skip_special { Specials::Skip } else { Specials::Keep },
            spelling: if typed.bytes { Spelling::Hex } else { Spelling::Text },
            format: typed.format,
            target: target(typed.output),
        })
    }
}

impl Count {
    fn of(typed: args::Count) -> Result<Self> {
        Ok(Self {
            prompts: Source::of(typed.input),
            tokenizer: tokenizer(&typed.tokenizer)?,
            special_tokens: if typed.special { 2 } else { 0 },
            printed: match (typed.total, typed.over) {
                (true, _) => Printed::Total,
                (false, Some(limit)) => Printed::Over(limit),
                (false, None) => Printed::Each,
            },
            max: typed.max,
            format: typed.format,
            target: target(typed.output),
        })
    }
}

impl Verb {
    fn has_input(&self) -> bool {
        let (arguments, files) = match self {
            Self::Inspect(typed) => (&typed.input.prompts, &typed.input.files),
            Self::Encode(typed) => (&typed.input.prompts, &typed.input.files),
            Self::Count(typed) => (&typed.input.prompts, &typed.input.files),
            Self::Decode(typed) => (&typed.ids, &typed.files),
        };
        !arguments.is_empty() || !files.files.is_empty()
    }
}

/// The short help: of the program where it would inspect, else of the verb.
fn help_of(verb: &Verb) -> clap::Command {
    let command = Arguments::command();
    let name = match verb {
        Verb::Inspect(_) => return command,
        Verb::Encode(_) => "encode",
        Verb::Decode(_) => "decode",
        Verb::Count(_) => "count",
    };
    let verb = command.find_subcommand(name).cloned();
    verb.map_or(command, |verb| verb.bin_name(format!("cliptok {name}")))
}

/// The tokenizer of the model, in the dialect that was asked for, with the vocabulary that was named.
fn tokenizer(typed: &args::Tokenizer) -> Result<Tokenizer> {
    let dialect = typed.dialect.unwrap_or(typed.model.dialect);
    let tokenizer = match &typed.vocab_dir {
        None => Tokenizer::built_in(dialect),
        Some(directory) => Tokenizer::load(directory, dialect)?,
    };
    Ok(tokenizer.with_pad(typed.model.pad))
}

impl Padding {
    fn of(typed: &args::Layout, chosen: &args::Tokenizer, tokenizer: &Tokenizer) -> Result<Self, UsageError> {
        let vocabulary = tokenizer.vocabulary();
        let context_length = match typed.context_length {
            Some(slots) => ContextLength::new(slots).map_err(UsageError::ContextLength)?,
            None => chosen.model.context_length,
        };
        let pad = match typed.pad_id {
            Some(id) => vocabulary.id(id as u64).map_err(UsageError::PadId)?,
            None => chosen.model.pad.id(vocabulary),
        };
        Ok(Self { context_length, pad })
    }
}

impl args::Layout {
    const fn is_given(&self) -> bool {
        self.context_length.is_some() || self.pad_id.is_some()
    }
}

impl Source {
    fn of(input: args::Input) -> Self {
        let invalid = if input.lossy { Invalid::Replace } else { Invalid::Refuse };
        Self::new(input.prompts, input.files, input.jsonl, invalid)
    }

    fn new(arguments: Vec<OsString>, files: args::Files, jsonl: Option<String>, invalid: Invalid) -> Self {
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
        Self { arguments, files, records, invalid, content: Content::Prompts }
    }
}

impl Source {
    /// What came from the command line, and what is to be read after it.
    pub fn split(self) -> (Self, Self) {
        let Self { arguments, files, records, invalid, content } = self;
        let from_arguments =
            Self { arguments, files: Vec::new(), records: records.clone(), invalid, content };
        (from_arguments, Self { arguments: Vec::new(), files, records, invalid, content })
    }
}

impl File {
    fn of(path: PathBuf) -> Self {
        if path.as_os_str() == "-" { Self::Stdin } else { Self::Path(path) }
    }
}

fn target(typed: args::Output) -> Target {
    typed.file.map_or(Target::Stdout, Target::named)
}
