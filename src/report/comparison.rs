//! Enters: sides that tokenize a prompt, or ids to look for. Leaves: a report on how they compare.

use std::sync::Arc;

use cliptok_bpe::TokenId;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::serialize::Version;
use super::{FaultReport, Source, TokenReport};
use crate::dialect::{ContextLength, Dialect, Model};
use crate::encoder::Encoder;
use crate::explain::{Cause, Checker, Comparison, Group, Match, Mismatch};
use crate::rows::RowRules;
use crate::text::Span;

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its name: that of a dialect, or of a model with its pad.
    pub name: &'static str,
    /// Its encoder.
    pub encoder: Encoder,
}

impl Side {
    /// A dialect, with the vocabulary and the model of this encoder.
    pub fn of_dialect(dialect: Dialect, base: &Encoder) -> Self {
        Self { name: dialect.name(), encoder: base.with_dialect(dialect) }
    }

    /// A model with its dialect and its pad, with the vocabulary of this encoder.
    pub fn of_model(model: Model, base: &Encoder) -> Self {
        Self { name: model.name(), encoder: base.with_model(model) }
    }
}

/// A prompt, and what each side makes of it.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct ComparisonReport<'p> {
    version: Version,
    /// Where the prompt comes from.
    pub source: &'p Source,
    /// The prompt as typed.
    pub prompt: &'p str,
    /// Whether all give the same ids.
    pub agree: bool,
    /// The sides that agree, group by group; one group if all agree.
    pub groups: Vec<GroupReport<'p>>,
    /// Where they differ.
    pub differences: Vec<DifferenceReport<'p>>,
    /// The causes of the differences, each once.
    #[serde(skip)]
    pub causes: Vec<&'static str>,
}

/// Sides that agree.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct GroupReport<'p> {
    /// Their names.
    pub dialects: Vec<&'static str>,
    /// The prompt after normalization by the first of them.
    pub normalized_text: String,
    /// The tokens of the first of them.
    pub tokens: Vec<TokenReport<'p>>,
    /// For each token, whether another group lacks it. JSON has the positions of these tokens, from 0.
    #[serde(rename = "differing", serialize_with = "positions")]
    pub differs: Vec<bool>,
}

fn positions<S: Serializer>(differs: &[bool], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(differs.iter().enumerate().filter(|(_, differs)| **differs).map(|(at, _)| at))
}

/// A part of the prompt that has different tokens.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct DifferenceReport<'p> {
    /// Its bytes in the prompt, extended to whole characters.
    pub original: Span,
    /// Those characters.
    pub characters: &'p str,
    /// The causes of the difference.
    pub causes: Vec<CauseReport>,
}

/// The cause of a difference.
#[derive(Debug)]
#[non_exhaustive]
pub struct CauseReport {
    /// The step of normalization, `special token`, or `pre-tokenization`.
    pub step: &'static str,
    /// The text before and after the step.
    pub change: Option<(Arc<String>, Arc<String>)>,
    /// The sides that do it; none if the cause is not in a single side.
    pub dialects: Vec<&'static str>,
}

impl Serialize for CauseReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (before, after) = self.change.as_ref().map(|(before, after)| (&**before, &**after)).unzip();
        let mut cause = serializer.serialize_struct("Cause", 4)?;
        cause.serialize_field("step", self.step)?;
        cause.serialize_field("before", &before)?;
        cause.serialize_field("after", &after)?;
        cause.serialize_field("dialects", &self.dialects)?;
        cause.end()
    }
}

impl<'p> ComparisonReport<'p> {
    /// Compares what the sides make of a prompt.
    #[allow(clippy::indexing_slicing, reason = "members are positions in `sides`")]
    pub fn new(prompt: &'p str, source: &'p Source, sides: &'p [Side]) -> Self {
        let encoders: Vec<&Encoder> = sides.iter().map(|side| &side.encoder).collect();
        let comparison = Comparison::of(&encoders, prompt);
        let names = |members: &[usize]| -> Vec<&'static str> {
            members.iter().map(|&member| sides[member].name).collect()
        };
        let cause = |cause: Cause| CauseReport {
            step: cause.name(),
            dialects: names(cause.members()),
            change: match cause {
                Cause::Step { before, after, .. } => Some((before, after)),
                Cause::SpecialToken { .. } | Cause::PreTokenization => None,
            },
        };
        let causes = comparison.cause_names();
        let differences = comparison.differences.into_iter().map(|difference| DifferenceReport {
            original: difference.original,
            characters: difference.original.of(prompt),
            causes: difference.causes.into_iter().map(cause).collect(),
        });
        let differences = differences.collect();
        let group = |group: Group| GroupReport {
            dialects: names(&group.members),
            tokens: tokens(&group, prompt, sides),
            differs: group.differs,
            normalized_text: group.encoding.normalized,
        };
        let groups: Vec<GroupReport<'p>> = comparison.groups.into_iter().map(group).collect();
        let agree = groups.len() < 2;
        Self { version: Version, source, prompt, agree, groups, differences, causes }
    }
}

