//! Enters: a trace. Leaves: all that a format may see of it.

use std::ops::Range;

use cliptok::bpe::Merge;
use cliptok::dialect::Model;
use cliptok::pre_tokenize::PreTokenKind;
use cliptok::trace::StepTrace;
use cliptok::vocabulary::WordPosition;
use cliptok::{Span, TokenId, TokenKind, Tokenizer, Trace, Vocabulary};

use crate::cli::origin::Origin;

/// How a prompt became its tokens.
#[derive(Debug)]
pub struct TraceReport<'p> {
    pub origin: &'p Origin,
    pub prompt: &'p str,
    pub dialect: &'static str,
    pub model: &'static str,
    pub steps: Vec<StepTrace>,
    pub normalized: String,
    pub words: Vec<WordReport<'p>>,
}

/// How a word became its tokens.
#[derive(Debug)]
pub struct WordReport<'p> {
    /// Its place in the normalised text, and in the prompt.
    pub span: Span,
    pub original: Span,
    pub text: String,
    /// What it began as: a symbol a byte; a special token is none.
    pub symbols: Vec<SymbolReport<'p>>,
    pub merges: Vec<MergeReport<'p>>,
    pub tokens: Vec<SymbolReport<'p>>,
}

/// One entry of the vocabulary.
#[derive(Clone, Copy, Debug)]
pub struct SymbolReport<'p> {
    pub id: TokenId,
    pub kind: TokenKind,
    pub ends_word: bool,
    pub bytes: &'p [u8],
}

/// Two neighbours that merged.
#[derive(Debug)]
pub struct MergeReport<'p> {
    pub rank: u16,
    pub left: SymbolReport<'p>,
    pub right: SymbolReport<'p>,
    pub merged: SymbolReport<'p>,
    /// Where in the normalised text they stand.
    pub span: Span,
}

impl<'p> TraceReport<'p> {
    /// Encodes a prompt, and tells how.
    pub fn new(prompt: &'p str, origin: &'p Origin, tokenizer: &'p Tokenizer, model: &Model) -> Self {
        let trace = Trace::of(tokenizer, prompt);
        let words = trace.words.iter().map(|word| {
            let span = word.pre_token.span;
            let text = span.slice(&trace.encoding.normalized);
            let is_word = word.pre_token.kind == PreTokenKind::Word;
            WordReport {
                span,
                original: original(&trace, word.tokens.clone()),
                text: text.to_owned(),
                symbols: if is_word { symbols(text, tokenizer.vocabulary()) } else { Vec::new() },
                merges: word
                    .merges
                    .iter()
                    .map(|merge| merged(*merge, span, tokenizer.vocabulary()))
                    .collect(),
                tokens: tokens(&trace, word.tokens.clone(), tokenizer),
            }
        });
        Self {
            origin,
            prompt,
            dialect: tokenizer.dialect().name,
            model: model.name,
            words: words.collect(),
            steps: trace.steps,
            normalized: trace.encoding.normalized,
        }
    }
}

fn symbols<'p>(word: &str, vocabulary: &'p Vocabulary) -> Vec<SymbolReport<'p>> {
    let last = word.len().saturating_sub(1);
    let position = |at| if at == last { WordPosition::Final } else { WordPosition::Inner };
    let symbol = |(at, byte)| SymbolReport::of(vocabulary.symbol(byte, position(at)), vocabulary);
    word.bytes().enumerate().map(symbol).collect()
}

fn merged(merge: Merge, word: Span, vocabulary: &Vocabulary) -> MergeReport<'_> {
    let symbol = |id| SymbolReport::of(id, vocabulary);
    let (left, right) = (symbol(merge.left), symbol(merge.right));
    let start = word.start + merge.start;
    let span = Span::new(start, start + left.bytes.len() + right.bytes.len());
    MergeReport { rank: merge.rank.0, left, right, merged: symbol(merge.merged), span }
}

/// The bytes of the prompt that these tokens came from.
fn original(trace: &Trace, tokens: Range<usize>) -> Span {
    let tokens = trace.encoding.tokens.get(tokens).unwrap_or_default();
    tokens.iter().map(|token| token.original).reduce(Span::hull).unwrap_or_default()
}

fn tokens<'p>(trace: &Trace, range: Range<usize>, tokenizer: &'p Tokenizer) -> Vec<SymbolReport<'p>> {
    let tokens = trace.encoding.tokens.get(range).unwrap_or_default();
    // The vocabulary does not know that a model's pad is special where it was typed; the token does.
    let report = |token: &cliptok::Token| SymbolReport {
        kind: token.kind,
        ..SymbolReport::of(token.id, tokenizer.vocabulary())
    };
    tokens.iter().map(report).collect()
}

impl<'p> SymbolReport<'p> {
    pub fn of(id: TokenId, vocabulary: &'p Vocabulary) -> Self {
        let kind = vocabulary.kind(id);
        Self { id, kind, ends_word: vocabulary.ends_word(id), bytes: vocabulary.bytes(id) }
    }
}
