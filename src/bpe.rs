//! Enters: the bytes of one pre-token. Leaves: the tokens that they merge into.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::merges::{Merges, NO_RANK, Rule};
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

/// Merges the tokens from `first` on, looking through all neighbours for each merge. Nothing is moved: a symbol is
/// known by the byte at which it begins, and each pair's rule is looked up once.
fn scan(tokens: &mut Vec<Merged>, first: usize, merges: &Merges, observe: &mut dyn FnMut(Merge)) {
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
    ids: [TokenId; SCANNED],
    /// Where the symbol behind this one begins, and the one before it.
    next: [u8; SCANNED],
    previous: [u8; SCANNED],
    /// For each symbol the rank of the rule that merges it with the one behind it, and behind the rank the symbol's
    /// place, so that the lowest number is the leftmost place of the lowest rank.
    candidates: [u32; SCANNED],
    /// What the rules make.
    merged: [TokenId; SCANNED],
}

/// What is more than any candidate.
const NO_CANDIDATE: u32 = u32::MAX;

impl ShortWord {
    fn of(symbols: &[Merged], merges: &Merges) -> Self {
        let mut word = Self {
            length: symbols.len(),
            ids: [TokenId(0); SCANNED],
            next: FOLLOWING,
            previous: PRECEDING,
            candidates: [NO_CANDIDATE; SCANNED],
            merged: [TokenId(0); SCANNED],
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
        let (rank, at) = (Rank((lowest >> 16) as u16), lowest as usize % SCANNED);
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
const FOLLOWING: [u8; SCANNED] = counted_from(1);
const PRECEDING: [u8; SCANNED] = counted_from(u8::MAX);

#[allow(clippy::indexing_slicing, reason = "it runs when the program is built")]
const fn counted_from(first: u8) -> [u8; SCANNED] {
    let mut counted = [0; SCANNED];
    let mut at = 0;
    while at < SCANNED {
        counted[at] = first.wrapping_add(at as u8);
        at += 1;
    }
    counted
}

fn set<T>(places: &mut [T; SCANNED], at: usize, value: T) {
    if let Some(place) = places.get_mut(at) {
        *place = value;
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
