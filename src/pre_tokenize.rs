//! Enters: a [`Normalized`] text. Leaves: its pre-tokens: the words, numbers and runs of symbols that merging never crosses.

use crate::character::CharacterClass;
use crate::dialect::{Pattern, PatternSpecial};
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

/// The endings that are split from a word, in the order in which the pattern tries them.
const CONTRACTIONS: [&str; 7] = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

/// Cuts a normalised text into pre-tokens, from left to right; white space belongs to none.
///
/// Source: transformers 5.23.0, `CLIPTokenizer`: a `Split` by CLIP's pattern, then `ByteLevel`,
/// which splits again by GPT-2's. The second only changes what the first kept whole as a special
/// token's spelling.
pub fn pre_tokenize<'n>(normalized: &'n Normalized<'_>, pattern: Pattern) -> PreTokens<'n> {
    PreTokens {
        text: normalized.text(),
        sections: normalized.sections().iter(),
        pattern,
        stretch: Span::default(),
        at: 0,
    }
}

/// The pre-tokens of a text. Made by [`pre_tokenize`].
#[derive(Clone, Debug)]
pub struct PreTokens<'n> {
    text: &'n str,
    sections: std::slice::Iter<'n, Section>,
    pattern: Pattern,
    /// What no pre-token may reach beyond: the rest of a section.
    stretch: Span,
    at: usize,
}

impl Iterator for PreTokens<'_> {
    type Item = PreToken;

    fn next(&mut self) -> Option<PreToken> {
        loop {
            if let Some(span) = self.next_word() {
                return Some(PreToken {
                    span,
                    kind: PreTokenKind::Word,
                });
            }
            let section = self.sections.next()?;
            if let SectionKind::Special(id) = section.kind {
                return Some(PreToken {
                    span: section.span,
                    kind: PreTokenKind::Special(id),
                });
            }
            (self.stretch, self.at) = (section.span, section.span.start);
        }
    }
}

impl PreTokens<'_> {
    fn next_word(&mut self) -> Option<Span> {
        let stretch = self.text.get(self.at..self.stretch.end)?;
        let white = length_while(stretch, CharacterClass::Whitespace);
        let rest = stretch.get(white..)?;
        let start = self.at + white;
        let length = self
            .special_part(rest)
            .or_else(|| contraction(rest))
            .or_else(|| run(rest))?;
        self.at = start + length;
        Some(Span::new(start, self.at))
    }

    /// The length of the first part of a special token's spelling, if `rest` begins with one. The
    /// other two parts are found as what they are, a run of letters and one of symbols, but the
    /// latter must not reach into what follows: so it is asked for here as well.
    fn special_part(&self, rest: &str) -> Option<usize> {
        let PatternSpecial::SplitAsText = self.pattern.special;
        let (opening, closing) = ("<|", "|>");
        if rest.starts_with(opening) {
            let spelled = SpecialToken::ALL
                .iter()
                .any(|token| rest.starts_with(token.spelling()));
            return spelled.then_some(opening.len());
        }
        let spelled_before = |token: &SpecialToken| {
            let spelling = token.spelling();
            let begin = (self.at + closing.len()).checked_sub(spelling.len());
            let whole = begin.filter(|begin| *begin >= self.stretch.start);
            whole
                .and_then(|begin| self.text.get(begin..))
                .is_some_and(|text| text.starts_with(spelling))
        };
        (rest.starts_with(closing) && SpecialToken::ALL.iter().any(spelled_before))
            .then_some(closing.len())
    }
}

fn contraction(rest: &str) -> Option<usize> {
    CONTRACTIONS
        .iter()
        .find(|ending| rest.starts_with(*ending))
        .map(|ending| ending.len())
}

/// The length of what the pattern's last three alternatives take: one number, letters or symbols.
fn run(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    Some(match CharacterClass::of(first) {
        CharacterClass::Number => first.len_utf8(),
        class => length_while(rest, class),
    })
}

fn length_while(text: &str, class: CharacterClass) -> usize {
    text.char_indices()
        .find(|&(_, c)| CharacterClass::of(c) != class)
        .map_or(text.len(), |(at, _)| at)
}
