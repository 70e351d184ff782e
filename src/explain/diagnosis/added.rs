//! Enters: ids of which some are beyond the vocabulary. Leaves: which part of the text each run of them stands for.

use std::ops::Range;

use super::fault::{Added, number};
use crate::encoder::Encoder;
use crate::unicode::{CharacterClass, UNICODE_16};

/// How often a part of a text is encoded before the search is given up.
const MOST_TRIES: usize = 2_000;

/// How many places of a text a part may begin or end at before the search is not begun.
const MOST_PLACES: usize = 400;

/// Ids with added tokens: parts that the vocabulary has, and runs between them that it has not.
pub(super) struct Search<'s> {
    encoder: &'s Encoder,
    text: &'s str,
    /// One part more than there are runs.
    parts: Vec<&'s [i64]>,
    runs: Vec<&'s [i64]>,
    places: Vec<usize>,
    behind: Behind,
    tries: usize,
}

/// What becomes of the text behind the last run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    Whole,
    /// The row is full, and was cut.
    MayBeCut,
}

/// The runs that were found, and the ids of the text with them in it.
pub(super) struct Found {
    pub added: Vec<Added>,
    pub tokens: Vec<i64>,
}

impl<'s> Search<'s> {
    /// What is to be looked for; `None` if no id is beyond the vocabulary. `inner` are ids without start, end and pads.
    pub(super) fn of(inner: &'s [i64], text: &'s str, encoder: &'s Encoder, behind: Behind) -> Option<Self> {
        let entries = i64::try_from(encoder.vocabulary().len()).unwrap_or(i64::MAX);
        let mut groups = inner.chunk_by(|one, other| (*one >= entries) == (*other >= entries)).peekable();
        let (mut parts, mut runs): (Vec<&[i64]>, Vec<&[i64]>) = (Vec::new(), Vec::new());
        while groups.peek().is_some() {
            let is_known = |group: &&[i64]| group.first().is_some_and(|&id| id < entries);
            parts.push(groups.next_if(is_known).unwrap_or_default());
            runs.extend(groups.next());
        }
        if parts.len() == runs.len() {
            parts.push(&[]);
        }
        let places = places(text);
        let is_worth_it = !runs.is_empty() && places.len() <= MOST_PLACES;
        is_worth_it.then_some(Self { encoder, text, parts, runs, places, behind, tries: 0 })
    }

    /// Looks for the parts of the text that the runs stand for.
    pub(super) fn run(mut self) -> Option<Found> {
        let spans = self.from(0, 0)?;
        let mut found = Found { added: Vec::new(), tokens: Vec::new() };
        let mut at = 0;
        for (span, run) in spans.iter().zip(&self.runs) {
            found.tokens.extend(self.ids(at..span.start));
            found.tokens.extend(run.iter());
            let text = self.text.get(span.clone())?.trim().to_owned();
            found.added.push(Added { ids: run.to_vec(), text });
            at = span.end;
        }
        found.tokens.extend(self.ids(at..self.text.len()));
        Some(found)
    }

    /// The spans of the runs from this one on, where its part begins at this place.
    fn from(&mut self, part: usize, start: usize) -> Option<Vec<Range<usize>>> {
        let wanted = *self.parts.get(part)?;
        if part == self.runs.len() {
            let own = self.try_ids(start..self.text.len())?;
            let is_found = match self.behind {
                Behind::Whole => own == wanted,
                Behind::MayBeCut => own.starts_with(wanted),
            };
            return is_found.then(Vec::new);
        }
        let places: Vec<usize> = self.places.iter().copied().filter(|&place| place >= start).collect();
        for &end in &places {
            let own = self.try_ids(start..end)?;
            if own != wanted {
                if own.len() > wanted.len() {
                    break;
                }
                continue;
            }
            for &next in places.iter().filter(|&&next| next > end) {
                let is_blank = self.text.get(end..next).is_none_or(|text| text.trim().is_empty());
                if !is_blank && let Some(mut spans) = self.from(part + 1, next) {
                    spans.insert(0, end..next);
                    return Some(spans);
                }
            }
        }
        None
    }

    fn try_ids(&mut self, span: Range<usize>) -> Option<Vec<i64>> {
        self.tries += 1;
        (self.tries <= MOST_TRIES).then(|| self.ids(span))
    }

    fn ids(&self, span: Range<usize>) -> Vec<i64> {
        let text = self.text.get(span).unwrap_or_default();
        self.encoder.ids(text).into_iter().map(number).collect()
    }
}

/// Where a part of a text may begin or end: not within a word.
fn places(text: &str) -> Vec<usize> {
    let mut before = None;
    let mut places = Vec::new();
    for (at, character) in text.char_indices() {
        let class = UNICODE_16.class(character);
        if before != Some(class) || class != CharacterClass::Letter {
            places.push(at);
        }
        before = Some(class);
    }
    places.push(text.len());
    places
}
