//! Enters: nothing. Leaves: what an implementation can do differently, as data, with its words.

use std::fmt;

use cliptok_bpe::TokenId;

use crate::built_in;
use crate::dialect::{Dialect, Model, Step};

/// One thing that an implementation did differently. Some come together, such as a missing start and another pad.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// These are the ids of other dialects, of all that give them.
    OtherDialect(Vec<Dialect>),
    /// `!` is taken for a special token, as it is where it is the pad of Stable Diffusion 2.
    BangSpecial,
    /// `!` is taken for text, though it is a special token of the model.
    BangNotSpecial,
    /// A step of normalization is missing.
    StepLeftOut(Step),
    /// All of them are.
    NotNormalized,
    /// White space at the ends was dropped first.
    Stripped,
    /// The text was split as GPT-2 splits it: a space is a token before the word that follows it.
    SpacesAsTokens,
    /// The text was not split into words before merging.
    NotSplit,
    /// No token ends a word: `cat`, not `cat</w>`.
    NoWordEnds,
    /// Each byte is a token of its own.
    BytesNotMerged,
    /// The bytes of each character were merged, and characters were not.
    CharactersNotMerged,
    /// Ids beyond the vocabulary, as those of textual inversion are, each run with the text that it stands for.
    AddedTokens(Vec<Added>),
    /// All ids are off by the same number.
    Shifted {
        /// What was added to each.
        by: i64,
    },
    /// All ids are off by the same number, but for start, end and pads.
    ContentShifted {
        /// What was added to each.
        by: i64,
    },
    /// There is no start token.
    NoStart,
    /// There are two start tokens.
    StartDoubled,
    /// There is no end token.
    NoEnd,
    /// There are two end tokens.
    EndDoubled,
    /// A row was cut, and its last slot does not hold the end token.
    CutWithoutEnd,
    /// The tokens were cut at another length.
    CutElsewhere {
        /// How many are left.
        kept: usize,
    },
    /// Another id fills the slots after the end.
    OtherPad(i64),
    /// The pads are in front.
    PadsInFront,
    /// Some pads are missing.
    PadsCut {
        /// How many ids are left.
        slots: usize,
    },
    /// The row is longer than what the model reads.
    LongerRow {
        /// How many slots it has.
        slots: usize,
    },
}

/// Ids beyond the vocabulary, one after the other, and the text that they stand for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Added {
    /// The ids.
    pub ids: Vec<i64>,
    /// The part of the text in whose place they are.
    pub text: String,
}

