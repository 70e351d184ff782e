//! Enters: nothing. Leaves: CLIP's own vocabulary and merges, from tables that the build script laid out.

use std::borrow::Cow;

use crate::merges::Merges;
use crate::vocabulary::{Vocabulary, VocabularyTables};

/// Written by the build script.
#[allow(clippy::pedantic)]
mod tables {
    include!(concat!(env!("OUT_DIR"), "/embedded_tables.rs"));
}

use tables::{BYTES, ENDS_WORD, FINAL_SYMBOLS, INNER_SYMBOLS, MERGE_SLOTS, OFFSETS, SPECIAL};

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
    Merges::from_slots(&MERGE_SLOTS)
}
