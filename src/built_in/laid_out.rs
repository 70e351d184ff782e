//! Enters: every table, laid out by the build script. Leaves: the same as the vocabulary and merges that they are.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use cliptok_bpe::{Merges, MergesTables, Seams, Tables, Vocabulary, VocabularyTables, WordTable};

use super::tables::{
    BYTES, ENDS_WORD, FINAL_SYMBOLS, INNER_SYMBOLS, OFFSETS, RULE_DISPLACEMENTS, RULE_SLOTS, SEAMS, SPECIAL,
    WORD_DISPLACEMENTS, WORD_FIRST_HALVES, WORD_IDS, WORD_SECOND_HALVES,
};

pub(super) fn built_in() -> Tables {
    Tables {
        vocabulary: Vocabulary::from_tables(VocabularyTables {
            bytes: Cow::Borrowed(&BYTES),
            offsets: Cow::Borrowed(&OFFSETS),
            ends_word: Cow::Borrowed(&ENDS_WORD),
            inner_symbols: Cow::Borrowed(&INNER_SYMBOLS),
            final_symbols: Cow::Borrowed(&FINAL_SYMBOLS),
            special: SPECIAL,
            added: Cow::Borrowed(&[]),
            unknown: None,
        }),
        merges: Merges::from_tables(MergesTables {
            slots: Cow::Borrowed(&RULE_SLOTS),
            displacements: Cow::Borrowed(&RULE_DISPLACEMENTS),
        }),
        words: WordTable {
            first_halves: &WORD_FIRST_HALVES,
            second_halves: &WORD_SECOND_HALVES,
            ids: &WORD_IDS,
            displacements: &WORD_DISPLACEMENTS,
        },
        seams: Seams::from_bits(&SEAMS),
    }
}
