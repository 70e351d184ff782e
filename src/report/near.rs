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
use crate::embeddings::{Closest, EntryClass, Near, NoDirection, Spread};
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

/// What lies near one vector. JSON: `kind`, `token`, `vector`, `norm`, `mean_cosine`, `deviation`, `nearest`, `closest_word`,
/// `no_direction`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct QueryReport<'v> {
    /// What the vector is.
    pub asked: Asked<'v>,
    /// Its length; not finite if a number of it is not.
    pub norm: f64,
    /// What lies near it, or why nothing does.
    pub near: Result<NearVector<'v>, NoDirection>,
}

/// What lies near a vector that has a direction.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NearVector<'v> {
    /// How the cosines of all entries are spread.
    pub spread: Spread,
    /// The closest entries of those that were wanted, the closest first.
    pub nearest: Vec<NearEntry<'v>>,
    /// The closest entry that is a word, a prompt gives, and is no token of the text itself.
    pub closest_word: Option<NearEntry<'v>>,
}

/// Which of the entries that were found are listed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Listed<'a> {
    /// The classes that are wanted.
    pub classes: &'a [EntryClass],
    /// How many entries.
    pub most: usize,
    /// The tokens of the text, which are no answer to the question what is closest to it.
    pub own: &'a [TokenId],
}

impl<'a> Listed<'a> {
    /// So many entries of these classes, for a text with these tokens.
    pub const fn new(classes: &'a [EntryClass], most: usize, own: &'a [TokenId]) -> Self {
        Self { classes, most, own }
    }
}

impl<'v> QueryReport<'v> {
    /// The report on a vector of this length. `near` has the closest entries of each class, in the order of
    /// [`EntryClass::ALL`], or the reason why there are none.
    pub fn new(
        asked: Asked<'v>,
        norm: f64,
        near: Result<&Near, NoDirection>,
        listed: Listed<'_>,
        encoder: &'v Encoder,
    ) -> Self {
        let near = near.map(|near| {
            let entry = |&closest: &Closest| NearEntry::of(closest, &near.spread, encoder);
            let of_classes = EntryClass::ALL.into_iter().zip(&near.closest);
            let words = of_classes.clone().find(|(class, _)| *class == EntryClass::Word);
            let closest_word = words.and_then(|(_, words)| {
                let others = words.iter().filter(|one| !listed.own.contains(&one.id));
                others.map(entry).find(|one| one.unreachable.is_none())
            });
            let mut nearest: Vec<Closest> = Vec::new();
            for (_, found) in of_classes.filter(|(class, _)| listed.classes.contains(class)) {
                nearest.extend(found);
            }
            nearest.sort_unstable();
            let nearest = nearest.iter().take(listed.most).map(entry).collect();
            NearVector { spread: near.spread, nearest, closest_word }
        });
        Self { asked, norm, near }
    }

    /// What is listed; empty if the vector has no direction.
    pub fn nearest(&self) -> &[NearEntry<'v>] {
        self.near.as_ref().map_or(&[], |near| &near.nearest)
    }

    /// The closest entry that is listed, that a prompt gives, and that is not the token itself.
    pub fn closest_other(&self) -> Option<&NearEntry<'v>> {
        let own = match self.asked {
            Asked::Token(entry) => Some(entry.id),
            Asked::Mean | Asked::Vector(_) => None,
        };
        self.nearest().iter().find(|one| Some(one.entry.id) != own && one.unreachable.is_none())
    }
}

impl Serialize for QueryReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (token, vector) = match self.asked {
            Asked::Token(entry) => (Some(entry), None),
            Asked::Mean => (None, None),
            Asked::Vector(vector) => (None, Some(vector)),
        };
        let near = self.near.as_ref().ok();
        let spread = near.map(|near| near.spread);
        let mut query = serializer.serialize_struct("Query", 9)?;
        query.serialize_field("kind", self.asked.name())?;
        query.serialize_field("token", &token)?;
        query.serialize_field("vector", &vector)?;
        query.serialize_field("norm", &Some(self.norm).filter(|norm| norm.is_finite()))?;
        query.serialize_field("mean_cosine", &spread.map(|spread| spread.mean))?;
        query.serialize_field("deviation", &spread.map(|spread| spread.deviation))?;
        query.serialize_field("nearest", self.nearest())?;
        query.serialize_field("closest_word", &near.and_then(|near| near.closest_word.as_ref()))?;
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
