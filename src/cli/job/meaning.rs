//! Enters: what was typed. Leaves: the job that is meant, or why there is none.

mod emoji;
mod sources;
mod tokenizers;
mod vocab;

use std::collections::HashSet;

use anyhow::Result;
use clap::CommandFactory;

use cliptok::ContextLength;
use cliptok::dialect::{DIALECTS, HF, model};

use super::{
    Asked, Contender, Content, Count, Decode, Diff, Emoji, EmojiQuestion, Encode, Inspect, Invalid, Job,
    Manual, Neighbours, Padding, Page, Printed, Question, Row, Rules, Scope, Script, Source, Specials,
    Spelling, Stats, Stdin, TokensOfEmoji, Trace, Vocab, Wanted, WantedEmoji, Warnings,
};
use crate::cli::args::{self, Arguments, DiffFormat, EncodeFormat, InspectFormat, Side, Verb};
use crate::cli::error::UsageError;
use crate::cli::input::ids;
use crate::cli::output::{Colors, Target};
use tokenizers::{context_length, load, tokenizer};

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
            Verb::Diff(typed) => Self::Diff(Diff::of(typed)?),
            Verb::Trace(typed) => Self::Trace(Trace::of(typed)?),
            Verb::Stats(typed) => Self::Stats(Stats::of(typed)?),
            Verb::Vocab(typed) => Self::Vocab(Vocab::of(typed)?),
            Verb::Emoji(typed) => Self::Emoji(Emoji::of(typed)?),
            Verb::Completions(typed) => {
                Self::Manual(Manual { page: Page::Completions(typed.shell), target: target(typed.output) })
            }
            Verb::Man(typed) => {
                Self::Manual(Manual { page: Page::Man(typed.verb), target: target(typed.output) })
            }
        })
    }
}

impl Inspect {
    fn of(typed: args::Inspect) -> Result<Self> {
        let tokenizer = tokenizer(&typed.tokenizer)?;
        let color = typed.output.color;
        let target = target(typed.output);
        let has_room = !matches!(typed.format, InspectFormat::Ids | InspectFormat::Tsv);
        let warnings = if typed.no_warnings || !has_room {
            Warnings::LeftOut
        } else {
            Warnings::of_dialects_beside(&tokenizer)
        };
        let prompts = Source::of(typed.input);
        let watched = if typed.watch { prompts.paths()? } else { Vec::new() };
        Ok(Self {
            prompts,
            watched,
            rules: Rules {
                padding: Padding::of(&typed.layout, &typed.tokenizer, &tokenizer)?,
                warnings,
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
        if typed.format == EncodeFormat::Npy && !typed.pad {
            return Err(UsageError::ArrayWithoutPad.into());
        }
        let (format, target) = (typed.format, target(typed.output));
        let (prompts, threads) = (Source::of(typed.input), typed.work.threads);
        Ok(Self { prompts, threads, tokenizer, row, format, target })
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
            threads: typed.work.threads,
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

impl Diff {
    fn of(typed: args::Diff) -> Result<Self> {
        let tokenizer = load(typed.vocab_dir.as_deref(), &HF)?;
        let asked = match typed.ids {
            None => None,
            Some(ids) => Some(Asked {
                ids: ids::parse_row(&ids, tokenizer.vocabulary()).map_err(UsageError::Ids)?,
                context_length: context_length(typed.context_length, ContextLength::CLIP)?,
            }),
        };
        let mut sides = typed.sides;
        if sides.is_empty() {
            sides.extend(DIALECTS.iter().map(|dialect| Side::of_dialect(dialect)));
            if asked.is_some() {
                // Ids may come from a model in which `!` is special.
                sides.extend(model("sd2").map(Side::of_model));
            }
        }
        let mut names = HashSet::new();
        sides.retain(|side| names.insert(side.name));
        if sides.len() < 2 && asked.is_none() {
            return Err(UsageError::NothingToCompare.into());
        }
        let of_its_own =
            if typed.input.files.files.is_empty() { DiffFormat::Human } else { DiffFormat::List };
        let color = typed.output.color;
        let target = target(typed.output);
        Ok(Self {
            prompts: Source::of(typed.input),
            threads: typed.work.threads,
            contenders: sides.into_iter().map(|side| Contender::of(side, &tokenizer)).collect(),
            asked,
            format: typed.format.unwrap_or(of_its_own),
            colors: Colors::choose(color, &target),
            target,
        })
    }
}

impl Trace {
    fn of(typed: args::Trace) -> Result<Self> {
        let color = typed.output.color;
        let target = target(typed.output);
        Ok(Self {
            prompts: Source::of(typed.input),
            tokenizer: tokenizer(&typed.tokenizer)?,
            model: typed.tokenizer.model,
            format: typed.format,
            colors: Colors::choose(color, &target),
            target,
        })
    }
}

impl Stats {
    fn of(typed: args::Stats) -> Result<Self> {
        let color = typed.output.color;
        let target = target(typed.output);
        let model = typed.tokenizer.model;
        Ok(Self {
            prompts: Source::of(typed.input),
            threads: typed.work.threads,
            tokenizer: tokenizer(&typed.tokenizer)?,
            model,
            context_length: context_length(typed.context_length, model.context_length)?,
            top: typed.top,
            format: typed.format,
            colors: Colors::choose(color, &target),
            target,
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
            Self::Diff(typed) => (&typed.input.prompts, &typed.input.files),
            Self::Trace(typed) => (&typed.input.prompts, &typed.input.files),
            Self::Stats(typed) => (&typed.input.prompts, &typed.input.files),
            // It reads nothing, and can be asked with nothing.
            Self::Vocab(_) | Self::Emoji(_) | Self::Completions(_) | Self::Man(_) => return true,
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
        Verb::Diff(_) => "diff",
        Verb::Trace(_) => "trace",
        Verb::Stats(_) => "stats",
        Verb::Vocab(_) => "vocab",
        Verb::Emoji(_) => "emoji",
        Verb::Completions(_) => "completions",
        Verb::Man(_) => "man",
    };
    let verb = command.find_subcommand(name).cloned();
    verb.map_or(command, |verb| verb.bin_name(format!("cliptok {name}")))
}

fn target(typed: args::Output) -> Target {
    typed.file.map_or(Target::Stdout, Target::named)
}
