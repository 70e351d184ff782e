//! Enters: vectors, and what lies near them in a table. Leaves: reports on a prompt, an embedding, a pair, and a table.

mod survey;
mod table;

use cliptok_bpe::TokenId;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

pub use survey::{SurveyEmoji, SurveyReport, SurveySums};
pub use table::TableReport;

use super::serialize::Version;
use super::{EntryReport, ReachReport, Source, Unreachable};
use crate::embeddings::{Closest, Near, NoDirection, Spread};
use crate::encoder::Encoder;

/// What a vector is of which the closest entries were looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Asked<'v> {
    /// The row of a token.
    Token(EntryReport<'v>),
    /// The mean of the rows of all tokens of a text, each as often as it occurs.
    Mean,
    /// The vector of an embedding with this number, from 0.
    Vector(usize),
}

impl Asked<'_> {
    /// Its name in JSON and in tables.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Token(_) => "token",
            Self::Mean => "mean",
            Self::Vector(_) => "vector",
        }
    }
}

/// An entry that lies near a vector. JSON: the keys of an entry, then `cosine`, `deviations`, `noise`, `unreachable`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NearEntry<'v> {
    /// The entry.
    pub entry: EntryReport<'v>,
    /// Its cosine with the vector.
    pub cosine: f64,
    /// How many standard deviations that lies above the mean of all entries.
    pub deviations: f64,
    /// Whether the best of so many unrelated entries would lie as close.
    pub is_noise: bool,
    /// Why no prompt gives the entry; `None` if one does.
    pub unreachable: Option<Unreachable>,
}

impl<'v> NearEntry<'v> {
    fn of(closest: Closest, spread: &Spread, encoder: &'v Encoder) -> Self {
        let deviations = spread.deviations(closest.cosine);
        let unreachable = match ReachReport::of(closest.id, encoder) {
            ReachReport::By(_) => None,
            ReachReport::Unreachable(unreachable) => Some(unreachable),
        };
        Self {
            entry: EntryReport::of(closest.id, encoder.vocabulary()),
            cosine: closest.cosine,
            deviations,
            is_noise: deviations < spread.chance(),
            unreachable,
        }
    }
}

impl Serialize for NearEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("NearEntry", 9)?;
        self.entry.serialize_fields(&mut entry)?;
        entry.serialize_field("cosine", &self.cosine)?;
        entry.serialize_field("deviations", &self.deviations)?;
        entry.serialize_field("noise", &self.is_noise)?;
        entry.serialize_field("unreachable", &self.unreachable)?;
        entry.end()
    }
}

/// What lies near one vector. JSON: `kind`, `token`, `vector`, `norm`, `mean_cosine`, `deviation`, `nearest`, `no_direction`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct QueryReport<'v> {
    /// What the vector is.
    pub asked: Asked<'v>,
    /// Its length; not finite if a number of it is not.
    pub norm: f64,
    /// How the cosines of all entries are spread, and the closest entries, the closest first; or why there are none.
    pub near: Result<(Spread, Vec<NearEntry<'v>>), NoDirection>,
}

impl<'v> QueryReport<'v> {
    /// The report on a vector, with what lies near it, or the reason why nothing does.
    pub fn new(asked: Asked<'v>, norm: f64, near: Result<&Near, NoDirection>, encoder: &'v Encoder) -> Self {
        let near = near.map(|near| {
            let entry = |&closest: &Closest| NearEntry::of(closest, &near.spread, encoder);
            (near.spread, near.closest.iter().flatten().map(entry).collect())
        });
        Self { asked, norm, near }
    }

    /// The closest entry that a prompt gives, and that is not the token itself.
    pub fn closest_other(&self) -> Option<&NearEntry<'v>> {
        let own = match self.asked {
            Asked::Token(entry) => Some(entry.id),
            Asked::Mean | Asked::Vector(_) => None,
        };
        let (_, nearest) = self.near.as_ref().ok()?;
        nearest.iter().find(|one| Some(one.entry.id) != own && one.unreachable.is_none())
    }
}

impl Serialize for QueryReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (token, vector) = match self.asked {
            Asked::Token(entry) => (Some(entry), None),
            Asked::Mean => (None, None),
            Asked::Vector(vector) => (None, Some(vector)),
        };
        let spread = self.near.as_ref().ok().map(|(spread, _)| spread);
        let mut query = serializer.serialize_struct("Query", 8)?;
        query.serialize_field("kind", self.asked.name())?;
        query.serialize_field("token", &token)?;
        query.serialize_field("vector", &vector)?;
        query.serialize_field("norm", &Some(self.norm).filter(|norm| norm.is_finite()))?;
        query.serialize_field("mean_cosine", &spread.map(|spread| spread.mean))?;
        query.serialize_field("deviation", &spread.map(|spread| spread.deviation))?;
        query.serialize_field("nearest", &self.near.as_ref().map_or(&[][..], |(_, nearest)| nearest))?;
        let no_direction = self.near.as_ref().err().map(|reason| match reason {
            NoDirection::Zero => "zero",
            NoDirection::NotFinite => "not-finite",
        });
        query.serialize_field("no_direction", &no_direction)?;
        query.end()
    }
}

/// What lies near a text, or near the vectors of an embedding.
///
/// JSON: `version`, `source`, `prompt`, `embedding`, `table`, `queries`.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct NearReport<'v> {
    version: Version,
    /// Where the text or the embedding comes from.
    pub source: &'v Source,
    /// The text; `None` for an embedding.
    pub prompt: Option<&'v str>,
    /// The name of the embedding; `None` for a text.
    pub embedding: Option<&'v str>,
    /// The table.
    pub table: &'v TableReport,
    /// One for each different token, then for the mean if there are several tokens; or for each vector.
    pub queries: Vec<QueryReport<'v>>,
}

impl<'v> NearReport<'v> {
    /// The report on a text.
    pub const fn of_text(
        text: &'v str,
        source: &'v Source,
        table: &'v TableReport,
        queries: Vec<QueryReport<'v>>,
    ) -> Self {
        Self { version: Version, source, prompt: Some(text), embedding: None, table, queries }
    }

    /// The report on an embedding of this name.
    pub const fn of_embedding(
        name: &'v str,
        source: &'v Source,
        table: &'v TableReport,
        queries: Vec<QueryReport<'v>>,
    ) -> Self {
        Self { version: Version, source, prompt: None, embedding: Some(name), table, queries }
    }
}

/// How close two texts lie. A text of several tokens is the mean of their rows.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct PairReport<'v> {
    version: Version,
    /// Both texts.
    pub pair: [&'v str; 2],
    /// The ids of each.
    pub pair_ids: [Vec<TokenId>; 2],
    /// The cosine; `None` if one of them has no direction.
    pub cosine: Option<f64>,
    /// The table.
    pub table: &'v TableReport,
}

impl<'v> PairReport<'v> {
    /// The report on two texts.
    pub const fn new(
        pair: [&'v str; 2],
        pair_ids: [Vec<TokenId>; 2],
        cosine: Option<f64>,
        table: &'v TableReport,
    ) -> Self {
        Self { version: Version, pair, pair_ids, cosine, table }
    }
}
