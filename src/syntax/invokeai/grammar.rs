//! Enters: the texts of a prompt. Leaves: which part of the grammar stands at a place, and where it ends.
//!
//! The program tries alternatives one after the other and forgets what it found: four times as long for each level of
//! brackets. Here it is written down where a [sequence](Sequence) of parts ends. What else there is at a place follows from
//! that in a few steps, so that the time grows with the length of the prompt: each place is the beginning of two sequences at
//! most, and each of them reads one part and then knows, or asks for, the sequence behind it. Only what has no brackets is
//! read more than once: a word, signs, or settings, by each alternative that begins with them. What a sequence needs is asked
//! for on a stack of this file's own, so that no depth of brackets overflows the program's.
//!
//! Source: compel 2.5.1, `prompt_parser.py`, `build_parser_syntax`.

use super::insides::{Inside, Texts};
use super::scanner::{Cursor, Factor, behind_blanks, free_word, key, literal, number, word};
use super::settings::{check_swap, settings};
use crate::syntax::raised::RaisedWhy;
use crate::text::Span;

/// Parts one after the other: as many as read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sequence {
    pub kind: SequenceKind,
    pub from: Cursor,
}

/// Whether a comma or a point is a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SequenceKind {
    /// It is: in brackets and quotes.
    WithPunctuation,
    /// It is not, and ends the sequence: in the brackets of `.swap`.
    WithoutPunctuation,
}

impl Sequence {
    /// A sequence in brackets or quotes.
    pub(super) const fn within(from: Cursor) -> Self {
        Self { kind: SequenceKind::WithPunctuation, from }
    }

    const fn replacement(from: Cursor) -> Self {
        Self { kind: SequenceKind::WithoutPunctuation, from }
    }

    /// The same sequence from a later place on.
    pub(super) const fn moved(self, at: usize) -> Self {
        Self { from: self.from.moved(at), ..self }
    }
}

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

/// Why something was not found out.
#[derive(Debug)]
pub(super) enum Interruption {
    /// It has to be known first where this ends.
    Needs(Sequence),
    /// The program raises, whatever else there is to try.
    Raises(RaisedWhy),
}

/// Something that stands at a place, or does not.
type Found<T> = Result<Option<T>, Interruption>;

/// What is known of a prompt so far.
#[derive(Debug)]
pub(super) struct Grammar {
    pub texts: Texts,
    /// For each place where a sequence of a kind begins, where it ends; 0 where nobody asked. No sequence begins at 0.
    ends: [Vec<usize>; 2],
}

impl Grammar {
    pub(super) fn new(prompt: &str) -> Self {
        Self { texts: Texts::new(prompt), ends: [Vec::new(), Vec::new()] }
    }

    /// Finds something out, after whatever has to be known first.
    pub(super) fn settle<T>(
        &mut self,
        find: impl Fn(&mut Self) -> Result<T, Interruption>,
    ) -> Result<T, RaisedWhy> {
        let mut open: Vec<Sequence> = Vec::new();
        loop {
            let interruption = match open.last().copied() {
                None => match find(self) {
                    Ok(found) => return Ok(found),
                    Err(interruption) => interruption,
                },
                Some(sequence) => match self.find_end(sequence) {
                    Ok(end) => {
                        self.learn(sequence, end);
                        open.pop();
                        continue;
                    }
                    Err(interruption) => interruption,
                },
            };
            match interruption {
                Interruption::Needs(sequence) => open.push(sequence),
                Interruption::Raises(why) => return Err(why),
            }
        }
    }

    fn learn(&mut self, sequence: Sequence, end: usize) {
        let length = self.texts.all().len();
        let ends = &mut self.ends[sequence.kind as usize];
        ends.resize(length, 0);
        if let Some(known) = ends.get_mut(sequence.from.at) {
            *known = end;
        }
    }

    /// Where a sequence ends, if that is known.
    fn end_of(&self, sequence: Sequence) -> Result<usize, Interruption> {
        let Cursor { at, end } = sequence.from;
        if at >= end {
            return Ok(end);
        }
        match self.ends[sequence.kind as usize].get(at) {
            None | Some(0) => Err(Interruption::Needs(sequence)),
            Some(&end) => Ok(end),
        }
    }

    fn find_end(&mut self, sequence: Sequence) -> Result<usize, Interruption> {
        match self.part(sequence)? {
            None => Ok(sequence.from.at),
            Some(part) => self.end_of(sequence.moved(part.span.end)),
        }
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
        match self.byte(from) {
            Some(b'"' | b'(') => {
                if let Some(part) = self.target_alone(from)? {
                    return Ok(Some(part));
                }
            }
            _ => (),
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
        let end = self.end_of(replacement)?;
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
                let end = literal(self.text(from), self.end_of(inside)?, ")");
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
            let end = self.end_of(Sequence::within(inside))?;
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
