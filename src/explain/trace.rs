//! Enters: an encoder and a text. Leaves: how the text turned into tokens, step by step and merge by merge.
//!
//! A trace observes the encoder itself, so it cannot differ from what the encoder does.

use std::ops::Range;

use cliptok_bpe::Merge;

use crate::dialect::Step;
use crate::encoder::{Encoder, Event};
use crate::encoding::Encoding;
use crate::normalize::{Change, Edit};
use crate::pre_tokenize::PreToken;
use crate::text::Span;

/// All that happened to a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Trace {
    /// The result.
    pub encoding: Encoding,
    /// The normalization steps that changed something, in order. A step that runs for each line, or repeatedly, is
    /// listed again each time another step came between.
    pub steps: Vec<StepTrace>,
    /// The pre-tokens, from left to right.
    pub words: Vec<WordTrace>,
}

/// What a step of normalization changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StepTrace {
    /// Which step.
    pub step: Step,
    /// Each place that it changed.
    pub edits: Vec<EditTrace>,
}

/// One place that a step changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EditTrace {
    /// What was there before; empty if something was inserted.
    pub before: String,
    /// What is there now; empty if something was dropped.
    pub after: String,
    /// The bytes of the text as typed that it came from.
    pub original: Span,
}

/// What happened to a pre-token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WordTrace {
    /// Its place in the normalized text, and whether it is merged at all.
    pub pre_token: PreToken,
    /// Its merges, in the order in which they happened.
    pub merges: Vec<Merge>,
    /// The positions of its tokens in the encoding.
    pub tokens: Range<usize>,
}

impl Trace {
    /// Encodes a text and records everything that happens.
    ///
    /// ```
    /// use cliptok::explain::Trace;
    /// use cliptok::{Dialect, Encoder};
    /// let trace = Trace::of(&Encoder::for_dialect(Dialect::OpenAi), "it’s");
    /// let quote = &trace.steps[0].edits[0];
    /// assert_eq!((trace.steps[0].step.name(), &*quote.before, &*quote.after), ("quotes", "’", "'"));
    /// assert_eq!(trace.words.len(), 2);
    /// ```
    pub fn of(encoder: &Encoder, text: &str) -> Self {
        let (mut steps, mut words) = (Vec::new(), Vec::<WordTrace>::new());
        let encoding = encoder.encode_observed(text, &mut |event| match event {
            Event::Changed(change) => take_down(&mut steps, change),
            Event::PreToken(pre_token) => {
                words.push(WordTrace { pre_token, merges: Vec::new(), tokens: 0..0 });
            }
            Event::Merged(merge) => last_of(&mut words).merges.push(merge),
        });
        let mut tokens = encoding.tokens.iter().enumerate().peekable();
        for word in &mut words {
            let start = tokens.peek().map_or(encoding.tokens.len(), |&(at, _)| at);
            let own = |token: &(usize, &_)| inside(token.1, word.pre_token.span);
            let count = std::iter::from_fn(|| tokens.next_if(own)).count();
            word.tokens = start..start + count;
        }
        Self { encoding, steps, words }
    }
}

/// Encodes a text and records only what normalization changed.
pub(crate) fn encode_with_steps(encoder: &Encoder, text: &str) -> (Encoding, Vec<StepTrace>) {
    let mut steps = Vec::new();
    let encoding = encoder.encode_observed(text, &mut |event| {
        if let Event::Changed(change) = event {
            take_down(&mut steps, change);
        }
    });
    (encoding, steps)
}

/// The word that was announced last.
#[allow(clippy::expect_used, reason = "the encoder announces a word before its merges")]
fn last_of(words: &mut [WordTrace]) -> &mut WordTrace {
    words.last_mut().expect("a merge happens in a word")
}

fn inside(token: &crate::encoding::Token, word: Span) -> bool {
    token.normalized.end <= word.end
}

fn take_down(steps: &mut Vec<StepTrace>, change: &Change<'_>) {
    let edits = change.edits().into_iter().map(|Edit { before, after, original }| EditTrace {
        before: before.to_owned(),
        after: after.to_owned(),
        original,
    });
    match steps.last_mut() {
        Some(last) if last.step == change.step => last.edits.extend(edits),
        _ => steps.push(StepTrace { step: change.step, edits: edits.collect() }),
    }
}
