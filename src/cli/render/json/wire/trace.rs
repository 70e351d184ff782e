//! Enters: traces. Leaves: the types of their JSON.

use serde::Serialize;

use cliptok::trace::{EditTrace, StepTrace};

use super::{SourceWire, SpanWire};
use crate::cli::render::escape::hex;
use crate::cli::render::report::trace::{MergeReport, SymbolReport, TraceReport, WordReport};

/// What `trace` tells of a prompt.
#[derive(Debug, Serialize)]
pub struct TraceWire<'r> {
    source: SourceWire,
    prompt: &'r str,
    model: &'static str,
    dialect: &'static str,
    steps: Vec<StepWire<'r>>,
    normalized: &'r str,
    words: Vec<WordWire<'r>>,
}

#[derive(Debug, Serialize)]
struct StepWire<'r> {
    step: &'static str,
    edits: Vec<EditWire<'r>>,
}

#[derive(Debug, Serialize)]
struct EditWire<'r> {
    before: &'r str,
    after: &'r str,
    original: SpanWire,
}

#[derive(Debug, Serialize)]
struct WordWire<'r> {
    text: &'r str,
    normalized: SpanWire,
    original: SpanWire,
    /// What the word began as; none for a special token.
    symbols: Vec<u16>,
    merges: Vec<MergeWire>,
    tokens: Vec<EntryWire>,
}

#[derive(Debug, Serialize)]
struct MergeWire {
    rank: u16,
    left: EntryWire,
    right: EntryWire,
    merged: EntryWire,
    normalized: SpanWire,
}

/// An entry of the vocabulary.
#[derive(Debug, Serialize)]
struct EntryWire {
    id: u16,
    kind: &'static str,
    ends_word: bool,
    bytes: String,
}

impl<'r> TraceWire<'r> {
    pub fn of(report: &'r TraceReport<'_>) -> Self {
        Self {
            source: SourceWire::of(report.origin),
            prompt: report.prompt,
            model: report.model,
            dialect: report.dialect,
            steps: report.steps.iter().map(StepWire::of).collect(),
            normalized: &report.normalized,
            words: report.words.iter().map(WordWire::of).collect(),
        }
    }
}

impl<'r> StepWire<'r> {
    fn of(step: &'r StepTrace) -> Self {
        let edit = |edit: &'r EditTrace| EditWire {
            before: &edit.before,
            after: &edit.after,
            original: edit.original.into(),
        };
        Self { step: step.step.name(), edits: step.edits.iter().map(edit).collect() }
    }
}

impl<'r> WordWire<'r> {
    fn of(word: &'r WordReport<'_>) -> Self {
        Self {
            text: &word.text,
            normalized: word.span.into(),
            original: word.original.into(),
            symbols: word.symbols.iter().map(|symbol| symbol.id.0).collect(),
            merges: word.merges.iter().map(MergeWire::of).collect(),
            tokens: word.tokens.iter().map(EntryWire::of).collect(),
        }
    }
}

impl MergeWire {
    fn of(merge: &MergeReport<'_>) -> Self {
        Self {
            rank: merge.rank,
            left: EntryWire::of(&merge.left),
            right: EntryWire::of(&merge.right),
            merged: EntryWire::of(&merge.merged),
            normalized: merge.span.into(),
        }
    }
}

impl EntryWire {
    fn of(symbol: &SymbolReport<'_>) -> Self {
        Self {
            id: symbol.id.0,
            kind: symbol.kind.name(),
            ends_word: symbol.ends_word,
            bytes: hex(symbol.bytes, ""),
        }
    }
}