#[allow(clippy::indexing_slicing, reason = "a group has a member, and members are positions in `sides`")]
fn tokens<'p>(group: &Group, prompt: &'p str, sides: &'p [Side]) -> Vec<TokenReport<'p>> {
    TokenReport::all(prompt, &group.encoding, &sides[group.members[0]].encoder)
}

/// What was done differently from an encoder whose ids these are not.
fn diagnosis(prompt: &str, asked: &IdsQuestion, encoder: &Encoder) -> Vec<FaultReport> {
    let rules = RowRules { context_length: asked.context_length, ..encoder.row_rules() };
    let row = asked.ids.iter().map(|id| i64::from(id.0)).collect();
    let diagnosis = Checker::new(encoder, rules).diagnose(prompt, &[row]);
    diagnosis.iter().flat_map(|diagnosis| &diagnosis.faults).map(FaultReport::new).collect()
}

/// Ids that came from somewhere.
#[derive(Clone, Debug)]
pub struct IdsQuestion {
    /// The ids.
    pub ids: Vec<TokenId>,
    /// The length of a row in which a prompt may be cut.
    pub context_length: ContextLength,
}

/// Ids that came from somewhere, and which sides give them for a prompt.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct IdsReport<'p> {
    version: Version,
    /// Where the prompt comes from.
    pub source: &'p Source,
    /// The prompt as typed.
    pub prompt: &'p str,
    /// The ids that were given.
    pub ids: &'p [TokenId],
    /// What each side says about them.
    pub verdicts: Vec<Verdict>,
    /// What was done differently from the first side, if no side gives the ids; empty if that is not known.
    pub diagnosis: Option<Vec<FaultReport>>,
}

/// Whether one side gives the ids.
#[derive(Debug)]
#[non_exhaustive]
pub struct Verdict {
    /// The name of the side.
    pub dialect: &'static str,
    /// What is around the tokens of the prompt, or where the ids differ.
    pub found: Result<Match, Mismatch>,
}

#[derive(Serialize)]
struct MatchWire {
    start_token: bool,
    end_token: bool,
    pads: usize,
    pad_id: Option<TokenId>,
    over: usize,
}

#[derive(Serialize)]
struct MismatchWire {
    position: usize,
    given: Option<TokenId>,
    expected: Option<TokenId>,
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let found = self.found.as_ref().ok().map(|found| MatchWire {
            start_token: found.start,
            end_token: found.end,
            pads: found.pads.map_or(0, |(pads, _)| pads),
            pad_id: found.pads.map(|(_, pad)| pad),
            over: found.cut,
        });
        let mismatch = self
            .found
            .as_ref()
            .err()
            .map(|&Mismatch { position, given, expected }| MismatchWire { position, given, expected });
        let mut verdict = serializer.serialize_struct("Verdict", 4)?;
        verdict.serialize_field("dialect", self.dialect)?;
        verdict.serialize_field("gives", &found.is_some())?;
        verdict.serialize_field("match", &found)?;
        verdict.serialize_field("mismatch", &mismatch)?;
        verdict.end()
    }
}

impl<'p> IdsReport<'p> {
    /// Checks for each side whether these are its ids for the prompt.
    pub fn new(prompt: &'p str, source: &'p Source, asked: &'p IdsQuestion, sides: &[Side]) -> Self {
        let verdict = |side: &Side| {
            let (content, vocabulary) = (side.encoder.ids(prompt), side.encoder.vocabulary());
            let found = Match::of(&asked.ids, &content, asked.context_length, vocabulary);
            Verdict { dialect: side.name, found }
        };
        let verdicts: Vec<Verdict> = sides.iter().map(verdict).collect();
        let is_found = verdicts.iter().any(|verdict| verdict.found.is_ok());
        let first = sides.first().filter(|_| !is_found);
        let diagnosis = first.map(|side| diagnosis(prompt, asked, &side.encoder));
        Self { version: Version, source, prompt, ids: &asked.ids, verdicts, diagnosis }
    }

    /// Whether any side gives the ids.
    pub fn is_found(&self) -> bool {
        self.verdicts.iter().any(|verdict| verdict.found.is_ok())
    }
}
