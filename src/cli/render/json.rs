//! Enters: reports and answers. Leaves: JSON: the types here are what README documents, and stay as they are.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use cliptok::{Span, TokenId};

use super::escape::{hex, hides};
use super::report::Report;
use crate::cli::origin::{Origin, Place};

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
        Self {
            kind,
            file,
            record: origin.record,
        }
    }
}

#[derive(Debug, Serialize)]
struct SpanWire {
    start: usize,
    end: usize,
}

impl From<Span> for SpanWire {
    fn from(span: Span) -> Self {
        Self {
            start: span.start,
            end: span.end,
        }
    }
}

/// What `inspect` tells of a prompt.
#[derive(Debug, Serialize)]
pub struct InspectWire<'r> {
    source: SourceWire,
    prompt: &'r str,
    model: &'static str,
    dialect: &'static str,
    normalized: &'r str,
    changed_by: &'r [&'static str],
    tokens: Vec<TokenWire<'r>>,
    layout: LayoutWire,
    cut: Option<CutWire<'r>>,
    counts: CountsWire,
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

#[derive(Debug, Serialize)]
struct LayoutWire {
    context_length: usize,
    pad_id: u16,
    ids: Vec<u16>,
}

#[derive(Debug, Serialize)]
struct CutWire<'r> {
    start: usize,
    end: usize,
    text: &'r str,
    split_character: Option<&'r str>,
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
            normalized: &report.normalized,
            changed_by: &report.changed_by,
            tokens: report
                .tokens
                .iter()
                .map(|token| TokenWire {
                    slot: token.slot,
                    id: token.id.0,
                    kind: token.kind.name(),
                    ends_word: token.ends_word,
                    bytes: hex(&token.bytes, ""),
                    text: std::str::from_utf8(&token.bytes).ok(),
                    normalized: token.normalized.into(),
                    original: token.original.into(),
                    characters: token.characters,
                })
                .collect(),
            layout: LayoutWire {
                context_length: report.slots.len(),
                pad_id: report.pad.0,
                ids: report.slots.iter().map(|slot| slot.id.0).collect(),
            },
            cut: report.cut.map(|cut| CutWire {
                start: cut.bytes.start,
                end: cut.bytes.end,
                text: cut.text,
                split_character: cut.split,
            }),
            counts: CountsWire {
                bytes: counts.bytes,
                characters: counts.characters,
                tokens: counts.tokens,
                room: counts.room,
                fallback: counts.fallback(),
                fragments: counts.fragments,
                single_bytes: counts.single_bytes,
                free: counts.free,
                over: counts.over,
            },
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
        Self {
            source: SourceWire::of(origin),
            ids: ids.iter().map(|id| id.0).collect(),
            over,
        }
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
        Self {
            source: SourceWire::of(origin),
            text,
            bytes: hex(bytes, ""),
        }
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
        Self {
            source: SourceWire::of(origin),
            tokens,
            prompt,
        }
    }
}

/// What `count --total` tells.
#[derive(Debug, Serialize)]
pub struct TotalWire {
    pub prompts: u64,
    pub tokens: u64,
}

/// How several answers stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// In one array, an answer a line.
    Array,
    /// One a line, and nothing else.
    Lines,
}

/// Writes answers as they come.
#[derive(Debug)]
pub struct Stream {
    together: Together,
    written: u64,
}

impl Stream {
    pub const fn new(together: Together) -> Self {
        Self {
            together,
            written: 0,
        }
    }

    /// Writes one answer.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn push(&mut self, mut out: &mut dyn Write, answer: &impl Serialize) -> io::Result<()> {
        out.write_all(match (self.together, self.written) {
            (Together::Array, 0) => b"[\n",
            (Together::Array, _) => b",\n",
            (Together::Lines, _) => b"",
        })?;
        self.written += 1;
        answer.serialize(&mut serde_json::Serializer::with_formatter(
            &mut out, Visible,
        ))?;
        match self.together {
            Together::Array => Ok(()),
            Together::Lines => out.write_all(b"\n"),
        }
    }

    /// Writes what comes after the last answer.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match (self.together, self.written) {
            (Together::Lines, _) => Ok(()),
            (Together::Array, 0) => out.write_all(b"[]\n"),
            (Together::Array, _) => out.write_all(b"\n]\n"),
        }
    }
}

/// JSON on one line in which nothing can change what a terminal shows: controls beyond ASCII, turns
/// of direction and invisible characters are written as `\u202e`. What a program reads is the same.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut shown_from = 0;
        for (at, character) in fragment
            .char_indices()
            .filter(|&(_, character)| hides(character))
        {
            out.write_all(fragment.get(shown_from..at).unwrap_or_default().as_bytes())?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            shown_from = at + character.len_utf8();
        }
        out.write_all(fragment.get(shown_from..).unwrap_or_default().as_bytes())
    }
}
