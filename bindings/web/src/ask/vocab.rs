//! Enters: a part of entries, or their ids. Leaves: the entries of the vocabulary, and how many there are.

use cliptok::explain::{Filter, search};
use cliptok::report::{EntryReport, json};
use cliptok::{Encoder, Model, TokenId};
use serde::Serialize;

use super::Fields;
use crate::wrong::Wrong;

/// How many entries are listed if nobody says.
const FIRST: usize = 100;

#[derive(Serialize)]
struct Found<'v> {
    version: u8,
    /// How many there are, listed or not.
    entries: usize,
    #[serde(rename = "found")]
    listed: Vec<EntryReport<'v>>,
}

pub(super) fn answer(fields: &mut Fields) -> Result<String, Wrong> {
    let contains = fields.optional_text("contains")?;
    let first = fields.number("first")?.unwrap_or(FIRST);
    let ids = if fields.has("ids") { Some(fields.numbers("ids")?) } else { None };
    fields.end()?;
    let encoder = Encoder::for_model(Model::Sd1);
    let vocabulary = encoder.vocabulary();
    let all: Vec<TokenId> = if let Some(numbers) = ids {
        let ids: Result<_, _> = numbers.into_iter().map(|number| vocabulary.id(number)).collect();
        ids.map_err(|error| Wrong::Refused { field: "ids".to_owned(), words: error.to_string() })?
    } else {
        let filters: Vec<Filter> =
            contains.into_iter().map(|text| Filter::Contains(text.into_bytes())).collect();
        search(vocabulary, &filters).collect()
    };
    let listed = all.iter().take(first).map(|&id| EntryReport::of(id, vocabulary)).collect();
    Ok(json::to_string(&Found { version: 1, entries: all.len(), listed }))
}
