//! Enters: what the library found out about prompts, ids and the vocabulary. Leaves: all of it as data, as JSON and as a page.
//!
//! A report borrows its prompt and the tables of its encoder. [`json`] writes each type key by key, as `docs/JSON.md`
//! describes it, and [`html`] shows it.
//!
//! ```
//! use cliptok::report::{PromptReport, PromptRules, Source, json};
//! use cliptok::{Encoder, Model};
//! let rules = PromptRules::of(Encoder::for_model(Model::Sd1));
//! let source = Source::argument(1);
//! let report = PromptReport::new("a 🏯", &source, &rules);
//! assert_eq!((report.counts.count, report.counts.fallback_tokens), (3, 2));
//! let line = json::to_string(&report);
//! assert!(line.contains(r#""tokens":[{"id":320,"text":"a","bytes":"61","kind":"whole""#), "{line}");
//! ```

mod answers;
mod class;
mod comparison;
mod diagnosis;
mod emoji;
mod encoders;
pub mod escape;
mod found;
pub mod html;
pub mod json;
mod names;
#[cfg(feature = "embeddings")]
mod near;
mod plural;
mod program;
mod program_comparison;
mod prompt;
mod prompt_verdict;
mod reachability;
mod read_prompt;
mod runs;
mod serialize;
pub mod settings;
mod source;
mod statistics;
mod steps;
mod token;
mod trace;
mod vocabulary;
mod warning;
mod weight;
mod wording;

pub use crate::place::{Part, Place, Source};
pub use answers::{
    CountReport, DecodeReport, EncodeReport, EncoderCount, EncoderRows, FitReport, TotalReport,
};
pub use class::SlotClass;
pub use comparison::{
    CauseReport, ComparisonReport, DifferenceReport, GroupReport, IdsQuestion, IdsReport, Side, Verdict,
};
pub use diagnosis::{CheckReport, DifferentId, FaultReport, UNKNOWN, diagnosis_words};
pub use emoji::{EmojiReport, EmojiSums, EmojiTokens, GroupSums, NeighborReport, SharedReport};
pub use encoders::EncoderReport;
pub use found::{FoundReport, InRowReport, OccurrenceReport};
pub use names::{names, seated, visible};
#[cfg(feature = "embeddings")]
pub use near::{
    Asked, Listed, NearEntry, NearReport, NearVector, PairReport, QueryReport, SurveyEmoji, SurveyReport,
    SurveySums, TableReport,
};
pub use plural::{counted, entries};
pub use program::{
    EmbeddingReport, NetworkReport, PartReport, ProgramReport, RemovedReport, SegmentReport, TextReport,
    has_weights,
};
pub use program_comparison::{Aspect, PlaceReading, PlaceReport, ProgramComparisonReport, ReadingReport};
pub use prompt::{Counts, CutPartReport, CutReport, PromptReport, PromptRules, RowReport, SlotReport};
pub use prompt_verdict::{Outcome, PromptVerdict, chunks_words, part_words};
pub use reachability::{Ground, ReachReport, Unreachable, UnreachableGroup, UnreachableReport};
pub use runs::{Run, RunKind, row_ranges, runs};
pub use serialize::{SyntaxName, Version};
pub use statistics::{
    Bar, CutCharacter, FrequentToken, LengthReport, RowCount, StatisticsReport, TooLong, share,
};
pub use steps::{steps_words, texts_with_steps};
pub use token::{EntryReport, TokenReport};
pub use trace::{EditReport, MergeReport, StepReport, TraceReport, WordReport};
pub use vocabulary::{KindSum, VocabularyEntry, VocabularyReport, WordAnswer};
pub use warning::{Typed, Warning, Warnings};
pub use weight::Weight;
pub use wording::{
    aspect_words, cause_words, change_words, cut_words, emoji_words, entry_text, fallback_words, kind_words,
    place_words, raised_words, row_words, rows_words, rules_words, second_encoder_words, surprising_text,
    verdict_words, warning_place,
};
