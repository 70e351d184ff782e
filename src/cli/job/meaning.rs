//! Enters: what was typed behind a verb. Leaves: the job that is meant, or why there is none.

mod emoji;
mod sources;
mod tokenizers;
mod vocab;

use std::collections::HashSet;

use anyhow::Result;

use crate::batch::Invalid;
use crate::{ContextLength, Dialect, Model};

use super::{
    Content, Count, Decode, Diff, Emoji, EmojiQuestion, Encode, Input, Inspect, Manual, Neighbors, Page,
    Printed, Question, Row, Scope, Script, Specials, Spelling, Stats, TokensOfEmoji, Trace, Vocab, Wanted,
    WantedEmoji,
};
use crate::report::{IdsQuestion, PromptRules, Warnings};

use crate::cli::args::{self, DiffFormat, EncodeFormat, InspectFormat, Side};
use crate::cli::error::UsageError;
use crate::cli::input::ids;
use crate::cli::output::{Colors, Target};
pub use tokenizers::encoder;
use tokenizers::{context_length, load, row_rules, side};

impl Inspect {
    pub fn of(typed: args::Inspect) -> Result<Self> {
        let encoder = encoder(&typed.tokenizer)?;
        let color = typed.output.color;
        let target = target(typed.output);
        let has_room = !matches!(typed.format, InspectFormat::Ids | InspectFormat::Tsv);
        let warnings =
            if typed.no_warnings || !has_room { Warnings::Omitted } else { Warnings::beside(&encoder) };
        let prompts = Input::of(typed.input)?;
        let watched = if typed.watch { prompts.paths()? } else { Vec::new() };
        Ok(Self {
            prompts,
            watched,
            rules: PromptRules {
                row: row_rules(&typed.layout, &encoder)?,
                warnings,
                encoder,
                vocabulary: typed.tokenizer.vocab_dir,
            },
            format: typed.format,
            colors: Colors::choose(color, &target),
            target,
        })
    }
}

impl Encode {
    pub fn of(typed: args::Encode) -> Result<Self> {
        let encoder = encoder(&typed.tokenizer)?;
        if !typed.pad && typed.layout.is_given() {
            return Err(UsageError::LayoutWithoutPad.into());
        }
        let row = match (typed.pad, typed.special) {
            (true, _) => Row::Padded(row_rules(&typed.layout, &encoder)?),
            (false, true) => Row::WithSpecial,
            (false, false) => Row::Content,
        };
        if typed.format == EncodeFormat::Npy && !typed.pad {
            return Err(UsageError::ArrayWithoutPad.into());
        }
        let (format, target) = (typed.format, target(typed.output));
        let (prompts, threads) = (Input::of(typed.input)?, typed.work.threads);
        Ok(Self { prompts, threads, encoder, row, format, target })
    }
}

impl Decode {
    pub fn of(typed: args::Decode) -> Result<Self> {
        Ok(Self {
            ids: Input {
                content: Content::Ids,
                ..Input::new(typed.ids, typed.files, None, Invalid::Refuse)?
            },
            encoder: encoder(&typed.tokenizer)?,
            specials: if typed.skip_special { Specials::Skip } else { Specials::Keep },
            spelling: if typed.bytes { Spelling::Hex } else { Spelling::Text },
            format: typed.format,
            target: target(typed.output),
        })
    }
}

impl Count {
    pub fn of(typed: args::Count) -> Result<Self> {
        Ok(Self {
            prompts: Input::of(typed.input)?,
            threads: typed.work.threads,
            encoder: encoder(&typed.tokenizer)?,
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
    pub fn of(typed: args::Diff) -> Result<Self> {
        let encoder = load(typed.vocab_dir.as_deref(), Model::Sd1)?;
        let asked = match typed.ids {
            None => None,
            Some(ids) => Some(IdsQuestion {
                ids: ids::parse_row(&ids, encoder.vocabulary()).map_err(UsageError::Ids)?,
                context_length: context_length(typed.context_length, ContextLength::CLIP)?,
            }),
        };
        let mut sides = typed.sides;
        if sides.is_empty() {
            sides.extend(Dialect::ALL.iter().copied().map(Side::Dialect));
            if asked.is_some() {
                // Ids may come from a model in which `!` is special.
                sides.push(Side::Model(Model::Sd2));
            }
        }
        let mut names = HashSet::new();
        sides.retain(|side| names.insert(side.name()));
        if sides.len() < 2 && asked.is_none() {
            return Err(UsageError::NothingToCompare.into());
        }
        let of_its_own =
            if typed.input.files.files.is_empty() { DiffFormat::Human } else { DiffFormat::List };
        let color = typed.output.color;
        let target = target(typed.output);
        Ok(Self {
            prompts: Input::of(typed.input)?,
            threads: typed.work.threads,
            sides: sides.into_iter().map(|typed| side(typed, &encoder)).collect(),
            asked,
            format: typed.format.unwrap_or(of_its_own),
            colors: Colors::choose(color, &target),
            target,
        })
    }
}

impl Trace {
    pub fn of(typed: args::Trace) -> Result<Self> {
        let color = typed.output.color;
        let target = target(typed.output);
        Ok(Self {
            prompts: Input::of(typed.input)?,
            encoder: encoder(&typed.tokenizer)?,
            format: typed.format,
            colors: Colors::choose(color, &target),
            target,
        })
    }
}

impl Stats {
    pub fn of(typed: args::Stats) -> Result<Self> {
        let color = typed.output.color;
        let target = target(typed.output);
        let model = typed.tokenizer.model;
        Ok(Self {
            prompts: Input::of(typed.input)?,
            threads: typed.work.threads,
            encoder: encoder(&typed.tokenizer)?,
            context_length: context_length(typed.context_length, model.context_length())?,
            top: typed.top,
            format: typed.format,
            colors: Colors::choose(color, &target),
            target,
        })
    }
}

impl Manual {
    pub fn of_completions(typed: args::Completions) -> Self {
        Self { page: Page::Completions(typed.shell), target: target(typed.output) }
    }

    pub fn of_man(typed: args::Man) -> Self {
        Self { page: Page::Man(typed.verb), target: target(typed.output) }
    }
}

/// Where answers are to go.
pub fn target(typed: args::Output) -> Target {
    typed.file.map_or(Target::Stdout, Target::named)
}
