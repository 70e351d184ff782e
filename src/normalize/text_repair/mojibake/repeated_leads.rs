//! Enters: a text and the parts of it that a round decoded. Leaves: what many such rounds make of it, in one go.
//!
//! `Â©` is `©`, so each round removes one Â from the end of `ÂÂÂÂ©`. For a text of nothing else, the number of rounds
//! would grow with its length. If a part lost only its first character, and a run of the same character is before it,
//! the next round finds the same part again. Such rounds can be counted instead of made.

use super::character_category::categories;
use crate::normalize::rewrite::{Edits, Rewrite};
use crate::text::Span;
use crate::unicode::tables::mojibake::UTF8_CONTINUATION;

/// This many characters of a run are left for rounds that are really made. As long as they are there, the whole text is
/// not UTF-8 in any encoding, since no character has that many equal bytes.
const LEFT: usize = 8;

/// What the rounds that can be counted make of `text`, after a round that turned these parts into these texts; `None`
/// if the next round is not certain to do the same again.
pub(super) fn decode_rounds(text: &str, parts: &[(Span, String)]) -> Option<Rewrite> {
    let runs: Vec<Run> =
        parts.iter().map(|(part, decoded)| Run::before(text, *part, decoded)).collect::<Option<_>>()?;
    let rounds = runs.iter().map(|run| run.length).min()?.checked_sub(LEFT).filter(|&rounds| rounds > 0)?;
    let mut edits = Edits::of(text);
    for Run { lead, end, first, .. } in runs {
        // Each round merged the last character of the run into the first one of the decoded text.
        let start = end - rounds * lead.len_utf8();
        edits.replace(Span::new(start, end + lead.len_utf8() + first.len_utf8()), [first]);
    }
    edits.finish()
}

/// A run of one character before a part that begins with it too.
struct Run {
    lead: char,
    /// How many there are, without the one in the part.
    length: usize,
    /// Where the part begins.
    end: usize,
    /// The character after the lead.
    first: char,
}

impl Run {
    /// The run before `part`, if the part lost only its lead, and no other part could begin inside the run.
    fn before(text: &str, part: Span, decoded: &str) -> Option<Self> {
        let mut characters = part.of(text).chars();
        let lead = characters.next()?;
        let stays = characters.as_str() == decoded && categories(lead) & UTF8_CONTINUATION == 0;
        let first = decoded.chars().next().filter(|_| stays)?;
        let (before, _) = text.split_at(part.start);
        let length = before.chars().rev().take_while(|&character| character == lead).count();
        Some(Self { lead, length, end: part.start, first })
    }
}
