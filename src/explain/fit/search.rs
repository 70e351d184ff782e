//! Enters: a prompt that is too long. Leaves: where its longest beginning ends that fits.

use super::CutAt;
use super::extent::Extent;
use super::markup::Units;
use super::measure::Measure;
use super::places::{Kind, Places, Within, left, without_blanks_at_start};
use crate::syntax::Raised;
use crate::text::Span;

/// The kinds of places that are looked at, one after the other: each between two places of the one before, where what stands
/// between is longer than all the room.
fn levels(cut_at: CutAt, units: &Units) -> Vec<(Kind, Within)> {
    let kinds: &[Kind] = match cut_at {
        CutAt::Token => &[Kind::Token],
        CutAt::Word => &[Kind::Word],
        CutAt::Comma => &[Kind::Comma, Kind::Word],
    };
    let outside: &[Within] = if units.stretches.is_empty() { &[] } else { &[Within::NoUnit] };
    let within = outside.iter().chain(&[Within::Anything]);
    let mut levels: Vec<_> =
        within.flat_map(|&within| kinds.iter().map(move |&kind| (kind, within))).collect();
    if cut_at != CutAt::Token {
        levels.push((Kind::Grapheme, Within::Anything));
    }
    levels
}

/// The longest beginning of a prompt that fits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Left {
    pub end: usize,
    /// How many tokens it has, if that is all that is measured.
    pub count: Option<usize>,
}

/// The longest beginning that fits.
///
/// # Errors
/// If the program raises on the prompt.
pub(super) fn left_of(prompt: &str, cut_at: CutAt, measure: &mut Measure) -> Result<Left, Raised> {
    let units = Units::of(prompt, measure)?;
    let extent = Extent::of(prompt, measure)?;
    // Cut at `low`, the prompt fits; no place between `low` and `high` was allowed yet.
    let (mut low, mut high) = (0, prompt.len());
    for (kind, within) in levels(cut_at, &units) {
        let places = Places { prompt, kind, within, units: &units, extent: &extent };
        let mut fits = |at: usize| {
            // What costs less is asked first.
            let allows_first = kind == Kind::Token || extent.knows_tokens();
            (!allows_first || places.allows(at))
                && extent.has_room_for(beginning(prompt, at, &units), measure)
                && (allows_first || places.allows(at))
        };
        let mut end = high.min(extent.end);
        // The longest beginnings are tried first, and most often one of them fits.
        let found = loop {
            let start = places.start_before(end);
            let near: Vec<usize> = places.between(start, end).collect();
            let found = near.into_iter().rev().take_while(|&at| low < at).find(|&at| fits(at));
            if found.is_some() || start <= low {
                break found;
            }
            end = start;
        };
        low = found.unwrap_or(low);
        let start = places.start_before(low + 1);
        let mut behind = places.between(start, high).filter(|&at| low < at);
        high = behind.find(|&at| places.allows(at)).unwrap_or(high);
        let whole = without_blanks_at_start(left(Span::new(low, high).of(prompt), &units));
        if whole.is_empty() || measure.fits(whole) {
            break;
        }
    }
    let left = beginning(prompt, low, &units);
    let count = match measure {
        Measure::Text { encoder, .. } => Some(extent.count(left, encoder)),
        Measure::Program { .. } => None,
    };
    Ok(Left { end: left.len(), count })
}

/// What is left of a prompt that is cut at a place.
fn beginning<'p>(prompt: &'p str, at: usize, units: &Units) -> &'p str {
    left(Span::new(0, at).of(prompt), units)
}
