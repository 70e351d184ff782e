//! Enters: a text and what is wrong with ids of it. Leaves: a report: where they differ, and what was done differently.

use cliptok_bpe::{TokenId, Vocabulary};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::serialize::Version;
use super::{EntryReport, Source, entry_text, visible};
use crate::explain::{Added, Diagnosis, Fault};

/// Ids from another implementation that are not those of the text.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct CheckReport<'p> {
    version: Version,
    /// Where the text comes from.
    pub source: &'p Source,
    /// The text.
    pub prompt: &'p str,
    /// The ids that were given, those of all rows.
    pub ids: Vec<i64>,
    /// The right ids, in the same form.
    pub right_ids: Vec<TokenId>,
    /// Where they differ first.
    pub mismatch: DifferentId<'p>,
    /// What was done differently; empty if that is not known.
    pub diagnosis: Vec<FaultReport>,
}

impl<'p> CheckReport<'p> {
    /// The report on ids that a [`Checker`](crate::explain::Checker) has found to be wrong.
    pub fn new(
        prompt: &'p str,
        source: &'p Source,
        rows: &[Vec<i64>],
        diagnosis: Diagnosis,
        vocabulary: &'p Vocabulary,
    ) -> Self {
        Self {
            version: Version,
            source,
            prompt,
            ids: rows.concat(),
            mismatch: DifferentId {
                position: diagnosis.position,
                given: diagnosis.given,
                expected: diagnosis.expected,
                vocabulary,
            },
            right_ids: diagnosis.right_ids,
            diagnosis: diagnosis.faults.iter().map(FaultReport::new).collect(),
        }
    }
}

/// The first position at which ids differ.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct DifferentId<'v> {
    /// The position, counted from 0.
    pub position: usize,
    /// The id there; `None` if the ids end.
    pub given: Option<i64>,
    /// The right id there; `None` if nothing may follow.
    pub expected: Option<TokenId>,
    vocabulary: &'v Vocabulary,
}

impl DifferentId<'_> {
    /// The id that is there, with the text of its entry.
    pub fn given_words(&self) -> String {
        let Some(given) = self.given else { return "nothing: the ids end".to_owned() };
        let id = u64::try_from(given).ok().and_then(|id| self.vocabulary.id(id).ok());
        id.map_or_else(|| format!("{given}, which is not in the vocabulary"), |id| self.entry(id))
    }

    /// The right id, with the text of its entry.
    pub fn expected_words(&self) -> String {
        self.expected.map_or_else(|| "nothing more".to_owned(), |id| self.entry(id))
    }

    fn entry(&self, id: TokenId) -> String {
        format!("{id} {}", entry_text(&EntryReport::of(id, self.vocabulary)))
    }
}

impl Serialize for DifferentId<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut mismatch = serializer.serialize_struct("Mismatch", 3)?;
        mismatch.serialize_field("position", &self.position)?;
        mismatch.serialize_field("given", &self.given)?;
        mismatch.serialize_field("expected", &self.expected)?;
        mismatch.end()
    }
}

/// One thing that was done differently. JSON: `fault`, `message`, `dialects`, `ids`, `amount`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FaultReport {
    /// Its name.
    pub fault: &'static str,
    /// It in words. Added tokens stand there with the text that they stand for.
    pub message: String,
    /// The dialects that give the ids.
    pub dialects: Vec<&'static str>,
    /// The ids that it is about.
    pub ids: Vec<i64>,
    /// The number that it is about: a distance between ids, or a length.
    pub amount: Option<i64>,
    /// What a tally calls it: ids that several dialects give are counted under each of them.
    #[serde(skip)]
    pub kinds: Vec<String>,
}

impl FaultReport {
    /// The report on a fault.
    pub fn new(fault: &Fault) -> Self {
        Self {
            fault: fault.name(),
            message: match fault {
                Fault::AddedTokens(added) => format!("{}: {}", fault.kind(), added_words(added)),
                fault => fault.to_string(),
            },
            dialects: fault.dialects().iter().map(|dialect| dialect.name()).collect(),
            ids: fault.ids(),
            amount: fault.amount(),
            kinds: match fault {
                Fault::OtherDialect(dialects) => {
                    dialects.iter().map(|dialect| Fault::OtherDialect(vec![*dialect]).kind()).collect()
                }
                fault => vec![fault.kind()],
            },
        }
    }
}

fn added_words(added: &[Added]) -> String {
    let words = added.iter().map(|run| {
        let ids: Vec<String> = run.ids.iter().map(i64::to_string).collect();
        format!("{} for “{}”", ids.join(" "), visible(&run.text))
    });
    words.collect::<Vec<_>>().join(", ")
}

/// What is said where no fault is known that gives the ids.
pub const UNKNOWN: &str = "unknown: no fault that is tried gives these ids";

/// What was done differently, as a list.
pub fn diagnosis_words(diagnosis: &[FaultReport]) -> String {
    if diagnosis.is_empty() {
        return UNKNOWN.to_owned();
    }
    diagnosis.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; ")
}
