//! Enters: an emoji, or all of them. Leaves: their tokens, the tokens that they share, and sums.

use std::collections::HashSet;

use cliptok_bpe::TokenId;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::serialize::{Version, unicode};
use super::{EntryReport, TokenReport};
use crate::encoder::Encoder;
use crate::explain::emoji::{Emoji, GROUPS};
use crate::text::Span;

/// An emoji with its tokens.
///
/// JSON: `emoji`, `name`, `group`, `unicode`, `sort`, `tokens`, `neighbors`, `query`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EmojiReport<'t> {
    /// The emoji.
    pub emoji: Emoji,
    /// Its tokens, alone in a prompt.
    pub tokens: Vec<TokenReport<'t>>,
    /// The emoji without variation selectors, if it has any, and the entries for that.
    pub unqualified: Option<(String, Vec<EntryReport<'t>>)>,
    /// How its neighbors change its ids; `None` if that was not asked.
    pub neighbors: Option<Vec<NeighborReport<'t>>>,
    /// The query that found it; `None` if it was found without one.
    pub query: Option<&'t str>,
}

impl Serialize for EmojiReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Emoji { text, name, group, since: (major, minor) } = self.emoji;
        let mut report = serializer.serialize_struct("Emoji", 9)?;
        report.serialize_field("version", &Version)?;
        report.serialize_field("emoji", text)?;
        report.serialize_field("name", name)?;
        report.serialize_field("group", group)?;
        report.serialize_field("unicode", &format!("{major}.{minor}"))?;
        report.serialize_field("sort", self.sort().name())?;
        report.serialize_field("tokens", &self.tokens)?;
        report.serialize_field("neighbors", &self.neighbors)?;
        report.serialize_field("query", &self.query)?;
        report.end()
    }
}

/// What kind of tokens an emoji has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmojiTokens {
    /// One.
    Single,
    /// Several, all of whole characters.
    Several,
    /// Some that are only parts of a character.
    Fallback,
}

impl EmojiTokens {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Single, Self::Several, Self::Fallback];

    /// Its name in JSON and in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Several => "several",
            Self::Fallback => "fallback",
        }
    }
}

impl<'t> EmojiReport<'t> {
    /// The report for an emoji.
    pub fn new(emoji: Emoji, encoder: &'t Encoder) -> Self {
        let unqualified = emoji.unqualified().map(|text| {
            let entries = entries(encoder.ids(&text), encoder);
            (text, entries)
        });
        let tokens = TokenReport::all(emoji.text, &encoder.encode(emoji.text), encoder);
        Self { emoji, tokens, unqualified, neighbors: None, query: None }
    }

    /// The same report, with how neighbors change the ids.
    #[must_use]
    pub fn with_neighbors(&self, encoder: &'t Encoder) -> Self {
        Self { neighbors: Some(NeighborReport::all(self, encoder)), ..self.clone() }
    }

    /// The same report, with the query that found the emoji.
    #[must_use]
    pub fn with_query(&self, query: Option<&'t str>) -> Self {
        Self { query, ..self.clone() }
    }

    /// Its entries, with variation selectors and without.
    fn entries(&self) -> impl Iterator<Item = &EntryReport<'t>> {
        let tokens = self.tokens.iter().map(|token| &token.entry);
        tokens.chain(self.unqualified.iter().flat_map(|(_, entries)| entries))
    }

    /// What kind of tokens it has.
    pub fn sort(&self) -> EmojiTokens {
        if self.tokens.iter().any(|token| token.entry.kind.is_fallback()) {
            EmojiTokens::Fallback
        } else if self.tokens.len() == 1 {
            EmojiTokens::Single
        } else {
            EmojiTokens::Several
        }
    }
}

fn entries(ids: Vec<TokenId>, encoder: &Encoder) -> Vec<EntryReport<'_>> {
    ids.into_iter().map(|id| EntryReport::of(id, encoder.vocabulary())).collect()
}

/// A fallback token of an emoji, and the other emoji that have it, with or without variation selectors.
#[derive(Debug)]
#[non_exhaustive]
pub struct SharedReport<'t> {
    /// The entry of the token.
    pub entry: EntryReport<'t>,
    /// The other emoji.
    pub others: Vec<Emoji>,
}

