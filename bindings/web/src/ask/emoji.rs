//! Enters: an emoji, or nothing. Leaves: its report, or every emoji with what kind of tokens it has, and its ids.

use cliptok::TokenId;
use cliptok::explain::emoji;
use cliptok::report::{EmojiReport, EmojiSums, json};
use serde::Serialize;

use super::{Fields, Rules};
use crate::wrong::Wrong;

#[derive(Serialize)]
struct All {
    sums: EmojiSums,
    emoji: Vec<Listed>,
}

/// An emoji in short.
#[derive(Serialize)]
struct Listed {
    emoji: &'static str,
    name: &'static str,
    group: &'static str,
    unicode: String,
    sort: &'static str,
    ids: Vec<TokenId>,
}

pub(super) fn answer(fields: &mut Fields) -> Result<String, Wrong> {
    let text = fields.optional_text("text")?;
    let rules = Rules::of_one(fields)?;
    fields.end()?;
    let all = emoji::all().into_iter().map(|emoji| EmojiReport::new(emoji, &rules.encoder));
    if let Some(text) = text {
        let meant = emoji::found(&text);
        let report = all.into_iter().find(|report| Some(report.emoji.text) == meant);
        let report = report.ok_or_else(|| Wrong::Refused {
            field: "text".to_owned(),
            words: format!("{text:?} is no emoji of Unicode's list"),
        })?;
        return Ok(json::to_string(&report.with_neighbors(&rules.encoder)));
    }
    let all: Vec<EmojiReport<'_>> = all.collect();
    let newest = emoji::versions().last().copied().unwrap_or_default();
    let listed = all.iter().map(|report| Listed {
        emoji: report.emoji.text,
        name: report.emoji.name,
        group: report.emoji.group,
        unicode: format!("{}.{}", report.emoji.since.0, report.emoji.since.1),
        sort: report.sort().name(),
        ids: report.tokens.iter().map(|token| token.entry.id).collect(),
    });
    let emoji = listed.collect();
    Ok(json::to_string(&All { sums: EmojiSums::of(newest, &all), emoji }))
}
