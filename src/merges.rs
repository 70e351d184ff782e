//! Enters: two neighbouring tokens. Leaves: the rule that merges them, with its rank and what it makes.

use std::borrow::Cow;

use crate::token::{Rank, TokenId};

/// What a rule of `merges.txt` says of a pair: when its turn is, and what it makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The rule's position in the file; lower merges first.
    pub rank: Rank,
    /// The entry that both parts together are.
    pub merged: TokenId,
}

/// A slot that holds no rule. No vocabulary has an id of 65,535, so no pair looks like it.
const FREE: u64 = u64::MAX;

/// The rules, found by their pair.
///
/// A hash table with open addressing in one array of integers, so that the built-in one is read
/// where it lies in the program. A slot is the pair in its upper half (left, right), then the rank,
/// then the merged id, 16 bits each.
#[derive(Clone, Debug)]
pub struct Merges {
    slots: Cow<'static, [u64]>,
    bits: u32,
}

impl Merges {
    /// The rules in the order of their ranks, laid out. At most 65,535 of them.
    pub(crate) fn lay_out(rules: &[(TokenId, TokenId, TokenId)]) -> Self {
        let length = (rules.len() * 2).next_power_of_two().max(2);
        let mut merges = Self { slots: Cow::Owned(vec![FREE; length]), bits: length.trailing_zeros() };
        for (rank, &(left, right, merged)) in (0..=u16::MAX).zip(rules) {
            let pair = Self::pair(left, right);
            let slot = u64::from(pair) << 32 | u64::from(rank) << 16 | u64::from(merged.0);
            let mut index = merges.index(pair);
            while merges.slots.get(index).is_some_and(|&taken| taken != FREE) {
                index = (index + 1) % length;
            }
            if let Some(free) = merges.slots.to_mut().get_mut(index) {
                *free = slot;
            }
        }
        merges
    }

    /// The rules as an earlier [`Merges::lay_out`] left them: a power of two of slots.
    pub(crate) const fn from_slots(slots: &'static [u64]) -> Self {
        Self { slots: Cow::Borrowed(slots), bits: slots.len().trailing_zeros() }
    }

    /// The slots, for laying them out.
    #[allow(dead_code, reason = "the build script reads them")]
    pub(crate) fn slots(&self) -> &[u64] {
        &self.slots
    }

    /// The rule for this pair, if there is one.
    pub fn rule(&self, left: TokenId, right: TokenId) -> Option<Rule> {
        let pair = Self::pair(left, right);
        let mut index = self.index(pair);
        // At least half of the slots are free, so the walk ends.
        loop {
            let slot = *self.slots.get(index)?;
            if slot == FREE {
                return None;
            }
            if (slot >> 32) as u32 == pair {
                return Some(Rule { rank: Rank((slot >> 16) as u16), merged: TokenId(slot as u16) });
            }
            index = (index + 1) & (self.slots.len() - 1);
        }
    }

    /// Every rule with its parts, in no order.
    pub fn rules(&self) -> impl Iterator<Item = (TokenId, TokenId, Rule)> {
        self.slots.iter().filter(|&&slot| slot != FREE).map(|&slot| {
            let (left, right) = (TokenId((slot >> 48) as u16), TokenId((slot >> 32) as u16));
            (left, right, Rule { rank: Rank((slot >> 16) as u16), merged: TokenId(slot as u16) })
        })
    }

    const fn pair(left: TokenId, right: TokenId) -> u32 {
        (left.0 as u32) << 16 | right.0 as u32
    }

    /// Fibonacci hashing: the upper bits of a product with 2³² divided by the golden ratio.
    const fn index(&self, pair: u32) -> usize {
        (pair.wrapping_mul(0x9E37_79B9) >> (32 - self.bits)) as usize
    }
}