impl<'t> SharedReport<'t> {
    /// One for each fallback token of this emoji.
    pub fn of(report: &EmojiReport<'t>, all: &[EmojiReport<'t>]) -> Vec<Self> {
        let mut seen = HashSet::new();
        let fallback = report.entries().filter(|entry| entry.kind.is_fallback() && seen.insert(entry.id));
        fallback
            .map(|entry| {
                let has = |other: &&EmojiReport<'_>| other.entries().any(|own| own.id == entry.id);
                let is_other = |other: &&EmojiReport<'_>| other.emoji.text != report.emoji.text;
                let others = all.iter().filter(is_other).filter(has);
                Self { entry: *entry, others: others.map(|other| other.emoji).collect() }
            })
            .collect()
    }
}

/// An emoji with neighbors, and the entries that have bytes of it. JSON: `prompt`, `ids`, `same`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NeighborReport<'t> {
    /// The emoji with its neighbors.
    pub prompt: String,
    /// The entries that have bytes of the emoji.
    pub entries: Vec<EntryReport<'t>>,
    /// Whether they are the same as for the emoji alone.
    pub is_same: bool,
}

impl Serialize for NeighborReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ids: Vec<TokenId> = self.entries.iter().map(|entry| entry.id).collect();
        let mut report = serializer.serialize_struct("Neighbor", 3)?;
        report.serialize_field("prompt", &self.prompt)?;
        report.serialize_field("ids", &ids)?;
        report.serialize_field("same", &self.is_same)?;
        report.end()
    }
}

impl<'t> NeighborReport<'t> {
    /// The emoji with all the neighbors that are tried.
    fn all(report: &EmojiReport<'_>, encoder: &'t Encoder) -> Vec<Self> {
        let text = report.emoji.text;
        let company = [
            ("", ""),
            ("a ", " a"),
            ("a", ""),
            ("", "a"),
            ("", "1"),
            ("", ","),
            (", ", ","),
            ("(", ")"),
            ("", text),
        ];
        company.into_iter().map(|(before, behind)| Self::between(before, behind, report, encoder)).collect()
    }

    fn between(before: &str, behind: &str, report: &EmojiReport<'_>, encoder: &'t Encoder) -> Self {
        let text = report.emoji.text;
        let prompt = format!("{before}{text}{behind}");
        let emoji = Span::new(before.len(), before.len() + text.len());
        let has_bytes_of_it = |original: Span| original.start < emoji.end && emoji.start < original.end;
        let encoding = encoder.encode(&prompt);
        let tokens = encoding.tokens.iter().filter(|token| has_bytes_of_it(token.original));
        let entries = entries(tokens.map(|token| token.id).collect(), encoder);
        let is_same =
            entries.iter().map(|entry| entry.id).eq(report.tokens.iter().map(|token| token.entry.id));
        Self { prompt, entries, is_same }
    }
}

/// How many emoji there are of each sort.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct EmojiSums {
    version: Version,
    /// The version of Unicode whose emoji they are.
    #[serde(serialize_with = "unicode")]
    pub unicode: (u32, u32),
    /// The sums over all groups. In JSON they are flattened, not an object of their own.
    #[serde(flatten)]
    pub all: GroupSums,
    /// The sums of each group.
    pub by_group: Vec<GroupSums>,
}

/// How many emoji of a group there are.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct GroupSums {
    /// The name of the group; `None` for all groups together.
    pub group: Option<&'static str>,
    /// How many emoji it has.
    pub emoji_count: usize,
    /// How many are one token.
    pub single_count: usize,
    /// How many are several tokens of whole characters.
    pub several_count: usize,
    /// How many have tokens that are only parts of a character.
    pub fallback_count: usize,
}

impl GroupSums {
    /// How many there are of each sort.
    pub const fn of(&self, sort: EmojiTokens) -> usize {
        match sort {
            EmojiTokens::Single => self.single_count,
            EmojiTokens::Several => self.several_count,
            EmojiTokens::Fallback => self.fallback_count,
        }
    }

    /// The name of the group; `all` for all groups together.
    pub fn name(&self) -> &'static str {
        self.group.unwrap_or("all")
    }
}

impl EmojiSums {
    /// Sums up these emoji, which come from this version of Unicode.
    pub fn of(unicode: (u32, u32), all: &[EmojiReport<'_>]) -> Self {
        let sums = |group: Option<&'static str>| {
            let is_in = |report: &&EmojiReport<'_>| group.is_none_or(|group| report.emoji.group == group);
            let count = |sort| all.iter().filter(is_in).filter(|report| report.sort() == sort).count();
            let [single_count, several_count, fallback_count] = EmojiTokens::ALL.map(count);
            let emoji_count = single_count + several_count + fallback_count;
            GroupSums { group, emoji_count, single_count, several_count, fallback_count }
        };
        let by_group = GROUPS.map(|name| sums(Some(name))).to_vec();
        Self { version: Version, unicode, all: sums(None), by_group }
    }
}
