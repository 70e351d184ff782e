//! Enters: hashes of different things. Leaves: for each a place of its own in a table, so that one look finds it or shows that it is not there.
//!
//! A hash names a group, a first place and a step. All of a group move by their steps as often as it takes until
//! each of them stands in a free place; how often is kept for each group.

/// How many groups there are.
pub const GROUPS: usize = 1 << 13;

/// How often each group moves.
pub type Moves = [u16; GROUPS];

/// The place of a hash among a power of two of them.
#[inline]
pub const fn place(hash: u64, moves: u16, places: usize) -> usize {
    let step = hash >> 20 | 1;
    (hash >> 44).wrapping_add(step.wrapping_mul(moves as u64)) as usize & (places - 1)
}

/// The group of a hash.
#[inline]
pub const fn group(hash: u64) -> usize {
    (hash >> 32) as usize % GROUPS
}

/// How often each group has to move for these hashes to have places of their own among `places`, a power of two;
/// `None` if no number does, which does not happen as long as hashes differ and a quarter of the places is free.
pub fn lay_out(hashes: impl Iterator<Item = u64>, places: usize) -> Option<Vec<u16>> {
    let mut groups = vec![Vec::new(); GROUPS];
    for hash in hashes {
        groups.get_mut(group(hash))?.push(hash);
    }
    let mut moves = vec![0; GROUPS];
    let mut taken = vec![false; places];
    // The largest groups are the hardest to place.
    let mut order: Vec<usize> = (0..GROUPS).collect();
    order.sort_by_key(|&group| std::cmp::Reverse(groups.get(group).map_or(0, Vec::len)));
    for group in order {
        let hashes = groups.get(group)?;
        let found = (0..=u16::MAX).find(|&moves| {
            let places = || hashes.iter().map(|&hash| place(hash, moves, places));
            let free = places().all(|place| taken.get(place) == Some(&false));
            free && places().enumerate().all(|(at, place)| places().skip(at + 1).all(|other| other != place))
        })?;
        for &hash in hashes {
            *taken.get_mut(place(hash, found, places))? = true;
        }
        *moves.get_mut(group)? = found;
    }
    Some(moves)
}
