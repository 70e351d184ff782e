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

/// A symbol in a list whose links are its positions, so that a merge moves nothing.
#[derive(Clone, Copy)]
struct Link {
    token: Merged,
    start: usize,
    previous: Option<usize>,
    next: Option<usize>,
}

/// A merge that may happen: compared by rank, then by place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    rank: Rank,
    at: usize,
    left: TokenId,
    right: TokenId,
    merged: TokenId,
}

/// Merges with a heap of candidates: n log n steps for n bytes, however long the word is.
fn merge_linked(symbols: &[Merged], merges: &Merges, observe: &mut dyn FnMut(Merge)) -> Vec<Merged> {
    let mut links: Vec<Option<Link>> = Vec::with_capacity(symbols.len());
    for (at, &token) in symbols.iter().enumerate() {
        let next = (at + 1 < symbols.len()).then_some(at + 1);
        links.push(Some(Link { token, start: at, previous: at.checked_sub(1), next }));
    }
    let mut heap: BinaryHeap<Reverse<Candidate>> =
        (0..links.len()).filter_map(|at| candidate(&links, at, merges)).map(Reverse).collect();
    while let Some(Reverse(found)) = heap.pop() {
        let Some(left) = link(&links, found.at) else {
            continue;
        };
        let Some((right_at, right)) = left.next.and_then(|at| Some((at, link(&links, at)?))) else {
            continue;
        };
        // A neighbour that has merged since leaves its candidates behind: those no longer fit.
        if left.token.id != found.left || right.token.id != found.right {
            continue;
        }
        let Candidate { rank, merged, .. } = found;
        observe(Merge { rank, left: left.token.id, right: right.token.id, merged, start: left.start });
        let length = left.token.length + right.token.length;
        let joined = Link { token: Merged { id: merged, length }, next: right.next, ..left };
        set(&mut links, found.at, Some(joined));
        set(&mut links, right_at, None);
        if let Some((after, mut following)) = right.next.and_then(|at| Some((at, link(&links, at)?))) {
            following.previous = Some(found.at);
            set(&mut links, after, Some(following));
        }
        let before = left.previous.and_then(|at| candidate(&links, at, merges));
        heap.extend(before.into_iter().chain(candidate(&links, found.at, merges)).map(Reverse));
    }
    links.into_iter().flatten().map(|link| link.token).collect()
}

fn link(links: &[Option<Link>], at: usize) -> Option<Link> {
    links.get(at).copied().flatten()
}

fn set(links: &mut [Option<Link>], at: usize, link: Option<Link>) {
    if let Some(place) = links.get_mut(at) {
        *place = link;
    }
}

fn candidate(links: &[Option<Link>], at: usize, merges: &Merges) -> Option<Candidate> {
    let left = link(links, at)?;
    let right = link(links, left.next?)?;
    let Rule { rank, merged } = merges.rule(left.token.id, right.token.id)?;
    Some(Candidate { rank, at, left: left.token.id, right: right.token.id, merged })
}
