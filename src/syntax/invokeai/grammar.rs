//! Enters: the texts of a prompt. Leaves: which part of the grammar stands at a place, and where it ends.
//!
//! Source: compel 2.5.1, `prompt_parser.py`, `build_parser_syntax`.

use super::insides::{Inside, Texts};
use super::scanner::{Cursor, Factor, behind_blanks, free_word, key, literal, number, word};
use super::sequences::{Ends, Interruption, Sequence, SequenceKind};
use super::settings::{check_swap, settings};
use crate::text::Span;

/// Something that has a meaning of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub shape: Shape,
    /// Its bytes in [`Texts::all`].
    pub span: Span,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// `withLora(key, weight)`.
    Network { key: Span, weight: f64 },
    /// A target whose weight is multiplied.
    Weighted { target: Target, factor: f64 },
    /// A target, and what replaces it.
    Swap { target: Target, replacement: Sequence },
    /// What could be a target, alone.
    Target(Target),
    /// Text as it is.
    Text,
}

/// What an operator can apply to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    Quoted(Inside),
    Parenthesized(Sequence),
    Word(Span),
}

/// Something that stands at a place, or does not.
type Found<T> = Result<Option<T>, Interruption>;

/// What is known of a prompt so far.
#[derive(Debug)]
pub(super) struct Grammar {
    pub texts: Texts,
    pub ends: Ends,
}

impl Grammar {
    pub(super) fn new(prompt: &str) -> Self {
        Self { texts: Texts::new(prompt), ends: Ends::default() }
    }

    /// The first part of a sequence; blanks may stand before it.
    ///
    /// Source: `fragment_including_commas_or_periods`, `fragment_excluding_commas`.
    pub(super) fn part(&mut self, sequence: Sequence) -> Found<Part> {
        let from = self.behind_blanks(sequence.from);
        if let Some(part) = self.network(from) {
            return Ok(Some(part));
        }
        if let Some(part) = self.weighted(from)? {
            return Ok(Some(part));
        }
        if let Some(part) = self.swap(from)? {
            return Ok(Some(part));
        }
        if let Some(part) = self.target_alone(from)? {
            return Ok(Some(part));
        }
        let is_mark = matches!(self.byte(from), Some(b',' | b'.'));
        let is_part = is_mark && sequence.kind == SequenceKind::WithPunctuation;
        Ok(is_part.then(|| Part { shape: Shape::Text, span: Span::new(from.at, from.at + 1) }))
    }

    /// The first part of a prompt, at a place where no blank stands.
    ///
    /// Source: `prompt`.
    pub(super) fn part_of_prompt(&mut self, from: Cursor) -> Found<Part> {
        if let Some(part) = self.swap(from)? {
            return Ok(Some(part));
        }
        if let Some(part) = self.network(from) {
            return Ok(Some(part));
        }
        if let Some(part) = self.weighted(from)? {
            return Ok(Some(part));
        }
        if let Some(b'"' | b'(') = self.byte(from)
            && let Some(part) = self.target_alone(from)?
        {
            return Ok(Some(part));
        }
        let end = free_word(self.text(from), from.at);
        Ok(end.map(|end| Part { shape: Shape::Text, span: Span::new(from.at, end) }))
    }

    /// Source: `lora_weight`.
    pub(super) fn network(&self, from: Cursor) -> Option<Part> {
        let text = self.text(from);
        let opening = literal(text, from.at, "useLora").or_else(|| literal(text, from.at, "withLora"))?;
        let key = key(text, literal(text, opening, "(")?)?;
        let given = literal(text, key.end, ",").and_then(|at| number(text, at));
        let (weight, end) = given.unwrap_or((1.0, key.end));
        let end = literal(text, end, ")")?;
        Some(Part { shape: Shape::Network { key, weight }, span: Span::new(from.at, end) })
    }

