//! Enters: a file of infotexts. Leaves: the prompt and the negative prompt of each.

use std::collections::VecDeque;

use crate::images;
use crate::place::{Part, Source};
use crate::sources::error::SourceError;
use crate::sources::noted::Noted;
use crate::sources::prepared::{Prepared, PreparedPrompt, Written};
use crate::sources::reading::Reading;
use crate::sources::text::utf_8;
use crate::syntax::Polarity;

/// The prompts of a file of infotexts, each in a chunk of its own.
///
/// # Errors
/// If it is not UTF-8.
pub(super) fn prompts(
    bytes: &[u8],
    reading: &Reading,
    source: &Source,
) -> Result<VecDeque<(Prepared, Noted)>, SourceError> {
    let decoded = utf_8(bytes, Some(0), reading.invalid, source)?;
    let mut chunks = VecDeque::new();
    for infotext in images::infotexts(&decoded.text) {
        let syntax = infotext.producer.syntax();
        let both = [(Polarity::Positive, Some(infotext.positive)), (Polarity::Negative, infotext.negative)];
        for (polarity, text) in both {
            let Some(text) = text else { continue };
            let number = chunks.len() as u64 + 1;
            let part = Part { polarity: Some(polarity), ..Part::default() };
            let mut noted = Noted::default();
            if syntax.is_none() {
                let at = Source { record: number, part: part.clone(), ..source.clone() };
                noted.note_read_as_text(infotext.producer.name(), &at);
            }
            if chunks.is_empty() {
                noted.replaced.note_many(source, decoded.replaced);
            }
            let prepared = Prepared {
                prompts: vec![PreparedPrompt { text, number, part }],
                written: Some(Written { syntax, polarity }),
                size: if chunks.is_empty() { bytes.len() } else { 0 },
                kind: "an infotext",
            };
            chunks.push_back((prepared, noted));
        }
    }
    Ok(chunks)
}
