//! Enters: a text, its tokens and their layout. Leaves: the parts of the text that did not get a slot.

use std::ops::Range;

use crate::encoding::Token;
use crate::rows::Layout;
use crate::text::Span;

/// The parts of a text that have no slot.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cut {
    /// The parts, from left to right. There is exactly one, unless normalization reordered marks.
    pub parts: Vec<CutPart>,
    /// The first character that lost some of its tokens but not all.
    pub split: Option<Span>,
}

/// A part of a text that has no slot. Spans are of the original text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CutPart {
    /// The bytes that were cut: the bytes of tokens without a slot, and the white space between them.
    pub bytes: Span,
    /// The whole characters that lost at least a byte.
    pub characters: Span,
}

impl Cut {
    /// What was cut from `text`, which has these tokens in this layout; `None` if all have a slot.
    ///
    /// ```
    /// use cliptok::explain::Cut;
    /// use cliptok::{ContextLength, Encoder, Layout, Model, Span};
    /// let text = "a 🏯 dog";
    /// let tokens = Encoder::for_model(Model::Sd1).encode(text).tokens;
    /// let layout = Layout::new(ContextLength::new(4).unwrap(), tokens.len());
    /// let cut = Cut::of(text, &tokens, &layout).unwrap();
    /// assert_eq!(cut.parts[0].bytes, Span::new(5, 10), "the last byte of 🏯, and the dog");
    /// assert_eq!(cut.split, Some(Span::new(2, 6)));
    /// ```
    ///
    /// # Panics
    /// If the layout is for more tokens, or if the tokens belong to another text.
    #[allow(
        clippy::indexing_slicing,
        reason = "only a bug of the caller brings a layout or tokens of another text"
    )]
    pub fn of(text: &str, tokens: &[Token], layout: &Layout) -> Option<Self> {
        let (kept, cut) = (&tokens[layout.kept()], &tokens[layout.cut()]);
        if cut.is_empty() {
            return None;
        }
        let (kept, cut) = (bytes_of(text, kept), bytes_of(text, cut));
        let mut parts: Vec<CutPart> = Vec::new();
        // White space between two cut words is cut too. Only bytes that were kept separate two parts.
        let mut parted = true;
        for at in 0..text.len() {
            if cut[at] {
                match parts.last_mut() {
                    Some(part) if !parted => part.bytes.end = at + 1,
                    _ => parts.push(CutPart { bytes: Span::new(at, at + 1), characters: Span::default() }),
                }
                parted = false;
            } else if kept[at] {
                parted = true;
            }
        }
        for part in &mut parts {
            part.characters = part.bytes.widened(text);
        }
        let mut characters = parts.iter().flat_map(|part| characters_of(text, part.characters));
        let split = characters.find(|own| (own.start..own.end).any(|at| kept[at]));
        Some(Self { parts, split })
    }
}

/// For each byte of the text, whether one of these tokens came from it.
#[allow(clippy::indexing_slicing, reason = "only a bug of the caller brings tokens of another text")]
fn bytes_of(text: &str, tokens: &[Token]) -> Vec<bool> {
    let mut bytes = vec![false; text.len()];
    for token in tokens {
        bytes[Range::from(token.original)].fill(true);
    }
    bytes
}

/// The span of each character in `span`.
fn characters_of(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let characters = span.of(text).char_indices();
    characters.map(move |(at, character)| Span::new(at, at + character.len_utf8()).shifted(span.start))
}
