//! Enters: the tables of the build script. Leaves: whether what the pairs imply, as `small` lays it out, is the same.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use cliptok_bpe::{Alphabet, Pairs, SYMBOLS, pack, unpack};

use super::built_in;
use crate::built_in::tables::{RULE_DISPLACEMENTS, WORD_DISPLACEMENTS};

#[test]
fn the_pairs_imply_every_table() {
    let built_in = built_in();
    let mut rules: Vec<_> = built_in.merges.rules().collect();
    rules.sort_by_key(|(_, _, rule)| rule.rank);
    let lefts: Vec<u16> = rules.iter().map(|(left, ..)| left.0).collect();
    let rights: Vec<u16> = rules.iter().map(|(_, right, _)| right.0).collect();
    let small = Pairs {
        lefts: &packed_and_unpacked(&lefts),
        rights: &packed_and_unpacked(&rights),
        rule_displacements: &RULE_DISPLACEMENTS,
        word_displacements: &WORD_DISPLACEMENTS,
    }
    .tables();
    let (laid_out, implied) = (built_in.vocabulary.tables(), small.vocabulary.tables());
    assert_eq!(laid_out.bytes, implied.bytes);
    assert_eq!(laid_out.offsets, implied.offsets);
    assert_eq!(laid_out.ends_word, implied.ends_word);
    assert_eq!(laid_out.inner_symbols, implied.inner_symbols);
    assert_eq!(laid_out.final_symbols, implied.final_symbols);
    assert_eq!(laid_out.special, implied.special);
    assert_eq!(laid_out.added, implied.added);
    assert_eq!(laid_out.unknown, implied.unknown);
    assert_eq!(built_in.merges.tables().slots, small.merges.tables().slots);
    assert_eq!(built_in.merges.tables().displacements, small.merges.tables().displacements);
    assert_eq!(built_in.words.first_halves, small.words.first_halves);
    assert_eq!(built_in.words.second_halves, small.words.second_halves);
    assert_eq!(built_in.words.ids, small.words.ids);
    assert_eq!(built_in.words.displacements, small.words.displacements);
    assert_eq!(built_in.seams.bits(), small.seams.bits());
}

fn packed_and_unpacked(parts: &[u16]) -> Vec<u16> {
    let alphabet = Alphabet::Growing(SYMBOLS);
    let packed = pack(parts, alphabet);
    assert!(packed.len() < 72_000, "{} bytes", packed.len());
    unpack(&packed, parts.len(), alphabet)
}
