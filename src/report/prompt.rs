//! Enters: a prompt, and the rules that it is read by. Leaves: everything there is to say of it.

// What serde derives for `PromptReport` cannot be allowed on its own.
#![allow(clippy::ref_option_ref, reason = "serde hands over a reference to the field")]

use std::path::{Path, PathBuf};

use cliptok_bpe::{TokenId, TokenKind, Vocabulary};
use serde::Serialize;

use super::serialize::{Version, path};
use super::warning::{Warning, Warnings, warnings};
use super::{SlotClass, Source, TokenReport};
use crate::dialect::{Dialect, Model, Step};
use crate::encoder::Encoder;
use crate::encoding::Encoding;
use crate::explain::Cut;
use crate::rows::{Layout, RowRules, Slot};
use crate::text::Span;

/// What a prompt is read by.
#[derive(Clone, Debug)]
pub struct PromptRules {
    /// The encoder.
    pub encoder: Encoder,
    /// How its rows are filled.
    pub row: RowRules,
    /// Whether a prompt is warned about.
    pub warnings: Warnings,
    /// The directory of the vocabulary, if it is not CLIP's own.
    pub vocabulary: Option<PathBuf>,
}

impl PromptRules {
    /// Those of an encoder with CLIP's own vocabulary: the rows of its model, and every warning.
    pub fn of(encoder: Encoder) -> Self {
        let (row, warnings) = (encoder.row_rules(), Warnings::beside(&encoder));
        Self { encoder, row, warnings, vocabulary: None }
    }
}

/// A prompt, its tokens and its rows.
#[derive(Debug, Serialize)]
pub struct PromptReport<'p> {
    version: Version,
    /// Where the prompt comes from.
    pub source: &'p Source,
    /// The prompt as typed.
    pub prompt: &'p str,
    /// The model that reads it.
    pub model: Model,
    /// The dialect that it is tokenized in.
    pub dialect: Dialect,
    /// The directory of a vocabulary that is not CLIP's own.
    #[serde(serialize_with = "path")]
    pub vocabulary: Option<&'p Path>,
    /// What normalization made of it.
    pub normalized_text: String,
    /// The normalization steps that changed anything.
    pub changed_by: Vec<Step>,
    /// Its tokens, those that were cut too.
    pub tokens: Vec<TokenReport<'p>>,
    /// What the model reads.
    pub rows: Vec<RowReport>,
    /// How many slots a row has.
    pub context_length: usize,
    /// The id that fills the slots after the end.
    pub pad_id: TokenId,
    /// What of the prompt has no slot.
    pub cut: Option<CutReport<'p>>,
    /// How much there is of everything.
    pub counts: Counts,
    /// What its reader may not expect.
    pub warnings: Vec<Warning>,
    /// The slots of its row, with what each holds; not in JSON, where `rows` has their ids.
    #[serde(skip)]
    pub slots: Vec<SlotReport>,
}

/// One row of ids that a model reads.
#[derive(Clone, Debug, Serialize)]
pub struct RowReport {
    /// The ids, slot by slot.
    pub ids: Vec<TokenId>,
    /// What each slot weighs; `None` without a prompt syntax.
    pub weights: Option<Vec<f64>>,
}

/// One slot of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotReport {
    /// What it holds.
    pub class: SlotClass,
    /// Its id.
    pub id: TokenId,
}

/// What of a prompt has no slot.
#[derive(Debug, Serialize)]
pub struct CutReport<'p> {
    /// The parts, from left to right. There is one, unless normalization put marks into another order.
    pub parts: Vec<CutPartReport<'p>>,
    /// The first character that lost only some of its tokens.
    pub split_character: Option<&'p str>,
}

/// A part of a prompt that has no slot.
#[derive(Debug, Serialize)]
pub struct CutPartReport<'p> {
    /// The bytes of the prompt that were cut.
    pub original: Span,
    /// The whole characters that lost at least a byte.
    pub characters: &'p str,
    /// Where those stand in the prompt.
    pub within: Span,
}

/// How much there is of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// How many tokens the prompt has.
    pub count: usize,
    /// How many tokens a row has room for.
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
    /// How many characters, which are code points, the prompt has.
    pub prompt_characters: usize,
}

impl<'p> PromptReport<'p> {
    /// Everything there is to say of a prompt.
    pub fn new(prompt: &'p str, source: &'p Source, rules: &'p PromptRules) -> Self {
        let PromptRules { encoder, row, warnings: wanted, vocabulary } = rules;
        let encoding = encoder.encode(prompt);
        let layout = Layout::new(row.context_length, encoding.tokens.len());
        let slots = slots(&encoding, &layout, row.pad, encoder.vocabulary());
        Self {
            version: Version,
            source,
            prompt,
            model: encoder.model(),
            dialect: encoder.dialect(),
            vocabulary: vocabulary.as_deref(),
            changed_by: encoding.changed_by.clone(),
            tokens: tokens(prompt, &encoding, &layout, encoder),
            rows: vec![RowReport { ids: slots.iter().map(|slot| slot.id).collect(), weights: None }],
            context_length: slots.len(),
            pad_id: row.pad,
            cut: Cut::of(prompt, &encoding.tokens, &layout).map(|cut| CutReport::new(&cut, prompt)),
            counts: counts(prompt, &encoding, &layout),
            warnings: warnings(prompt, &encoding, &layout, encoder, row.over_length, wanted),
            normalized_text: encoding.normalized,
            slots,
        }
    }
}

impl<'p> CutReport<'p> {
    fn new(cut: &Cut, prompt: &'p str) -> Self {
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

#[allow(clippy::indexing_slicing, reason = "the layout is that of these tokens")]
fn slots(encoding: &Encoding, layout: &Layout, pad: TokenId, vocabulary: &Vocabulary) -> Vec<SlotReport> {
    let content: Vec<TokenId> = encoding.ids().collect();
    let class = |slot| match slot {
        Slot::Start => SlotClass::Start,
        Slot::Content(at) => SlotClass::of_kind(encoding.tokens[at].kind),
        Slot::End => SlotClass::End,
        Slot::Pad => SlotClass::Pad,
    };
    let ids = layout.ids(&content, pad, vocabulary);
    layout.slots().map(class).zip(ids).map(|(class, id)| SlotReport { class, id }).collect()
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
        prompt_bytes: prompt.len(),
        prompt_characters: prompt.chars().count(),
    }
}
