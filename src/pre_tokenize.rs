//! Enters: a [`Normalized`] text. Leaves: its pre-tokens: the words, numbers and runs of symbols that merging never crosses.

use crate::dialect::{PatternSpecial, Rules};
use crate::normalize::{Normalized, Section, SectionKind};
use crate::text::Span;
use crate::unicode::{CharacterClass, ClassTables};
use cliptok_bpe::Vocabulary;
use cliptok_bpe::{SpecialToken, TokenId};

/// A piece of the normalized text that is merged on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PreToken {
    /// Its bytes in the normalized text; never empty.
    pub span: Span,
    /// What becomes of it.
    pub kind: PreTokenKind,
}

/// What becomes of a pre-token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PreTokenKind {
    /// Its bytes are merged.
    Word,
    /// It is this token.
    Special(TokenId),
}

/// Cuts a normalized text into pre-tokens by the pattern of a dialect, from left to right. White space
/// belongs to no pre-token.
///
/// The vocabulary knows the ids of the special tokens.
///
/// Source: transformers 5.23.0, `CLIPTokenizer`: a `Split` by CLIP's pattern, then `ByteLevel`,
/// which splits again by GPT-2's pattern. The second split only changes spellings of special tokens, which
/// the first one keeps whole. The Python implementations use `findall` of regex, and keep special tokens.
pub(crate) fn pre_tokenize<'n>(
    normalized: &'n Normalized<'_>,
    rules: &'static Rules,
    vocabulary: &'n Vocabulary,
) -> PreTokens<'n> {
    PreTokens {
        text: normalized.text(),
        sections: normalized.sections().iter(),
        rules,
        vocabulary,
        at: 0,
        limit: 0,
        section_end: 0,
    }
}

/// The pre-tokens of a text, made by [`pre_tokenize`].
#[derive(Clone, Debug)]
pub(crate) struct PreTokens<'n> {
    text: &'n str,
    sections: std::slice::Iter<'n, Section>,
    rules: &'static Rules,
    vocabulary: &'n Vocabulary,
    at: usize,
    /// No pre-token may reach beyond this: the end of the section, or of the spelling of a special token that
    /// is being split.
    limit: usize,
    section_end: usize,
}

impl Iterator for PreTokens<'_> {
    type Item = PreToken;

    fn next(&mut self) -> Option<PreToken> {
        loop {
            if let Some(pre_token) = self.next_in_section() {
                return Some(pre_token);
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
    #[allow(clippy::string_slice, reason = "`at` and `limit` are character boundaries, in this order")]
    fn next_in_section(&mut self) -> Option<PreToken> {
        let pattern = self.rules.pattern;
        if self.at == self.limit {
            self.limit = self.section_end;
        }
        let rest = &self.text[self.at..self.limit];
        self.at += length_while(rest, CharacterClass::Whitespace, pattern.classes);
        if let Some((token, length)) = self.special_spelling() {
            match pattern.special {
                PatternSpecial::SplitAsText => self.limit = self.at + length,
                PatternSpecial::Token => {
                    let exact = self.rules.special_spellings.of(token).len() == length;
                    let id = self.vocabulary.special_id(token);
                    let kind = if exact { PreTokenKind::Special(id) } else { PreTokenKind::Word };
                    return Some(PreToken { span: self.take(length), kind });
                }
            }
        }
        let rest = &self.text[self.at..self.limit];
        let contraction = pattern.contractions.iter().find(|ending| rest.starts_with(*ending));
        let length = contraction.map(|ending| ending.len()).or_else(|| run(rest, pattern.classes))?;
        Some(PreToken { span: self.take(length), kind: PreTokenKind::Word })
    }

    fn take(&mut self, length: usize) -> Span {
        let start = self.at;
        self.at += length;
        Span::new(start, self.at)
    }

    /// The special token that the pattern finds here, and the length of its spelling. Inside one that is being
    /// split, no other one begins.
    #[allow(clippy::string_slice, reason = "`at` and `section_end` are character boundaries, in this order")]
    fn special_spelling(&self) -> Option<(SpecialToken, usize)> {
        let rest = &self.text[self.at..self.section_end];
        let long_s = match self.rules.pattern.special {
            PatternSpecial::SplitAsText => 's',
            PatternSpecial::Token => 'ſ',
        };
        SpecialToken::ALL.into_iter().find_map(|token| {
            let spelling = self.rules.special_spellings.of(token);
            Some((token, spelled(rest, spelling, long_s)?))
        })
    }
}

/// How many bytes at the start of `text` are this spelling, if `long_s` counts as an s.
fn spelled(text: &str, spelling: &str, long_s: char) -> Option<usize> {
    let mut characters = text.chars();
    spelling.chars().try_fold(0, |length, wanted| {
        let character = characters.next()?;
        let matches = character == wanted || (wanted == 's' && character == long_s);
        matches.then_some(length + character.len_utf8())
    })
}

/// The length of what the last three alternatives of the pattern match: one number, letters or symbols.
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
