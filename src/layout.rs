//! Enters: the number of a prompt's tokens. Leaves: the slots of the context length: start, content, end, pad, and what fell off.

use std::ops::Range;

use crate::context_length::ContextLength;
use crate::token::{SpecialToken, TokenId};
use crate::vocabulary::Vocabulary;

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

    /// The ids of every slot: what the model is fed with. `content` are the tokens that were laid
    /// out, at least those that are kept.
    ///
    /// ```
    /// use cliptok::{Layout, TokenId, Tokenizer, dialect};
    /// let model = dialect::model("sd1").unwrap();
    /// let tokenizer = Tokenizer::for_model(model);
    /// let content: Vec<TokenId> = tokenizer.encode("a cat").ids().collect();
    /// let layout = Layout::new(model.context_length, content.len());
    /// let vocabulary = tokenizer.vocabulary();
    /// let row: Vec<u16> = layout.ids(&content, model.pad.id(vocabulary), vocabulary).map(|id| id.0).collect();
    /// assert_eq!((row.len(), &row[..5]), (77, &[49406, 320, 2368, 49407, 49407][..]));
    /// ```
    pub fn ids<'i>(
        &self,
        content: &'i [TokenId],
        pad: TokenId,
        vocabulary: &Vocabulary,
    ) -> impl Iterator<Item = TokenId> + use<'i> {
        debug_assert!(content.len() >= self.kept().len(), "the layout is of other tokens");
        let [start, end] = SpecialToken::ALL.map(|token| vocabulary.special_id(token));
        self.slots().map(move |slot| match slot {
            Slot::Start => start,
            Slot::Content(at) => content.get(at).copied().unwrap_or(pad),
            Slot::End => end,
            Slot::Pad => pad,
        })
    }
}
