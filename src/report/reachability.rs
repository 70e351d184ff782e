//! Enters: whether a prompt can have an entry of the vocabulary. Leaves: the answer in words, and entries grouped by reason.

use cliptok_bpe::TokenId;
use serde::{Serialize, Serializer};

use super::{EntryReport, entries};
use crate::encoder::Encoder;
use crate::explain::{Obstacle, Reachability, reach};

/// Whether any prompt has an entry among its tokens.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ReachReport {
    /// This prompt has it.
    By(String),
    /// No prompt has it, or none was found.
    Unreachable(Unreachable),
}

/// Why no prompt has an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Unreachable {
    /// The reason's name in JSON and in tables.
    pub why: &'static str,
    /// The character of the entry that causes it.
    pub character: Option<char>,
    /// The ground for it. JSON has whether it is proven.
    #[serde(rename = "proven", serialize_with = "is_proven")]
    pub ground: Ground,
    /// The reason in words; not in JSON.
    #[serde(skip)]
    pub words: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference to the field")]
fn is_proven<S: Serializer>(ground: &Ground, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(*ground == Ground::Proof)
}

/// The ground for saying that no prompt has an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ground {
    /// A proof.
    Proof,
    /// A trial: none of many prompts had it.
    Trial,
}

impl ReachReport {
    /// Looks for a prompt that has the entry.
    pub fn of(id: TokenId, encoder: &Encoder) -> Self {
        match reach(id, encoder) {
            Reachability::By(prompt) => Self::By(prompt),
            Reachability::Never(obstacle) => Self::Unreachable(proven(obstacle)),
            Reachability::NotBy(_) => Self::Unreachable(Unreachable {
                why: "not-found",
                words: "no prompt that gives it was found, but that does not prove there is none".to_owned(),
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
            let words = "the pattern skips this character, like white space";
            fixed("passed-over", words, Some(character))
        }
        Obstacle::Removed(character, step) => {
            let words = format!("normalization removes this character, in its step {}", step.name());
            ("removed", words, Some(character))
        }
        Obstacle::AllRemoved => {
            fixed("all-removed", "normalization removes every character that has these bytes", None)
        }
        Obstacle::CutOut(character) => {
            let words = "this character is a special token wherever it stands";
            fixed("special", words, Some(character))
        }
        Obstacle::NumberAlone(character) => fixed(
            "number",
            "every numeric character is a word by itself, so its last token ends a word",
            Some(character),
        ),
        Obstacle::PunctuationAlone(character) => {
            let words = "every punctuation character is a word by itself, so its last token ends a word";
            fixed("punctuation", words, Some(character))
        }
        Obstacle::IdeographAlone(character) => fixed(
            "ideograph",
            "every ideograph is a word by itself, so its last token ends a word",
            Some(character),
        ),
    };
    Unreachable { why, words, character, ground: Ground::Proof }
}

/// Entries that no prompt gives, grouped by the reason, in the order in which the reasons first appear.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct UnreachableReport<'v> {
    /// The dialect of the prompts.
    pub dialect: &'static str,
    /// How many are proven, shown or not.
    pub proven: usize,
    /// For how many no prompt was found, shown or not.
    pub not_found: usize,
    /// The first of them, grouped by the reason.
    pub groups: Vec<UnreachableGroup<'v>>,
}

/// Entries that no prompt gives for the same reason.
#[derive(Debug)]
#[non_exhaustive]
pub struct UnreachableGroup<'v> {
    /// The reason in words.
    pub words: String,
    /// The entries.
    pub entries: Vec<EntryReport<'v>>,
}

impl<'v> UnreachableReport<'v> {
    /// The report for these entries. The groups have only the first ones.
    pub fn new(found: &[(TokenId, Unreachable)], first: usize, encoder: &'v Encoder) -> Self {
        let mut report = Self { dialect: encoder.dialect().name(), ..Self::default() };
        for (index, (id, unreachable)) in found.iter().enumerate() {
            match unreachable.ground {
                Ground::Proof => report.proven += 1,
                Ground::Trial => report.not_found += 1,
            }
            if index >= first {
                continue;
            }
            let entry = EntryReport::of(*id, encoder.vocabulary());
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
        if shown < all { format!("{words}; the first {shown} shown") } else { words }
    }
}
