//! Enters: a text as typed. Leaves: a [`Normalized`], with special tokens cut out and a way back to every original byte.

mod accents;
mod change;
mod html_references;
mod ideographs;
mod invalid_characters;
mod lower_casing;
mod plain;
#[cfg(test)]
mod proofs;
mod punctuation;
mod removal;
mod rewrite;
mod special_tokens;
#[cfg(test)]
mod tests;
mod text_repair;
mod unicode_composition;
mod whitespace;

use std::borrow::Cow;

use cliptok_bpe::{Beside, FoundIn, Takes, TokenId};

use crate::dialect::{CutOut, Step};
use crate::text::{Alignment, Span};

pub(crate) use change::{Change, Edit};
pub(crate) use ideographs::is_ideograph;
pub(crate) use plain::{Company, Composes, PlainCharacter, Suspect, plain, stays_apart};
pub(crate) use removal::{may_be_made, removed_by};
use rewrite::Rewrite;
#[cfg(test)]
pub(crate) use text_repair::mojibake::Named;
pub(crate) use text_repair::mojibake::{Around, is_bad, may_be_bad};

/// A token that is recognized by its spelling, in the text as typed or in the normalized one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AddedToken {
    /// The exact text that stands for it; never empty.
    pub spelling: String,
    /// What is looked for: its spelling, or what that is normalized to.
    pub matched: String,
    /// What it becomes.
    pub id: TokenId,
    /// Which text it is looked for in.
    pub found_in: FoundIn,
    /// What may stand beside it.
    pub beside: Beside,
    /// Which white space around it belongs to it.
    pub takes: Takes,
}

impl AddedToken {
    /// A token that is found wherever it is spelled exactly.
    pub(crate) fn exact(spelling: String, id: TokenId) -> Self {
        let (beside, takes) = (Beside::Anything, Takes::Nothing);
        Self { matched: spelling.clone(), spelling, id, found_in: FoundIn::TypedText, beside, takes }
    }

    /// A token of a tokenizer folder, where a text takes these steps.
    pub(crate) fn of_folder(token: &cliptok_bpe::AddedToken, cut_out: CutOut, steps: &[Step]) -> Self {
        let cliptok_bpe::AddedToken { spelling, id, found_in, beside, takes } = token.clone();
        let exact = Self { beside, takes, ..Self::exact(spelling, id) };
        match (cut_out, found_in) {
            (CutOut::AsTokensSay, FoundIn::NormalizedText) => {
                let normalized = through(&exact.spelling, steps, &mut |_| ());
                let matched = normalized.map_or_else(|| exact.spelling.clone(), |rewrite| rewrite.text);
                Self { matched, found_in, ..exact }
            }
            _ => exact,
        }
    }
}

/// A part of a normalized text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Section {
    /// Its bytes in the normalized text.
    pub span: Span,
    /// What it is.
    pub kind: SectionKind,
}

/// What a part of a normalized text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// Text that will be cut into pre-tokens. No pre-token reaches beyond its section.
    Text,
    /// A special token, spelled as typed.
    Special(TokenId),
}

/// A text after normalization. Only [`Encoder::normalize`](crate::Encoder::normalize) makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normalized<'t> {
    text: Cow<'t, str>,
    alignment: Alignment,
    sections: Vec<Section>,
    changed_by: Vec<Step>,
}

impl Normalized<'_> {
    /// Cuts out the tokens that are looked for in normalized text.
    fn cut_out(&mut self, added: &[AddedToken]) {
        let mut sections = Vec::with_capacity(self.sections.len());
        for section in &self.sections {
            match section.kind {
                SectionKind::Special(_) => sections.push(*section),
                SectionKind::Text => special_tokens::cut_out_of(
                    &self.text,
                    section.span,
                    added,
                    FoundIn::NormalizedText,
                    &mut sections,
                ),
            }
        }
        self.sections = sections;
    }

    /// The normalized text. Special tokens in it are spelled as they were typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The way from bytes of the normalized text to bytes of the original.
    pub fn alignment(&self) -> &Alignment {
        &self.alignment
    }

    /// Its parts, in order. They cover the text.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The steps that changed something, each once, in the order in which they run.
    pub fn changed_by(&self) -> &[Step] {
        &self.changed_by
    }
}

/// Cuts special tokens out of `text` and runs each piece between them through `steps`.
///
/// Every text can be normalized. A text that no step changes is borrowed, not copied.
pub(crate) fn normalize<'t>(
    text: &'t str,
    cut_out: CutOut,
    added: &[AddedToken],
    steps: &[Step],
) -> Normalized<'t> {
    normalize_observed(text, cut_out, added, steps, &mut |_| ())
}

