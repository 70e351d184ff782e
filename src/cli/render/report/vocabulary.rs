//! Enters: entries of a vocabulary, or words. Leaves: all that a format may see of them.

use cliptok::search::Kinship;
use cliptok::{TokenId, TokenKind, Tokenizer, Vocabulary};

use super::reachability::ReachReport;
use super::trace::SymbolReport;

/// One entry with its kin.
#[derive(Debug)]
pub struct EntryReport<'v> {
    pub symbol: SymbolReport<'v>,
    pub made: Option<MadeReport<'v>>,
    /// The entries that are merged from it.
    pub part_of: Vec<SymbolReport<'v>>,
    pub reach: ReachReport,
}

/// How an entry is made.
#[derive(Clone, Copy, Debug)]
pub struct MadeReport<'v> {
    pub left: SymbolReport<'v>,
    pub right: SymbolReport<'v>,
    pub rank: u16,
}

impl<'v> EntryReport<'v> {
    pub fn new(id: TokenId, tokenizer: &'v Tokenizer, kinship: &Kinship) -> Self {
        let symbol = |id: TokenId| SymbolReport::of(id, tokenizer.vocabulary());
        Self {
            symbol: symbol(id),
            made: kinship.parents(id).map(|parents| MadeReport {
                left: symbol(parents.left),
                right: symbol(parents.right),
                rank: parents.rank.0,
            }),
            part_of: kinship.part_of(id).iter().map(|&id| symbol(id)).collect(),
            reach: ReachReport::of(id, tokenizer),
        }
    }
}

/// A word, and the tokens that it is.
#[derive(Debug)]
pub struct WordReport<'v> {
    pub word: &'v str,
    pub tokens: Vec<SymbolReport<'v>>,
}

impl<'v> WordReport<'v> {
    pub fn new(word: &'v str, tokenizer: &'v Tokenizer) -> Self {
        let encoding = tokenizer.encode(word);
        let tokens = encoding.ids().map(|id| SymbolReport::of(id, tokenizer.vocabulary()));
        Self { word, tokens: tokens.collect() }
    }

    pub fn is_single(&self) -> bool {
        self.tokens.len() == 1
    }
}

/// How many entries there are of each sort.
#[derive(Debug)]
pub struct VocabularyReport {
    pub entries: usize,
    /// How many end a word; special tokens do not.
    pub end_words: usize,
    pub kinds: [(TokenKind, usize); 4],
    pub emoji: usize,
}

impl VocabularyReport {
    pub fn new(vocabulary: &Vocabulary, is_emoji: impl Fn(&[u8]) -> bool) -> Self {
        let kinds = [TokenKind::Whole, TokenKind::Fragment, TokenKind::Byte, TokenKind::Special];
        let count = |holds: &dyn Fn(TokenId) -> bool| vocabulary.ids().filter(|&id| holds(id)).count();
        Self {
            entries: vocabulary.len(),
            end_words: count(&|id| vocabulary.ends_word(id)),
            kinds: kinds.map(|kind| (kind, count(&|id| vocabulary.kind(id) == kind))),
            emoji: count(&|id| is_emoji(vocabulary.bytes(id))),
        }
    }
}
