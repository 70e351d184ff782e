//! Enters: a prompt, and the rules for reading it. Leaves: a full report on it.

// An `allow` on `PromptReport` would not reach the code that serde derives for it.
#![allow(clippy::ref_option_ref, reason = "serde passes a reference to the field")]

use std::path::{Path, PathBuf};

use cliptok_bpe::{TokenId, TokenKind, Vocabulary};
use serde::Serialize;

use super::found::Searched;
use super::serialize::{Version, path};
use super::warning::{Warning, Warnings, warnings};
use super::{EncoderReport, FoundReport, ProgramReport, SlotClass, Source, SyntaxName, TokenReport, Weight};
use crate::dialect::{Dialect, Model, Step};
use crate::encoder::Encoder;
use crate::encoding::Encoding;
use crate::explain::Cut;
use crate::prompt_reader::PromptReader;
use crate::rows::{Layout, RowRules, Slot};
use crate::text::Span;

/// The rules for reading a prompt.
#[derive(Clone, Debug)]
pub struct PromptRules {
    /// The encoder.
    pub encoder: Encoder,
    /// How its rows are filled.
    pub row: RowRules,
    /// The program whose syntax the prompt is written in; `None` if it is text and nothing else.
    pub reader: Option<PromptReader>,
    /// Whether a prompt is warned about.
    pub warnings: Warnings,
    /// The directory of the vocabulary, if it is not CLIP's own.
    pub vocabulary: Option<PathBuf>,
    /// The phrases whose rows and slots are wanted.
    pub find: Vec<String>,
    /// The rules of the second encoder, for a model that has two.
    pub second: Option<Box<Self>>,
}

impl PromptRules {
    /// The rules of an encoder with CLIP's own vocabulary: the rows of its model, and every warning.
    pub fn of(encoder: Encoder) -> Self {
        let (row, warnings) = (encoder.row_rules(), Warnings::beside(&encoder));
        Self { encoder, row, reader: None, warnings, vocabulary: None, find: Vec::new(), second: None }
    }

    /// The rules of the encoders of a model, of which it has one or two; `None` of none.
    pub fn of_both(encoders: impl IntoIterator<Item = Encoder>) -> Option<Self> {
        let mut rules = encoders.into_iter().map(Self::of);
        let first = rules.next()?;
        Some(Self { second: rules.next().map(Box::new), ..first })
    }

    /// The rules of a program with CLIP's own vocabulary, and every warning.
    pub fn of_program(reader: &PromptReader) -> Self {
        Self { reader: Some(reader.clone()), ..Self::of(reader.encoder().clone()) }
    }
}

/// A prompt, its tokens and its rows.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct PromptReport<'p> {
    pub(super) version: Version,
    /// Where the prompt comes from.
    pub source: &'p Source,
    /// The prompt as typed.
    pub prompt: &'p str,
    /// The model that reads it.
    pub model: Model,
    /// The dialect in which it is tokenized.
    pub dialect: Dialect,
    /// The directory of the vocabulary, if it is not CLIP's own.
    #[serde(serialize_with = "path")]
    pub vocabulary: Option<&'p Path>,
    /// The syntax in which it is written.
    pub syntax: SyntaxName,
    /// The prompt after normalization.
    pub normalized_text: String,
    /// The normalization steps that changed something.
    pub changed_by: Vec<Step>,
    /// Its tokens, including those that were cut.
    pub tokens: Vec<TokenReport<'p>>,
    /// What the model reads.
    pub rows: Vec<RowReport>,
    /// How many slots a row has.
    pub context_length: usize,
    /// The id that fills the slots after the end.
    pub pad_id: TokenId,
    /// The parts of the prompt that have no slot.
    pub cut: Option<CutReport<'p>>,
    /// Counts of everything.
    pub counts: Counts,
    /// Where the phrases occur that were looked for; `None` if there is none.
    pub found: Option<Vec<FoundReport<'p>>>,
    /// What its program makes of it.
    #[serde(flatten)]
    pub program: ProgramReport<'p>,
    /// What may surprise its reader.
    pub warnings: Vec<Warning>,
    /// What each of two encoders reads, the first one too, whose report this is; `None` of a single encoder.
    pub encoders: Option<[EncoderReport<'p>; 2]>,
    /// The report of the second encoder, if there is one. Not in JSON, where `encoders` has what it reads.
    #[serde(skip)]
    pub second: Option<Box<Self>>,
    /// The slots of each row, with what each holds. Not in JSON, where `rows` has their ids.
    #[serde(skip)]
    pub slots: Vec<Vec<SlotReport>>,
}

