//! Enters: what was typed behind `vocab`. Leaves: the question that is meant.

use std::num::NonZeroUsize;

use crate::TokenKind;
use crate::explain::Filter;
use anyhow::Result;

use super::tokenizers::encoder;
use super::{Question, Scope, Script, Vocab, Wanted, target};
use crate::cli::args::{self, Kind};
use crate::cli::output::Colors;

impl Vocab {
    pub fn of(typed: args::Vocab) -> Result<Self> {
        let encoder = encoder(&typed.tokenizer)?;
        let color = typed.output.color;
        let (format, target) = (typed.format, target(typed.output));
        let question = if typed.single.is_empty() {
            let text = |text: String| text.to_lowercase().into_bytes();
            let mut kinds: Vec<TokenKind> = typed.kind.into_iter().map(Kind::of_token).collect();
            if typed.fallback {
                kinds.extend([TokenKind::Fragment, TokenKind::Byte]);
            }
            let filters: Vec<Filter> = [
                typed.ids.map(Filter::Ids),
                typed.text.map(|typed| Filter::Contains(text(typed))),
                typed.prefix.map(|typed| Filter::Prefix(text(typed))),
                typed.suffix.map(|typed| Filter::Suffix(text(typed))),
                typed.hex.map(|args::Bytes(bytes)| Filter::Contains(bytes)),
                Some(kinds).filter(|kinds| !kinds.is_empty()).map(Filter::Kinds),
            ]
            .into_iter()
            .flatten()
            .collect();
            let script = if typed.emoji { Script::Emoji } else { Script::Any };
            let scope = if typed.unreachable { Scope::Unreachable } else { Scope::All };
            let nothing_asked = filters.is_empty()
                && typed.regex.is_none()
                && script == Script::Any
                && scope == Scope::All
                && typed.first.is_none();
            if nothing_asked {
                Question::Summary
            } else {
                let first = typed.first.map_or(usize::MAX, NonZeroUsize::get);
                Question::Entries(Wanted { filters, regex: typed.regex, script, scope, first })
            }
        } else {
            Question::Single(typed.single)
        };
        Ok(Self { encoder, question, format, colors: Colors::choose(color, &target), target })
    }
}
