//! Enters: hashes of different things. Leaves: a slot for each one alone, so that one lookup finds it or shows that it is absent.
//!
//! A hash gives a group, a first slot and a step. The members of a group move by their steps until each has a free
//! slot. The number of moves is the displacement that is stored for the group.

use std::cmp::Reverse;

/// How many groups there are.
pub const GROUPS: usize = 1 << 13;

/// How many times the members of each group move.
pub type Displacements = [u16; GROUPS];

/// The slot of a hash. The number of slots is a power of two.
#[inline]
pub(crate) const fn slot(hash: u64, displacement: u16, slots: usize) -> usize {
    let step = hash >> 20 | 1;
    (hash >> 44).wrapping_add(step.wrapping_mul(displacement as u64)) as usize & (slots - 1)
}

/// The group of a hash: less than [`GROUPS`].
#[inline]
pub(crate) const fn group(hash: u64) -> usize {
    (hash >> 32) as usize % GROUPS
}

/// For each group, the displacement that gives each of its members a slot of its own. `members` are hashes with what
/// `slot_of` needs besides the hash and the displacement to find a slot, less than `slots`.
///
/// `None` if there is none. That does not happen as long as members differ and an eighth of the slots is free.
#[allow(clippy::indexing_slicing, reason = "groups are below GROUPS, and slots below their number")]
pub(crate) fn lay_out<T: Copy>(
    members: impl Iterator<Item = (u64, T)>,
    slots: usize,
    slot_of: impl Fn(u64, T, u16) -> usize,
) -> Option<Vec<u16>> {
    let mut groups = vec![Vec::new(); GROUPS];
    for (hash, other) in members {
        groups[group(hash)].push((hash, other));
    }
    let mut displacements = vec![0; GROUPS];
    let mut taken = vec![false; slots];
    // The largest groups are the hardest to place.
    let mut order: Vec<usize> = (0..GROUPS).collect();
    order.sort_by_key(|&group| Reverse(groups[group].len()));
    for group in order {
        let members = &groups[group];
        let found = (0..=u16::MAX).find(|&displacement| {
            let own = || members.iter().map(|&(hash, other)| slot_of(hash, other, displacement));
            let free = own().all(|slot| !taken[slot]);
            free && own().enumerate().all(|(at, slot)| own().skip(at + 1).all(|other| other != slot))
        })?;
        for &(hash, other) in members {
            taken[slot_of(hash, other, found)] = true;
        }
        displacements[group] = found;
    }
    Some(displacements)
}
