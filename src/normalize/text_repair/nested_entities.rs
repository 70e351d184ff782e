//! Enters: a text with entities of entities, `&amp;amp;amp;`. Leaves: what many rounds of repairs make of it, at once.
//!
//! Each round takes off one layer, so a text that is nothing but layers would take as many rounds as it is
//! long. Where a text is ASCII and stays so, entities are all that there is to repair, and their order does not
//! matter: none overlaps another one. Elsewhere, as long as every ampersand that begins an entity has more layers to
//! come, and none stands beside a character that another repair could look at, the rounds do nothing else: they
//! can be counted instead of made.

use std::cell::LazyCell;

use super::entities;
use super::is_left_alone;
use super::mojibake::is_bad;
use crate::dialect::Step;
use crate::normalize::rewrite::{Edits, Rewrite};
use crate::normalize::through;
use crate::text::Span;

/// So many layers are left for rounds that are really made: enough text to keep whatever follows the last
/// layer out of sight.
const LEFT: usize = 3;

/// Fewer layers are not worth the trouble.
const WORTHWHILE: usize = 8;

/// How far a repair looks, in characters: `Ã quele` is the longest.
const SIGHT: usize = 8;

/// The ampersand and its full-width form, which becomes one in the same round.
const AMPERSANDS: [char; 2] = ['&', '＆'];

/// What many rounds of `repairs` make of `text` at once; `None` where they have to be made one by one.
pub fn decode(text: &str, repairs: &[Step]) -> Option<Rewrite> {
    let [Step::Entities, others @ ..] = repairs else {
        return None;
    };
    decode_plain(text).or_else(|| decode_rounds(text, others))
}

/// What is left of a text of plain ASCII when no entity is left in it; `None` if there is no entity, or one of them is
/// not plain ASCII itself.
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

/// The entity that ends with the text, which is ASCII: where its ampersand stands, and what it stands for.
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

/// What as many rounds as can be counted make of `text`, in which `others` have nothing to do; `None` if there are not
/// many.
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
    /// How many rounds are sure to take off a layer and do nothing else.
    layers: usize,
}

fn chains(text: &str) -> Vec<Chain> {
    // Of a text that looks bad as a whole each round tries to make something else.
    let looks_good = LazyCell::new(|| !is_bad(text));
    let chain = |(at, _)| {
        let (before, behind) = text.split_at(at + 1);
        entities::body(behind).filter(|body| entities::expansion(body).is_some())?;
        let sight = before.char_indices().rev().nth(SIGHT).map_or(0, |(start, _)| start);
        let (_, left) = before.split_at(sight);
        let mut rest = behind;
        // Beside something that a repair may look at, what comes in sight has to be what was there before, or look
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

/// The bodies one after the other that each stand for an ampersand.
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
