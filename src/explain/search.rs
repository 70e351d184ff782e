//! Enters: a vocabulary and filters. Leaves: the entries that match all filters, and how entries are related.

use std::ops::RangeInclusive;

use cliptok_bpe::{Merges, Rank, TokenId, TokenKind, Vocabulary};
use memchr::memmem::Finder;

/// A condition on an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Filter {
    /// Its id is one of these.
    Ids(RangeInclusive<u64>),
    /// Its bytes contain these.
    Contains(Vec<u8>),
    /// Its bytes begin with these.
    Prefix(Vec<u8>),
    /// Its bytes end with these. The mark of a word's end does not count as a byte.
    Suffix(Vec<u8>),
    /// Its kind is one of these.
    Kinds(Vec<TokenKind>),
    /// A word ends with it.
    EndsWord,
}

impl Filter {
    /// Whether the entry meets the condition.
    pub fn holds(&self, id: TokenId, vocabulary: &Vocabulary) -> bool {
        let bytes = vocabulary.bytes(id);
        match self {
            Self::Ids(range) => range.contains(&u64::from(id.0)),
            Self::Contains(wanted) => {
                wanted.is_empty() || bytes.windows(wanted.len()).any(|window| window == wanted)
            }
            Self::Prefix(wanted) => bytes.starts_with(wanted),
            Self::Suffix(wanted) => bytes.ends_with(wanted),
            Self::Kinds(kinds) => kinds.contains(&vocabulary.kind(id)),
            Self::EndsWord => vocabulary.ends_word(id),
        }
    }
}

/// The entries that match all filters, in the order of their ids. Without filters, these are all entries.
///
/// ```
/// use cliptok::explain::{Filter, search};
/// use cliptok::{Encoder, Model, TokenKind};
/// let encoder = Encoder::for_model(Model::Sd1);
/// let fallback = [Filter::Kinds(vec![TokenKind::Fragment, TokenKind::Byte])];
/// assert_eq!(search(encoder.vocabulary(), &fallback).count(), 532);
/// ```
pub fn search<'q>(vocabulary: &'q Vocabulary, filters: &'q [Filter]) -> impl Iterator<Item = TokenId> + 'q {
    let holds = move |id: &TokenId| filters.iter().all(|filter| filter.holds(*id, vocabulary));
    candidates(vocabulary, filters).into_iter().filter(holds)
}

/// The entries that can match. One search through the bytes of all entries is far faster than one through each of them.
fn candidates(vocabulary: &Vocabulary, filters: &[Filter]) -> Vec<TokenId> {
    let wanted = filters.iter().find_map(|filter| match filter {
        Filter::Contains(wanted) if !wanted.is_empty() => Some(wanted),
        _ => None,
    });
    let Some(wanted) = wanted else { return vocabulary.ids().collect() };
    let tables = vocabulary.tables();
    // An id takes two bytes.
    containing(wanted, &tables.bytes, &tables.offsets).into_iter().map(|id| TokenId(id as u16)).collect()
}

/// The numbers of the texts that contain `wanted`, which is not empty, in their order. All texts stand one after the other in
/// `bytes`; `offsets` says where each begins, and finally where the last one ends.
pub(super) fn containing(wanted: &[u8], bytes: &[u8], offsets: &[u32]) -> Vec<usize> {
    let finder = Finder::new(wanted);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| finder.find(rest)) {
        let start = at + next;
        let behind = offsets.partition_point(|&offset| offset as usize <= start);
        let end = offsets.get(behind).map_or(bytes.len(), |&end| end as usize);
        // What begins in one text and ends in the next is in neither.
        if start + wanted.len() <= end {
            found.push(behind.saturating_sub(1));
            at = end;
        } else {
            at = start + 1;
        }
    }
    found
}

/// What an entry was merged from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parents {
    /// The left part.
    pub left: TokenId,
    /// The right part.
    pub right: TokenId,
    /// The rank of the rule that merges the parts.
    pub rank: Rank,
}

/// How the entries of a vocabulary are made from each other.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Kinship {
    parents: Vec<Option<Parents>>,
    part_of: Vec<Vec<TokenId>>,
}

impl Kinship {
    /// The kinship of all entries.
    ///
    /// ```
    /// use cliptok::explain::Kinship;
    /// use cliptok::{Encoder, Model, TokenId};
    /// let encoder = Encoder::for_model(Model::Sd1);
    /// let kinship = Kinship::of(encoder.vocabulary(), encoder.merges());
    /// let parents = kinship.parents(TokenId(1109)).unwrap();
    /// assert_eq!(encoder.vocabulary().bytes(parents.left), b"\xF0\x9F");
    /// ```
    ///
    /// # Panics
    /// If the merges belong to another vocabulary, and make an entry that this one lacks.
    #[allow(
        clippy::indexing_slicing,
        reason = "only a bug of the caller brings merges of another vocabulary"
    )]
    pub fn of(vocabulary: &Vocabulary, merges: &Merges) -> Self {
        let mut parents = vec![None; vocabulary.len()];
        for (left, right, rule) in merges.rules() {
            parents[rule.merged.index()] = Some(Parents { left, right, rank: rule.rank });
        }
        let mut kinship = Self { parents, part_of: vec![Vec::new(); vocabulary.len()] };
        for whole in vocabulary.ids() {
            for part in kinship.parts(whole) {
                kinship.part_of[part.index()].push(whole);
            }
        }
        kinship
    }

    /// What the entry was merged from; `None` for single bytes and special tokens.
    ///
    /// # Panics
    /// If the vocabulary has no such id.
    #[allow(clippy::indexing_slicing, reason = "an id of another vocabulary is a bug of the caller's")]
    pub fn parents(&self, id: TokenId) -> Option<Parents> {
        self.parents[id.index()]
    }

    /// The entries that are merged from this one, by any number of merges, in the order of their ids.
    ///
    /// # Panics
    /// If the vocabulary has no such id.
    #[allow(clippy::indexing_slicing, reason = "an id of another vocabulary is a bug of the caller's")]
    pub fn part_of(&self, id: TokenId) -> &[TokenId] {
        &self.part_of[id.index()]
    }

    /// All entries that this one is merged from, by any number of merges, each once.
    fn parts(&self, whole: TokenId) -> Vec<TokenId> {
        let mut parts = Vec::new();
        let mut waiting = vec![whole];
        while let Some(id) = waiting.pop() {
            let Some(Parents { left, right, .. }) = self.parents(id) else { continue };
            for part in [left, right] {
                // An entry is merged from shorter ones, so this ends.
                if !parts.contains(&part) {
                    parts.push(part);
                    waiting.push(part);
                }
            }
        }
        parts
    }
}
