//! Enters: the symbols of a word of at most 32 bytes. Leaves: its tokens, after a scan of all neighbors for each merge.

use super::{Merge, Merged};
use crate::merges::{Merges, NO_RANK, Rule};
use crate::token::{Rank, TokenId};

/// Up to this many symbols, a scan for the lowest rank beats a queue. Few words have more.
pub(crate) const LONGEST: usize = 32;

/// Merges the tokens from `first` on. Nothing is moved: a symbol is identified by the byte at which it begins, and the
/// rule of each pair is looked up once.
#[allow(clippy::indexing_slicing, reason = "`first` tokens were there before the word's")]
pub(crate) fn merge(tokens: &mut Vec<Merged>, first: usize, merges: &Merges, observe: &mut dyn FnMut(Merge)) {
    let mut word = ShortWord::of(&tokens[first..], merges);
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
    /// Where the symbol after this one begins, and the symbol before it.
    next: [u8; LONGEST],
    previous: [u8; LONGEST],
    /// For each symbol, the rank of the rule that merges it with the next one, and in the lower bits the symbol's place.
    /// So the lowest number is the leftmost place of the lowest rank.
    candidates: [u32; LONGEST],
    /// What the rules make.
    merged: [TokenId; LONGEST],
}

/// Higher than any candidate.
const NO_CANDIDATE: u32 = u32::MAX;

#[allow(
    clippy::indexing_slicing,
    reason = "a symbol begins within the word, which has at most LONGEST bytes"
)]
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
            word.propose(at, merges.rule_or_none(pair[0].id, pair[1].id));
        }
        word
    }

    /// The rule with the lowest rank, and the leftmost place where it applies.
    fn lowest(&self) -> Option<(usize, Rule)> {
        let lowest = self.candidates[..self.length].iter().copied().min()?;
        let (rank, at) = (Rank((lowest >> 16) as u16), lowest as usize % LONGEST);
        (rank != NO_RANK).then_some((at, Rule { rank, merged: self.merged[at] }))
    }

    fn id(&self, at: usize) -> TokenId {
        self.ids[at]
    }

    fn next(&self, at: usize) -> usize {
        usize::from(self.next[at])
    }

    /// Joins the symbol at this place and the next one.
    fn join(&mut self, at: usize, merged: TokenId, merges: &Merges) {
        let right = self.next(at);
        let behind = self.next(right);
        self.ids[at] = merged;
        self.next[at] = behind as u8;
        self.candidates[right] = NO_CANDIDATE;
        if behind < self.length {
            self.previous[behind] = at as u8;
            self.propose(at, merges.rule_or_none(merged, self.id(behind)));
        } else {
            self.candidates[at] = NO_CANDIDATE;
        }
        if at > 0 {
            let before = usize::from(self.previous[at]);
            self.propose(before, merges.rule_or_none(self.id(before), merged));
        }
    }

    /// Notes the rule that merges the symbol at this place with the next one.
    fn propose(&mut self, at: usize, rule: Rule) {
        self.candidates[at] = u32::from(rule.rank.0) << 16 | at as u32;
        self.merged[at] = rule.merged;
    }

    fn tokens(&self) -> impl Iterator<Item = Merged> {
        let first = (self.length > 0).then_some(0);
        let starts =
            std::iter::successors(first, |&at| Some(self.next(at)).filter(|&next| next < self.length));
        starts.map(|at| Merged { id: self.id(at), length: (self.next(at) - at) as u32 })
    }
}

/// Where the symbols after and before each byte begin, before anything has merged.
const FOLLOWING: [u8; LONGEST] = counted_from(1);
const PRECEDING: [u8; LONGEST] = counted_from(u8::MAX);

#[allow(clippy::indexing_slicing, reason = "it runs at compile time")]
const fn counted_from(first: u8) -> [u8; LONGEST] {
    let mut counted = [0; LONGEST];
    let mut at = 0;
    while at < LONGEST {
        counted[at] = first.wrapping_add(at as u8);
        at += 1;
    }
    counted
}
