//! Enters: what a program makes of a prompt. Leaves: it as data: segments, rows, parts, schedules, networks.

use cliptok_bpe::TokenId;
use serde::{Serialize, Serializer};

use super::{RowReport, Weight};
use crate::prompt_reader::{Counter, ReadPrompt};
use crate::syntax::{
    BlendWeights, Content, Network, Part, Raised, Reading, RemovedKind, RowEnd, Segment, Stage, Vectors,
    WeightedRow, WeightedText,
};
use crate::text::Span;

/// What a program makes of a prompt. All of it is null without a syntax.
#[derive(Debug, Default, Serialize)]
#[non_exhaustive]
pub struct ProgramReport<'p> {
    /// The segments of the first text.
    pub segments: Option<Vec<SegmentReport>>,
    /// The number beside the program's prompt box.
    pub counter: Option<Counter>,
    /// Why each row ends where it does.
    pub row_ends: Option<Vec<RowEnd>>,
    /// The vectors of embeddings in the rows.
    pub embeddings: Option<Vec<EmbeddingReport>>,
    /// The class of the exception that the program raises.
    pub raises: Option<&'static str>,
    /// Why it does, for a person to read.
    #[serde(skip)]
    pub why_it_raises: Option<String>,
    /// The parts between `AND` with their weights, if there are several, or the only one is weighted or shortened.
    pub and: Option<Vec<(String, Weight)>>,
    /// For each part, the last step of each text and the text, if any part changes with the steps.
    pub schedule: Option<Vec<Vec<(u32, String)>>>,
    /// The parts of a conjunction or a blend.
    pub parts: Option<Vec<PartReport>>,
    /// The text by which the attention of the first one is replaced.
    pub swap: Option<TextReport>,
    /// The texts of other parts and at other steps.
    pub other_texts: Option<Vec<TextReport>>,
    /// The networks that are asked for.
    pub networks: Option<Vec<NetworkReport>>,
    /// What was taken out of the prompt.
    pub removed: Option<Vec<RemovedReport<'p>>>,
}

/// A segment: text with one weight.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SegmentReport {
    /// What is tokenized.
    pub text: String,
    /// How much it weighs.
    pub weight: Weight,
    /// The bytes of the prompt that it came from.
    pub original: Span,
}

/// Whether any segment weighs other than 1. If none does, and there is one, it is the prompt itself.
pub fn has_weights(segments: &[SegmentReport]) -> bool {
    segments.iter().any(|segment| !segment.weight.is_one())
}

/// Vectors of an embedding, one after the other in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EmbeddingReport {
    /// The name of the embedding.
    pub name: String,
    /// The row, from 0.
    pub row: usize,
    /// The slot of the first vector, from 0.
    pub slot: usize,
    /// Which of the embedding's vectors that is, from 0.
    pub first_vector: usize,
    /// How many vectors there are.
    pub vectors: usize,
}

/// A text with its segments and rows.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TextReport {
    /// The text with its brackets and weights.
    pub text: String,
    /// Its segments.
    pub segments: Vec<SegmentReport>,
    /// Its rows.
    pub rows: Vec<RowReport>,
}

/// A part of a conjunction or a blend.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PartReport {
    /// How much it weighs.
    pub weight: Weight,
    /// Its segments; none in a blend.
    pub segments: Vec<SegmentReport>,
    /// Its rows; none in a blend.
    pub rows: Vec<RowReport>,
    /// The text by which its attention is replaced.
    pub swap: Option<TextReport>,
    /// What it blends.
    pub blend: Option<Vec<PartReport>>,
    /// Whether the weights of the blend are divided by their sum.
    pub normalize: Option<bool>,
}

/// A network that a prompt asks for.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct NetworkReport {
    /// What is loaded, such as `lora`.
    pub network: String,
    /// What follows: a name, and often weights.
    pub arguments: Vec<String>,
    /// Its weight, where the program reads one itself.
    pub weight: Option<Weight>,
    /// Its bytes in the prompt.
    pub original: Span,
}

/// Something that was taken out of a prompt.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RemovedReport<'p> {
    /// What it was.
    pub what: RemovedKind,
    /// The characters.
    pub characters: &'p str,
    /// Its bytes in the prompt.
    pub original: Span,
}

impl<'p> ProgramReport<'p> {
    /// What a program made of a prompt.
    pub(super) fn of(prompt: &'p str, read: &ReadPrompt) -> Self {
        let reading = &read.reading;
        let removed = reading.removed.iter().map(|removed| RemovedReport {
            what: removed.kind,
            characters: removed.original.of(prompt),
            original: removed.original,
        });
        let networks = reading.networks.iter().map(NetworkReport::of);
        let first = reading.parts.first().and_then(|part| part.content.first_text());
        let others = (0..reading.texts.len()).filter(|&text| Some(text) != first);
        let parts = parts(read);
        let (and, schedule) = stages(prompt, reading);
        // Those of a conjunction are told with their parts.
        let swap = match (&parts, reading.parts.first().map(|part| &part.content)) {
            (None, Some(Content::Swap { edited, .. })) => text(read, *edited),
            _ => None,
        };
        let has_stages = reading.parts.iter().any(|part| matches!(part.content, Content::Stages { .. }));
        let rows = first.and_then(|first| read.texts.get(first)).map(|text| text.filled.rows.as_slice());
        let rows = rows.unwrap_or_default();
        Self {
            row_ends: Some(rows.iter().map(|row| row.end).collect()),
            embeddings: Some(embeddings(rows)),
            segments: Some(first.map(|first| segments_of(read, first)).unwrap_or_default()),
            counter: read.counter,
            raises: None,
            why_it_raises: None,
            and,
            schedule,
            parts,
            swap,
            other_texts: has_stages.then(|| others.filter_map(|other| text(read, other)).collect()),
            networks: Some(networks.collect()),
            removed: Some(removed.collect()),
        }
    }

