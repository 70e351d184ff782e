//! Enters: a prompt that is too long. Leaves: how far from its start there can be room, and which bytes belong to one token.

use std::cell::RefCell;

use super::measure::Measure;
use super::places::without_blanks_at_start;
use super::stretches::Stretches;
use crate::batch::{BatchEncoder, Invalid, NotUtf8, Separator};
use crate::encoder::Encoder;
use crate::prompt_reader::{EncodedText, PromptReader};
use crate::syntax::{Raised, SlotContent, WeightedText};
use crate::text::Span;

/// How many tokens more than there is room for a beginning may have as a part of the prompt and still be tried. Alone it can
/// have fewer, since text repair judges a text as a whole, and a program its brackets.
const SLACK: usize = 64;

/// How many bytes a piece between two spaces may have that every place in it is tried.
const LONGEST_PIECE: usize = 512;

/// How many bytes are counted at once. Most prompts that are too long have more behind the room than before its end.
const WINDOW: usize = 512;

/// How far from the start of a prompt a beginning can reach that fits, and where tokens are.
pub(super) struct Extent<'p> {
    prompt: &'p str,
    /// No beginning that ends here or behind fits.
    pub end: usize,
    encoder: Encoder,
    /// The pieces that fit together, if pieces were counted one by one.
    pieces: Vec<Piece>,
    /// Where tokens are, as far as a place has asked.
    tokens: RefCell<Option<Known>>,
    spaces: Spaces,
}

/// A piece of a prompt between two spaces.
#[derive(Clone, Copy, Debug)]
struct Piece {
    end: usize,
    /// How many tokens there are up to its end.
    tokens: usize,
}

/// The bytes of each token in a part of a prompt.
struct Known {
    part: Span,
    tokens: Stretches,
}

/// Whether a token can have a space in its bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spaces {
    /// None can: the prompt may be parted at its ASCII spaces.
    Part,
    /// One can: text repair may have made a letter of two characters, one of which is a space.
    MayBelong,
}

impl<'p> Extent<'p> {
    /// That of a prompt.
    ///
    /// # Errors
    /// If the program raises on the prompt.
    pub(super) fn of(prompt: &'p str, measure: &mut Measure) -> Result<Self, Raised> {
        let room = measure.room();
        let encoder = measure.encoder().encoder().clone();
        let is_text = measure.is_text(prompt);
        if let Measure::Program { reader, .. } = measure
            && !is_text
        {
            let (tokens, end) = of_program(prompt, reader.reader(), room)?;
            return Ok(Self::with_tokens(prompt, end, encoder, tokens, Spaces::MayBelong));
        }
        let parts = parts_at_spaces(prompt, &encoder);
        let spaces = if parts { Spaces::Part } else { Spaces::MayBelong };
        let whole = Span::new(0, prompt.len());
        let mut pieces = Vec::new();
        let piece = if parts { behind_room(prompt, room, measure.encoder(), &mut pieces) } else { whole };
        if parts && piece.len() <= LONGEST_PIECE {
            return Ok(Self { prompt, end: piece.end, encoder, pieces, tokens: RefCell::new(None), spaces });
        }
        let spans: Vec<Span> = encoder.encode(prompt).tokens.iter().map(|token| token.original).collect();
        let end = behind(&spans, room).unwrap_or(piece.end).min(piece.end);
        Ok(Self::with_tokens(prompt, end, encoder, Stretches::of(spans), spaces))
    }

    /// That of a prompt whose tokens are all known.
    fn with_tokens(prompt: &'p str, end: usize, encoder: Encoder, tokens: Stretches, spaces: Spaces) -> Self {
        let part = Span::new(0, prompt.len());
        let tokens = RefCell::new(Some(Known { part, tokens }));
        Self { prompt, end, encoder, pieces: Vec::new(), tokens, spaces }
    }

    /// Whether it costs little to ask where tokens are: they were made.
    pub(super) fn knows_tokens(&self) -> bool {
        self.tokens.borrow().is_some()
    }

    /// Whether there is room for a beginning of the prompt.
    pub(super) fn has_room_for(&self, beginning: &str, measure: &mut Measure) -> bool {
        if self.pieces.is_empty() || !measure.is_text(beginning) {
            return measure.fits(beginning);
        }
        self.count(beginning, measure.encoder()) <= measure.room()
    }

    /// How many tokens a beginning of the prompt has. Pieces that were counted are not counted again.
    pub(super) fn count(&self, beginning: &str, encoder: &mut BatchEncoder) -> usize {
        let whole = self.pieces.partition_point(|piece| piece.end <= beginning.len());
        let Some(last) = whole.checked_sub(1).and_then(|last| self.pieces.get(last)) else {
            return encoder.count(beginning);
        };
        let rest = Span::new(last.end, beginning.len()).of(beginning);
        last.tokens + if rest.is_empty() { 0 } else { encoder.count(rest) }
    }

    /// Whether a boundary between characters is inside of a token.
    pub(super) fn is_in_token(&self, at: usize) -> bool {
        let bytes = self.prompt.as_bytes();
        let is_space = |at: Option<usize>| at.and_then(|at| bytes.get(at)) == Some(&b' ');
        if self.spaces == Spaces::Part && (is_space(Some(at)) || is_space(at.checked_sub(1))) {
            return false;
        }
        let mut known = self.tokens.borrow_mut();
        let part = known.as_ref().map(|known| known.part).filter(|part| part.start <= at && at <= part.end);
        if part.is_none() {
            *known = Some(self.tokens_around(at));
        }
        known.as_ref().is_some_and(|known| known.tokens.hold(at - known.part.start))
    }

