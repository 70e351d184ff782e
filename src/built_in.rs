//! Enters: nothing. Leaves: CLIP's own vocabulary and merges, from tables that the build script laid out.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use cliptok_bpe::{Merges, MergesTables, Seams, Tables, Vocabulary, VocabularyTables, WordTable};

/// Written by the build script.
#[allow(clippy::pedantic)]
mod tables {
    include!(concat!(env!("OUT_DIR"), "/built_in_tables.rs"));
}

use tables::{
    BYTES, ENDS_WORD, FINAL_SYMBOLS, INNER_SYMBOLS, OFFSETS, RULE_DISPLACEMENTS, RULE_SLOTS, SEAMS, SPECIAL,
    WORD_DISPLACEMENTS, WORD_FIRST_HALVES, WORD_IDS, WORD_SECOND_HALVES,
};

static TABLES: LazyLock<Arc<Tables>> = LazyLock::new(|| {
    Arc::new(Tables {
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
    })
});

/// The tables of `data/vocab.json` and `data/merges.txt`, shared by all who ask.
pub(crate) fn tables() -> Arc<Tables> {
    Arc::clone(&TABLES)
}