    /// Source: `attention`: `attention_explicit`, then `attention_implicit`.
    fn weighted(&mut self, from: Cursor) -> Found<Part> {
        let Some((target, end)) = self.target(from)? else {
            return Ok(None);
        };
        let text = self.text(from);
        let explicit = || {
            let opening = literal(text, literal(text, end, ".attend")?, "(")?;
            let (factor, end) = Factor::signs_or_number(text, behind_blanks(text, opening))?;
            Some((factor, literal(text, end, ")")?))
        };
        let implicit = || match target {
            Target::Word(_) => Factor::signs(text, end),
            // What follows directly is no blank, which a number could stand behind.
            Target::Quoted(_) | Target::Parenthesized(_) if behind_blanks(text, end) == end => {
                Factor::signs_or_number(text, end)
            }
            Target::Quoted(_) | Target::Parenthesized(_) => None,
        };
        let Some((factor, end)) = explicit().or_else(implicit) else {
            return Ok(None);
        };
        let factor = factor.value().map_err(Interruption::Raises)?;
        Ok(Some(Part { shape: Shape::Weighted { target, factor }, span: Span::new(from.at, end) }))
    }

    /// Source: `cross_attention_substitute`.
    fn swap(&mut self, from: Cursor) -> Found<Part> {
        let Some((target, end)) = self.target(from)? else {
            return Ok(None);
        };
        let opening = literal(self.text(from), end, ".swap").and_then(|at| literal(self.text(from), at, "("));
        let Some(opening) = opening else {
            return Ok(None);
        };
        let replacement = Sequence::replacement(from.moved(opening));
        let end = self.ends.end_of(replacement)?;
        let text = self.text(from);
        let (settings, end) = match literal(text, end, ",") {
            Some(at) => settings(text, at),
            None => (Vec::new(), end),
        };
        let Some(end) = literal(text, end, ")") else {
            return Ok(None);
        };
        check_swap(&settings, text).map_err(Interruption::Raises)?;
        Ok(Some(Part { shape: Shape::Swap { target, replacement }, span: Span::new(from.at, end) }))
    }

    fn target_alone(&mut self, from: Cursor) -> Found<Part> {
        let part = |(target, end)| Part { shape: Shape::Target(target), span: Span::new(from.at, end) };
        Ok(self.target(from)?.map(part))
    }

    /// What an operator can apply to, and where it ends.
    ///
    /// Source: `potential_operator_target`.
    pub(super) fn target(&mut self, from: Cursor) -> Found<(Target, usize)> {
        match self.byte(from) {
            Some(b'"') => self.quoted(from),
            Some(b'(') => {
                let inside = Sequence::within(from.moved(from.at + 1));
                let end = literal(self.text(from), self.ends.end_of(inside)?, ")");
                Ok(end.map(|end| (Target::Parenthesized(inside), end)))
            }
            _ => {
                let end = word(self.text(from), from.at);
                Ok(end.map(|end| (Target::Word(Span::new(from.at, end)), end)))
            }
        }
    }

    /// Quotes whose inside reads as that of brackets does.
    ///
    /// Source: `quoted_fragment`, `parse_fragment_str`.
    fn quoted(&mut self, from: Cursor) -> Found<(Target, usize)> {
        let Some(quote) = self.texts.quote(from.at) else {
            return Ok(None);
        };
        if let Inside::Text(inside) = quote.inside {
            let end = self.ends.end_of(Sequence::within(inside))?;
            if behind_blanks(self.text(inside), end) < inside.end {
                return Ok(None);
            }
        }
        Ok(Some((Target::Quoted(quote.inside), quote.end)))
    }

    /// What was read before the end of the text that a place is in.
    pub(super) fn text(&self, place: Cursor) -> &str {
        self.texts.until_end_of(place)
    }

    pub(super) fn byte(&self, place: Cursor) -> Option<u8> {
        self.text(place).as_bytes().get(place.at).copied()
    }

    pub(super) fn behind_blanks(&self, place: Cursor) -> Cursor {
        place.moved(behind_blanks(self.text(place), place.at))
    }
}