/// One row of ids that a model reads.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RowReport {
    /// The ids, slot by slot; `None` for the vector of an embedding where the program puts no id.
    pub ids: Vec<Option<TokenId>>,
    /// The weight of each slot; `None` without a prompt syntax.
    pub weights: Option<Vec<Weight>>,
}

/// One slot of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SlotReport {
    /// What it holds.
    pub class: SlotClass,
    /// Its id; `None` for a vector of an embedding where the program puts no id.
    pub id: Option<TokenId>,
}

/// The parts of a prompt that have no slot.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct CutReport<'p> {
    /// The parts, from left to right. There is exactly one, unless normalization reordered marks.
    pub parts: Vec<CutPartReport<'p>>,
    /// The first character that lost some of its tokens but not all.
    pub split_character: Option<&'p str>,
}

/// A part of a prompt that has no slot.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct CutPartReport<'p> {
    /// The bytes of the prompt that were cut.
    pub original: Span,
    /// The whole characters that lost at least a byte.
    pub characters: &'p str,
    /// Where these characters are in the prompt.
    pub within: Span,
}

/// Counts of everything in a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// How many tokens the prompt has.
    pub count: usize,
    /// How many tokens fit into a row.
    pub room: usize,
    /// How many tokens have no slot.
    pub over: usize,
    /// How many slots hold a pad.
    pub free: usize,
    /// Tokens that are only parts of a character: fragments and single bytes.
    pub fallback_tokens: usize,
    /// Tokens of several bytes that cut a character.
    pub fragment_tokens: usize,
    /// Tokens of one byte of a longer character.
    pub byte_tokens: usize,
    /// How many bytes the prompt has.
    pub prompt_bytes: usize,
    /// How many characters (code points) the prompt has.
    pub prompt_characters: usize,
}

impl<'p> PromptReport<'p> {
    /// Encodes a prompt and reports everything about it.
    ///
    /// ```
    /// use cliptok::report::{PromptReport, PromptRules, Source};
    /// use cliptok::{Checkpoint, Encoder};
    /// let encoders = Checkpoint::Sdxl.encoders().iter().map(|&model| Encoder::for_model(model));
    /// let (rules, source) = (PromptRules::of_both(encoders).unwrap(), Source::argument(1));
    /// let report = PromptReport::new("a cat!", &source, &rules);
    /// assert!(!report.second.as_ref().unwrap().has_tokens_of(&report.tokens));
    /// ```
    pub fn new(prompt: &'p str, source: &'p Source, rules: &'p PromptRules) -> Self {
        let first = Self::of_one(prompt, source, rules);
        let Some(second) = &rules.second else { return first };
        let second = Self::of_one(prompt, source, second);
        let encoders = Some([EncoderReport::of(&first), EncoderReport::of(&second)]);
        Self { encoders, second: Some(Box::new(second)), ..first }
    }

