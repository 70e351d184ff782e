//! Enters: reports and answers. Leaves: the types of the JSON that README documents: they stay as they are.

pub mod comparison;
pub mod emoji;
pub mod statistics;
pub mod trace;
pub mod vocabulary;

use std::borrow::Cow;
use std::path::Path;

use serde::{Serialize, Serializer};

use cliptok::{CutPart, Span, TokenId};

use crate::cli::origin::{Origin, Place};
use crate::cli::render::escape::hex;
use crate::cli::render::report::{Report, TokenReport};

/// Where a prompt came from.
#[derive(Debug, Serialize)]
pub struct SourceWire {
    /// `argument`, `stdin` or `file`.
    kind: &'static str,
    /// The file's name.
    file: Option<String>,
    /// Which argument, line or record, from 1.
    record: u64,
}

impl SourceWire {
    fn of(origin: &Origin) -> Self {
        let (kind, file) = match &origin.place {
            Place::Arguments => ("argument", None),
            Place::Stdin => ("stdin", None),
            Place::File(path) => ("file", Some(path.to_string_lossy().into_owned())),
        };
        Self { kind, file, record: origin.record }
    }
}

#[derive(Debug, Serialize)]
struct SpanWire {
    start: usize,
    end: usize,
}

impl From<Span> for SpanWire {
    fn from(span: Span) -> Self {
        Self { start: span.start, end: span.end }
    }
}

/// What `inspect` tells of a prompt.
#[derive(Debug, Serialize)]
pub struct InspectWire<'r> {
    source: SourceWire,
    prompt: &'r str,
    model: &'static str,
    dialect: &'static str,
    /// The directory of another vocabulary than the built-in one.
    vocabulary: Option<Cow<'r, str>>,
    normalized: &'r str,
    changed_by: &'r [&'static str],
    tokens: Tokens<'r>,
    layout: LayoutWire,
    cut: Option<CutWire<'r>>,
    counts: CountsWire,
    warnings: Vec<WarningWire>,
}

#[derive(Debug, Serialize)]
struct WarningWire {
    kind: &'static str,
    words: String,
}

#[derive(Debug, Serialize)]
struct TokenWire<'r> {
    slot: Option<usize>,
    id: u16,
    kind: &'static str,
    ends_word: bool,
    /// Two digits a byte.
    bytes: String,
    /// The bytes as text; null where they are not UTF-8.
    text: Option<&'r str>,
    normalized: SpanWire,
    original: SpanWire,
    characters: &'r str,
}

/// The tokens, made into their wire type one at a time: a prompt can have millions.
#[derive(Debug)]
struct Tokens<'r>(&'r [TokenReport<'r>]);

impl Serialize for Tokens<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(TokenWire::of))
    }
}

impl<'r> TokenWire<'r> {
    fn of(token: &'r TokenReport<'_>) -> Self {
        Self {
            slot: token.slot,
            id: token.id.0,
            kind: token.kind.name(),
            ends_word: token.ends_word,
            bytes: hex(token.bytes, ""),
            text: std::str::from_utf8(token.bytes).ok(),
            normalized: token.normalized.into(),
            original: token.original.into(),
            characters: token.characters,
        }
    }
}

impl<'r> CutPartWire<'r> {
    fn of(part: &CutPart, prompt: &'r str) -> Self {
        let text = part.characters.slice(prompt);
        Self { bytes: part.bytes.into(), characters: part.characters.into(), text }
    }
}

#[derive(Debug, Serialize)]
struct LayoutWire {
    context_length: usize,
    pad_id: u16,
    ids: Vec<u16>,
}

#[derive(Debug, Serialize)]
struct CutWire<'r> {
    parts: Vec<CutPartWire<'r>>,
    split_character: Option<&'r str>,
}

#[derive(Debug, Serialize)]
struct CutPartWire<'r> {
    bytes: SpanWire,
    characters: SpanWire,
    text: &'r str,
}

#[derive(Debug, Serialize)]
struct CountsWire {
    bytes: usize,
    characters: usize,
    tokens: usize,
    room: usize,
    fallback: usize,
    fragments: usize,
    single_bytes: usize,
    free: usize,
    over: usize,
}

impl<'r> InspectWire<'r> {
    pub fn of(report: &'r Report<'_>) -> Self {
        let counts = report.counts;
        Self {
            source: SourceWire::of(report.origin),
            prompt: report.prompt,
            model: report.model,
            dialect: report.dialect,
            vocabulary: report.vocabulary.map(Path::to_string_lossy),
            normalized: &report.normalized,
            changed_by: &report.changed_by,
            tokens: Tokens(&report.tokens),
            layout: LayoutWire {
                context_length: report.slots.len(),
                pad_id: report.pad.0,
                ids: report.slots.iter().map(|slot| slot.id.0).collect(),
            },
            cut: report.cut.as_ref().map(|cut| CutWire {
                parts: cut.parts.iter().map(|part| CutPartWire::of(part, report.prompt)).collect(),
                split_character: cut.split.map(|split| split.slice(report.prompt)),
            }),
            counts: CountsWire {
                bytes: counts.bytes,
                characters: counts.characters,
                tokens: counts.tokens,
                room: counts.room,
                fallback: counts.fallback,
                fragments: counts.fragments,
                single_bytes: counts.single_bytes,
                free: counts.free,
                over: counts.over,
            },
            warnings: report
                .warnings
                .iter()
                .map(|warning| WarningWire { kind: warning.kind(), words: warning.to_string() })
                .collect(),
        }
    }
}

/// What `encode` tells of a prompt.
#[derive(Debug, Serialize)]
pub struct EncodeWire {
    source: SourceWire,
    ids: Vec<u16>,
    /// How many tokens did not fit.
    over: usize,
}

impl EncodeWire {
    pub fn of(origin: &Origin, ids: &[TokenId], over: usize) -> Self {
        Self { source: SourceWire::of(origin), ids: ids.iter().map(|id| id.0).collect(), over }
    }
}

/// What `decode` tells of a sequence of ids.
#[derive(Debug, Serialize)]
pub struct DecodeWire<'r> {
    source: SourceWire,
    /// Null where the bytes are not UTF-8.
    text: Option<&'r str>,
    bytes: String,
}

impl<'r> DecodeWire<'r> {
    pub fn of(origin: &Origin, bytes: &'r [u8]) -> Self {
        let text = std::str::from_utf8(bytes).ok();
        Self { source: SourceWire::of(origin), text, bytes: hex(bytes, "") }
    }
}

/// What `count` tells of a prompt; the prompt only where it was asked which are too long.
#[derive(Debug, Serialize)]
pub struct CountWire<'r> {
    source: SourceWire,
    tokens: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<&'r str>,
}

impl<'r> CountWire<'r> {
    pub fn of(origin: &Origin, tokens: usize, prompt: Option<&'r str>) -> Self {
        Self { source: SourceWire::of(origin), tokens, prompt }
    }
}

/// What `count --total` tells.
#[derive(Debug, Serialize)]
pub struct TotalWire {
    pub prompts: u64,
    pub tokens: u64,
}
