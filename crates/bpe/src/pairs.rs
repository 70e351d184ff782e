//! Enters: the pairs of CLIP's merges, in their order. Leaves: the vocabulary, the rules, and everything else, laid out.
//!
//! The pairs imply the rest: an entry's bytes are those of its parts. Where a program has to be small, it holds them alone and
//! lays out the tables when it starts, which takes some milliseconds.

use std::borrow::Cow;

use crate::alphabet::alphabet;
use crate::key::Key;
use crate::merges::Merges;
use crate::seams::Seams;
use crate::tables::Tables;
use crate::token::{SpecialToken, TokenId};
use crate::vocabulary::{Vocabulary, VocabularyTables};
use crate::word_table::{WordLayout, WordTable};

/// How many entries there are before the first that is merged: each byte inside a word, then each at the end of one.
pub const SYMBOLS: u16 = 512;

/// A vocabulary that is laid out as CLIP's is: 256 bytes inside a word and 256 at the end of one, both in the order of the
/// alphabet, the entries that rules make, in their order, and the special tokens.
#[derive(Clone, Copy, Debug)]
pub struct Pairs<'p> {
    /// The left part of each rule, in the order of ranks.
    pub lefts: &'p [u16],
    /// The right part of each.
    pub rights: &'p [u16],
    /// How many times each group of pairs moves to find its slots. Finding that out takes longer than all else.
    pub rule_displacements: &'p [u16],
    /// The same for the words that are one token each.
    pub word_displacements: &'p [u16],
}

impl Pairs<'_> {
    /// The tables. The table of words is never given back, so lay them out once.
    pub fn tables(&self) -> Tables {
        let vocabulary = self.vocabulary();
        let rules: Vec<(TokenId, TokenId, TokenId)> = (SYMBOLS..)
            .zip(self.lefts.iter().zip(self.rights))
            .map(|(merged, (&left, &right))| (TokenId(left), TokenId(right), TokenId(merged)))
            .collect();
        let merges = Merges::with_displacements(&rules, Cow::Owned(self.rule_displacements.to_vec()));
        let words: Vec<(Key, TokenId)> = words(&vocabulary).collect();
        let words =
            WordTable::leaked(WordLayout::with_displacements(&words, self.word_displacements.to_vec()));
        let seams = Seams::of(&vocabulary);
        Tables { vocabulary, merges, words, seams }
    }

    #[allow(clippy::indexing_slicing, reason = "the parts of a rule come before what it makes")]
    fn vocabulary(&self) -> Vocabulary {
        let (mut bytes, mut offsets) = (Vec::new(), vec![0]);
        let mut ends_word = Vec::new();
        let (mut inner_symbols, mut final_symbols) = ([0; 256], [0; 256]);
        for (id, (byte, _)) in (0..).zip(alphabet()) {
            inner_symbols[usize::from(byte)] = id;
            final_symbols[usize::from(byte)] = id + 256;
        }
        for is_final in [false, true] {
            for (byte, _) in alphabet() {
                bytes.push(byte);
                offsets.push(bytes.len() as u32);
                ends_word.push(is_final);
            }
        }
        for (&left, &right) in self.lefts.iter().zip(self.rights) {
            for part in [left, right].map(usize::from) {
                bytes.extend_from_within(offsets[part] as usize..offsets[part + 1] as usize);
            }
            offsets.push(bytes.len() as u32);
            ends_word.push(ends_word[usize::from(right)]);
        }
        let first_special = ends_word.len() as u16;
        for token in SpecialToken::ALL {
            bytes.extend_from_slice(token.spelling().as_bytes());
            offsets.push(bytes.len() as u32);
            ends_word.push(false);
        }
        let bits = |ends: &[bool]| ends.iter().rev().fold(0, |bits, &ends| bits << 1 | u64::from(ends));
        Vocabulary::from_tables(VocabularyTables {
            bytes: Cow::Owned(bytes),
            offsets: Cow::Owned(offsets),
            ends_word: ends_word.chunks(64).map(bits).collect(),
            inner_symbols: Cow::Owned(inner_symbols),
            final_symbols: Cow::Owned(final_symbols),
            special: [first_special, first_special + 1],
            added: Cow::Borrowed(&[]),
            unknown: None,
        })
    }
}

/// The words that are one token each: all entries that end one, since every entry re-encodes to itself.
pub fn words(vocabulary: &Vocabulary) -> impl Iterator<Item = (Key, TokenId)> {
    let words = vocabulary.ids().filter(|&id| vocabulary.ends_word(id) && vocabulary.special(id).is_none());
    words.filter_map(|id| Some((Key::of(vocabulary.bytes(id))?, id)))
}
