//! Enters: a prompt and an encoder. Leaves: how the encoder turned the prompt into tokens.

use std::ops::Range;

use cliptok_bpe::{Merge, Rank, Vocabulary, WordPosition};
use serde::{Serialize, Serializer};

use super::serialize::Version;
use super::{EntryReport, Source, TokenReport};
use crate::dialect::{Dialect, Model, Step};
use crate::encoder::Encoder;
use crate::explain::{EditTrace, StepTrace, Trace};
use crate::pre_tokenize::PreTokenKind;
use crate::text::Span;

/// How a prompt turned into tokens.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct TraceReport<'p> {
    version: Version,
    /// Where the prompt comes from.
    pub source: &'p Source,
    /// The prompt as typed.
    pub prompt: &'p str,
    /// The model that reads it.
    pub model: Model,
    /// The dialect in which it is tokenized.
    pub dialect: Dialect,
    /// The normalization steps that changed something, in order.
    pub steps: Vec<StepReport>,
    /// The prompt after normalization.
    pub normalized_text: String,
    /// Its words, from left to right.
    pub words: Vec<WordReport<'p>>,
}

/// What a step of normalization changed.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct StepReport {
    /// Which step.
    pub step: Step,
    /// Each place that it changed.
    pub edits: Vec<EditReport>,
}

/// One place that a step changed.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct EditReport {
    /// What was there before; empty if something was inserted.
    pub before: String,
    /// What is there after it; empty if something was dropped.
    pub after: String,
    /// The bytes of the prompt that it came from.
    pub original: Span,
}

/// How a word turned into tokens.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct WordReport<'p> {
    /// The word.
    pub text: String,
    /// Its bytes in the normalized text.
    pub normalized: Span,
    /// Its bytes in the prompt.
    pub original: Span,
    /// The symbols it started as, one for each byte; none for a special token. JSON has their ids.
    #[serde(serialize_with = "ids")]
    pub symbols: Vec<EntryReport<'p>>,
    /// Its merges, in the order in which they happened.
    pub merges: Vec<MergeReport<'p>>,
    /// Its tokens.
    pub tokens: Vec<TokenReport<'p>>,
}

/// Two neighbors that merged.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct MergeReport<'p> {
    /// The rank of the rule that merged them.
    pub rank: Rank,
    /// The left part.
    pub left: EntryReport<'p>,
    /// The right part.
    pub right: EntryReport<'p>,
    /// What they became.
    pub merged: EntryReport<'p>,
    /// Its bytes in the normalized text.
    pub normalized: Span,
}

impl<'p> TraceReport<'p> {
    /// Encodes a prompt and reports how.
    pub fn new(prompt: &'p str, source: &'p Source, encoder: &'p Encoder) -> Self {
        let trace = Trace::of(encoder, prompt);
        let vocabulary = encoder.vocabulary();
        let all = TokenReport::all(prompt, &trace.encoding, encoder);
        #[allow(clippy::indexing_slicing, reason = "the tokens of a word are a range of all tokens")]
        let words = trace.words.iter().map(|word| {
            let span = word.pre_token.span;
            let text = span.of(&trace.encoding.normalized);
            let is_word = word.pre_token.kind == PreTokenKind::Word;
            WordReport {
                text: text.to_owned(),
                normalized: span,
                original: original(&trace, word.tokens.clone()),
                symbols: if is_word { symbols(text, vocabulary) } else { Vec::new() },
                merges: word.merges.iter().map(|merge| merged(*merge, span, vocabulary)).collect(),
                tokens: all[word.tokens.clone()].to_vec(),
            }
        });
        Self {
            version: Version,
            source,
            prompt,
            model: encoder.model(),
            dialect: encoder.dialect(),
            words: words.collect(),
            steps: trace.steps.into_iter().map(StepReport::of).collect(),
            normalized_text: trace.encoding.normalized,
        }
    }
}

impl StepReport {
    fn of(StepTrace { step, edits }: StepTrace) -> Self {
        let edit = |EditTrace { before, after, original }| EditReport { before, after, original };
        Self { step, edits: edits.into_iter().map(edit).collect() }
    }
}

fn ids<S: Serializer>(entries: &[EntryReport<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(entries.iter().map(|entry| entry.id))
}

fn symbols<'p>(word: &str, vocabulary: &'p Vocabulary) -> Vec<EntryReport<'p>> {
    let position = |at| if at + 1 == word.len() { WordPosition::Final } else { WordPosition::Inner };
    let symbol = |(at, byte)| EntryReport::of(vocabulary.symbol(byte, position(at)), vocabulary);
    word.bytes().enumerate().map(symbol).collect()
}

fn merged(merge: Merge, word: Span, vocabulary: &Vocabulary) -> MergeReport<'_> {
    let entry = |id| EntryReport::of(id, vocabulary);
    let (left, right) = (entry(merge.left), entry(merge.right));
    let start = word.start + merge.start;
    let normalized = Span::new(start, start + left.bytes.len() + right.bytes.len());
    MergeReport { rank: merge.rank, left, right, merged: entry(merge.merged), normalized }
}

/// The bytes of the prompt that the tokens of a word came from.
#[allow(clippy::indexing_slicing, clippy::expect_used, reason = "a word is never empty, so it has tokens")]
fn original(trace: &Trace, tokens: Range<usize>) -> Span {
    let originals = trace.encoding.tokens[tokens].iter().map(|token| token.original);
    originals.reduce(Span::hull).expect("a word has a token")
}
