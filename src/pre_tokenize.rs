//! Enters: a [`Normalized`] text. Leaves: its pre-tokens: the words, numbers and runs of symbols that merging never crosses.

use crate::character::{CharacterClass, ClassTables};
use crate::dialect::{Dialect, PatternSpecial};
use crate::normalize::{Normalized, Section, SectionKind};
use crate::span::Span;
use crate::token::{SpecialToken, TokenId};

/// A piece of the normalised text that is merged on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreToken {
    /// Where it stands in the normalised text, in bytes; never empty.
    pub span: Span,
    /// What becomes of it.
    pub kind: PreTokenKind,
}

/// What becomes of a pre-token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreTokenKind {
    /// Its bytes are merged.
    Word,
    /// It is this token.
    Special(TokenId),
}

/// Cuts a normalised text into pre-tokens by the pattern of a dialect, from left to right; white space
/// belongs to none.
///
/// Source: transformers 5.23.0, `CLIPTokenizer`: a `Split` by CLIP's pattern, then `ByteLevel`,
/// which splits again by GPT-2's. The second only changes what the first kept whole as a special
/// token's spelling.
pub fn pre_tokenize<'n>(normalized: &'n Normalized<'_>, dialect: &'static Dialect) -> PreTokens<'n> {
    PreTokens {
        text: normalized.text(),
        sections: normalized.sections().iter(),
        dialect,
        at: 0,
        limit: 0,
        section_end: 0,
    }
}

/// The pre-tokens of a text. Made by [`pre_tokenize`].
#[derive(Clone, Debug)]
pub struct PreTokens<'n> {
    text: &'n str,
    sections: std::slice::Iter<'n, Section>,
    dialect: &'static Dialect,
    at: usize,
    /// What no pre-token may reach beyond: the end of the section, or of a special token's
    /// spelling that is being split.
    limit: usize,
    section_end: usize,
}

impl Iterator for PreTokens<'_> {
    type Item = PreToken;

    fn next(&mut self) -> Option<PreToken> {
        loop {
            if let Some(span) = self.next_word() {
                return Some(PreToken { span, kind: PreTokenKind::Word });
            }
            let section = self.sections.next()?;
            self.at = section.span.start;
            self.section_end = section.span.end;
            self.limit = self.section_end;
            if let SectionKind::Special(id) = section.kind {
                self.at = self.section_end;
                return Some(PreToken { span: section.span, kind: PreTokenKind::Special(id) });
            }
        }
    }
}

impl PreTokens<'_> {
    fn next_word(&mut self) -> Option<Span> {
        let pattern = self.dialect.pattern;
        if self.at == self.limit {
            self.limit = self.section_end;
        }
        let rest = self.text.get(self.at..self.limit)?;
        self.at += length_while(rest, CharacterClass::Whitespace, pattern.classes);
        if let Some(spelling) = self.special_spelling() {
            match pattern.special {
                PatternSpecial::SplitAsText => self.limit = self.at + spelling.len(),
            }
        }
        let rest = self.text.get(self.at..self.limit)?;
        let contraction = pattern.contractions.iter().find(|ending| rest.starts_with(*ending));
        let length = contraction.map(|ending| ending.len()).or_else(|| run(rest, pattern.classes))?;
        let start = self.at;
        self.at += length;
        Some(Span::new(start, self.at))
    }

    /// The spelling of the special token that the pattern finds here. One that is being split has
    /// been found already, and holds no other.
    fn special_spelling(&self) -> Option<&'static str> {
        let rest = self.text.get(self.at..self.section_end)?;
        let spellings = SpecialToken::ALL.map(|token| self.dialect.special_spellings.of(token));
        spellings.into_iter().find(|spelling| rest.starts_with(spelling))
    }
}

/// The length of what the pattern's last three alternatives take: one number, letters or symbols.
fn run(rest: &str, classes: &ClassTables) -> Option<usize> {
    let first = rest.chars().next()?;
    Some(match classes.class(first) {
        CharacterClass::Number => first.len_utf8(),
        class => length_while(rest, class, classes),
    })
}

fn length_while(text: &str, class: CharacterClass, classes: &ClassTables) -> usize {
    text.char_indices().find(|&(_, c)| classes.class(c) != class).map_or(text.len(), |(at, _)| at)
}
