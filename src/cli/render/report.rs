//! Enters: an encoding and its layout. Leaves: all that a format may see of a prompt.

pub mod comparison;
pub mod emoji;
pub mod reachability;
pub mod statistics;
pub mod trace;
pub mod vocabulary;
pub mod warning;

use std::path::Path;

use cliptok::segments::{Sharing, sharing};
use cliptok::{Cut, Encoding, Layout, Slot, Span, TokenId, TokenKind, Vocabulary};

use super::class::Class;
use crate::cli::job::Rules;
use crate::cli::origin::Origin;
use warning::Warning;

/// A prompt, its tokens and its slots.
#[derive(Debug)]
pub struct Report<'p> {
    pub origin: &'p Origin,
    pub prompt: &'p str,
    pub dialect: &'static str,
    pub model: &'static str,
    /// The directory of a vocabulary that is not the built-in one.
    pub vocabulary: Option<&'p Path>,
    pub normalized: String,
    /// The names of the normalisation steps that changed anything.
    pub changed_by: Vec<&'static str>,
    pub tokens: Vec<TokenReport<'p>>,
    pub slots: Vec<SlotReport>,
    pub pad: TokenId,
    pub cut: Option<Cut>,
    pub counts: Counts,
    pub warnings: Vec<Warning>,
}

/// A token of the prompt, whether it has a slot or was cut.
#[derive(Debug)]
pub struct TokenReport<'p> {
    /// Its slot, from 0; none where it was cut.
    pub slot: Option<usize>,
    pub id: TokenId,
    pub kind: TokenKind,
    pub ends_word: bool,
    pub bytes: &'p [u8],
    pub normalized: Span,
    pub original: Span,
    /// The whole characters of the prompt that it has bytes of.
    pub characters: &'p str,
    pub sharing: Sharing,
}

/// One slot of the context length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotReport {
    pub class: Class,
    pub id: TokenId,
}

/// What there is of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub bytes: usize,
    pub characters: usize,
    pub tokens: usize,
    /// How many tokens the context length has room for.
    pub room: usize,
    /// Tokens that are no whole characters: fragments and single bytes.
    pub fallback: usize,
    pub fragments: usize,
    pub single_bytes: usize,
    pub free: usize,
    pub over: usize,
}

impl<'p> Report<'p> {
    /// All there is to tell of a prompt.
    pub fn new(prompt: &'p str, origin: &'p Origin, rules: &'p Rules) -> Self {
        let Rules { tokenizer, model, padding, warnings: wanted, vocabulary: directory } = rules;
        let encoding = tokenizer.encode(prompt);
        let layout = Layout::new(padding.context_length, encoding.tokens.len());
        let vocabulary = tokenizer.vocabulary();
        Self {
            origin,
            prompt,
            dialect: tokenizer.dialect().name,
            model: model.name,
            vocabulary: directory.as_deref(),
            changed_by: encoding.changed_by.iter().map(|step| step.name()).collect(),
            tokens: tokens(prompt, &encoding, &layout, vocabulary),
            slots: slots(&encoding, &layout, padding.pad, vocabulary),
            pad: padding.pad,
            cut: Cut::of(prompt, &encoding.tokens, &layout),
            counts: counts(prompt, &encoding, &layout),
            warnings: warning::warnings(prompt, &encoding, &layout, tokenizer, padding.over_length, wanted),
            normalized: encoding.normalized,
        }
    }
}

fn tokens<'p>(
    prompt: &'p str,
    encoding: &Encoding,
    layout: &Layout,
    vocabulary: &'p Vocabulary,
) -> Vec<TokenReport<'p>> {
    let sharing = sharing(prompt, &encoding.tokens);
    encoding
        .tokens
        .iter()
        .zip(sharing)
        .enumerate()
        .map(|(index, (token, sharing))| TokenReport {
            slot: layout.slot_of(index),
            id: token.id,
            kind: token.kind,
            ends_word: token.ends_word,
            bytes: vocabulary.bytes(token.id),
            normalized: token.normalized,
            original: token.original,
            characters: token.original.widened(prompt).slice(prompt),
            sharing,
        })
        .collect()
}

fn slots(encoding: &Encoding, layout: &Layout, pad: TokenId, vocabulary: &Vocabulary) -> Vec<SlotReport> {
    let content: Vec<TokenId> = encoding.ids().collect();
    let class = |slot| match slot {
        Slot::Start => Class::Start,
        Slot::Content(at) => encoding.tokens.get(at).map_or(Class::Pad, |token| Class::of_kind(token.kind)),
        Slot::End => Class::End,
        Slot::Pad => Class::Pad,
    };
    let ids = layout.ids(&content, pad, vocabulary);
    layout.slots().map(class).zip(ids).map(|(class, id)| SlotReport { class, id }).collect()
}

fn counts(prompt: &str, encoding: &Encoding, layout: &Layout) -> Counts {
    let of_kind = |kind| encoding.tokens.iter().filter(|token| token.kind == kind).count();
    Counts {
        bytes: prompt.len(),
        characters: prompt.chars().count(),
        tokens: encoding.tokens.len(),
        room: layout.context_length().content(),
        fallback: encoding.tokens.iter().filter(|token| token.kind.is_fallback()).count(),
        fragments: of_kind(TokenKind::Fragment),
        single_bytes: of_kind(TokenKind::Byte),
        free: layout.free(),
        over: layout.over(),
    }
}
