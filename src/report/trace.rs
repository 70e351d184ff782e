//! Enters: a prompt and an encoder. Leaves: how the encoder turned the prompt into tokens.

use std::ops::Range;

use cliptok_bpe::{Merge, Rank, Vocabulary, WordPosition};
use serde::{Serialize, Serializer};

use super::read_prompt::is_read;
use super::serialize::{SyntaxName, Version};
use super::{EntryReport, ProgramReport, Source, TokenReport, Weight};
use crate::dialect::{Dialect, Model, Step};
use crate::encoder::Encoder;
use crate::explain::{EditTrace, StepTrace, Trace};
use crate::pre_tokenize::PreTokenKind;
use crate::prompt_reader::PromptReader;
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
    /// The syntax in which it is written.
    pub syntax: SyntaxName,
    /// The normalization steps that changed something, in order.
    pub steps: Vec<StepReport>,
    /// The prompt after normalization; with a syntax, each segment of it in a line.
    pub normalized_text: String,
    /// Its words, from left to right.
    pub words: Vec<WordReport<'p>>,
    /// What its program made of it before that.
    #[serde(flatten)]
    pub program: ProgramReport<'p>,
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
        let mut report = Self::empty(prompt, source, encoder);
        report.append(trace, None, encoder);
        report
    }

    /// Has a program read a prompt, and reports what it made of it, and how its encoder turned the first text into tokens.
    pub fn by_program(prompt: &'p str, source: &'p Source, reader: &'p PromptReader) -> Self {
        let encoder = reader.encoder();
        let empty =
            Self { syntax: SyntaxName(Some(reader.syntax())), ..Self::empty(prompt, source, encoder) };
        let read = match reader.read(prompt) {
            Ok(read) => read,
            Err(raised) => return Self { program: ProgramReport::raised(&raised), ..empty },
        };
        let mut report = Self { program: ProgramReport::of(prompt, &read), ..empty };
        let first = read.reading.parts.first().and_then(|part| part.content.first_text());
        let first = first.and_then(|at| Some((read.reading.texts.get(at)?, read.texts.get(at)?)));
        let Some((text, encoded)) = first else { return report };
        let pieces = text.tokenized();
        let is_read = is_read(encoded);
        let mut tokens = 0;
        for (piece, encoding) in pieces.iter().zip(&encoded.encodings) {
            let own = tokens..tokens + encoding.tokens.len();
            tokens = own.end;
            if !is_read.get(own).is_some_and(|read| read.contains(&true)) {
                continue;
            }
            let in_prompt =
                |span: &mut Span| *span = pieces.alignment().original(span.shifted(piece.span.start));
            let mut trace = Trace::of(encoder, piece.text);
            trace.encoding.tokens.iter_mut().for_each(|token| in_prompt(&mut token.original));
            let edits = trace.steps.iter_mut().flat_map(|step| &mut step.edits);
            edits.for_each(|edit| in_prompt(&mut edit.original));
            report.append(trace, Some(Weight(piece.weight)), encoder);
        }
        report
    }

    fn empty(prompt: &'p str, source: &'p Source, encoder: &Encoder) -> Self {
        Self {
            version: Version,
            source,
            prompt,
            model: encoder.model(),
            dialect: encoder.dialect(),
            syntax: SyntaxName(None),
            words: Vec::new(),
            steps: Vec::new(),
            normalized_text: String::new(),
            program: ProgramReport::default(),
        }
    }

    /// Appends how a piece of the prompt turned into tokens. Their places are those in the prompt.
    fn append(&mut self, trace: Trace, weight: Option<Weight>, encoder: &'p Encoder) {
        if !self.normalized_text.is_empty() {
            self.normalized_text.push('\n');
        }
        let before = self.normalized_text.len();
        let vocabulary = encoder.vocabulary();
        let all = TokenReport::all(self.prompt, &trace.encoding, encoder);
        let in_its_place = |token: &TokenReport<'p>| TokenReport {
            weight,
            normalized: token.normalized.shifted(before),
            ..*token
        };
        #[allow(clippy::indexing_slicing, reason = "the tokens of a word are a range of all tokens")]
        let words = trace.words.iter().map(|word| {
            let span = word.pre_token.span;
            let text = span.of(&trace.encoding.normalized);
            let is_word = word.pre_token.kind == PreTokenKind::Word;
            let whole = span.shifted(before);
            WordReport {
                text: text.to_owned(),
                normalized: whole,
                original: original(&trace, word.tokens.clone()),
                symbols: if is_word { symbols(text, vocabulary) } else { Vec::new() },
                merges: word.merges.iter().map(|merge| merged(*merge, whole, vocabulary)).collect(),
                tokens: all[word.tokens.clone()].iter().map(in_its_place).collect(),
            }
        });
        self.words.extend(words);
        self.normalized_text.push_str(&trace.encoding.normalized);
        self.steps.extend(trace.steps.into_iter().map(StepReport::of));
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
