//! Enters: two neighbouring tokens. Leaves: the rule that merges them, with its rank and what it makes.

use std::borrow::Cow;

use crate::places::{self, group, place};
use crate::token::{Rank, TokenId};

/// What a rule of `merges.txt` says of a pair: when its turn is, and what it makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The rule's position in the file; lower merges first.
    pub rank: Rank,
    /// The entry that both parts together are.
    pub merged: TokenId,
}

/// What is more than any rank: no vocabulary has so many rules.
pub(crate) const NO_RANK: Rank = Rank(u16::MAX);

/// A slot that holds no rule. No vocabulary has an id of 65,535, so no pair looks like it.
const FREE: u64 = u64::MAX;

/// The tables that [`Merges`] is read from.
#[derive(Clone, Debug)]
pub(crate) struct MergesTables {
    /// The rules in the places of their pairs, a power of two of them. A slot is the pair in its upper half (left,
    /// right), then the rank, then the merged id, 16 bits each.
    pub slots: Cow<'static, [u64]>,
    /// How often each group of pairs moves to find its places.
    pub moves: Cow<'static, [u16]>,
}

/// The rules, found by their pair: every pair has a place of its own, so that one look finds its rule, or that there
/// is none.
#[derive(Clone, Debug)]
pub struct Merges {
    tables: MergesTables,
}

impl Merges {
    /// The rules in the order of their ranks, laid out: at most 65,535, all of different pairs. `None` if no layout was
    /// found, which has never been seen.
    pub(crate) fn lay_out(rules: &[(TokenId, TokenId, TokenId)]) -> Option<Self> {
        let pairs = || rules.iter().map(|&(left, right, _)| pair(left, right));
        // A quarter of the places is free, at least.
        let places = (rules.len() * 4 / 3).next_power_of_two();
        let moves = places::lay_out(pairs().map(hash), places)?;
        let mut slots = vec![FREE; places];
        for (rank, &(left, right, merged)) in (0..NO_RANK.0).zip(rules) {
            let pair = pair(left, right);
            let moves = moves.get(group(hash(pair))).copied()?;
            *slots.get_mut(place(hash(pair), moves, places))? =
                u64::from(pair) << 32 | u64::from(rank) << 16 | u64::from(merged.0);
        }
        Some(Self { tables: MergesTables { slots: Cow::Owned(slots), moves: Cow::Owned(moves) } })
    }

    /// The rules as an earlier [`Merges::lay_out`] left them.
    pub(crate) const fn from_tables(tables: MergesTables) -> Self {
        Self { tables }
    }

    /// The tables, for laying them out.
    #[allow(dead_code, reason = "the build script reads them")]
    pub(crate) const fn tables(&self) -> &MergesTables {
        &self.tables
    }

    /// The rule for this pair, if there is one.
    pub fn rule(&self, left: TokenId, right: TokenId) -> Option<Rule> {
        let rule = self.rule_or_none(left, right);
        (rule.rank != NO_RANK).then_some(rule)
    }

    /// The rule for this pair, or one of [`NO_RANK`]. It is found without a branch, since nobody could foresee which way
    /// that goes.
    #[inline]
    pub(crate) fn rule_or_none(&self, left: TokenId, right: TokenId) -> Rule {
        let pair = pair(left, right);
        let hash = hash(pair);
        let moves = self.tables.moves.get(group(hash)).copied().unwrap_or_default();
        let place = place(hash, moves, self.tables.slots.len());
        let slot = self.tables.slots.get(place).copied().unwrap_or(FREE);
        rule_of(if slot >> 32 == u64::from(pair) { slot } else { FREE })
    }

    /// Every rule with its parts, in no order.
    pub fn rules(&self) -> impl Iterator<Item = (TokenId, TokenId, Rule)> {
        self.tables
            .slots
            .iter()
            .filter(|&&slot| slot != FREE)
            .map(|&slot| (TokenId((slot >> 48) as u16), TokenId((slot >> 32) as u16), rule_of(slot)))
    }
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
