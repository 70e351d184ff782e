//! Enters: a text as typed. Leaves: its sections: special tokens that are spelled exactly, and the text between them.
//!
//! Source: tokenizers 0.23.3, `AddedVocabulary`. If two spellings begin at the same place, the longer
//! one wins. Matches are found from left to right and do not overlap.

use super::{AddedToken, Section, SectionKind};
use crate::text::Span;

/// Splits `text`. The sections cover it, and none of them is empty.
#[allow(clippy::indexing_slicing, reason = "`at` only moves past bytes that are in the text")]
pub(super) fn cut_out(text: &str, added: &[AddedToken]) -> Vec<Section> {
    let bytes = text.as_bytes();
    let mut sections = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    let may_begin = |byte: &u8| added.iter().any(|token| token.spelling.as_bytes().first() == Some(byte));
    while let Some(step) = bytes[at..].iter().position(may_begin) {
        at += step;
        match longest(&bytes[at..], added) {
            None => at += 1,
            Some(token) => {
                let end = at + token.spelling.len();
                push_text(&mut sections, Span::new(text_start, at));
                let kind = SectionKind::Special(token.id);
                sections.push(Section { span: Span::new(at, end), kind });
                (text_start, at) = (end, end);
            }
        }
    }
    push_text(&mut sections, Span::new(text_start, text.len()));
    sections
}

/// The token with the longest spelling that these bytes begin with.
fn longest<'a>(bytes: &[u8], added: &'a [AddedToken]) -> Option<&'a AddedToken> {
    added
        .iter()
        .filter(|token| bytes.starts_with(token.spelling.as_bytes()))
        .max_by_key(|token| token.spelling.len())
}

fn push_text(sections: &mut Vec<Section>, span: Span) {
    if !span.is_empty() {
        sections.push(Section { span, kind: SectionKind::Text });
    }
}
