//! Enters: whether a prompt can have an entry of the vocabulary. Leaves: that in words, and entries by the same reason.

use cliptok::reachability::{Obstacle, Reachability, reach};
use cliptok::{TokenId, Tokenizer};

use super::trace::SymbolReport;
use crate::cli::words::entries;

/// Whether any prompt has an entry among its tokens.
#[derive(Clone, Debug)]
pub enum ReachReport {
    /// This one has.
    By(String),
    /// None has, or none was found.
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
            Reachability::NotBy(_) => Self::Unreachable(Unreachable {
                why: "not-found",
                words: "no prompt was found that gives it, which proves nothing".to_owned(),
                character: None,
                ground: Ground::Trial,
            }),
        }
    }
}

fn proven(obstacle: Obstacle) -> Unreachable {
    let fixed = |why, words: &str, character| (why, words.to_owned(), character);
    let (why, words, character) = match obstacle {
        Obstacle::NoText => fixed("no-text", "no UTF-8 text has these bytes", None),
        Obstacle::EndsInCharacter => {
            fixed("ends-in-character", "a word would end in the middle of a character", None)
        }
        Obstacle::PassedOver(character) => {
            let words = "the pattern passes over such a character, as over white space";
            fixed("passed-over", words, Some(character))
        }
        Obstacle::LeftOut(character, step) => {
            let words = format!("normalization leaves no such character, by its step {}", step.name());
            ("left-out", words, Some(character))
        }
        Obstacle::AllLeftOut => {
            fixed("all-left-out", "normalization leaves none of the characters that have these bytes", None)
        }
        Obstacle::CutOut(character) => {
            let words = "such a character is a special token wherever it stands";
            fixed("special", words, Some(character))
        }
        Obstacle::NumberAlone(character) => {
            fixed("number", "every number is a word on its own, and ends it", Some(character))
        }
        Obstacle::IdeographAlone(character) => {
            fixed("ideograph", "every ideograph is a word on its own, and ends it", Some(character))
        }
    };
    Unreachable { why, words, character, ground: Ground::Proof }
}

/// Entries that no prompt gives, by the reason, in the order in which reasons come first.
#[derive(Debug, Default)]
pub struct UnreachableReport<'v> {
    pub dialect: &'static str,
    /// How many there are for which there is a proof, and how many that were only not found, shown or not.
    pub proven: usize,
    pub not_found: usize,
    pub groups: Vec<UnreachableGroup<'v>>,
}

/// Entries that no prompt gives for the same reason.
#[derive(Debug)]
pub struct UnreachableGroup<'v> {
    pub words: String,
    pub entries: Vec<SymbolReport<'v>>,
}

impl<'v> UnreachableReport<'v> {
    /// All of these entries; the groups have the first ones.
    pub fn new(found: &[(TokenId, Unreachable)], first: usize, tokenizer: &'v Tokenizer) -> Self {
        let mut report = Self { dialect: tokenizer.dialect().name, ..Self::default() };
        for (index, (id, unreachable)) in found.iter().enumerate() {
            match unreachable.ground {
                Ground::Proof => report.proven += 1,
                Ground::Trial => report.not_found += 1,
            }
            if index >= first {
                continue;
            }
            let entry = SymbolReport::of(*id, tokenizer.vocabulary());
            if let Some(group) = report.groups.iter_mut().find(|group| group.words == unreachable.words) {
                group.entries.push(entry);
            } else {
                let words = unreachable.words.clone();
                report.groups.push(UnreachableGroup { words, entries: vec![entry] });
            }
        }
        report
    }

    /// How many entries the groups have.
    pub fn shown(&self) -> usize {
        self.groups.iter().map(|group| group.entries.len()).sum()
    }

    /// How many there are, in words.
    pub fn total(&self) -> String {
        let mut words =
            format!("{} that no prompt gives in the dialect {}", entries(self.proven), self.dialect);
        if self.not_found > 0 {
            words = format!("{words}; {} more for which no prompt was found", self.not_found);
        }
        let (shown, all) = (self.shown(), self.proven + self.not_found);
        if shown < all { format!("{words}; the first {shown} of them shown") } else { words }
    }
}
