//! Enters: the symbols of a word of any length. Leaves: its tokens, in time that is linear in its length.

use super::{Merge, Merged};
use crate::merges::{Merges, Rule};
use crate::token::{Rank, TokenId};

/// Merges the tokens from `first` on.
#[allow(clippy::indexing_slicing, reason = "`first` tokens were there before the word's")]
pub(crate) fn merge(tokens: &mut Vec<Merged>, first: usize, merges: &Merges, observe: &mut dyn FnMut(Merge)) {
    let mut list = List::new(&tokens[first..]);
    tokens.truncate(first);
    let mut candidates = Candidates::default();
    for at in 0..list.length() {
        candidates.extend(list.candidate(at, merges));
    }
    while let Some(found) = candidates.next() {
        let Some(left) = list.join(&found) else { continue };
        let Candidate { rank, at, left: left_id, right, merged } = found;
        observe(Merge { rank, left: left_id, right, merged, start: at as usize });
        candidates.extend(list.candidate(left.previous, merges));
        candidates.extend(list.candidate(at, merges));
    }
    tokens.extend(list.links.into_iter().map(|link| link.token).filter(|token| token.length > 0));
}

/// A merge that may happen.
#[derive(Clone, Copy)]
struct Candidate {
    at: u32,
    rank: Rank,
    left: TokenId,
    right: TokenId,
    merged: TokenId,
}

/// How many bits a rank has.
const BITS: usize = 16;

/// Candidates in the order of their ranks, and of their places where ranks are equal: a radix heap.
///
/// A merge makes candidates of higher ranks only, since a rule always has a higher rank than those that made its parts.
/// So ranks never go back. A candidate is kept in a bucket for the highest bit in which its rank differs from the last
/// one that was taken. It moves at most once for each bit until its turn comes.
#[derive(Default)]
struct Candidates {
    last: u16,
    /// The candidates of the last rank, and how many of them were taken.
    current: Vec<Candidate>,
    taken: usize,
    buckets: [Vec<Candidate>; BITS],
}

impl Candidates {
    #[allow(clippy::indexing_slicing, reason = "a rank has BITS bits, and there is a bucket for each")]
    fn extend(&mut self, candidate: Option<Candidate>) {
        let Some(candidate) = candidate else { return };
        match (candidate.rank.0 ^ self.last).checked_ilog2() {
            None => self.current.push(candidate),
            Some(bit) => self.buckets[bit as usize].push(candidate),
        }
    }

    #[allow(
        clippy::indexing_slicing,
        reason = "if all were taken, the candidates of the lowest rank moved here"
    )]
    fn next(&mut self) -> Option<Candidate> {
        if self.taken == self.current.len() {
            self.current.clear();
            self.taken = 0;
            let (lowest, moving) = self.buckets.iter_mut().find_map(|bucket| {
                let lowest = bucket.iter().map(|candidate| candidate.rank.0).min()?;
                Some((lowest, std::mem::take(bucket)))
            })?;
            self.last = lowest;
            for candidate in moving {
                self.extend(Some(candidate));
            }
            // Merges of one rank go from left to right, so these are runs that are already sorted.
            self.current.sort_by_key(|candidate| candidate.at);
        }
        let next = self.current[self.taken];
        self.taken += 1;
        Some(next)
    }
}

/// A symbol in a list whose links are places, so that a merge moves nothing. A place is the byte of the word at which
/// the symbol begins. A symbol that has merged into its left neighbor has no length left.
#[derive(Clone, Copy)]
struct Link {
    token: Merged,
    previous: u32,
    next: u32,
}

/// No place: beyond the first or the last symbol. A place that high would need a word of 4 GiB, with 64 GiB of links:
/// symbols there stay unmerged.
const NOWHERE: u32 = u32::MAX;

/// The symbols of a word, each knowing its neighbors.
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

    fn length(&self) -> u32 {
        u32::try_from(self.links.len()).unwrap_or(NOWHERE)
    }

    fn get(&self, at: u32) -> Option<Link> {
        self.links.get(at as usize).copied().filter(|link| link.token.length > 0)
    }

    #[allow(clippy::indexing_slicing, reason = "`at` is the place of a symbol that was looked up")]
    fn set(&mut self, at: u32, link: Link) {
        self.links[at as usize] = link;
    }

    /// The merge of the symbol at this place with the one after it, if there is a rule.
    fn candidate(&self, at: u32, merges: &Merges) -> Option<Candidate> {
        let left = self.get(at)?;
        let right = self.get(left.next)?;
        let Rule { rank, merged } = merges.rule(left.token.id, right.token.id)?;
        Some(Candidate { rank, at, left: left.token.id, right: right.token.id, merged })
    }

    /// Merges two neighbors and returns the result; `None` if one of them has merged since the candidate was found. Such
    /// candidates are not removed when they stop fitting.
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
