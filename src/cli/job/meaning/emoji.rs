//! Enters: what was typed behind `emoji`. Leaves: the question that is meant.

use std::num::NonZeroUsize;

use anyhow::Result;

use super::tokenizers::encoder;
use super::{Emoji, EmojiQuestion, Neighbors, TokensOfEmoji, WantedEmoji, target};
use crate::cli::args::{self, EmojiFormat};
use crate::cli::error::UsageError;
use crate::cli::output::Colors;
use crate::explain::emoji::versions;

impl Emoji {
    pub fn of(typed: args::Emoji) -> Result<Self> {
        let encoder = encoder(&typed.tokenizer)?;
        let color = typed.output.color;
        let (format, target) = (typed.format, target(typed.output));
        let tokens = match (typed.single, typed.fallback) {
            (true, _) => TokensOfEmoji::Single,
            (false, true) => TokensOfEmoji::Fallback,
            (false, false) => TokensOfEmoji::Any,
        };
        let nothing_asked = typed.text.is_none()
            && typed.group.is_none()
            && typed.first.is_none()
            && tokens == TokensOfEmoji::Any;
        let question = if nothing_asked {
            EmojiQuestion::Summary
        } else {
            EmojiQuestion::Like(WantedEmoji {
                text: typed.text,
                group: typed.group,
                tokens,
                first: typed.first.map_or(usize::MAX, NonZeroUsize::get),
                neighbors: if typed.neighbors { Neighbors::Shown } else { Neighbors::Omitted },
            })
        };
        if typed.neighbors && format == EmojiFormat::Tsv {
            return Err(UsageError::NeighborsInTable.into());
        }
        let known = versions();
        let newest = known.last().copied().unwrap_or_default();
        let unicode = typed.unicode.unwrap_or(newest);
        if !known.contains(&unicode) {
            return Err(UsageError::Unicode { typed: unicode, known: known.into_iter().collect() }.into());
        }
        let colors = Colors::choose(color, &target);
        Ok(Self { encoder, question, unicode, format, colors, target })
    }
}
