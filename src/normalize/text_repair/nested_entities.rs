//! Enters: a text with entities of entities, `&amp;amp;amp;`. Leaves: what many rounds of repairs make of it, at once.
//!
//! Each round takes off one layer, so a text that is nothing but layers would take as many rounds as it is
//! long. As long as every ampersand that begins an entity has more layers to come, and none stands beside a
//! character that another repair could look at, the rounds do nothing else: they can be counted instead of
//! made.

use super::entities;
use crate::dialect::Step;
use crate::normalize::rewrite::{Edits, Rewrite};
use crate::normalize::through;
use crate::span::Span;

/// So many layers are left for rounds that are really made: enough text to keep whatever follows the last
/// layer out of sight.
const LEFT: usize = 3;

/// Fewer layers are not worth the trouble.
const WORTHWHILE: usize = 8;

/// How far a repair looks, in characters: `Ã quele` is the longest.
const SIGHT: usize = 8;

/// The ampersand and its full-width form, which becomes one in the same round.
const AMPERSANDS: [char; 2] = ['&', '＆'];

/// What as many rounds of `repairs` as can be counted make of `text`; `None` if there are not many.
pub fn decode_rounds(text: &str, repairs: &[Step]) -> Option<Rewrite> {
    let (Step::Entities, others) = repairs.split_first()? else {
        return None;
    };
    let mut rounds = usize::MAX;
    let mut chains = Vec::new();
    for (at, _) in text.match_indices('&') {
        let behind = text.get(at + 1..)?;
        let Some(first) = entities::body(behind).filter(|body| entities::expansion(body).is_some()) else {
            continue;
        };
        rounds = rounds.min(layers(text, at, first).checked_sub(LEFT)?);
        if rounds < WORTHWHILE {
            return None;
        }
        chains.push(at);
    }
    if chains.is_empty() || through(text, others, &mut |_| ()).is_some() {
        return None;
    }
    let mut edits = Edits::of(text);
    for at in chains {
        let taken: usize = bodies(text.get(at + 1..)?).take(rounds).map(str::len).sum();
        edits.replace(Span::new(at, at + 1 + taken), ['&']);
    }
    edits.finish()
}

/// How many layers the entity at this byte has, whose body is `first`. Beside something that a repair may look at,
/// only those count that leave the same text in sight.
fn layers(text: &str, at: usize, first: &str) -> usize {
    let (before, behind) = text.split_at_checked(at + 1).unwrap_or_default();
    let is_alone = before.chars().rev().take(1 + SIGHT).all(|character| character.is_ascii());
    bodies(behind).take_while(|body| is_alone || *body == first).count()
}

/// The bodies one after the other that each stand for an ampersand.
fn bodies(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let body = entities::body(rest)?;
        let is_ampersand = matches!(*entities::expansion(body)?, [one] if AMPERSANDS.contains(&one));
        rest = rest.get(body.len()..).filter(|_| is_ampersand)?;
        Some(body)
    })
}
