//! Enters: emoji. Leaves: the types of their JSON.

use serde::Serialize;

use super::vocabulary::SymbolWire;
use crate::cli::render::report::emoji::{EmojiReport, EmojiSums, GroupSums, NeighbourReport};

/// What `emoji` tells of one.
#[derive(Debug, Serialize)]
pub struct EmojiWire {
    emoji: &'static str,
    name: &'static str,
    group: &'static str,
    unicode: String,
    sort: &'static str,
    tokens: Vec<SymbolWire>,
    /// Only there if it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    neighbours: Option<Vec<NeighbourWire>>,
}

#[derive(Debug, Serialize)]
struct NeighbourWire {
    prompt: String,
    /// The ids that have bytes of the emoji.
    ids: Vec<u16>,
    same: bool,
}

impl EmojiWire {
    pub fn of(report: &EmojiReport<'_>, neighbours: Option<&[NeighbourReport<'_>]>) -> Self {
        let neighbour = |neighbour: &NeighbourReport<'_>| NeighbourWire {
            prompt: neighbour.prompt.clone(),
            ids: neighbour.tokens.iter().map(|token| token.id.0).collect(),
            same: neighbour.is_same,
        };
        Self {
            emoji: report.emoji.text,
            name: report.emoji.name,
            group: report.emoji.group,
            unicode: version(report.emoji.since),
            sort: report.sort().name(),
            tokens: report.tokens.iter().map(SymbolWire::of).collect(),
            neighbours: neighbours.map(|all| all.iter().map(neighbour).collect()),
        }
    }
}

/// What `emoji` tells of all together.
#[derive(Debug, Serialize)]
pub struct EmojiSumsWire {
    unicode: String,
    groups: Vec<GroupWire>,
    all: GroupWire,
}

#[derive(Debug, Serialize)]
struct GroupWire {
    group: &'static str,
    emoji: usize,
    single: usize,
    several: usize,
    fallback: usize,
}

impl EmojiSumsWire {
    pub fn of(sums: &EmojiSums) -> Self {
        let group = |&GroupSums { name, emoji, sorts: [single, several, fallback] }: &GroupSums| GroupWire {
            group: name,
            emoji,
            single,
            several,
            fallback,
        };
        Self {
            unicode: version(sums.unicode),
            groups: sums.groups.iter().map(group).collect(),
            all: group(&sums.all),
        }
    }
}

fn version((major, minor): (u32, u32)) -> String {
    format!("{major}.{minor}")
}
