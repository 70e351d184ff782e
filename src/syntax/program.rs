//! Enters: nothing. Leaves: what can differ between programs, as a type.

use cliptok_bpe::{TokenId, Vocabulary};

use super::{FilledRows, MarkupRules, Raised, Reading, SyntaxOption, SyntaxOptions, WeightedText};
use crate::dialect::{Dialect, Model, Pad};

/// What one program does with a prompt.
#[derive(Debug)]
pub(crate) struct Program {
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Other names that people use for it.
    pub aliases: &'static [&'static str],
    pub about: &'static str,
    /// The tokenizer that it runs for a model.
    pub dialect: fn(Model) -> Dialect,
    /// The pad of its tokenizer for a model, and with it, whether `!` is special. Most programs fill rows with it.
    pub pad: fn(Model) -> Pad,
    /// What it makes of a prompt before any token.
    pub read: fn(&str, &SyntaxOptions) -> Result<Reading, Raised>,
    /// Whether it reads the bytes of a prompt as one segment that is the whole prompt, so that the rows hold its tokens one
    /// after the other as long as they fit into one; `None` if that is not told beforehand.
    pub is_plain: Option<fn(&[u8], &SyntaxOptions) -> bool>,
    /// What it makes of the tokens of a text.
    pub fill: fn(&Filling<'_>) -> Result<FilledRows, Raised>,
    /// The options that it looks at.
    pub options: &'static [SyntaxOption],
    /// In how many rows people who use it expect a prompt to fit.
    pub usual_rows: usize,
    /// Whether it shows a number beside its prompt box, and whether that counts whole rows.
    pub counter: Counting,
    /// What markup means to it, for advice.
    pub markup: MarkupRules,
}

/// What a program says of the length of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counting {
    /// A number beside the prompt box, in which each row that is full or closed counts as 75.
    WholeRows,
    /// Nothing. The number of slots that are neither start, end nor pad is what can be said.
    Nothing,
}

/// What rows are filled from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filling<'f> {
    pub text: &'f WeightedText,
    /// The ids of what is tokenized, one piece after the other.
    pub ids: &'f [TokenId],
    /// For each piece, where its ids end.
    pub ends: &'f [usize],
    /// How many tokens the other prompt has: the negative one of a prompt, or the prompt of a negative one.
    pub other_tokens: usize,
    pub vocabulary: &'f Vocabulary,
    pub model: Model,
    pub pad: Pad,
    pub options: &'f SyntaxOptions,
    /// The ids of each embedding's name.
    pub names: &'f [Vec<TokenId>],
}

impl Filling<'_> {
    /// Each piece's ids and weight, in order.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (&[TokenId], f64)> {
        let mut start = 0;
        let weights = self.text.tokenized().iter().map(|piece| piece.weight);
        self.ends.iter().zip(weights).map(move |(&end, weight)| {
            let ids = self.ids.get(start..end);
            start = end;
            (ids.unwrap_or_default(), weight)
        })
    }
}
