//! Enters: nothing. Leaves: what a program makes of a prompt before any token, as types.

use super::Segments;
use crate::text::Span;

/// What a program makes of a prompt, before any token.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Reading {
    /// The prompt without comments and networks, where the program removes such; `None` if nothing was removed.
    pub text: Option<String>,
    /// Each distinct text that the model reads, in the order in which they come up.
    pub texts: Vec<WeightedText>,
    /// The parts, in order: those between `AND`, or of a conjunction. One, unless the program has such.
    pub parts: Vec<Part>,
    /// The networks that the prompt asks for.
    pub networks: Vec<Network>,
    /// What was removed from the prompt and is no text, in the order of the prompt.
    pub removed: Vec<Removed>,
    /// The places that change to another text at a step, part by part.
    pub(crate) changes: Vec<TextChange>,
    /// For each part whose schedules and alternations are text because of one character, that character in the prompt.
    pub(crate) inert_schedules: Vec<Span>,
}

impl Reading {
    /// A reading with one part that is one text.
    pub(super) fn of_one(text: WeightedText) -> Self {
        let part = Part { weight: 1.0, content: Content::Text(0) };
        Self { texts: vec![text], parts: vec![part], ..Self::default() }
    }
}

/// A part of a prompt: what is weighed against the other parts as a whole.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Part {
    /// How much it weighs.
    pub weight: f64,
    /// What it is.
    pub content: Content,
}

/// What a part of a prompt is. Texts are named by their position in [`Reading::texts`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Content {
    /// One text.
    Text(usize),
    /// Texts that take turns.
    Stages {
        /// The part as typed, with its schedules.
        source: String,
        /// Which text is read up to which step; at least one.
        stages: Vec<Stage>,
    },
    /// A text, and another one by which its attention is replaced.
    Swap {
        /// The text.
        original: usize,
        /// The other one.
        edited: usize,
    },
    /// Parts whose results are added up.
    Blend {
        /// What becomes of their weights.
        weights: BlendWeights,
        /// The parts.
        parts: Vec<Part>,
    },
}

/// What becomes of the weights of a blend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlendWeights {
    /// They are divided by their sum.
    Normalized,
    /// They are taken as they are.
    AsGiven,
}

impl Content {
    /// Each text that is read, by its position in [`Reading::texts`].
    pub(crate) fn texts(&self) -> Vec<usize> {
        match self {
            Self::Text(text) => vec![*text],
            Self::Swap { original, edited } => vec![*original, *edited],
            Self::Stages { stages, .. } => stages.iter().map(|stage| stage.text).collect(),
            // A blend has no blends in it.
            Self::Blend { parts, .. } => parts.iter().filter_map(|part| part.content.first_text()).collect(),
        }
    }

    /// The text that is read first; `None` if there is none.
    pub fn first_text(&self) -> Option<usize> {
        match self {
            Self::Text(text) | Self::Swap { original: text, .. } => Some(*text),
            Self::Stages { stages, .. } => stages.first().map(|stage| stage.text),
            Self::Blend { parts, .. } => parts.first().and_then(|part| part.content.first_text()),
        }
    }
}

/// A text, and the segments that it consists of.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct WeightedText {
    /// The text with its brackets and weights.
    pub text: String,
    /// Its segments.
    pub segments: Segments,
    /// What is tokenized, and what is put between: differs from the segments only where embeddings have a syntax of their own.
    pub(crate) pieces: Option<Pieces>,
}

/// What the segments of a text are parted into: each piece is tokenized alone, or stands for the vectors of an embedding.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pieces {
    /// The text of each, with the weight of its segment; empty for an embedding.
    pub texts: Segments,
    /// For each, the embedding that it stands for.
    pub embeddings: Vec<Option<EmbeddingPiece>>,
}

/// A piece of a text that stands for the vectors of an embedding.
#[derive(Clone, Debug)]
pub(crate) struct EmbeddingPiece {
    /// The name as typed.
    pub name: String,
    /// How many vectors it has.
    pub vectors: usize,
}

impl WeightedText {
    /// A text whose segments are tokenized as they are.
    pub(crate) const fn new(text: String, segments: Segments) -> Self {
        Self { text, segments, pieces: None }
    }

    /// What is tokenized, one after the other.
    pub(crate) fn tokenized(&self) -> &Segments {
        self.pieces.as_ref().map_or(&self.segments, |pieces| &pieces.texts)
    }
}

/// Up to which step a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The last step, from 1.
    pub last_step: u32,
    /// Which text, by its position in [`Reading::texts`].
    pub text: usize,
}

/// A place in a prompt that is one text up to some step, and another one from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextChange {
    /// Its bytes in the prompt.
    pub original: Span,
    /// The bytes of the number in it.
    pub number: Span,
    /// The last step of the first text; 0 if it is never read.
    pub last_step: u32,
}

/// A network (LoRA, hypernetwork) that a prompt asks for, and that is no text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Network {
    /// What is loaded: `lora`, `hypernet`, or any other name.
    pub kind: String,
    /// What follows, in a1111 parted at colons: a name, and often a weight.
    pub arguments: Vec<String>,
    /// Its weight where the program reads one itself.
    pub weight: Option<f64>,
    /// Its bytes in the prompt.
    pub original: Span,
}

/// Something in a prompt that is no text for the tokenizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Removed {
    /// Its bytes in the prompt.
    pub original: Span,
    /// What it was.
    pub kind: RemovedKind,
}

/// What was removed from a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RemovedKind {
    /// A comment.
    Comment,
    /// A network.
    Network,
    /// The word between two parts.
    And,
    /// The weight of a part.
    PartWeight,
    /// White space around the whole prompt.
    OuterWhitespace,
    /// An embedding that the program does not have.
    MissingEmbedding,
    /// What stands behind the end of a conjunction or blend, or outside of its parts.
    Ignored,
}

impl RemovedKind {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Network => "network",
            Self::And => "and",
            Self::PartWeight => "part_weight",
            Self::OuterWhitespace => "outer_whitespace",
            Self::MissingEmbedding => "missing_embedding",
            Self::Ignored => "ignored",
        }
    }

    /// What it was, for a person to read.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Network => "network",
            Self::And => "separates parts",
            Self::PartWeight => "weight of the part",
            Self::OuterWhitespace => "white space around the prompt",
            Self::MissingEmbedding => "no such embedding",
            Self::Ignored => "ignored by the program",
        }
    }
}
