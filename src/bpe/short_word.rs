//! Enters: the symbols of a word of at most 32 bytes. Leaves: its tokens, after a look through all neighbours for each merge.

use super::{Merge, Merged};
use crate::merges::{Merges, NO_RANK, Rule};
use crate::token::{Rank, TokenId};

/// Up to this many symbols a scan for the lowest rank beats a queue; a word seldom has more.
pub const LONGEST: usize = 32;

/// Merges the tokens from `first` on. Nothing is moved: a symbol is known by the byte at which it begins, and each
/// pair's rule is looked up once.
pub fn merge(tokens: &mut Vec<Merged>, first: usize, merges: &Merges, observe: &mut dyn FnMut(Merge)) {
    let mut word = ShortWord::of(tokens.get(first..).unwrap_or_default(), merges);
    while let Some((at, Rule { rank, merged })) = word.lowest() {
        let (left, right) = (word.id(at), word.id(word.next(at)));
        observe(Merge { rank, left, right, merged, start: at });
        word.join(at, merged, merges);
    }
    tokens.truncate(first);
    tokens.extend(word.tokens());
}

/// The symbols of a word of at most 32 bytes, at the byte at which each begins.
struct ShortWord {
    length: usize,
    ids: [TokenId; LONGEST],
    /// Where the symbol behind this one begins, and the one before it.
    next: [u8; LONGEST],
    previous: [u8; LONGEST],
    /// For each symbol the rank of the rule that merges it with the one behind it, and behind the rank the symbol's
    /// place, so that the lowest number is the leftmost place of the lowest rank.
    candidates: [u32; LONGEST],
    /// What the rules make.
    merged: [TokenId; LONGEST],
}

/// What is more than any candidate.
const NO_CANDIDATE: u32 = u32::MAX;

impl ShortWord {
    fn of(symbols: &[Merged], merges: &Merges) -> Self {
        let mut word = Self {
            length: symbols.len(),
            ids: [TokenId(0); LONGEST],
            next: FOLLOWING,
            previous: PRECEDING,
            candidates: [NO_CANDIDATE; LONGEST],
            merged: [TokenId(0); LONGEST],
        };
        for (id, symbol) in word.ids.iter_mut().zip(symbols) {
            *id = symbol.id;
        }
        for (at, pair) in symbols.windows(2).enumerate() {
            if let [left, right] = pair {
                word.propose(at, merges.rule_or_none(left.id, right.id));
            }
        }
        word
    }

    /// The rule of the lowest rank, and where it applies: at the leftmost of its places.
    fn lowest(&self) -> Option<(usize, Rule)> {
        let lowest = self.candidates.get(..self.length)?.iter().copied().min()?;
        let (rank, at) = (Rank((lowest >> 16) as u16), lowest as usize % LONGEST);
        let merged = self.merged.get(at).copied()?;
        (rank != NO_RANK).then_some((at, Rule { rank, merged }))
    }

    fn id(&self, at: usize) -> TokenId {
        self.ids.get(at).copied().unwrap_or(TokenId(0))
    }

    fn next(&self, at: usize) -> usize {
        self.next.get(at).map_or(self.length, |&next| usize::from(next))
    }

    /// Makes one symbol of the one here and the one behind it.
    fn join(&mut self, at: usize, merged: TokenId, merges: &Merges) {
        let right = self.next(at);
        let behind = self.next(right);
        set(&mut self.ids, at, merged);
        set(&mut self.next, at, behind as u8);
        set(&mut self.previous, behind, at as u8);
        set(&mut self.candidates, right, NO_CANDIDATE);
        if behind < self.length {
            self.propose(at, merges.rule_or_none(merged, self.id(behind)));
        } else {
            set(&mut self.candidates, at, NO_CANDIDATE);
        }
        if at > 0 {
            let before = self.previous.get(at).map_or(0, |&before| usize::from(before));
            self.propose(before, merges.rule_or_none(self.id(before), merged));
        }
    }

    /// Notes the rule that merges the symbol here with the one behind it.
    fn propose(&mut self, at: usize, rule: Rule) {
        set(&mut self.candidates, at, u32::from(rule.rank.0) << 16 | at as u32);
        set(&mut self.merged, at, rule.merged);
    }

    fn tokens(&self) -> impl Iterator<Item = Merged> {
        let starts = std::iter::successors(Some(0), |&at| Some(self.next(at)));
        starts.take_while(|&at| at < self.length).map(|at| {
            let length = (self.next(at) - at) as u32;
            Merged { id: self.id(at), length }
        })
    }
}

/// Where the symbol behind each byte begins as long as nothing has merged, and the one before it.
const FOLLOWING: [u8; LONGEST] = counted_from(1);
const PRECEDING: [u8; LONGEST] = counted_from(u8::MAX);

#[allow(clippy::indexing_slicing, reason = "it runs when the program is built")]
const fn counted_from(first: u8) -> [u8; LONGEST] {
    let mut counted = [0; LONGEST];
    let mut at = 0;
    while at < LONGEST {
        counted[at] = first.wrapping_add(at as u8);
        at += 1;
    }
    counted
}

fn set<T>(places: &mut [T; LONGEST], at: usize, value: T) {
    if let Some(place) = places.get_mut(at) {
        *place = value;
    }
}
