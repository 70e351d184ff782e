//! Enters: encoders and a text. Leaves: which of them agree on its tokens, where the others differ, and by which step.

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

/// What several encoders make of one text. They are known by their positions in the list that was compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Those that give the same ids, group by group, that of the first encoder first. There is one if all agree.
    pub groups: Vec<Group>,
    /// Where in the text they differ, from left to right.
    pub differences: Vec<Difference>,
}

/// Encoders that agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which encoders.
    pub members: Vec<usize>,
    /// What the first of them made of the text.
    pub encoding: Encoding,
    /// For each token, whether another group lacks it: another id, or the same for another part of the text.
    pub differs: Vec<bool>,
}

/// A part of the text that gives different tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where it stands, in bytes; whole characters.
    pub original: Span,
    /// What makes the difference; never empty. Of any two groups that differ here, one has a part in some cause
    /// that the other has none in, unless the last cause is [`Cause::PreTokenization`].
    pub causes: Vec<Cause>,
}

/// What makes a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Some changed the text before it was split.
    Step {
        /// What the step is called.
        name: &'static str,
        /// What stood there. It is shared by all places that one change stands over, and so compared at once.
        before: Arc<String>,
        /// What it became.
        after: Arc<String>,
        /// Those that did it.
        members: Vec<usize>,
    },
    /// Some take what is typed there for a special token.
    SpecialToken {
        /// Those that do.
        members: Vec<usize>,
    },
    /// The text is the same, and is split or classed in another way.
    PreTokenization,
}

impl Cause {
    /// What it is called: the step's name, or that of the stage.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Step { name, .. } => name,
            Self::SpecialToken { .. } => "special token",
            Self::PreTokenization => "pre-tokenization",
        }
    }

    /// Those that do it, where it is something that some do.
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
                // Neighbors that differ for one reason are one place.
                Some(last) if last.original.end == original.start && last.causes == causes => {
                    last.original.end = original.end;
                }
                _ => joined.push(Difference { original, causes }),
            }
        }
        Self { differences: joined, groups }
    }

    /// What the causes of all differences are called, each once.
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

/// What is known of one encoder's way through the text.
struct Run {
    steps: Vec<StepTrace>,
    /// Where special tokens came from.
    special: Vec<Span>,
}

/// A token and the part of the text that it stands for.
type Key = (TokenId, Span);

fn key(token: &Token) -> Key {
    (token.id, token.original)
}

/// Marks the tokens that some other group lacks. Two alike from one place are told apart by their number.
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

/// Marks tokens that all groups have, but not in one order: marks change places in one version of Unicode, and not in
/// another.
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

/// The parts of the text that tokens came from which differ; those that overlap are one.
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

/// The positions of the places that this part of the text lies under.
fn under(places: &[Span], part: Span) -> Range<usize> {
    let first = places.partition_point(|place| place.end <= part.start);
    let end = places.partition_point(|place| place.start < part.end);
    first..end.max(first)
}
