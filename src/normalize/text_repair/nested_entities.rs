//! Enters: a text with nested entities, `&amp;amp;amp;`. Leaves: what many rounds of repairs make of it, in one go.
//!
//! Each round removes one layer, so for a text of nothing but layers the number of rounds would grow with its length.
//! If a text is ASCII and stays ASCII, only entities need repair. Their order does not matter, since no entity overlaps
//! another one. In other texts, the rounds do nothing else as long as every ampersand that begins an entity has more
//! layers, and none is beside a character that another repair could look at. Then the rounds can be counted instead of
//! made.

use std::cell::LazyCell;

use super::entities;
use super::is_left_alone;
use super::mojibake::is_bad;
use crate::dialect::Step;
use crate::normalize::rewrite::{Edits, Rewrite};
use crate::normalize::through;
use crate::text::Span;

/// This many layers are left for rounds that are really made. That is enough text to keep whatever follows the last
/// layer out of sight.
const LEFT: usize = 3;

/// With fewer layers it is not worth it.
const WORTHWHILE: usize = 8;

/// How far a repair looks, in characters. `Ã quele` is the longest.
const SIGHT: usize = 8;

/// The ampersand and its full-width form, which becomes one in the same round.
const AMPERSANDS: [char; 2] = ['&', '＆'];

/// What many rounds of `repairs` make of `text`; `None` if they have to be made one by one.
pub(super) fn decode(text: &str, repairs: &[Step]) -> Option<Rewrite> {
    let [Step::Entities, others @ ..] = repairs else {
        return None;
    };
    // The bytes with which they begin.
    if !text.bytes().any(|byte| matches!(byte, b'&' | 0xEF)) {
        return None;
    }
    decode_plain(text).or_else(|| decode_rounds(text, others))
}

/// A text of plain ASCII with all entities decoded; `None` if there are none, or if one of them stands for something
/// other than plain ASCII.
fn decode_plain(text: &str) -> Option<Rewrite> {
    if !text.contains('&') || !text.bytes().all(is_plain) {
        return None;
    }
    let mut decoded = String::with_capacity(text.len());
    // Where each byte of it came from.
    let mut sources: Vec<Span> = Vec::with_capacity(text.len());
    let mut next: Vec<(char, Span)> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        next.push((char::from(byte), Span::new(at, at + 1)));
        while let Some((character, source)) = next.pop() {
            decoded.push(character);
            sources.push(source);
            let Some((start, expansion)) = last_entity(&decoded) else {
                continue;
            };
            if !expansion.iter().all(|&c| u8::try_from(c).is_ok_and(is_plain)) {
                return None;
            }
            let whole = sources.drain(start..).fold(source, Span::hull);
            decoded.truncate(start);
            next.extend(expansion.into_iter().rev().map(|character| (character, whole)));
        }
    }
    let mut rewrite = Rewrite::with_capacity(decoded.len());
    for (character, source) in decoded.chars().zip(sources) {
        rewrite.put(text, character, source);
    }
    (rewrite.text != text).then_some(rewrite)
}

/// The entity at the end of the text, which is ASCII: the position of its ampersand, and what it stands for.
fn last_entity(text: &str) -> Option<(usize, Vec<char>)> {
    const LONGEST: usize = "&#;".len() + entities::LONGEST;
    if !text.ends_with(';') {
        return None;
    }
    let (_, in_reach) = text.split_at(text.len().saturating_sub(LONGEST));
    let (_, behind) = in_reach.rsplit_once('&')?;
    let body = entities::body(behind).filter(|body| body.len() == behind.len())?;
    Some((text.len() - behind.len() - 1, entities::expansion(body)?))
}

/// Whether only the repair of entities looks at the byte.
fn is_plain(byte: u8) -> bool {
    is_left_alone(char::from(byte)) || byte == b'&'
}

/// What the rounds that can be counted make of `text`, where the repairs in `others` change nothing; `None` if there
/// are only few.
fn decode_rounds(text: &str, others: &[Step]) -> Option<Rewrite> {
    let chains = chains(text);
    let rounds = chains.iter().map(|chain| chain.layers).min()?.checked_sub(LEFT)?;
    if rounds < WORTHWHILE || through(text, others, &mut |_| ()).is_some() {
        return None;
    }
    let mut edits = Edits::of(text);
    for Chain { at, .. } in chains {
        let (_, behind) = text.split_at(at + 1);
        let taken: usize = bodies(behind).take(rounds).map(str::len).sum();
        edits.replace(Span::new(at, at + 1 + taken), ['&']);
    }
    edits.finish()
}

/// An ampersand that begins an entity.
struct Chain {
    at: usize,
    /// How many rounds are certain to remove a layer and do nothing else.
    layers: usize,
}

fn chains(text: &str) -> Vec<Chain> {
    // If a text looks bad as a whole, every round tries to change more of it.
    let looks_good = LazyCell::new(|| !is_bad(text));
    let chain = |(at, _)| {
        let (before, behind) = text.split_at(at + 1);
        entities::body(behind).filter(|body| entities::expansion(body).is_some())?;
        let sight = before.char_indices().rev().nth(SIGHT).map_or(0, |(start, _)| start);
        let (_, left) = before.split_at(sight);
        let mut rest = behind;
        // Beside a character that a repair may look at, what comes into sight has to be the same as before, or to look
        // good.
        let goes_unseen = |body: &&str| {
            rest = rest.split_at(body.len()).1;
            let in_sight = |text: &str| left.chars().chain(text.chars().take(SIGHT)).collect::<String>();
            left.is_ascii() || {
                let seen = in_sight(rest);
                seen == in_sight(behind) || (*looks_good && !is_bad(&seen))
            }
        };
        Some(Chain { at, layers: bodies(behind).take_while(goes_unseen).count() })
    };
    text.match_indices('&').filter_map(chain).collect()
}

/// Successive bodies that each stand for an ampersand.
fn bodies(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let body = entities::body(rest)?;
        let is_ampersand = matches!(*entities::expansion(body)?, [one] if AMPERSANDS.contains(&one));
        if !is_ampersand {
            return None;
        }
        rest = rest.split_at(body.len()).1;
        Some(body)
    })
}
