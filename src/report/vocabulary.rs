//! Enters: entries of a vocabulary, or words. Leaves: a report on them.

use cliptok_bpe::{Rank, TokenId, TokenKind, Vocabulary};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::serialize::Version;
use super::{EntryReport, ReachReport, TokenReport};
use crate::encoder::Encoder;
use crate::explain::Kinship;
use crate::explain::emoji::is_emoji;

/// An entry, with its parts, the entries that it is a part of, and a prompt that gives it.
///
/// JSON: the keys of an entry, then `rank`, `parents`, `part_of`, `example`, `unreachable`, `query`.
#[derive(Debug)]
#[non_exhaustive]
pub struct VocabularyEntry<'v> {
    /// The entry.
    pub entry: EntryReport<'v>,
    /// What it was merged from: left part, right part, and the rank of the rule; `None` for single bytes and special
    /// tokens.
    pub made_of: Option<(EntryReport<'v>, EntryReport<'v>, Rank)>,
    /// The entries that are merged from it.
    pub part_of: Vec<EntryReport<'v>>,
    /// A prompt that gives it, or the reason why none does.
    pub reach: ReachReport,
    /// The query that found it; `None` if it was found without one.
    pub query: Option<&'v str>,
}

impl<'v> VocabularyEntry<'v> {
    /// The report for an id of the encoder's vocabulary.
    pub fn new(id: TokenId, encoder: &'v Encoder, kinship: &Kinship) -> Self {
        let entry = |id: TokenId| EntryReport::of(id, encoder.vocabulary());
        let parents = kinship.parents(id);
        Self {
            entry: entry(id),
            made_of: parents.map(|parents| (entry(parents.left), entry(parents.right), parents.rank)),
            part_of: kinship.part_of(id).iter().map(|&id| entry(id)).collect(),
            reach: ReachReport::of(id, encoder),
            query: None,
        }
    }

    /// The same report, with the query that found the entry.
    #[must_use]
    pub fn with_query(self, query: Option<&'v str>) -> Self {
        Self { query, ..self }
    }
}

impl Serialize for VocabularyEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parents = self.made_of.map(|(left, right, _)| [left.id, right.id]);
        let part_of: Vec<TokenId> = self.part_of.iter().map(|entry| entry.id).collect();
        let (example, unreachable) = match &self.reach {
            ReachReport::By(prompt) => (Some(prompt), None),
            ReachReport::Unreachable(unreachable) => (None, Some(unreachable)),
        };
        let mut record = serializer.serialize_struct("VocabularyEntry", 12)?;
        record.serialize_field("version", &Version)?;
        self.entry.serialize_fields(&mut record)?;
        record.serialize_field("rank", &self.made_of.map(|(.., rank)| rank))?;
        record.serialize_field("parents", &parents)?;
        record.serialize_field("part_of", &part_of)?;
        record.serialize_field("example", &example)?;
        record.serialize_field("unreachable", &unreachable)?;
        record.serialize_field("query", &self.query)?;
        record.end()
    }
}

/// A word and its tokens.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct WordAnswer<'v> {
    version: Version,
    /// The word.
    pub word: &'v str,
    /// Whether it is one token.
    pub single: bool,
    /// Its tokens.
    pub tokens: Vec<TokenReport<'v>>,
}

impl<'v> WordAnswer<'v> {
    /// The answer for a word.
    pub fn new(word: &'v str, encoder: &'v Encoder) -> Self {
        let tokens = TokenReport::all(word, &encoder.encode(word), encoder);
        Self { version: Version, word, single: tokens.len() == 1, tokens }
    }
}

/// How many entries of each kind there are.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct VocabularyReport {
    version: Version,
    /// How many there are.
    pub entries: usize,
    /// How many of each kind there are.
    pub kinds: Vec<KindSum>,
    /// How many end a word. Special tokens do not.
    pub end_words: usize,
    /// How many are only emoji.
    pub emoji_entries: usize,
}

/// How many entries of a kind there are.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct KindSum {
    /// The kind.
    pub kind: TokenKind,
    /// How many there are.
    pub entries: usize,
}

impl VocabularyReport {
    /// The report for a vocabulary.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let kinds = [TokenKind::Whole, TokenKind::Fragment, TokenKind::Byte, TokenKind::Special];
        let count = |holds: &dyn Fn(TokenId) -> bool| vocabulary.ids().filter(|&id| holds(id)).count();
        let is_emoji_entry = |id| std::str::from_utf8(vocabulary.bytes(id)).is_ok_and(is_emoji);
        Self {
            version: Version,
            entries: vocabulary.len(),
            kinds: kinds
                .map(|kind| KindSum { kind, entries: count(&|id| vocabulary.kind(id) == kind) })
                .to_vec(),
            end_words: count(&|id| vocabulary.ends_word(id)),
            emoji_entries: count(&is_emoji_entry),
        }
    }
}
