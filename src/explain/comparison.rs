//! Enters: encoders and a text. Leaves: which of them agree on its tokens, where they differ, and which step causes it.

mod agreement;
mod causes;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use cliptok_bpe::{TokenId, TokenKind};

use crate::encoder::Encoder;
use crate::encoding::{Encoding, Token};
use crate::explain::trace::{StepTrace, encode_with_steps};
use crate::text::Span;

pub use agreement::Agreement;

/// What several encoders make of one text. An encoder is identified by its position in the list that was compared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// The groups of encoders that give the same ids. The first encoder is in the first group. There is one group if all
    /// agree.
    pub groups: Vec<Group>,
    /// Where in the text they differ, from left to right.
    pub differences: Vec<Difference>,
}

/// Encoders that agree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group {
    /// Which encoders.
    pub members: Vec<usize>,
    /// What the first of them made of the text.
    pub encoding: Encoding,
    /// For each token, whether another group lacks it, because it has another id there, or the same id for another part of
    /// the text.
    pub differs: Vec<bool>,
}

/// A part of the text that has different tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Its bytes in the text, extended to whole characters.
    pub original: Span,
    /// The causes of the difference; never empty. For any two groups that differ here, there is a cause that applies to
    /// only one of them, unless the last cause is [`Cause::PreTokenization`].
    pub causes: Vec<Cause>,
}

/// The cause of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// Some encoders changed the text before it was split.
    Step {
        /// The name of the step.
        name: &'static str,
        /// What was there. All places that one change covers share it, so that comparing it is fast.
        before: Arc<String>,
        /// What it became.
        after: Arc<String>,
        /// The encoders that did it.
        members: Vec<usize>,
    },
    /// Some encoders read what is typed there as a special token.
    SpecialToken {
        /// The encoders that do.
        members: Vec<usize>,
    },
    /// The text is the same, but it is split or classified differently.
    PreTokenization,
}

impl Cause {
    /// The name of the step, or of the stage.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Step { name, .. } => name,
            Self::SpecialToken { .. } => "special token",
            Self::PreTokenization => "pre-tokenization",
        }
    }

    /// The encoders to which it applies; empty for [`Cause::PreTokenization`].
    pub fn members(&self) -> &[usize] {
        match self {
            Self::Step { members, .. } | Self::SpecialToken { members } => members,
            Self::PreTokenization => &[],
        }
    }
}

impl Comparison {
    /// Compares what these encoders make of a text.
    ///
    /// ```
    /// use cliptok::explain::Comparison;
    /// use cliptok::{Dialect, Encoder};
    /// let encoders = [Dialect::OpenAi, Dialect::Hf].map(Encoder::for_dialect);
    /// let comparison = Comparison::of(&encoders.each_ref(), "it’s");
    /// assert_eq!(comparison.groups.len(), 2);
    /// assert_eq!(comparison.differences[0].original.slice("it’s"), Some("’s"));
    /// ```
    pub fn of(encoders: &[&Encoder], text: &str) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut runs: Vec<Run> = Vec::new();
        for (member, encoder) in encoders.iter().enumerate() {
            let (encoding, steps) = encode_with_steps(encoder, text);
            let special = encoding.tokens.iter().filter(|token| token.kind == TokenKind::Special);
            runs.push(Run { steps, special: special.map(|token| token.original).collect() });
            match groups.iter_mut().find(|group| group.encoding.ids().eq(encoding.ids())) {
                Some(group) => group.members.push(member),
                None => groups.push(Group { members: vec![member], encoding, differs: Vec::new() }),
            }
        }
        mark(&mut groups);
        let places = places(&groups, text);
        let causes = causes::causes(&places, &groups, &runs);
        let mut joined: Vec<Difference> = Vec::new();
        for (original, causes) in places.into_iter().zip(causes) {
            match joined.last_mut() {
                // Adjacent places with the same causes are one place.
                Some(last) if last.original.end == original.start && last.causes == causes => {
                    last.original.end = original.end;
                }
                _ => joined.push(Difference { original, causes }),
            }
        }
        Self { differences: joined, groups }
    }

    /// The names of the causes of all differences, each once.
    pub fn cause_names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for name in self.differences.iter().flat_map(|difference| &difference.causes).map(Cause::name) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// What one encoder did with the text.
struct Run {
    steps: Vec<StepTrace>,
    /// Where special tokens came from.
    special: Vec<Span>,
}

/// The id of a token, and the part of the text that it stands for.
type Key = (TokenId, Span);

fn key(token: &Token) -> Key {
    (token.id, token.original)
}

/// Marks the tokens that some other group lacks. Equal tokens from the same place are counted.
fn mark(groups: &mut [Group]) {
    let counts: Vec<HashMap<Key, usize>> = groups
        .iter()
        .map(|group| {
            let mut counts = HashMap::new();
            group.encoding.tokens.iter().for_each(|token| *counts.entry(key(token)).or_default() += 1);
            counts
        })
        .collect();
    for group in groups.iter_mut() {
        let mut seen: HashMap<Key, usize> = HashMap::new();
        let tokens = group.encoding.tokens.iter();
        group.differs = tokens
            .map(|token| {
                let number = seen.entry(key(token)).or_default();
                *number += 1;
                counts.iter().any(|counts| counts.get(&key(token)).copied().unwrap_or_default() < *number)
            })
            .collect();
    }
    mark_other_order(groups);
}

/// Marks tokens that all groups have, but in a different order: combining marks are reordered in one version of Unicode,
/// and not in another.
fn mark_other_order(groups: &mut [Group]) {
    if groups.iter().any(|group| group.differs.contains(&true)) {
        return;
    }
    let sequences: Vec<Vec<TokenId>> = groups.iter().map(|group| group.encoding.ids().collect()).collect();
    for group in groups {
        for (at, differs) in group.differs.iter_mut().enumerate() {
            let mut ids = sequences.iter().map(|sequence| sequence.get(at));
            let first = ids.next();
            *differs = !ids.all(|id| Some(id) == first);
        }
    }
}

/// The parts of the text that have differing tokens. Overlapping parts are joined.
fn places(groups: &[Group], text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = groups
        .iter()
        .flat_map(|group| group.encoding.tokens.iter().zip(&group.differs))
        .filter(|&(_, &differs)| differs)
        .map(|(token, _)| token.original.widened(text))
        .collect();
    spans.sort_unstable_by_key(|span| (span.start, span.end));
    let mut places: Vec<Span> = Vec::new();
    for span in spans {
        match places.last_mut() {
            Some(last) if span.start < last.end => *last = last.hull(span),
            _ => places.push(span),
        }
    }
    places
}

/// The positions of the places that overlap this part of the text.
fn under(places: &[Span], part: Span) -> Range<usize> {
    let first = places.partition_point(|place| place.end <= part.start);
    let end = places.partition_point(|place| place.start < part.end);
    first..end.max(first)
}
