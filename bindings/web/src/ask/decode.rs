//! Enters: ids. Leaves: the text that they stand for.

use cliptok::report::{DecodeReport, Source, json};
use cliptok::{Decoding, TokenId};
use serde_json::json;

use super::{Fields, Rules};
use crate::wrong::Wrong;

/// What ids can be decoded to: the text of their bytes, or that of a package.
pub(super) const DECODINGS: [(&str, Option<Decoding>); 3] =
    [("text", None), ("clip", Some(Decoding::Clip)), ("transformers", Some(Decoding::Transformers))];

pub(super) fn answer(fields: &mut Fields) -> Result<String, Wrong> {
    let numbers = fields.numbers("ids")?;
    let typed = fields.optional_text("decoding")?.unwrap_or_else(|| "text".to_owned());
    let rules = Rules::of_one(fields)?;
    fields.end()?;
    let vocabulary = rules.encoder.vocabulary();
    let refused =
        |error: cliptok::DecodeError| Wrong::Refused { field: "ids".to_owned(), words: error.to_string() };
    let ids: Result<Vec<TokenId>, _> = numbers.iter().map(|&number| vocabulary.id(number)).collect();
    let ids = ids.map_err(refused)?;
    let meant = DECODINGS.iter().find(|(name, _)| *name == typed);
    let (_, decoding) = meant.ok_or_else(|| fields.kind("decoding", "text, clip or transformers"))?;
    match decoding {
        None => {
            let bytes = vocabulary.decode(&ids).map_err(refused)?;
            Ok(json::to_string(&DecodeReport::new(&Source::argument(1), &bytes)))
        }
        Some(decoding) => {
            let text = rules.encoder.decode(&ids, *decoding).map_err(refused)?;
            Ok(json::to_string(&json!({ "version": 1, "text": text })))
        }
    }
}
