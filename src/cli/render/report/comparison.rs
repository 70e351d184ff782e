//! Enters: a comparison of dialects, or ids that are looked for. Leaves: all that a format may see of it.

use std::sync::Arc;

use cliptok::comparison::{Cause, Comparison, Group};
use cliptok::frame::{Frame, Mismatch};
use cliptok::{Span, TokenId, TokenKind, Tokenizer};

use crate::cli::job::{Asked, Contender};
use crate::cli::origin::Origin;

/// A prompt, and what the dialects make of it.
#[derive(Debug)]
pub struct ComparisonReport<'p> {
    pub origin: &'p Origin,
    pub prompt: &'p str,
    /// Those that agree, group by group; one group if all do.
    pub groups: Vec<GroupReport<'p>>,
    /// Where they differ.
    pub places: Vec<PlaceReport<'p>>,
    /// What makes differences, each once.
    pub causes: Vec<&'static str>,
}

/// Dialects that agree.
#[derive(Debug)]
pub struct GroupReport<'p> {
    pub names: Vec<&'static str>,
    pub normalized: String,
    pub tokens: Vec<ComparedToken<'p>>,
}

/// A token of a group.
#[derive(Debug)]
pub struct ComparedToken<'p> {
    pub id: TokenId,
    pub kind: TokenKind,
    pub ends_word: bool,
    pub bytes: &'p [u8],
    pub original: Span,
    /// Whether another group lacks it.
    pub differs: bool,
}

/// A part of the prompt that gives different tokens.
#[derive(Debug)]
pub struct PlaceReport<'p> {
    pub original: Span,
    pub characters: &'p str,
    pub causes: Vec<CauseReport>,
}

/// What makes the difference at a place.
#[derive(Debug)]
pub struct CauseReport {
    /// The step of normalisation, or the stage behind it.
    pub name: &'static str,
    /// What the step changed into what.
    pub change: Option<(Arc<String>, Arc<String>)>,
    /// The dialects that do it; none where it is not one side that does something.
    pub names: Vec<&'static str>,
}

impl<'p> ComparisonReport<'p> {
    /// Compares what the contenders make of a prompt.
    pub fn new(prompt: &'p str, origin: &'p Origin, contenders: &'p [Contender]) -> Self {
        let tokenizers: Vec<&Tokenizer> = contenders.iter().map(|contender| &contender.tokenizer).collect();
        let comparison = Comparison::of(&tokenizers, prompt);
        let names = |members: &[usize]| -> Vec<&'static str> {
            members
                .iter()
                .filter_map(|&member| contenders.get(member))
                .map(|contender| contender.name)
                .collect()
        };
        let group = |group: Group| GroupReport {
            names: names(&group.members),
            tokens: tokens(&group, contenders),
            normalized: group.encoding.normalized,
        };
        let cause = |cause: Cause| CauseReport {
            name: cause.name(),
            names: names(cause.members()),
            change: match cause {
                Cause::Step { before, after, .. } => Some((before, after)),
                Cause::SpecialToken { .. } | Cause::PreTokenization => None,
            },
        };
        let causes = comparison.cause_names();
        let places = comparison.places.into_iter().map(|place| PlaceReport {
            original: place.original,
            characters: place.original.slice(prompt),
            causes: place.causes.into_iter().map(cause).collect(),
        });
        let places = places.collect();
        let groups = comparison.groups.into_iter().map(group).collect();
        Self { origin, prompt, groups, places, causes }
    }

    /// Whether all give the same ids.
    pub fn agree(&self) -> bool {
        self.groups.len() < 2
    }
}

fn tokens<'p>(group: &Group, contenders: &'p [Contender]) -> Vec<ComparedToken<'p>> {
    let Some(contender) = group.members.first().and_then(|&first| contenders.get(first)) else {
        return Vec::new();
    };
    let tokens = group.encoding.tokens.iter().zip(&group.differs);
    tokens
        .map(|(token, &differs)| ComparedToken {
            id: token.id,
            kind: token.kind,
            ends_word: token.ends_word,
            bytes: contender.tokenizer.vocabulary().bytes(token.id),
            original: token.original,
            differs,
        })
        .collect()
}

/// Ids that came from somewhere, and which dialects give them for a prompt.
#[derive(Debug)]
pub struct IdsReport<'p> {
    pub origin: &'p Origin,
    pub prompt: &'p str,
    pub given: &'p [TokenId],
    pub verdicts: Vec<Verdict>,
}

/// Whether one dialect gives the ids.
#[derive(Debug)]
pub struct Verdict {
    pub name: &'static str,
    pub found: Result<Frame, Mismatch>,
}

impl<'p> IdsReport<'p> {
    /// Asks each contender whether these are its ids for the prompt.
    pub fn new(prompt: &'p str, origin: &'p Origin, asked: &'p Asked, contenders: &[Contender]) -> Self {
        let verdict = |contender: &Contender| {
            let mut content = Vec::new();
            contender.tokenizer.encode_ids(prompt, &mut content);
            let vocabulary = contender.tokenizer.vocabulary();
            let found = Frame::of(&asked.ids, &content, asked.context_length, vocabulary);
            Verdict { name: contender.name, found }
        };
        let verdicts = contenders.iter().map(verdict).collect();
        Self { origin, prompt, given: &asked.ids, verdicts }
    }

    /// Whether any of them gives the ids.
    pub fn is_found(&self) -> bool {
        self.verdicts.iter().any(|verdict| verdict.found.is_ok())
    }
}
