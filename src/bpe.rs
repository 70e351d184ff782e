//! Enters: the bytes of one pre-token. Leaves: the tokens that they merge into.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::merges::{Merges, Rule};
use crate::token::{Rank, TokenId};
use crate::vocabulary::{Vocabulary, WordPosition};

/// A token of a word, and how many of the word's bytes it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The token.
    pub id: TokenId,
    /// Its length in bytes.
    pub length: u32,
}

/// One application of a rule, as an observer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Which rule.
    pub rank: Rank,
    /// The left part.
    pub left: TokenId,
    /// The right part.
    pub right: TokenId,
    /// What they became.
    pub merged: TokenId,
    /// Where in the word the left part begins, in bytes.
    pub start: usize,
}

/// Up to this many symbols a scan for the lowest rank beats a heap; a word seldom has more.
const SCANNED: usize = 32;

/// Merges the bytes of a word, and appends its tokens to `tokens`. Their lengths add up to the
/// word's. An empty word has none.
///
/// Each byte begins as a token of its own, the last one as one that ends a word (`WordPosition::Final`:
/// every word of a text; `WordPosition::Inner` asks for what bytes become inside a longer word). Then the rule of
/// the lowest rank among all neighbours applies at its leftmost place, until none applies. That is
/// `BPE::merge_word` of tokenizers 0.23.3; `OpenAI`'s `bpe` applies the rule at all its places at once,
/// which is the same, since a rule always has a higher rank than those that made its parts.
///
/// `observe` is told of each merge as it happens.
pub fn merge(
    word: &[u8],
    last: WordPosition,
    vocabulary: &Vocabulary,
    merges: &Merges,
    tokens: &mut Vec<Merged>,
    observe: &mut dyn FnMut(Merge),
) {
    let first = tokens.len();
    let Some((final_byte, inner)) = word.split_last() else {
        return;
    };
    let symbols = inner.iter().map(|&byte| vocabulary.symbol(byte, WordPosition::Inner));
    let symbols = symbols.chain([vocabulary.symbol(*final_byte, last)]);
    tokens.extend(symbols.map(|id| Merged { id, length: 1 }));
    if word.len() <= SCANNED {
        scan(tokens, first, merges, observe);
    } else {
        let linked = merge_linked(tokens.get(first..).unwrap_or_default(), merges, observe);
        tokens.truncate(first);
        tokens.extend(linked);
    }
}

/// Merges the tokens from `first` on, looking through all neighbours for each merge.
fn scan(tokens: &mut Vec<Merged>, first: usize, merges: &Merges, observe: &mut dyn FnMut(Merge)) {
    while let Some(symbols) = tokens.get_mut(first..) {
        let rules = symbols.windows(2).enumerate().filter_map(|(at, pair)| match pair {
            [left, right] => merges.rule(left.id, right.id).map(|rule| (rule.rank, at, rule)),
            _ => None,
        });
        // The first of equal ranks is the leftmost.
        let Some((_, at, rule)) = rules.min_by_key(|&(rank, ..)| rank) else {
            return;
        };
        let start = symbols.iter().take(at).map(|symbol| symbol.length as usize).sum();
        let Some([left, right]) = symbols.get_mut(at..at + 2) else {
            return;
        };
        observe(Merge { rank: rule.rank, left: left.id, right: right.id, merged: rule.merged, start });
        *left = Merged { id: rule.merged, length: left.length + right.length };
        tokens.remove(first + at + 1);
    }
}

/// A symbol in a list whose links are places, so that a merge moves nothing. A place is the byte of the
/// word at which the symbol begins; one that has merged into its left neighbour has no length left.
#[derive(Clone, Copy)]
struct Link {
    token: Merged,
    previous: u32,
    next: u32,
}

/// No place: beyond the first or the last symbol. A word that long would need 64 GiB of links.
const NOWHERE: u32 = u32::MAX;

/// A merge that may happen: compared by rank, then by place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    rank: Rank,
    at: u32,
    left: TokenId,
    right: TokenId,
    merged: TokenId,
}

/// Merges with a heap of candidates: n log n steps for n bytes, however long the word is.
fn merge_linked(symbols: &[Merged], merges: &Merges, observe: &mut dyn FnMut(Merge)) -> Vec<Merged> {
    let mut list = List::new(symbols);
    let candidates = (0..NOWHERE).take(symbols.len()).filter_map(|at| list.candidate(at, merges));
    let mut heap: BinaryHeap<Reverse<Candidate>> = candidates.map(Reverse).collect();
    while let Some(Reverse(found)) = heap.pop() {
        let Some(left) = list.join(&found) else { continue };
        let Candidate { rank, at, left: left_id, right, merged } = found;
        observe(Merge { rank, left: left_id, right, merged, start: at as usize });
        let around = [left.previous, at].map(|at| list.candidate(at, merges));
        heap.extend(around.into_iter().flatten().map(Reverse));
    }
    list.links.into_iter().map(|link| link.token).filter(|token| token.length > 0).collect()
}

/// The symbols of a word, each knowing its neighbours.
struct List {
    links: Vec<Link>,
}

impl List {
    fn new(symbols: &[Merged]) -> Self {
        let place = |at: usize| u32::try_from(at).ok().filter(|_| at < symbols.len()).unwrap_or(NOWHERE);
        let link = |(at, &token): (usize, &Merged)| Link {
            token,
            previous: at.checked_sub(1).map_or(NOWHERE, place),
            next: place(at + 1),
        };
        Self { links: symbols.iter().enumerate().map(link).collect() }
    }

    fn get(&self, at: u32) -> Option<Link> {
        self.links.get(at as usize).copied().filter(|link| link.token.length > 0)
    }

    fn set(&mut self, at: u32, link: Link) {
        if let Some(place) = self.links.get_mut(at as usize) {
            *place = link;
        }
    }

    /// The merge of the symbol at this place with the one after it, if there is a rule.
    fn candidate(&self, at: u32, merges: &Merges) -> Option<Candidate> {
        let left = self.get(at)?;
        let right = self.get(left.next)?;
        let Rule { rank, merged } = merges.rule(left.token.id, right.token.id)?;
        Some(Candidate { rank, at, left: left.token.id, right: right.token.id, merged })
    }

    /// Merges two neighbours, and gives what they have become; `None` if one of them has merged
    /// since the candidate was found, which leaves candidates behind that no longer fit.
    fn join(&mut self, found: &Candidate) -> Option<Link> {
        let left = self.get(found.at)?;
        let right = self.get(left.next)?;
        if left.token.id != found.left || right.token.id != found.right {
            return None;
        }
        let length = left.token.length + right.token.length;
        let joined = Link { token: Merged { id: found.merged, length }, next: right.next, ..left };
        self.set(found.at, joined);
        self.set(left.next, Link { token: Merged { length: 0, ..right.token }, ..right });
        if let Some(following) = self.get(right.next) {
            self.set(right.next, Link { previous: found.at, ..following });
        }
        Some(joined)
    }
}
