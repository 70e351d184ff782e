//! Enters: the key of a word. Leaves: the one token that it is, if it is one.

use super::key::Key;
use crate::places::{self, GROUPS, Moves, group, place};
use crate::token::TokenId;

/// How many places a table has: twice as many as CLIP's vocabulary has words, so that each finds one of its own.
pub const PLACES: usize = 1 << 16;

/// The words that are one token each, every one in a place of its own, so that one look decides: a word that does
/// not stand in its place stands nowhere.
///
/// Keys and ids lie apart, since counting needs no ids.
#[derive(Clone, Copy, Debug)]
pub struct WordTable {
    pub keys: &'static [[u64; 2]; PLACES],
    pub ids: &'static [u16; PLACES],
    /// How often each group of words moves to find its places.
    pub moves: &'static Moves,
}

/// The table of a vocabulary that was not laid out when the program was built.
pub static EMPTY: WordTable = WordTable { keys: &[[0; 2]; PLACES], ids: &[0; PLACES], moves: &[0; GROUPS] };

impl WordTable {
    /// Whether the word is one token.
    #[inline(always)]
    pub fn holds(&self, key: Key) -> bool {
        self.keys.get(self.place(key)).is_some_and(|&there| Key::from_parts(there) == key)
    }

    /// The token that the word is.
    #[inline(always)]
    pub fn find(&self, key: Key) -> Option<TokenId> {
        let place = self.place(key);
        let there = *self.keys.get(place)?;
        if Key::from_parts(there) == key { self.ids.get(place).copied().map(TokenId) } else { None }
    }

    #[inline(always)]
    fn place(&self, key: Key) -> usize {
        let hash = key.hash();
        place(hash, self.moves.get(group(hash)).copied().unwrap_or_default(), PLACES)
    }
}

/// A table as it is laid out.
#[allow(dead_code, reason = "the build script makes it")]
pub struct Layout {
    pub keys: Vec<[u64; 2]>,
    pub ids: Vec<u16>,
    pub moves: Vec<u16>,
}

/// Lays out different words that are one token each; `None` if no layout was found.
#[allow(dead_code, reason = "the build script calls it")]
pub fn lay_out(words: &[(Key, TokenId)]) -> Option<Layout> {
    let moves = places::lay_out(words.iter().map(|(key, _)| key.hash()), PLACES)?;
    let (mut keys, mut ids) = (vec![Key::NONE.parts(); PLACES], vec![0; PLACES]);
    for &(key, id) in words {
        let moves = moves.get(group(key.hash())).copied()?;
        let place = place(key.hash(), moves, PLACES);
        *keys.get_mut(place)? = key.parts();
        *ids.get_mut(place)? = id.0;
    }
    Some(Layout { keys, ids, moves })
}