    /// The tokens of the piece between two spaces that a place is in, or those of the prompt.
    fn tokens_around(&self, at: usize) -> Known {
        let (before, behind) = self.prompt.as_bytes().split_at_checked(at).unwrap_or_default();
        let part = match self.spaces {
            Spaces::MayBelong => Span::new(0, self.prompt.len()),
            Spaces::Part => Span::new(
                memchr::memrchr(b' ', before).map_or(0, |space| space + 1),
                memchr::memchr(b' ', behind).map_or(self.prompt.len(), |space| at + space),
            ),
        };
        let encoding = self.encoder.encode(part.of(self.prompt));
        Known { part, tokens: Stretches::of(encoding.tokens.iter().map(|token| token.original).collect()) }
    }
}

/// Whether the tokens of a prompt are those of its pieces between ASCII spaces, one after the other.
fn parts_at_spaces(prompt: &str, encoder: &Encoder) -> bool {
    // Of ASCII, text repair changes only references, controls and white space.
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != b'&';
    let is_whole = memchr::memchr(0, prompt.as_bytes()).is_none();
    is_whole && (encoder.dialect().parts_at_spaces() || prompt.as_bytes().iter().all(is_plain))
}

/// The piece between two spaces of a prompt at whose end there are more tokens than there is room for; with the blanks and
/// commas behind it, since nothing of them is left where a prompt is cut. The pieces before it are appended.
fn behind_room(prompt: &str, room: usize, encoder: &mut BatchEncoder, counted: &mut Vec<Piece>) -> Span {
    let bytes = prompt.as_bytes();
    let (mut start, mut before) = (0, Piece { end: 0, tokens: 0 });
    let mut pieces = Vec::new();
    let mut counts = Vec::new();
    while start < bytes.len() {
        let rest = bytes.get(start..).unwrap_or_default();
        let (window, behind) = rest.split_at(WINDOW.min(rest.len()));
        let length = match memchr::memrchr(b' ', window).filter(|_| !behind.is_empty()) {
            Some(space) => space,
            None => memchr::memchr(b' ', behind).map_or(rest.len(), |space| window.len() + space),
        };
        pieces.clear();
        pieces.extend(rest.iter().take(length).map(|&byte| if byte == b' ' { 0 } else { byte }));
        counts.clear();
        // It is UTF-8, since it was cut at spaces.
        let _ = encoder.count_lines(&pieces, Separator::Nul, Invalid::Replace, |_, tokens| {
            counts.push(tokens);
            Ok::<(), NotUtf8>(())
        });
        let ends = memchr::memchr_iter(0, &pieces).chain([pieces.len()]);
        for (end, &count) in ends.zip(&counts) {
            let end = start + end;
            if before.tokens + count > room {
                let behind = Span::new(end, prompt.len()).of(prompt);
                let end = prompt.len() - without_blanks_at_start(behind).len();
                return Span::new(before.end, end);
            }
            before = Piece { end, tokens: before.tokens + count };
            counted.push(before);
        }
        start += length + 1;
    }
    Span::new(before.end, prompt.len())
}

/// The place behind which there are so many tokens more than there is room for that nothing is tried.
fn behind(spans: &[Span], room: usize) -> Option<usize> {
    let mut ends: Vec<usize> = spans.iter().map(|span| span.end).collect();
    ends.sort_unstable();
    ends.get(room.saturating_add(SLACK)).copied()
}

/// The bytes of the tokens of all texts that a program makes of a prompt, and where there is no room in one of them.
fn of_program(prompt: &str, reader: &PromptReader, room: usize) -> Result<(Stretches, usize), Raised> {
    let read = reader.read(prompt)?;
    let (mut all, mut end) = (Vec::new(), prompt.len());
    for (text, encoded) in read.reading.texts.iter().zip(&read.texts) {
        let spans = spans(text, encoded);
        end = end.min(behind(&spans, room).unwrap_or(end));
        all.extend(spans);
    }
    Ok((Stretches::of(all), end))
}

/// The bytes of the prompt that each token of a text came from, without those of embeddings' names.
fn spans(text: &WeightedText, encoded: &EncodedText) -> Vec<Span> {
    let pieces = text.tokenized();
    let spans = pieces.iter().zip(&encoded.encodings).flat_map(|(piece, encoding)| {
        let original = move |span: Span| pieces.alignment().original(span.shifted(piece.span.start));
        encoding.tokens.iter().map(move |token| original(token.original))
    });
    let spans: Vec<Span> = spans.collect();
    let kept = spans.len().saturating_sub(encoded.filled.cut);
    let mut is_read: Vec<bool> = (0..spans.len()).map(|token| token >= kept).collect();
    for slot in encoded.filled.rows.iter().flat_map(|row| &row.slots) {
        if let SlotContent::Token(token) = slot.content
            && let Some(is_read) = is_read.get_mut(token)
        {
            *is_read = true;
        }
    }
    spans.into_iter().zip(is_read).filter(|(_, is_read)| *is_read).map(|(span, _)| span).collect()
}