    /// Whether its tokens are these, in the same places of the prompt.
    pub fn has_tokens_of(&self, tokens: &[TokenReport<'_>]) -> bool {
        let place = |token: &TokenReport<'_>| (token.entry.id, token.original);
        self.tokens.iter().map(place).eq(tokens.iter().map(place))
    }

    fn of_one(prompt: &'p str, source: &'p Source, rules: &'p PromptRules) -> Self {
        if let Some(reader) = &rules.reader {
            return Self::by_program(prompt, source, rules, reader);
        }
        let PromptRules { encoder, row, warnings: wanted, vocabulary, .. } = rules;
        let encoding = encoder.encode(prompt);
        let layout = Layout::new(row.context_length, encoding.tokens.len());
        let slots = slots(&encoding, &layout, row.pad, encoder.vocabulary());
        let tokens = tokens(prompt, &encoding, &layout, encoder);
        let searched = Searched { prompt, tokens: &tokens, rows: 1 };
        let found = FoundReport::in_text(&rules.find, encoder, &encoding, &searched);
        Self {
            version: Version,
            source,
            prompt,
            model: encoder.model(),
            dialect: encoder.dialect(),
            vocabulary: vocabulary.as_deref(),
            syntax: SyntaxName(None),
            changed_by: encoding.changed_by.clone(),
            found: Some(found).filter(|found| !found.is_empty()),
            tokens,
            rows: vec![RowReport::plain(slots.iter().filter_map(|slot| slot.id))],
            context_length: slots.len(),
            pad_id: row.pad,
            cut: Cut::of(prompt, &encoding.tokens, &layout).map(|cut| CutReport::new(&cut, prompt)),
            counts: counts(prompt, &encoding, &layout),
            warnings: warnings(prompt, &encoding, &layout, encoder, row.over_length, wanted),
            program: ProgramReport::default(),
            normalized_text: encoding.normalized,
            slots: vec![slots],
            encoders: None,
            second: None,
        }
    }
}

impl<'p> CutReport<'p> {
    pub(super) fn new(cut: &Cut, prompt: &'p str) -> Self {
        let parts = cut.parts.iter().map(|part| CutPartReport {
            original: part.bytes,
            characters: part.characters.of(prompt),
            within: part.characters,
        });
        Self { parts: parts.collect(), split_character: cut.split.map(|split| split.of(prompt)) }
    }
}

fn tokens<'p>(
    prompt: &'p str,
    encoding: &Encoding,
    layout: &Layout,
    encoder: &'p Encoder,
) -> Vec<TokenReport<'p>> {
    let tokens = TokenReport::all(prompt, encoding, encoder).into_iter().enumerate();
    let placed = tokens.map(|(index, token)| {
        let slot = layout.slot_of(index);
        TokenReport { row: slot.map(|_| 0), slot, ..token }
    });
    placed.collect()
}

#[allow(clippy::indexing_slicing, reason = "the layout was made for these tokens")]
fn slots(encoding: &Encoding, layout: &Layout, pad: TokenId, vocabulary: &Vocabulary) -> Vec<SlotReport> {
    let content: Vec<TokenId> = encoding.ids().collect();
    let class = |slot| match slot {
        Slot::Start => SlotClass::Start,
        Slot::Content(at) => SlotClass::of_kind(encoding.tokens[at].kind),
        Slot::End => SlotClass::End,
        Slot::Pad => SlotClass::Pad,
    };
    let ids = layout.ids(&content, pad, vocabulary);
    layout.slots().map(class).zip(ids).map(|(class, id)| SlotReport { class, id: Some(id) }).collect()
}

fn counts(prompt: &str, encoding: &Encoding, layout: &Layout) -> Counts {
    let of_kind = |kind| encoding.tokens.iter().filter(|token| token.kind == kind).count();
    Counts {
        count: encoding.tokens.len(),
        room: layout.context_length().content(),
        over: layout.over(),
        free: layout.free(),
        fallback_tokens: encoding.tokens.iter().filter(|token| token.kind.is_fallback()).count(),
        fragment_tokens: of_kind(TokenKind::Fragment),
        byte_tokens: of_kind(TokenKind::Byte),
        ..Counts::of_text(prompt)
    }
}

impl Counts {
    /// Those of a text without tokens.
    pub(super) fn of_text(text: &str) -> Self {
        Self {
            count: 0,
            room: 0,
            over: 0,
            free: 0,
            fallback_tokens: 0,
            fragment_tokens: 0,
            byte_tokens: 0,
            prompt_bytes: text.len(),
            prompt_characters: text.chars().count(),
        }
    }
}
