//! Enters: tokens and vectors with weights, and where rows end. Leaves: rows of 77 slots, each slot with an id and a weight.

use cliptok_bpe::{SpecialToken, TokenId, Vocabulary};

/// How many slots a row has for content: all programs build rows of 77 with start and end.
pub(crate) const ROOM: usize = 75;

/// The rows that a program fills with a text.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct FilledRows {
    /// The rows, in order.
    pub rows: Vec<WeightedRow>,
    /// How many tokens and vectors fill them, by the program's own counter where it has one.
    pub used: usize,
    /// How many tokens were cut off because the program has no room for them.
    pub cut: usize,
}

/// A row: what a model reads at once.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WeightedRow {
    /// Its slots: start, content, end, pads.
    pub slots: Vec<WeightedSlot>,
    /// Why no more went into it.
    pub end: RowEnd,
    /// The vectors that replace what the model reads of slots.
    pub vectors: Vec<Vectors>,
}

/// One slot of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct WeightedSlot {
    /// What it holds.
    pub content: SlotContent,
    /// The id that the program puts there; `None` if it puts a vector there and no id.
    pub id: Option<TokenId>,
    /// How much it weighs.
    pub weight: f64,
}

/// What a slot of a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotContent {
    /// The start-of-text token.
    Start,
    /// The token of this position in the text.
    Token(usize),
    /// A vector of an embedding.
    Vector,
    /// The end-of-text token.
    End,
    /// The pad.
    Pad,
}

/// Why a row ends where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowEnd {
    /// The text ends.
    Text,
    /// It is full.
    Full,
    /// What stood behind its last comma was moved to the next row.
    Comma,
    /// A `BREAK`.
    Break,
    /// What comes next did not fit, and is not parted.
    Group,
    /// A sentence ends, or a part of one.
    Punctuation,
    /// A word ends.
    Word,
}

impl RowEnd {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Full => "full",
            Self::Comma => "comma",
            Self::Break => "break",
            Self::Group => "group",
            Self::Punctuation => "punctuation",
            Self::Word => "word",
        }
    }

    /// Why the row ends, for a person to read.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Text => "the text ends",
            Self::Full => "full",
            Self::Comma => "cut behind a comma",
            Self::Break => "ends at BREAK",
            Self::Group => "what follows is not split",
            Self::Punctuation => "cut behind punctuation",
            Self::Word => "cut behind a word",
        }
    }
}

/// The vectors of an embedding in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Vectors {
    /// The slot of the first one.
    pub slot: usize,
    /// The name of the embedding: as its file is called, or in ComfyUI as typed.
    pub name: String,
    /// Which of its vectors is the first one here, from 0.
    pub first: usize,
    /// How many follow one another from there.
    pub count: usize,
}

impl WeightedRow {
    /// A row that was filled: start, the content, end, and pads up to 77 slots.
    pub(crate) fn closed(
        content: Vec<WeightedSlot>,
        pad: TokenId,
        end: RowEnd,
        vocabulary: &Vocabulary,
    ) -> Self {
        let missing = ROOM.saturating_sub(content.len());
        let mut row = Self::unpadded(content, end, vocabulary);
        row.slots.extend(std::iter::repeat_n(WeightedSlot::pad(pad), missing));
        row
    }

    /// A row that ends with the end-of-text token: start, the content, and end.
    pub(crate) fn unpadded(content: Vec<WeightedSlot>, end: RowEnd, vocabulary: &Vocabulary) -> Self {
        let [first, last] = SpecialToken::ALL.map(|token| vocabulary.special_id(token));
        let mut slots = Vec::with_capacity(ROOM + 2);
        slots.push(WeightedSlot { content: SlotContent::Start, id: Some(first), weight: 1.0 });
        slots.extend(content);
        slots.push(WeightedSlot { content: SlotContent::End, id: Some(last), weight: 1.0 });
        Self { slots, end, vectors: Vec::new() }
    }
}

impl WeightedSlot {
    /// A slot with the token of this position in the text.
    pub(crate) const fn token(at: usize, id: TokenId, weight: f64) -> Self {
        Self { content: SlotContent::Token(at), id: Some(id), weight }
    }

    /// A slot with a pad.
    pub(crate) const fn pad(id: TokenId) -> Self {
        Self { content: SlotContent::Pad, id: Some(id), weight: 1.0 }
    }
}
