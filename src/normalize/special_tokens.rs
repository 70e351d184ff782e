//! Enters: a text, as typed or normalized. Leaves: its sections: tokens that are found by their spelling, and the text between.
//!
//! Source: tokenizers 0.23.3, `AddedVocabulary`. If two spellings begin at the same place, the longer
//! one wins. Matches are found from left to right and do not overlap.

use cliptok_bpe::{Beside, FoundIn};
use unicode_normalization::char::is_combining_mark;

use super::{AddedToken, Section, SectionKind};
use crate::text::Span;
use crate::unicode::is_digit_14;

/// Splits `text` at the tokens that are found in such a text. The sections cover it, and none of them is empty.
pub(super) fn cut_out(text: &str, added: &[AddedToken], found_in: FoundIn) -> Vec<Section> {
    let mut sections = Vec::new();
    cut_out_of(text, Span::new(0, text.len()), added, found_in, &mut sections);
    sections
}

/// Splits a part of a text. As its tokens see it, the text ends where the part does.
#[allow(clippy::indexing_slicing, reason = "`at` only moves past bytes that are in the part")]
pub(super) fn cut_out_of(
    text: &str,
    part: Span,
    added: &[AddedToken],
    found_in: FoundIn,
    sections: &mut Vec<Section>,
) {
    let bytes = part.of(text).as_bytes();
    let mut push = |kind, start: usize, end: usize| {
        if start < end {
            sections.push(Section { span: Span::new(start, end).shifted(part.start), kind });
        }
    };
    let mut text_start = 0;
    let mut at = 0;
    let is_first = |byte: u8, token: &AddedToken| {
        token.found_in == found_in && token.matched.as_bytes().first() == Some(&byte)
    };
    let may_begin = |byte: &u8| added.iter().any(|token| is_first(*byte, token));
    while let Some(step) = bytes[at..].iter().position(may_begin) {
        at += step;
        let Some(token) = longest(&bytes[at..], added, found_in) else {
            at += 1;
            continue;
        };
        let found = Span::new(at, at + token.matched.len());
        at = found.end;
        let Some(taken) = taken(part.of(text), found, token, text_start) else { continue };
        push(SectionKind::Text, text_start, taken.start);
        push(SectionKind::Special(token.id), taken.start, taken.end);
        text_start = taken.end;
    }
    push(SectionKind::Text, text_start, bytes.len());
}

/// The token with the longest spelling that these bytes begin with; of two that are spelled alike, the first one.
fn longest<'a>(bytes: &[u8], added: &'a [AddedToken], found_in: FoundIn) -> Option<&'a AddedToken> {
    let begins = |token: &&AddedToken| {
        token.found_in == found_in && !token.matched.is_empty() && bytes.starts_with(token.matched.as_bytes())
    };
    // Of the longest ones, `max_by_key` gives the last.
    added.iter().rev().filter(begins).max_by_key(|token| token.matched.len())
}

/// What a token takes of a text in which it was found; `None` if it may not stand there, or an earlier one took it.
#[allow(clippy::string_slice, reason = "a token begins and ends where characters do")]
fn taken(text: &str, found: Span, token: &AddedToken, free_from: usize) -> Option<Span> {
    let (before, behind) = (&text[..found.start], &text[found.end..]);
    if token.beside == Beside::NoWord {
        let beside = [before.chars().next_back(), behind.chars().next()];
        if beside.into_iter().flatten().any(is_of_word) {
            return None;
        }
    }
    let start = if token.takes.before() { before.trim_end().len().max(free_from) } else { found.start };
    let end = if token.takes.behind() { text.len() - behind.trim_start().len() } else { found.end };
    (start >= free_from).then_some(Span::new(start, end))
}

/// `\w` of the crate regex: what a token that is a word of its own may not have beside it.
fn is_of_word(character: char) -> bool {
    let joins = matches!(
        character,
        '_' | '\u{200C}'
            | '\u{200D}'
            | '\u{203F}'
            | '\u{2040}'
            | '\u{2054}'
            | '\u{FE33}'
            | '\u{FE34}'
            | '\u{FE4D}'..='\u{FE4F}' | '\u{FF3F}'
    );
    joins || character.is_alphabetic() || is_digit_14(character) || is_combining_mark(character)
}
