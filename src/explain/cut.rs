//! Enters: a text, its tokens and their layout. Leaves: the parts of the text that have no slot.

use std::ops::Range;

use crate::encoding::Token;
use crate::rows::Layout;
use crate::text::Span;

/// What of a text has no slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// From left to right; never empty. There is one, unless normalisation put marks into another
    /// order.
    pub parts: Vec<CutPart>,
    /// The first character that lost only some of its tokens, if there is one.
    pub split: Option<Span>,
}

/// A part of a text that has no slot. Spans are of the original text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutPart {
    /// The bytes that were cut: those of tokens without a slot, and the white space between them.
    pub bytes: Span,
    /// The whole characters that lost at least a byte.
    pub characters: Span,
}

impl Cut {
    /// What was cut of `text`, whose tokens are `tokens` in this layout; none if all have a slot.
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
    /// If the tokens are not those that were laid out, or those of another text.
    #[allow(
        clippy::indexing_slicing,
        reason = "a layout or tokens of another text are a bug of the caller's"
    )]
    pub fn of(text: &str, tokens: &[Token], layout: &Layout) -> Option<Self> {
        let (kept, cut) = (&tokens[layout.kept()], &tokens[layout.cut()]);
        if cut.is_empty() {
            return None;
        }
        let (kept, cut) = (bytes_of(text, kept), bytes_of(text, cut));
        let mut parts: Vec<CutPart> = Vec::new();
        // White space between two cut words is cut with them: only bytes that were kept part them.
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
#[allow(clippy::indexing_slicing, reason = "tokens of another text are a bug of the caller's")]
fn bytes_of(text: &str, tokens: &[Token]) -> Vec<bool> {
    let mut bytes = vec![false; text.len()];
    for token in tokens {
        bytes[Range::from(token.original)].fill(true);
    }
    bytes
}

/// The span of each character under `span`.
fn characters_of(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let characters = span.of(text).char_indices();
    characters.map(move |(at, character)| Span::new(at, at + character.len_utf8()).shifted(span.start))
}
