//! Enters: entries of a vocabulary, or words. Leaves: the types of their JSON.

use serde::Serialize;

use crate::cli::render::escape::hex;
use crate::cli::render::report::reachability::{Ground, ReachReport};
use crate::cli::render::report::trace::SymbolReport;
use crate::cli::render::report::vocabulary::{EntryReport, VocabularyReport, WordReport};

/// An entry as it is.
#[derive(Debug, Serialize)]
pub struct SymbolWire {
    id: u16,
    kind: &'static str,
    ends_word: bool,
    bytes: String,
    /// Null where the bytes are not UTF-8.
    text: Option<String>,
}

impl SymbolWire {
    pub fn of(symbol: &SymbolReport<'_>) -> Self {
        Self {
            id: symbol.id.0,
            kind: symbol.kind.name(),
            ends_word: symbol.ends_word,
            bytes: hex(symbol.bytes, ""),
            text: std::str::from_utf8(symbol.bytes).ok().map(str::to_owned),
        }
    }
}

/// What `vocab` tells of an entry.
#[derive(Debug, Serialize)]
pub struct EntryWire {
    #[serde(flatten)]
    symbol: SymbolWire,
    /// Null for what merging begins with, and for special tokens.
    rank: Option<u16>,
    parents: Option<[u16; 2]>,
    /// The ids of the entries that are merged from it.
    part_of: Vec<u16>,
    /// A prompt that has the entry among its tokens; null where none has.
    prompt: Option<String>,
    /// Why none has; null where one has.
    unreachable: Option<UnreachableWire>,
}

#[derive(Debug, Serialize)]
struct UnreachableWire {
    why: &'static str,
    character: Option<char>,
    proven: bool,
}

fn prompt_or_reason(report: &ReachReport) -> (Option<String>, Option<UnreachableWire>) {
    match report {
        ReachReport::By(prompt) => (Some(prompt.clone()), None),
        ReachReport::Unreachable(unreachable) => {
            let proven = unreachable.ground == Ground::Proof;
            let (why, character) = (unreachable.why, unreachable.character);
            (None, Some(UnreachableWire { why, character, proven }))
        }
    }
}

impl EntryWire {
    pub fn of(report: &EntryReport<'_>) -> Self {
        let (prompt, unreachable) = prompt_or_reason(&report.reach);
        Self {
            symbol: SymbolWire::of(&report.symbol),
            rank: report.made.map(|made| made.rank),
            parents: report.made.map(|made| [made.left.id.0, made.right.id.0]),
            part_of: report.part_of.iter().map(|symbol| symbol.id.0).collect(),
            prompt,
            unreachable,
        }
    }
}

/// What `vocab --single` tells of a word.
#[derive(Debug, Serialize)]
pub struct WordWire<'r> {
    word: &'r str,
    single: bool,
    tokens: Vec<SymbolWire>,
}

impl<'r> WordWire<'r> {
    pub fn of(report: &WordReport<'r>) -> Self {
        let tokens = report.tokens.iter().map(SymbolWire::of).collect();
        Self { word: report.word, single: report.is_single(), tokens }
    }
}

/// What `vocab` tells of the whole vocabulary.
#[derive(Debug, Serialize)]
pub struct VocabularyWire {
    entries: usize,
    end_words: usize,
    whole: usize,
    fragment: usize,
    byte: usize,
    special: usize,
    emoji: usize,
}

impl VocabularyWire {
    pub const fn of(report: &VocabularyReport) -> Self {
        let [(_, whole), (_, fragment), (_, byte), (_, special)] = report.kinds;
        let VocabularyReport { entries, end_words, emoji, .. } = *report;
        Self { entries, end_words, whole, fragment, byte, special, emoji }
    }
}
