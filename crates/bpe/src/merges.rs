//! Enters: two neighboring tokens. Leaves: the rule that merges them, with its rank and what it makes.

use std::borrow::Cow;
use std::fmt;

use crate::perfect_hash::{self, group, slot};
use crate::token::{Rank, TokenId};

/// What a rule of `merges.txt` says about a pair: when it is merged, and what it becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The rule's position in the file; lower merges first.
    pub rank: Rank,
    /// The entry that both parts together are.
    pub merged: TokenId,
}

/// Higher than any rank: no vocabulary has that many rules.
pub(crate) const NO_RANK: Rank = Rank(u16::MAX);

/// A slot that holds no rule. No vocabulary has an id of 65,535, so no pair looks like it.
const FREE: u64 = u64::MAX;

/// The tables that [`Merges`] is read from.
#[derive(Clone)]
pub struct MergesTables {
    /// The rules in the slots of their pairs, a power of two of them. A slot is the pair in its upper half (left,
    /// right), then the rank, then the merged id, 16 bits each.
    pub slots: Cow<'static, [u64]>,
    /// How many times each group of pairs moves to find its slots. There are [`GROUPS`](crate::GROUPS) of them.
    pub displacements: Cow<'static, [u16]>,
}

/// The rules, found by their pair. Every pair has its own slot, so one lookup finds the rule or shows that there is none.
#[derive(Clone)]
pub struct Merges {
    tables: MergesTables,
}

impl fmt::Debug for Merges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Merges").field("rules", &self.rules().count()).finish_non_exhaustive()
    }
}

impl Merges {
    /// Lays out rules that come in the order of their ranks: at most 65,535, all with different pairs. `None` if no
    /// layout was found, which has never happened.
    pub(crate) fn lay_out(rules: &[(TokenId, TokenId, TokenId)]) -> Option<Self> {
        let pairs = || rules.iter().map(|&(left, right, _)| pair(left, right));
        let length = slots_for(rules.len());
        let displacements =
            perfect_hash::lay_out(pairs().map(|pair| (hash(pair), ())), length, |hash, (), displacement| {
                slot(hash, displacement, length)
            })?;
        Some(Self::with_displacements(rules, Cow::Owned(displacements)))
    }

    /// Lays out such rules where it is known how many times each group of them moves.
    #[allow(clippy::indexing_slicing, reason = "groups are below GROUPS, and slots below their number")]
    pub(crate) fn with_displacements(
        rules: &[(TokenId, TokenId, TokenId)],
        displacements: Cow<'static, [u16]>,
    ) -> Self {
        let length = slots_for(rules.len());
        let mut slots = vec![FREE; length];
        for (rank, &(left, right, merged)) in (0..NO_RANK.0).zip(rules) {
            let pair = pair(left, right);
            let displacement = displacements[group(hash(pair))];
            slots[slot(hash(pair), displacement, length)] =
                u64::from(pair) << 32 | u64::from(rank) << 16 | u64::from(merged.0);
        }
        Self::from_tables(MergesTables { slots: Cow::Owned(slots), displacements })
    }

    /// The rules in tables that were laid out earlier.
    pub const fn from_tables(tables: MergesTables) -> Self {
        Self { tables }
    }

    /// The tables, to be laid out.
    pub const fn tables(&self) -> &MergesTables {
        &self.tables
    }

    /// The rule for this pair, if there is one.
    pub fn rule(&self, left: TokenId, right: TokenId) -> Option<Rule> {
        let rule = self.rule_or_none(left, right);
        (rule.rank != NO_RANK).then_some(rule)
    }

    /// The rule for this pair, or one with [`NO_RANK`]. There is no branch here, since a processor could not predict it.
    #[inline]
    #[allow(clippy::indexing_slicing, reason = "groups are below GROUPS, and slots below their number")]
    pub(crate) fn rule_or_none(&self, left: TokenId, right: TokenId) -> Rule {
        let pair = pair(left, right);
        let hash = hash(pair);
        let displacement = self.tables.displacements[group(hash)];
        let there = self.tables.slots[slot(hash, displacement, self.tables.slots.len())];
        rule_of(if there >> 32 == u64::from(pair) { there } else { FREE })
    }

    /// Every rule with its parts, in no particular order.
    pub fn rules(&self) -> impl Iterator<Item = (TokenId, TokenId, Rule)> {
        self.tables
            .slots
            .iter()
            .filter(|&&slot| slot != FREE)
            .map(|&slot| (TokenId((slot >> 48) as u16), TokenId((slot >> 32) as u16), rule_of(slot)))
    }
}

/// How many slots so many rules have. A quarter of them is free, at least.
const fn slots_for(rules: usize) -> usize {
    (rules * 4 / 3).next_power_of_two()
}

const fn rule_of(slot: u64) -> Rule {
    Rule { rank: Rank((slot >> 16) as u16), merged: TokenId(slot as u16) }
}

const fn pair(left: TokenId, right: TokenId) -> u32 {
    (left.0 as u32) << 16 | right.0 as u32
}

/// Fibonacci hashing: the product with 2⁶⁴ divided by the golden ratio, whose upper bits are well mixed.
const fn hash(pair: u32) -> u64 {
    (pair as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
