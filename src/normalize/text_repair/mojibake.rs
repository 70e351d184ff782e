//! Enters: a text. Leaves: the same with mojibake repaired, text that was decoded in the wrong encoding: `sÃ£o` is `são`.
//!
//! UTF-8 that was read as a single-byte encoding is turned back into bytes, and the bytes are read as UTF-8.
//! This happens only where the text looks wrong, and again and again until it looks right.

mod altered_bytes;
mod badness;
mod character_category;
mod encoded;
mod inconsistent;
mod named;
mod repeated_leads;
mod rules;
mod utf8_variants;

pub(crate) use badness::{Around, is_bad, may_be_bad};
use encoded::{Encoded, possible_encodings};
pub(crate) use named::Named;

use super::c1_controls;
use crate::dialect::Step;
use crate::normalize::Change;
use crate::normalize::rewrite::Rewrite;
use crate::text::Span;

/// Decodes mojibake, even if it is nested, and C1 controls if nothing else is wrong; `None` if nothing changes.
/// `observe` hears of each round.
///
/// Source: ftfy 6.3.1, `fix_encoding`.
pub(crate) fn decode(text: &str, observe: &mut dyn FnMut(&Change<'_>)) -> Option<Rewrite> {
    let mut result: Option<Rewrite> = None;
    loop {
        let before = result.as_ref().map_or(text, |rewrite| &rewrite.text);
        let Some((step, after)) = once(before) else {
            return result;
        };
        let in_text = |span: Span| result.as_ref().map_or(span, |rewrite| rewrite.alignment.original(span));
        observe(&Change::new(step, before, &after).seen_through(&in_text));
        let after = after.by(step);
        result = Some(match result {
            Some(earlier) => earlier.then(after),
            None => after,
        });
    }
}

/// One round: decodes the whole text in the first encoding that makes sense of it, or else the parts that look
/// like UTF-8, or else C1 controls.
///
/// After that, ftfy tries Latin-1 as Windows-1252, and then C1 controls on their own. Both give the same result.
///
/// Source: ftfy 6.3.1, `_fix_encoding_one_step_and_explain`.
fn once(text: &str) -> Option<(Step, Rewrite)> {
    if text.is_ascii() || !is_bad(text) {
        return None;
    }
    for encoding in possible_encodings(text) {
        let mut encoded = Encoded::new(text, encoding);
        altered_bytes::restore(&mut encoded, encoding);
        if let Some(decoded) = utf8_variants::decode(text, &encoded) {
            // A text that decodes is final, even if it comes out unchanged.
            return (decoded.text != text).then_some((Step::Mojibake, decoded));
        }
    }
    let parts = inconsistent::decode_parts(text).map(|decoded| (Step::Mojibake, decoded));
    parts.or_else(|| c1_controls::replace(text).map(|replaced| (Step::C1Controls, replaced)))
}
