//! Enters: a text as typed. Leaves: a [`Normalized`], with special tokens cut out and the way back to every original byte.

mod lower_casing;
mod rewrite;
mod special_tokens;
mod unicode_composition;
mod whitespace;

use std::borrow::Cow;

use crate::dialect::{CutOut, Step};
use crate::span::{Alignment, Span};
use crate::token::TokenId;

use rewrite::Rewrite;

/// A token that is found by its spelling in the text as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedToken {
    /// The exact text that stands for it; never empty.
    pub spelling: String,
    /// What it becomes.
    pub id: TokenId,
}

/// A part of a normalised text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// Where it stands in the normalised text, in bytes.
    pub span: Span,
    /// What it is.
    pub kind: SectionKind,
}

/// What a part of a normalised text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// Text, to be cut into pre-tokens. No pre-token reaches beyond its section.
    Text,
    /// A special token, spelled as typed.
    Special(TokenId),
}

/// A text that normalisation has run on. Only [`normalize`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normalized<'t> {
    text: Cow<'t, str>,
    alignment: Alignment,
    sections: Vec<Section>,
    changed_by: Vec<Step>,
}

impl Normalized<'_> {
    /// The normalised text, special tokens spelled in it as they were typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The way from bytes of the normalised text to bytes of the original.
    pub fn alignment(&self) -> &Alignment {
        &self.alignment
    }

    /// Its parts, in order; they cover the text.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The steps that changed anything, each once, in the dialect's order.
    pub fn changed_by(&self) -> &[Step] {
        &self.changed_by
    }
}

/// Cuts special tokens out of `text` and takes each piece between them through `steps`.
///
/// Every text can be normalised. A text that no step changes is borrowed, not copied.
pub fn normalize<'t>(text: &'t str, cut_out: CutOut, added: &[AddedToken], steps: &[Step]) -> Normalized<'t> {
    let sections = match cut_out {
        CutOut::ExactSpelling => special_tokens::cut_out(text, added),
    };
    let rewritten: Vec<Option<Rewrite>> = sections
        .iter()
        .map(|section| match section.kind {
            SectionKind::Text => through(section.span.slice(text), steps),
            SectionKind::Special(_) => None,
        })
        .collect();
    if rewritten.iter().all(Option::is_none) {
        let alignment = Alignment::identity(text.len());
        return Normalized { text: Cow::Borrowed(text), alignment, sections, changed_by: Vec::new() };
    }
    concatenate(text, sections, rewritten, steps)
}

/// What the steps made of one piece, or `None` if they left it as it was.
fn through(piece: &str, steps: &[Step]) -> Option<Rewrite> {
    let mut result: Option<Rewrite> = None;
    for &step in steps {
        let before = result.as_ref().map_or(piece, |rewrite| &rewrite.text);
        if let Some(after) = apply(step, before) {
            let after = after.by(step);
            result = Some(match result {
                Some(earlier) => earlier.then(after),
                None => after,
            });
        }
    }
    result
}

/// What one step makes of a text, or `None` if it leaves it as it is.
fn apply(step: Step, text: &str) -> Option<Rewrite> {
    match step {
        Step::UnicodeComposition9 => unicode_composition::compose(text),
        Step::WhitespaceRuns => whitespace::fold_runs(text),
        Step::LowerCasing17 => lower_casing::lower(text),
    }
}

fn concatenate(
    original: &str,
    mut sections: Vec<Section>,
    rewritten: Vec<Option<Rewrite>>,
    steps: &[Step],
) -> Normalized<'static> {
    let mut text = String::with_capacity(original.len());
    let mut alignment = Alignment::default();
    let mut changed_by = Vec::new();
    for (section, rewrite) in sections.iter_mut().zip(rewritten) {
        let (typed, start) = (section.span, text.len());
        match rewrite {
            None => {
                text.push_str(typed.slice(original));
                alignment.copied(typed);
            }
            Some(rewrite) => {
                text.push_str(&rewrite.text);
                alignment.append(&rewrite.alignment, typed.start);
                changed_by.extend(rewrite.changed_by);
            }
        }
        section.span = Span::new(start, text.len());
    }
    let changed_by = steps.iter().copied().filter(|step| changed_by.contains(step)).collect();
    Normalized { text: Cow::Owned(text), alignment, sections, changed_by }
}
