//! Enters: a text. Leaves: the same with the repairs that ftfy makes, line by line, until nothing is left to repair.
//!
//! ftfy also repairs surrogates. Here a text is a `str`, which has none.

pub(super) mod c1_controls;
pub(super) mod character_width;
pub(super) mod control_characters;
pub(super) mod entities;
pub(super) mod ligatures;
pub(super) mod line_breaks;
pub(super) mod mojibake;
mod nested_entities;
pub(super) mod quotes;
pub(super) mod terminal_escapes;

use self::mojibake::Named;
use super::rewrite::{Edits, Rewrite};
use super::{Change, apply, through};
use crate::dialect::Step;
use crate::text::Span;

/// The repairs, in the order in which they run.
const REPAIRS: &[Step] = &[
    Step::Entities,
    Step::Mojibake,
    Step::C1Controls,
    Step::Ligatures,
    Step::CharacterWidth,
    Step::Quotes,
    Step::LineBreaks,
    Step::TerminalEscapes,
    Step::ControlCharacters,
    Step::UnicodeComposition14,
];

/// The repairs of HTML, whose entities stay.
const REPAIRS_OF_HTML: &[Step] = REPAIRS.split_at(1).1;

/// Longer lines are repaired in pieces of this many characters.
pub(super) const LONGEST_SEGMENT: usize = 1_000_000;

/// Repairs a text; `None` if nothing changes. `observe` hears of each change.
///
/// Source: ftfy 6.3.1, `fix_text` with its defaults, under Python 3.11.
pub(super) fn repair(text: &str, observe: &mut dyn FnMut(&Change<'_>)) -> Option<Rewrite> {
    if text.bytes().all(|byte| is_left_alone(char::from(byte))) {
        return None;
    }
    let mut edits = Edits::of(text);
    let mut repairs = REPAIRS;
    let mut start = 0;
    for segment in text.split_inclusive('\n').flat_map(pieces) {
        // From the first `<` on, the text counts as HTML, and so do all later lines.
        if segment.contains('<') {
            repairs = REPAIRS_OF_HTML;
        }
        let in_text = |span: Span| span.shifted(start);
        if let Some(repaired) =
            settled(segment, repairs, &mut |change| observe(&change.seen_through(&in_text)))
        {
            edits.splice(Span::new(start, start + segment.len()), repaired);
        }
        start += segment.len();
    }
    edits.finish()
}

/// Whether a text of only such characters needs no repair: printable ASCII without `&`, tab, line feed and form
/// feed.
pub(super) const fn is_left_alone(character: char) -> bool {
    matches!(character, ' '..='%' | '\''..='~' | '\t' | '\n' | '\x0C')
}

/// What the repairs that look at one character only make of this one, in as many rounds as it takes; `None` if that is
/// not one character. Other repairs leave it alone where no badness is, nothing begins an entity, and nothing composes.
pub(super) fn alone(character: char) -> Option<char> {
    if character.is_ascii() {
        return Some(character).filter(|&character| is_left_alone(character));
    }
    let looks_around =
        |step: &&Step| matches!(step, Step::Entities | Step::Mojibake | Step::UnicodeComposition14);
    let mut repaired = String::from(character);
    for &step in REPAIRS.iter().filter(|step| !looks_around(step)) {
        if let Some(rewrite) = apply(step, &repaired, &mut |_| ()) {
            repaired = rewrite.text;
        }
    }
    let mut characters = repaired.chars();
    let one = characters.next().filter(|_| characters.next().is_none())?;
    // A second round makes something of an ampersand.
    if one == character { Some(one) } else { alone(one) }
}

/// A line in pieces of bounded length.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let end = rest.char_indices().nth(LONGEST_SEGMENT).map_or(rest.len(), |(at, _)| at);
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Repairs a segment again and again, until a round changes nothing.
fn settled(segment: &str, repairs: &[Step], observe: &mut dyn FnMut(&Change<'_>)) -> Option<Rewrite> {
    let mut result: Option<Rewrite> = None;
    loop {
        let before = result.as_ref().map_or(segment, |rewrite| &rewrite.text);
        let in_segment =
            |span: Span| result.as_ref().map_or(span, |rewrite| rewrite.alignment.original(span));
        let observe = &mut |change: &Change<'_>| observe(&change.seen_through(&in_segment));
        let round = match nested_entities::decode(before, repairs) {
            Some(decoded) => {
                observe(&Change::new(Step::Entities, before, &decoded));
                Some(decoded.by(Step::Entities))
            }
            None => round(before, repairs, observe),
        };
        let Some(round) = round.filter(|round| round.text != before) else {
            return result;
        };
        result = Some(match result {
            Some(earlier) => earlier.then(round),
            None => round,
        });
    }
}

/// One round of repairs. Those that look at one character only are passed over where there is nothing for them.
fn round(text: &str, repairs: &[Step], observe: &mut dyn FnMut(&Change<'_>)) -> Option<Rewrite> {
    let is_decoding = |step: &&Step| matches!(step, Step::Entities | Step::Mojibake);
    let (decoding, others) = repairs.split_at(repairs.iter().take_while(is_decoding).count());
    let (_, composing) = others.split_at(others.len().saturating_sub(1));
    let decoded = through(text, decoding, observe);
    let before = decoded.as_ref().map_or(text, |rewrite| &rewrite.text);
    let in_text = |span: Span| decoded.as_ref().map_or(span, |rewrite| rewrite.alignment.original(span));
    let observe = &mut |change: &Change<'_>| observe(&change.seen_through(&in_text));
    let changes = |character| match character {
        '\0'..='\x7F' => !is_left_alone(character) && character != '&',
        _ => Named::of(character).changes(),
    };
    let steps = if before.chars().any(changes) { others } else { composing };
    let after = through(before, steps, observe);
    match (decoded, after) {
        (Some(decoded), Some(after)) => Some(decoded.then(after)),
        (decoded, after) => after.or(decoded),
    }
}