    /// That a program raises on a prompt.
    pub(super) fn raised(raised: &Raised) -> Self {
        Self {
            segments: Some(Vec::new()),
            raises: Some(raised.class()),
            why_it_raises: Some(raised.to_string()),
            ..Self::default()
        }
    }
}

fn embeddings(rows: &[WeightedRow]) -> Vec<EmbeddingReport> {
    let of_row = |(row, filled): (usize, &WeightedRow)| {
        let report = |vectors: &Vectors| EmbeddingReport {
            name: vectors.name.clone(),
            row,
            slot: vectors.slot,
            first_vector: vectors.first,
            vectors: vectors.count,
        };
        filled.vectors.iter().map(report).collect::<Vec<_>>()
    };
    rows.iter().enumerate().flat_map(of_row).collect()
}

/// The parts of a prompt and their texts by steps, each only if there is anything to tell.
#[allow(clippy::type_complexity, reason = "the JSON of both is lists of lists")]
fn stages(
    prompt: &str,
    reading: &Reading,
) -> (Option<Vec<(String, Weight)>>, Option<Vec<Vec<(u32, String)>>>) {
    let parts: Vec<(&str, f64, &[Stage])> = reading
        .parts
        .iter()
        .filter_map(|part| match &part.content {
            Content::Stages { source, stages } => Some((source.as_str(), part.weight, stages.as_slice())),
            _ => None,
        })
        .collect();
    let text_of = |stage: &Stage| reading.texts.get(stage.text).map(|text| text.text.as_str());
    let whole = reading.text.as_deref().unwrap_or(prompt);
    let is_whole = matches!(parts[..], [(source, 1.0, _)] if source == whole);
    let and = (!parts.is_empty() && !is_whole)
        .then(|| parts.iter().map(|&(source, weight, _)| (source.to_owned(), Weight(weight))).collect());
    let changes = |&(source, _, stages): &(&str, f64, &[Stage])| match stages {
        [stage] => text_of(stage) != Some(source),
        _ => true,
    };
    let schedule = parts.iter().any(changes).then(|| {
        let of_part = |&(_, _, stages): &(&str, f64, &[Stage])| {
            stages
                .iter()
                .map(|stage| (stage.last_step, text_of(stage).unwrap_or_default().to_owned()))
                .collect()
        };
        parts.iter().map(of_part).collect()
    });
    (and, schedule)
}

/// The parts of a conjunction or blend; `None` if there is one part, which weighs 1 and is no blend.
fn parts(read: &ReadPrompt) -> Option<Vec<PartReport>> {
    match read.reading.parts.as_slice() {
        [Part { weight: 1.0, content: Content::Text(_) | Content::Swap { .. } }] => None,
        parts if parts.iter().any(|part| matches!(part.content, Content::Stages { .. })) => None,
        parts => Some(parts.iter().map(|part| PartReport::of(part, read)).collect()),
    }
}

impl PartReport {
    fn of(part: &Part, read: &ReadPrompt) -> Self {
        let (first, swap, blend, normalize) = match &part.content {
            Content::Swap { original, edited } => (Some(*original), text(read, *edited), None, None),
            Content::Blend { weights, parts } => {
                let blend = parts.iter().map(|part| Self::of(part, read)).collect();
                (None, None, Some(blend), Some(*weights == BlendWeights::Normalized))
            }
            content => (content.first_text(), None, None, None),
        };
        Self {
            weight: Weight(part.weight),
            segments: first.map(|first| segments_of(read, first)).unwrap_or_default(),
            rows: first.map(|first| rows_of(read, first)).unwrap_or_default(),
            swap,
            blend,
            normalize,
        }
    }
}

impl NetworkReport {
    fn of(network: &Network) -> Self {
        Self {
            network: network.kind.clone(),
            arguments: network.arguments.clone(),
            weight: network.weight.map(Weight),
            original: network.original,
        }
    }
}

fn text(read: &ReadPrompt, at: usize) -> Option<TextReport> {
    let text = read.reading.texts.get(at)?;
    Some(TextReport { text: text.text.clone(), segments: segments(text), rows: rows_of(read, at) })
}

fn segments_of(read: &ReadPrompt, at: usize) -> Vec<SegmentReport> {
    read.reading.texts.get(at).map(segments).unwrap_or_default()
}

fn segments(text: &WeightedText) -> Vec<SegmentReport> {
    let report = |segment: Segment<'_>| SegmentReport {
        text: segment.text.to_owned(),
        weight: Weight(segment.weight),
        original: text.segments.alignment().original(segment.span),
    };
    text.segments.iter().map(report).collect()
}

/// The rows of a text of a prompt that was read.
pub(super) fn rows_of(read: &ReadPrompt, at: usize) -> Vec<RowReport> {
    read.texts.get(at).map(|text| text.filled.rows.iter().map(RowReport::of).collect()).unwrap_or_default()
}

impl RowReport {
    /// A row that a program filled.
    pub fn of(row: &WeightedRow) -> Self {
        Self {
            ids: row.slots.iter().map(|slot| slot.id).collect(),
            weights: Some(row.slots.iter().map(|slot| Weight(slot.weight)).collect()),
        }
    }

    /// A row without weights.
    pub fn plain(ids: impl IntoIterator<Item = TokenId>) -> Self {
        Self { ids: ids.into_iter().map(Some).collect(), weights: None }
    }
}

impl Serialize for Counter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut counter = serializer.serialize_struct("Counter", 2)?;
        counter.serialize_field("used", &self.used)?;
        counter.serialize_field("of", &self.of)?;
        counter.end()
    }
}

impl Serialize for RowEnd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Serialize for RemovedKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
