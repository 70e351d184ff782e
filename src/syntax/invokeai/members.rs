//! Enters: a prompt. Leaves: the parts of what is a conjunction or a blend as a whole, and the parts of an ordinary prompt.

use super::grammar::{Grammar, Part, Target};
use super::insides::Inside;
use super::scanner::{Cursor, behind_blanks, behind_rare_whitespace, literal};
use super::settings::{Setting, settings};
use crate::syntax::raised::RaisedWhy;
use crate::text::Span;

/// A whole prompt that is a list with an operator: `("a", "b").and(1, 2)`.
#[derive(Debug)]
pub(super) struct List {
    pub members: Vec<Member>,
    pub settings: Vec<Setting>,
    /// Where it ends.
    pub end: usize,
}

/// A part of such a list.
#[derive(Debug)]
pub(super) struct Member {
    pub content: MemberContent,
    /// Its bytes in the texts.
    pub span: Span,
}

#[derive(Debug)]
pub(super) enum MemberContent {
    /// What an operator can apply to.
    Target(Target),
    /// Quotes whose inside reads only as a prompt.
    Prompt(Vec<Part>),
}

/// Parts of a prompt, as many as read.
#[derive(Debug)]
pub(super) struct Parts {
    pub parts: Vec<Part>,
    /// Where the rest begins, of which nothing reads.
    pub end: usize,
}

impl Grammar {
    /// The list that begins here, if one of the operators stands behind it.
    ///
    /// Source: compel 2.5.1, `prompt_parser.py`, `build_parser_syntax`: `explicit_conjunction`, `blend`.
    pub(super) fn list(&mut self, from: Cursor, operators: &[&str]) -> Result<Option<List>, RaisedWhy> {
        let Some(opening) = literal(self.text(from), from.at, "(") else {
            return Ok(None);
        };
        let mut members = Vec::new();
        let mut end = opening;
        let mut next = Some(opening);
        while let Some(at) = next {
            let Some(member) = self.member(self.behind_blanks(from.moved(at)))? else {
                break;
            };
            end = member.span.end;
            members.push(member);
            next = literal(self.text(from), end, ",");
        }
        if members.is_empty() {
            return Ok(None);
        }
        let text = self.text(from);
        let operator = literal(text, end, ")")
            .and_then(|at| operators.iter().find_map(|operator| literal(text, at, operator)))
            .and_then(|at| literal(text, at, "("));
        let Some(at) = operator else {
            return Ok(None);
        };
        let (settings, end) = settings(text, at);
        Ok(literal(text, end, ")").map(|end| List { members, settings, end }))
    }

    fn member(&mut self, from: Cursor) -> Result<Option<Member>, RaisedWhy> {
        if let Some((target, end)) = self.settle(|grammar| grammar.target(from))? {
            let content = MemberContent::Target(target);
            return Ok(Some(Member { content, span: Span::new(from.at, end) }));
        }
        if self.byte(from) != Some(b'"') {
            return Ok(None);
        }
        let Some(quote) = self.texts.quote(from.at) else {
            return Ok(None);
        };
        let Inside::Text(inside) = quote.inside else {
            return Ok(None);
        };
        let Parts { parts, end } = self.prompt(inside)?;
        let reads = behind_blanks(self.text(inside), end) == inside.end;
        let content = MemberContent::Prompt(parts);
        Ok(reads.then(|| Member { content, span: Span::new(from.at, quote.end) }))
    }

    /// The parts of a prompt that begins here.
    ///
    /// Source: compel 2.5.1, `prompt_parser.py`, `build_parser_syntax`: `prompt`.
    pub(super) fn prompt(&mut self, from: Cursor) -> Result<Parts, RaisedWhy> {
        let mut parts = Vec::new();
        let mut place = self.behind_blanks(from);
        while place.at < place.end {
            if let Some(part) = self.settle(|grammar| grammar.part_of_prompt(place))? {
                place = self.behind_blanks(place.moved(part.span.end));
                parts.push(part);
            } else if let Some(end) = behind_rare_whitespace(self.text(place), place.at) {
                place = place.moved(end);
            } else {
                break;
            }
        }
        Ok(Parts { parts, end: place.at })
    }

    /// The networks that stand one after the other, and where the last one ends.
    pub(super) fn networks(&self, from: Cursor) -> Parts {
        let mut parts = Vec::new();
        let mut place = from;
        while let Some(part) = self.network(self.behind_blanks(place)) {
            place = place.moved(part.span.end);
            parts.push(part);
        }
        Parts { parts, end: place.at }
    }
}