/// Does the same as [`normalize`], and tells `observe` about each change as it happens.
pub(crate) fn normalize_observed<'t>(
    text: &'t str,
    cut_out: CutOut,
    added: &[AddedToken],
    steps: &[Step],
    observe: &mut dyn FnMut(&Change<'_>),
) -> Normalized<'t> {
    let sections = match cut_out {
        CutOut::Nothing => special_tokens::cut_out(text, &[], FoundIn::TypedText),
        CutOut::ExactSpelling | CutOut::AsTokensSay => {
            special_tokens::cut_out(text, added, FoundIn::TypedText)
        }
    };
    let rewritten: Vec<Option<Rewrite>> = sections
        .iter()
        .map(|section| match section.kind {
            SectionKind::Text => {
                let in_text = |span: Span| span.shifted(section.span.start);
                let observe = &mut |change: &Change<'_>| observe(&change.seen_through(&in_text));
                through(section.span.of(text), steps, observe)
            }
            SectionKind::Special(_) => None,
        })
        .collect();
    let mut normalized = if rewritten.iter().all(Option::is_none) {
        let alignment = Alignment::identity(text.len());
        Normalized { text: Cow::Borrowed(text), alignment, sections, changed_by: Vec::new() }
    } else {
        concatenate(text, sections, rewritten)
    };
    if added.iter().any(|token| token.found_in == FoundIn::NormalizedText) {
        normalized.cut_out(added);
    }
    normalized
}

/// What the steps make of one piece; `None` if they leave it unchanged.
fn through(piece: &str, steps: &[Step], observe: &mut dyn FnMut(&Change<'_>)) -> Option<Rewrite> {
    let mut result: Option<Rewrite> = None;
    for &step in steps {
        let before = result.as_ref().map_or(piece, |rewrite| &rewrite.text);
        let in_piece = |span: Span| result.as_ref().map_or(span, |rewrite| rewrite.alignment.original(span));
        let after = apply(step, before, &mut |change| observe(&change.seen_through(&in_piece)));
        result = match (result, after) {
            (Some(earlier), Some(after)) => Some(earlier.then(after)),
            (earlier, after) => after.or(earlier),
        };
    }
    result
}

impl Step {
    /// What this step alone makes of a text.
    ///
    /// ```
    /// use cliptok::Step;
    /// assert_eq!(Step::Quotes.apply("it’s"), "it's");
    /// ```
    pub fn apply(self, text: &str) -> Cow<'_, str> {
        match apply(self, text, &mut |_| ()) {
            Some(rewrite) => Cow::Owned(rewrite.text),
            None => Cow::Borrowed(text),
        }
    }
}

/// What one step makes of a text; `None` if it leaves the text unchanged.
fn apply(step: Step, text: &str, observe: &mut dyn FnMut(&Change<'_>)) -> Option<Rewrite> {
    let rewrite = match step {
        // Its own steps are observed and named one by one.
        Step::TextRepair => return text_repair::repair(text, observe),
        Step::Mojibake => return text_repair::mojibake::decode(text, observe),
        Step::Entities => text_repair::entities::decode(text),
        Step::C1Controls => text_repair::c1_controls::replace(text),
        Step::Ligatures => text_repair::ligatures::take_apart(text),
        Step::CharacterWidth => text_repair::character_width::standardize(text),
        Step::Quotes => text_repair::quotes::straighten(text),
        Step::LineBreaks => text_repair::line_breaks::unify(text),
        Step::TerminalEscapes => text_repair::terminal_escapes::remove(text),
        Step::ControlCharacters => text_repair::control_characters::drop(text),
        Step::InvalidCharacters => invalid_characters::drop_invalid(text),
        Step::IdeographSpacing => ideographs::space_ideographs(text),
        Step::UnicodeComposition14 => unicode_composition::compose_14(text),
        Step::UnicodeComposition9 => unicode_composition::compose_9(text),
        Step::HtmlReferences => html_references::unescape(text),
        Step::WhitespaceRuns => whitespace::fold_runs(text),
        Step::WhitespaceTrimmed => whitespace::fold_runs_and_trim(text),
        Step::LowerCasing17 => lower_casing::lower_alone(text),
        Step::LowerCasing14 => lower_casing::lower_in_context(text),
        Step::Accents => accents::strip(text),
        Step::PunctuationSpacing => punctuation::space_punctuation(text),
    }?;
    observe(&Change::new(step, text, &rewrite));
    Some(rewrite.by(step))
}

fn concatenate(
    original: &str,
    mut sections: Vec<Section>,
    rewritten: Vec<Option<Rewrite>>,
) -> Normalized<'static> {
    let mut result = Rewrite::with_capacity(original.len());
    for (section, rewrite) in sections.iter_mut().zip(rewritten) {
        let (typed, start) = (section.span, result.text.len());
        match rewrite {
            None => result.copy(original, typed),
            Some(rewrite) => result.splice(rewrite, typed.start),
        }
        section.span = Span::new(start, result.text.len());
    }
    let mut changed_by = result.changed_by;
    changed_by.sort_unstable();
    changed_by.dedup();
    Normalized { text: Cow::Owned(result.text), alignment: result.alignment, sections, changed_by }
}
