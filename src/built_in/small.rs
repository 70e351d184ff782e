//! Enters: the pairs of the merges, packed. Leaves: the vocabulary, the merges and what they imply, laid out now.

use cliptok_bpe::{Alphabet, GROUPS, Pairs, SYMBOLS, Tables, unpack};

use super::tables::{LEFTS, MOST_DISPLACEMENTS, RIGHTS, RULE_DISPLACEMENTS, RULES, WORD_DISPLACEMENTS};

pub(super) fn built_in() -> Tables {
    let parts = |bytes| unpack(bytes, RULES, Alphabet::Growing(SYMBOLS));
    let displacements = |bytes| unpack(bytes, GROUPS, Alphabet::Below(MOST_DISPLACEMENTS));
    let pairs = Pairs {
        lefts: &parts(&LEFTS),
        rights: &parts(&RIGHTS),
        rule_displacements: &displacements(&RULE_DISPLACEMENTS),
        word_displacements: &displacements(&WORD_DISPLACEMENTS),
    };
    pairs.tables()
}