impl Fault {
    /// Its name in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OtherDialect(_) => "other_dialect",
            Self::BangSpecial => "bang_special",
            Self::BangNotSpecial => "bang_not_special",
            Self::StepLeftOut(_) => "step_left_out",
            Self::NotNormalized => "not_normalized",
            Self::Stripped => "stripped",
            Self::SpacesAsTokens => "spaces_as_tokens",
            Self::NotSplit => "not_split",
            Self::NoWordEnds => "no_word_ends",
            Self::BytesNotMerged => "bytes_not_merged",
            Self::CharactersNotMerged => "characters_not_merged",
            Self::AddedTokens(_) => "added_tokens",
            Self::Shifted { .. } => "shifted",
            Self::ContentShifted { .. } => "content_shifted",
            Self::NoStart => "no_start",
            Self::StartDoubled => "start_doubled",
            Self::NoEnd => "no_end",
            Self::EndDoubled => "end_doubled",
            Self::CutWithoutEnd => "cut_without_end",
            Self::CutElsewhere { .. } => "cut_elsewhere",
            Self::OtherPad(_) => "other_pad",
            Self::PadsInFront => "pads_in_front",
            Self::PadsCut { .. } => "pads_cut",
            Self::LongerRow { .. } => "longer_row",
        }
    }

    /// What it is, without the numbers that may differ from text to text: what a tally counts.
    ///
    /// ```
    /// use cliptok::explain::Fault;
    /// let fault = Fault::PadsCut { slots: 20 };
    /// assert_eq!(fault.kind(), "pads are missing");
    /// assert_eq!(fault.to_string(), "pads are missing: the row ends after 20 ids");
    /// ```
    pub fn kind(&self) -> String {
        let words = match self {
            Self::OtherDialect(dialects) => {
                let names: Vec<&str> = dialects.iter().map(|dialect| dialect.name()).collect();
                return format!("the ids of another dialect: {}", names.join(", "));
            }
            Self::StepLeftOut(Step::LowerCasing14 | Step::LowerCasing17) => "not lower-cased",
            Self::StepLeftOut(Step::TextRepair) => "without text repair (ftfy)",
            Self::StepLeftOut(step) => return format!("without a step of normalization: {}", step.name()),
            Self::BangSpecial => "! is taken for a special token, as sd2 and sdxl-g have it",
            Self::BangNotSpecial => "! is taken for text, but it is a special token of this model",
            Self::NotNormalized => "the text was not normalized",
            Self::Stripped => "white space at the ends of the text was dropped",
            Self::SpacesAsTokens => "spaces are tokens, as in GPT-2",
            Self::NotSplit => "the text was not split into words",
            Self::NoWordEnds => "no token ends a word (</w> is missing)",
            Self::BytesNotMerged => "nothing was merged: each byte is a token",
            Self::CharactersNotMerged => "nothing was merged: each character is by itself",
            Self::AddedTokens(_) => "ids of added tokens, which CLIP's vocabulary does not have",
            Self::Shifted { .. } => "all ids are off by the same number",
            Self::ContentShifted { .. } => "all ids except start, end, and pads are off by the same number",
            Self::NoStart => "the start token is missing",
            Self::StartDoubled => "there are two start tokens",
            Self::NoEnd => "the end token is missing",
            Self::EndDoubled => "there are two end tokens",
            Self::CutWithoutEnd => "the row was cut without an end token in its last slot",
            Self::CutElsewhere { .. } => "the tokens were cut at another length",
            Self::OtherPad(_) => "another pad",
            Self::PadsInFront => "the pads are in front",
            Self::PadsCut { .. } => "pads are missing",
            Self::LongerRow { .. } => "the row is longer than what the model reads",
        };
        words.to_owned()
    }

    /// The ids that it is about, as they stand in the ids that were given.
    pub fn ids(&self) -> Vec<i64> {
        match self {
            Self::AddedTokens(added) => added.iter().flat_map(|run| run.ids.iter().copied()).collect(),
            Self::OtherPad(id) => vec![*id],
            _ => Vec::new(),
        }
    }

    /// The number that it is about: a distance between ids, or a length.
    pub fn amount(&self) -> Option<i64> {
        match self {
            Self::Shifted { by } | Self::ContentShifted { by } => Some(*by),
            Self::CutElsewhere { kept: length }
            | Self::PadsCut { slots: length }
            | Self::LongerRow { slots: length } => i64::try_from(*length).ok(),
            _ => None,
        }
    }

    /// The dialects that give the ids.
    pub fn dialects(&self) -> &[Dialect] {
        match self {
            Self::OtherDialect(dialects) => dialects,
            _ => &[],
        }
    }
}

/// Added tokens are named by their ids; the text that they stand for is not repeated.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind())?;
        match self {
            Self::AddedTokens(_) => {
                let mut ids = self.ids();
                ids.sort_unstable();
                ids.dedup();
                let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
                write!(f, ": {}", ids.join(", "))
            }
            Self::Shifted { by } | Self::ContentShifted { by } => write!(f, ": {by:+}"),
            Self::CutElsewhere { kept } => write!(f, ": {kept} are left"),
            Self::OtherPad(id) => {
                write!(f, ": {id}")?;
                let of = models_with_pad(*id);
                if of.is_empty() { Ok(()) } else { write!(f, ", that of {}", of.join(", ")) }
            }
            Self::PadsCut { slots } => write!(f, ": the row ends after {slots} ids"),
            Self::LongerRow { slots } => write!(f, ": it has {slots} slots"),
            _ => Ok(()),
        }
    }
}

/// The models whose pad it is in CLIP's own vocabulary.
fn models_with_pad(id: i64) -> Vec<&'static str> {
    let vocabulary = &built_in::tables().vocabulary;
    let is_pad = |model: &&Model| number(model.pad().id(vocabulary)) == id;
    Model::ALL.iter().filter(is_pad).map(|model| model.name()).collect()
}

/// An id as a number that can be compared with any.
pub(super) fn number(id: TokenId) -> i64 {
    i64::from(id.0)
}
