//! Enters: the report of a prompt. Leaves: the prompt as typed, in runs: tokens that share a character, and what lies between them.

use std::ops::Range;

use super::{PromptReport, SlotClass, TokenReport, Weight};
use crate::syntax::RemovedKind;
use crate::text::{Sharing, Span};

/// A part of a prompt that a view shows in one piece. The runs of a prompt, one after the other, are the prompt.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Run<'r, 'p> {
    /// The characters, as typed. Empty for tokens whose characters a run before it has, since normalization reordered marks.
    pub characters: &'p str,
    /// What it is.
    pub kind: RunKind<'r, 'p>,
}

/// What a part of a prompt is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RunKind<'r, 'p> {
    /// Text that is read: a token, or all tokens that share its characters, so that none of them can be shown alone.
    Tokens {
        /// The tokens, at least one.
        tokens: &'r [TokenReport<'p>],
        /// Their positions among all tokens of the report.
        positions: Range<usize>,
    },
    /// Text without a token: white space, or what normalization drops.
    Between,
    /// What means something to the program and is no text: brackets, escapes, weights, `AND`; and text of other steps and parts.
    Markup,
    /// What the program takes out.
    Removed(RemovedKind),
}

impl RunKind<'_, '_> {
    /// The class that decides the color of tokens: cut if any of them is, else that of the first fallback token, else that of the
    /// first token. `None` for what is no token.
    pub fn class(&self) -> Option<SlotClass> {
        let Self::Tokens { tokens, .. } = self else { return None };
        if tokens.iter().any(|token| token.slot.is_none()) {
            return Some(SlotClass::Cut);
        }
        let fallback = tokens.iter().find(|token| token.entry.kind.is_fallback());
        fallback.or_else(|| tokens.first()).map(|token| SlotClass::of_kind(token.entry.kind))
    }

    /// The weight of tokens; `None` without a prompt syntax, and for what is no token.
    pub fn weight(&self) -> Option<Weight> {
        match self {
            Self::Tokens { tokens, .. } => tokens.first().and_then(|token| token.weight),
            _ => None,
        }
    }
}

/// The runs of a prompt, from left to right.
///
/// ```
/// use cliptok::report::{PromptReport, PromptRules, RunKind, Source, runs};
/// use cliptok::{Encoder, Model};
/// let (rules, source) = (PromptRules::of(Encoder::for_model(Model::Sd1)), Source::argument(1));
/// let report = PromptReport::new("a 🏯!", &source, &rules);
/// let runs = runs(&report);
/// assert_eq!(runs.iter().map(|run| run.characters).collect::<Vec<_>>(), ["a", " ", "🏯", "!"]);
/// assert!(matches!(&runs[2].kind, RunKind::Tokens { tokens, .. } if tokens.len() == 2));
/// ```
pub fn runs<'r, 'p>(report: &'r PromptReport<'p>) -> Vec<Run<'r, 'p>> {
    let mut runs = Runs { report, removed: removed(report), at: 0, made: Vec::new() };
    let mut first = 0;
    for tokens in report.tokens.chunk_by(|left, _| matches!(left.sharing, Sharing::First | Sharing::Middle)) {
        let positions = first..first + tokens.len();
        first = positions.end;
        let spans = tokens.iter().map(|token| token.original);
        let Some(span) = spans.reduce(Span::hull).map(|span| span.widened(report.prompt)) else { continue };
        // Where marks were reordered, the characters may have been shown already.
        let start = span.start.max(runs.at);
        runs.between(start);
        let characters = Span::new(start, span.end).of(report.prompt);
        runs.made.push(Run { characters, kind: RunKind::Tokens { tokens, positions } });
        runs.at = span.end.max(runs.at);
    }
    runs.between(report.prompt.len());
    runs.made
}

/// Which of these runs each row has, for so many rows: a row begins with its first token, and with the brackets that open before
/// it; the first one has all that stands before it. A row without a token has no run.
///
/// ```
/// use cliptok::report::{PromptReport, PromptRules, Source, row_ranges, runs};
/// use cliptok::{Model, PromptReader, Syntax};
/// let rules = PromptRules::of_program(&PromptReader::for_program(Syntax::A1111, Model::Sd1));
/// let source = Source::argument(1);
/// let report = PromptReport::new("a BREAK (b)", &source, &rules);
/// assert_eq!(row_ranges(&runs(&report), 2), [0..2, 2..4]);
/// ```
pub fn row_ranges(runs: &[Run<'_, '_>], rows: usize) -> Vec<Range<usize>> {
    let row_of = |run: &Run<'_, '_>| match &run.kind {
        RunKind::Tokens { tokens, .. } => tokens.first()?.row,
        _ => None,
    };
    let opens = |run: &Run<'_, '_>| {
        matches!(run.kind, RunKind::Markup) && !run.characters.chars().any(char::is_alphanumeric)
    };
    let mut starts = vec![0];
    for (at, row) in runs.iter().enumerate().filter_map(|(at, run)| Some((at, row_of(run)?))) {
        let last = starts.last().copied().unwrap_or_default();
        let start = at - usize::from(at > last && runs.get(at - 1).is_some_and(opens));
        while starts.len() <= row {
            starts.push(start);
        }
    }
    starts.resize(rows.max(1), runs.len());
    let ends = starts.iter().skip(1).copied().chain([runs.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The runs so far.
struct Runs<'r, 'p> {
    report: &'r PromptReport<'p>,
    removed: Vec<(Span, RemovedKind)>,
    at: usize,
    made: Vec<Run<'r, 'p>>,
}

impl Runs<'_, '_> {
    /// Adds what lies before the byte `end` and is no token.
    fn between(&mut self, end: usize) {
        let from = self.removed.partition_point(|(span, _)| span.end <= self.at);
        let here: Vec<(Span, RemovedKind)> =
            self.removed.iter().skip(from).take_while(|(span, _)| span.start < end).copied().collect();
        for (span, what) in here {
            self.plain(span.start.min(end));
            self.push(span.end.min(end), kind_of(what));
        }
        self.plain(end);
    }

    fn plain(&mut self, end: usize) {
        let is_read_by_program = self.report.syntax.0.is_some() && self.report.program.raises.is_none();
        let characters = Span::new(self.at, end).of(self.report.prompt);
        let is_markup = is_read_by_program && !characters.trim().is_empty();
        self.push(end, if is_markup { RunKind::Markup } else { RunKind::Between });
    }

    fn push(&mut self, end: usize, kind: RunKind<'static, 'static>) {
        let characters = Span::new(self.at, end).of(self.report.prompt);
        if !characters.is_empty() {
            self.made.push(Run { characters, kind });
            self.at = end;
        }
    }
}

/// What has a meaning is markup, though no text is left of it.
const fn kind_of(what: RemovedKind) -> RunKind<'static, 'static> {
    match what {
        RemovedKind::And | RemovedKind::PartWeight => RunKind::Markup,
        what => RunKind::Removed(what),
    }
}

/// What the program removed, from left to right. White space around a prompt is nothing that anybody would look for.
fn removed(report: &PromptReport<'_>) -> Vec<(Span, RemovedKind)> {
    let removed = report.program.removed.iter().flatten();
    let removed = removed.filter(|removed| removed.what != RemovedKind::OuterWhitespace);
    let mut spans: Vec<(Span, RemovedKind)> =
        removed.map(|removed| (removed.original.widened(report.prompt), removed.what)).collect();
    spans.sort_by_key(|(span, _)| (span.start, span.end));
    spans
}
