//! Enters: comparisons. Leaves: the types of their JSON.

use serde::Serialize;

use cliptok::TokenId;

use super::{SourceWire, SpanWire};
use crate::cli::render::escape::hex;
use crate::cli::render::report::comparison::{
    CauseReport, ComparedToken, ComparisonReport, GroupReport, IdsReport, PlaceReport, Verdict,
};

/// What `diff` tells of a prompt.
#[derive(Debug, Serialize)]
pub struct DiffWire<'r> {
    source: SourceWire,
    prompt: &'r str,
    agree: bool,
    groups: Vec<GroupWire<'r>>,
    differences: Vec<DifferenceWire<'r>>,
}

#[derive(Debug, Serialize)]
struct GroupWire<'r> {
    dialects: &'r [&'static str],
    normalized: &'r str,
    tokens: Vec<ComparedWire>,
}

#[derive(Debug, Serialize)]
struct ComparedWire {
    id: u16,
    kind: &'static str,
    ends_word: bool,
    bytes: String,
    original: SpanWire,
    differs: bool,
}

#[derive(Debug, Serialize)]
struct DifferenceWire<'r> {
    original: SpanWire,
    characters: &'r str,
    causes: Vec<CauseWire<'r>>,
}

#[derive(Debug, Serialize)]
struct CauseWire<'r> {
    /// The step of normalisation, `special token` or `pre-tokenization`.
    step: &'static str,
    /// Null where no step changed the text.
    before: Option<&'r str>,
    after: Option<&'r str>,
    dialects: &'r [&'static str],
}

impl<'r> DiffWire<'r> {
    pub fn of(report: &'r ComparisonReport<'_>) -> Self {
        Self {
            source: SourceWire::of(report.origin),
            prompt: report.prompt,
            agree: report.agree(),
            groups: report.groups.iter().map(GroupWire::of).collect(),
            differences: report.places.iter().map(DifferenceWire::of).collect(),
        }
    }
}

impl<'r> GroupWire<'r> {
    fn of(group: &'r GroupReport<'_>) -> Self {
        let token = |token: &ComparedToken<'_>| ComparedWire {
            id: token.id.0,
            kind: token.kind.name(),
            ends_word: token.ends_word,
            bytes: hex(token.bytes, ""),
            original: token.original.into(),
            differs: token.differs,
        };
        let tokens = group.tokens.iter().map(token).collect();
        Self { dialects: &group.names, normalized: &group.normalized, tokens }
    }
}

impl<'r> DifferenceWire<'r> {
    fn of(place: &'r PlaceReport<'_>) -> Self {
        let cause = |cause: &'r CauseReport| CauseWire {
            step: cause.name,
            before: cause.change.as_ref().map(|(before, _)| before.as_str()),
            after: cause.change.as_ref().map(|(_, after)| after.as_str()),
            dialects: &cause.names,
        };
        let causes = place.causes.iter().map(cause).collect();
        Self { original: place.original.into(), characters: place.characters, causes }
    }
}

/// What `diff --ids` tells of a prompt.
#[derive(Debug, Serialize)]
pub struct IdsWire<'r> {
    source: SourceWire,
    prompt: &'r str,
    ids: Vec<u16>,
    verdicts: Vec<VerdictWire>,
}

#[derive(Debug, Serialize)]
struct VerdictWire {
    /// A dialect, or a model with its pad.
    name: &'static str,
    gives: bool,
    /// What stands round the prompt's tokens; null where the ids are others.
    frame: Option<FrameWire>,
    /// The first position that is another; null where the ids are the same.
    mismatch: Option<MismatchWire>,
}

#[derive(Debug, Serialize)]
struct FrameWire {
    start: bool,
    end: bool,
    pads: usize,
    pad_id: Option<u16>,
    cut: usize,
}

#[derive(Debug, Serialize)]
struct MismatchWire {
    position: usize,
    given: Option<u16>,
    own: Option<u16>,
}

impl<'r> IdsWire<'r> {
    pub fn of(report: &'r IdsReport<'_>) -> Self {
        Self {
            source: SourceWire::of(report.origin),
            prompt: report.prompt,
            ids: report.given.iter().map(|id| id.0).collect(),
            verdicts: report.verdicts.iter().map(VerdictWire::of).collect(),
        }
    }
}

impl VerdictWire {
    fn of(verdict: &Verdict) -> Self {
        let number = |id: Option<TokenId>| id.map(|id| id.0);
        let found = verdict.found.as_ref();
        let frame = found.ok().map(|frame| FrameWire {
            start: frame.start,
            end: frame.end,
            pads: frame.pads.map_or(0, |(count, _)| count),
            pad_id: number(frame.pads.map(|(_, pad)| pad)),
            cut: frame.cut,
        });
        let mismatch = found.err().map(|mismatch| MismatchWire {
            position: mismatch.at,
            given: number(mismatch.given),
            own: number(mismatch.own),
        });
        Self { name: verdict.name, gives: frame.is_some(), frame, mismatch }
    }
}
