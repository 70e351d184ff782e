//! Enters: the number of a prompt's tokens. Leaves: the slots of the context length: start, content, end, pad, and what fell off.

use std::ops::Range;

use cliptok_bpe::{SpecialToken, TokenId, Vocabulary};

use crate::dialect::{ContextLength, OverLength};

/// What a slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The start-of-text token.
    Start,
    /// The token of this position in the encoding.
    Content(usize),
    /// The end-of-text token.
    End,
    /// The pad.
    Pad,
}

/// How the tokens of a prompt take the slots that a model reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    context_length: ContextLength,
    tokens: usize,
}

impl Layout {
    /// Lays out so many tokens: start, as many of them as fit, end, and pads to the last slot.
    ///
    /// Source: transformers 5.23.0, `truncation=True, padding="max_length"`.
    ///
    /// ```
    /// use cliptok::{ContextLength, Layout};
    /// let layout = Layout::new(ContextLength::new(77).unwrap(), 80);
    /// assert_eq!((layout.kept(), layout.over(), layout.free()), (0..75, 5, 0));
    /// ```
    pub const fn new(context_length: ContextLength, tokens: usize) -> Self {
        Self { context_length, tokens }
    }

    /// The number of slots.
    pub const fn context_length(&self) -> ContextLength {
        self.context_length
    }

    /// The positions of the tokens that have a slot.
    pub fn kept(&self) -> Range<usize> {
        0..self.tokens.min(self.context_length.content())
    }

    /// The positions of the tokens that were cut.
    pub fn cut(&self) -> Range<usize> {
        self.kept().end..self.tokens
    }

    /// How many tokens were cut.
    pub fn over(&self) -> usize {
        self.cut().len()
    }

    /// How many slots are left for more content; each holds a pad.
    pub fn free(&self) -> usize {
        self.context_length.content() - self.kept().len()
    }

    /// The slot of the token of this position, if it was not cut. Slots count from 0.
    pub fn slot_of(&self, token: usize) -> Option<usize> {
        self.kept().contains(&token).then_some(token + 1)
    }

    /// Every slot, in order.
    pub fn slots(&self) -> impl Iterator<Item = Slot> + use<> {
        let content = self.kept().map(Slot::Content);
        let pads = std::iter::repeat_n(Slot::Pad, self.free());
        std::iter::once(Slot::Start).chain(content).chain([Slot::End]).chain(pads)
    }

    /// The ids of every slot: what the model is fed with. `content` are the tokens that were laid out, at least those
    /// that are kept.
    ///
    /// # Panics
    /// If a token that is kept is not among them: then the layout is of other tokens.
    #[allow(clippy::indexing_slicing, reason = "a layout of other tokens is a bug of the caller's")]
    pub fn ids<'i>(
        &self,
        content: &'i [TokenId],
        pad: TokenId,
        vocabulary: &Vocabulary,
    ) -> impl Iterator<Item = TokenId> + use<'i> {
        let [start, end] = SpecialToken::ALL.map(|token| vocabulary.special_id(token));
        self.slots().map(move |slot| match slot {
            Slot::Start => start,
            Slot::Content(at) => content[at],
            Slot::End => end,
            Slot::Pad => pad,
        })
    }
}

/// How a row is filled: how many slots there are, what fills those after the end, and what becomes of a prompt that they
/// cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowRules {
    /// How many slots there are, with start and end.
    pub context_length: ContextLength,
    /// The id that fills the slots after the end.
    pub pad: TokenId,
    /// What becomes of a prompt that has more tokens.
    pub over_length: OverLength,
}

/// What a model reads of a prompt: an id for each slot. Made by [`Encoder::row`](crate::Encoder::row).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    ids: Vec<TokenId>,
    over: usize,
}

impl Row {
    /// The row of a prompt with these tokens, in this layout.
    pub(crate) fn new(layout: Layout, content: &[TokenId], pad: TokenId, vocabulary: &Vocabulary) -> Self {
        Self { ids: layout.ids(content, pad, vocabulary).collect(), over: layout.over() }
    }

    /// The ids, as many as the context length has slots.
    pub fn ids(&self) -> &[TokenId] {
        &self.ids
    }

    /// The same as bare numbers.
    pub fn to_u16(&self) -> Vec<u16> {
        self.ids.iter().map(|id| id.0).collect()
    }

    /// How many tokens of the prompt have no slot.
    pub const fn over(&self) -> usize {
        self.over
    }
}
