//! Enters: a vocabulary and its merges, or the files that hold them. Leaves: everything that merging a word needs.

use std::path::Path;

use crate::error::LoadError;
use crate::files;
use crate::merges::Merges;
use crate::seams::Seams;
use crate::vocabulary::Vocabulary;
use crate::word_table::WordTable;

/// A vocabulary with its merges, and what can be worked out from both before any text comes in.
#[derive(Clone, Debug)]
pub struct Tables {
    /// The entries.
    pub vocabulary: Vocabulary,
    /// The rules that build them.
    pub merges: Merges,
    /// The words that are one token each, if they were laid out; [`WordTable::EMPTY`] otherwise.
    pub words: WordTable,
    /// Where words are split before they are merged.
    pub seams: Seams,
}

impl Tables {
    /// The tables of a directory: its `vocab.json` and `merges.txt`, 64 MiB each at most.
    ///
    /// # Errors
    /// If a file cannot be read, or breaks a rule that the tables depend on. The error names the file and the place.
    pub fn load(directory: &Path) -> Result<Self, LoadError> {
        files::load(directory).map(|(vocabulary, merges)| Self::of(vocabulary, merges))
    }

    /// The tables of the texts of `vocab.json` and of `merges.txt`.
    ///
    /// # Errors
    /// The same as for [`Tables::load`], except reading.
    pub fn parse(vocab_json: &str, merges_txt: &str) -> Result<Self, LoadError> {
        files::parse(vocab_json, merges_txt, Path::new(""))
            .map(|(vocabulary, merges)| Self::of(vocabulary, merges))
    }

    pub(crate) fn of(vocabulary: Vocabulary, merges: Merges) -> Self {
        let seams = Seams::of(&vocabulary);
        Self { vocabulary, merges, words: WordTable::EMPTY, seams }
    }
}
