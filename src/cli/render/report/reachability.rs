//! Enters: whether a prompt can have an entry of the vocabulary. Leaves: that in words, and entries by the same words.

use cliptok::TokenId;
use cliptok::Tokenizer;
use cliptok::reachability::{Obstacle, Reachability, reach};

use super::trace::SymbolReport;

/// Whether any prompt has an entry among its tokens.
#[derive(Clone, Debug)]
pub enum ReachReport {
    /// This one has.
    By(String),
    /// None has.
    Unreachable(Unreachable),
}

/// Why no prompt has an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreachable {
    /// The reason's name in JSON and in tables.
    pub why: &'static str,
    /// The reason in words.
    pub words: String,
    /// The character of the entry that is the reason.
    pub character: Option<char>,
    pub ground: Ground,
}

/// What it rests on that no prompt has an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Proof,
    /// That none of many prompts had it.
    Trial,
}

impl ReachReport {
    pub fn of(id: TokenId, tokenizer: &Tokenizer) -> Self {
        match reach(id, tokenizer) {
            Reachability::By(prompt) => Self::By(prompt),
            Reachability::Never(obstacle) => Self::Unreachable(proven(obstacle)),
            Reachability::NotBy(tried) => Self::Unreachable(Unreachable {
                why: "not-found",
                words: format!("none of {tried} that were tried has it, which is no proof"),
                character: None,
                ground: Ground::Trial,
            }),
        }
    }
}

fn proven(obstacle: Obstacle) -> Unreachable {
    let (why, words, character) = match obstacle {
        Obstacle::NoText => ("no-text", "its bytes stand in no text", None),
        Obstacle::EndsInCharacter => {
            ("ends-in-character", "a word would end in the middle of a character", None)
        }
        Obstacle::Whitespace(character) => ("whitespace", "white space belongs to no word", Some(character)),
        Obstacle::LeftOut(character) => {
            ("left-out", "normalization leaves no such character", Some(character))
        }
        Obstacle::AllLeftOut => {
            ("all-left-out", "normalization leaves none of the characters that have these bytes", None)
        }
        Obstacle::CutOut(character) => {
            ("special", "its character is a special token wherever it stands", Some(character))
        }
        Obstacle::NumberAlone(character) => {
            ("number", "every number is a word on its own, and ends it", Some(character))
        }
        Obstacle::IdeographAlone(character) => {
            ("ideograph", "every ideograph is a word on its own, and ends it", Some(character))
        }
    };
    Unreachable { why, words: words.to_owned(), character, ground: Ground::Proof }
}

/// Entries that no prompt has for the same reason.
#[derive(Debug)]
pub struct UnreachableGroup<'v> {
    pub words: String,
    pub entries: Vec<SymbolReport<'v>>,
}

impl<'v> UnreachableGroup<'v> {
    /// Those of these entries that no prompt has, reason by reason, in the order in which reasons come first.
    pub fn all(ids: &[TokenId], tokenizer: &'v Tokenizer) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for &id in ids {
            let ReachReport::Unreachable(Unreachable { words, .. }) = ReachReport::of(id, tokenizer) else {
                continue;
            };
            let entry = SymbolReport::of(id, tokenizer.vocabulary());
            match groups.iter_mut().find(|group| group.words == words) {
                Some(group) => group.entries.push(entry),
                None => groups.push(Self { words, entries: vec![entry] }),
            }
        }
        groups
    }
}
