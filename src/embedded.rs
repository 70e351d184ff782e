//! Enters: nothing. Leaves: CLIP's own vocabulary and merges, from tables that the build script laid out.

use std::borrow::Cow;

use crate::fast::{Prepared, Seams, WordTable};
use crate::merges::{Merges, MergesTables};
use crate::vocabulary::{Vocabulary, VocabularyTables};

/// Written by the build script.
#[allow(clippy::pedantic)]
mod tables {
    include!(concat!(env!("OUT_DIR"), "/embedded_tables.rs"));
}

use tables::{
    BYTES, ENDS_WORD, FINAL_SYMBOLS, INNER_SYMBOLS, OFFSETS, RULE_MOVES, RULE_SLOTS, SEAMS, SPECIAL,
    WORD_IDS, WORD_KEYS, WORD_MOVES,
};

/// The vocabulary of `data/vocab.json`.
pub fn vocabulary() -> Vocabulary {
    Vocabulary::from_tables(VocabularyTables {
        bytes: Cow::Borrowed(&BYTES),
        offsets: Cow::Borrowed(&OFFSETS),
        ends_word: Cow::Borrowed(&ENDS_WORD),
        inner_symbols: Cow::Borrowed(&INNER_SYMBOLS),
        final_symbols: Cow::Borrowed(&FINAL_SYMBOLS),
        special: SPECIAL,
    })
}

/// The rules of `data/merges.txt`.
pub fn merges() -> Merges {
    Merges::from_tables(MergesTables { slots: Cow::Borrowed(&RULE_SLOTS), moves: Cow::Borrowed(&RULE_MOVES) })
}

/// What is known of them before any text comes.
pub fn prepared() -> Prepared {
    Prepared {
        table: WordTable { keys: &WORD_KEYS, ids: &WORD_IDS, moves: &WORD_MOVES },
        seams: Seams::from_bits(&SEAMS),
    }
}
