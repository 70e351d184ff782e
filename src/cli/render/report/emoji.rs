//! Enters: an emoji, or all of them. Leaves: all that a format may see of them: their tokens, what these share, sums.

use std::collections::HashSet;

use cliptok::{Span, Tokenizer};

use super::trace::SymbolReport;
use crate::cli::emoji::{Emoji, GROUPS, Version};

/// An emoji with its tokens.
#[derive(Debug)]
pub struct EmojiReport<'t> {
    pub emoji: Emoji,
    pub tokens: Vec<SymbolReport<'t>>,
    /// It without variation selectors, if it has any, and the tokens that it then has.
    pub unqualified: Option<(String, Vec<SymbolReport<'t>>)>,
}

/// What tokens an emoji has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// One.
    Single,
    /// Several, all of whole characters.
    Several,
    /// Some that are only parts of a character.
    Fallback,
}

impl Sort {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Single, Self::Several, Self::Fallback];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Several => "several",
            Self::Fallback => "fallback",
        }
    }
}

impl<'t> EmojiReport<'t> {
    pub fn new(emoji: Emoji, tokenizer: &'t Tokenizer) -> Self {
        let tokens = |text: &str| -> Vec<_> {
            let encoding = tokenizer.encode(text);
            encoding.ids().map(|id| SymbolReport::of(id, tokenizer.vocabulary())).collect()
        };
        let unqualified = emoji.unqualified().map(|text| {
            let tokens = tokens(&text);
            (text, tokens)
        });
        Self { emoji, tokens: tokens(emoji.text), unqualified }
    }

    /// Its tokens, with variation selectors and without.
    fn all_tokens(&self) -> impl Iterator<Item = &SymbolReport<'t>> {
        self.tokens.iter().chain(self.unqualified.iter().flat_map(|(_, tokens)| tokens))
    }

    pub fn sort(&self) -> Sort {
        if self.tokens.iter().any(|token| token.kind.is_fallback()) {
            Sort::Fallback
        } else if self.tokens.len() == 1 {
            Sort::Single
        } else {
            Sort::Several
        }
    }
}

/// A token of an emoji, and the other emoji that have it, with variation selectors or without.
#[derive(Debug)]
pub struct SharedReport<'t> {
    pub token: SymbolReport<'t>,
    pub others: Vec<Emoji>,
}

impl<'t> SharedReport<'t> {
    /// One for each fallback token of this emoji.
    pub fn of(report: &EmojiReport<'t>, all: &[EmojiReport<'t>]) -> Vec<Self> {
        let mut seen = HashSet::new();
        let fallback = report.all_tokens().filter(|token| token.kind.is_fallback() && seen.insert(token.id));
        fallback
            .map(|token| {
                let has = |other: &&EmojiReport<'_>| other.all_tokens().any(|own| own.id == token.id);
                let is_other = |other: &&EmojiReport<'_>| other.emoji.text != report.emoji.text;
                let others = all.iter().filter(is_other).filter(has);
                Self { token: *token, others: others.map(|other| other.emoji).collect() }
            })
            .collect()
    }
}

/// An emoji in some company, and the tokens that have bytes of it.
#[derive(Debug)]
pub struct NeighbourReport<'t> {
    pub prompt: String,
    pub tokens: Vec<SymbolReport<'t>>,
    /// Whether they are those that it has alone.
    pub is_same: bool,
}

impl<'t> NeighbourReport<'t> {
    /// The emoji in every company that is tried.
    pub fn of(report: &EmojiReport<'_>, tokenizer: &'t Tokenizer) -> Vec<Self> {
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
        company.into_iter().map(|(before, behind)| Self::between(before, behind, report, tokenizer)).collect()
    }

    fn between(before: &str, behind: &str, report: &EmojiReport<'_>, tokenizer: &'t Tokenizer) -> Self {
        let text = report.emoji.text;
        let prompt = format!("{before}{text}{behind}");
        let emoji = Span::new(before.len(), before.len() + text.len());
        let encoding = tokenizer.encode(&prompt);
        let has_bytes_of_it = |original: Span| original.start < emoji.end && emoji.start < original.end;
        let tokens: Vec<_> = encoding
            .tokens
            .iter()
            .filter(|token| has_bytes_of_it(token.original))
            .map(|token| SymbolReport::of(token.id, tokenizer.vocabulary()))
            .collect();
        let is_same = tokens.iter().map(|token| token.id).eq(report.tokens.iter().map(|token| token.id));
        Self { prompt, tokens, is_same }
    }
}

/// How many emoji there are of each sort.
#[derive(Debug)]
pub struct EmojiSums {
    /// The version of Unicode whose emoji they are.
    pub unicode: Version,
    pub groups: Vec<GroupSums>,
    pub all: GroupSums,
}

/// How many emoji of a group there are.
#[derive(Clone, Debug)]
pub struct GroupSums {
    pub name: &'static str,
    pub emoji: usize,
    /// How many of each of [`Sort::ALL`].
    pub sorts: [usize; 3],
}

impl EmojiSums {
    pub fn of(unicode: Version, all: &[EmojiReport<'_>]) -> Self {
        let sums = |name: &'static str, is_in: &dyn Fn(&EmojiReport<'_>) -> bool| {
            let count = |holds: &dyn Fn(&EmojiReport<'_>) -> bool| {
                all.iter().filter(|report| is_in(report) && holds(report)).count()
            };
            GroupSums {
                name,
                emoji: count(&|_| true),
                sorts: Sort::ALL.map(|sort| count(&|report| report.sort() == sort)),
            }
        };
        Self {
            unicode,
            groups: GROUPS.map(|name| sums(name, &|report| report.emoji.group == name)).to_vec(),
            all: sums("all", &|_| true),
        }
    }
}
