//! Enters: the entries of a vocabulary. Leaves: for each id, its bytes, its kind and whether it ends a word.

use std::borrow::Cow;
use std::fmt;

use crate::error::DecodeError;
use crate::token::{SpecialToken, TokenId, TokenKind};

/// The tables behind a [`Vocabulary`]. They are laid out at build time if it is built in, else at load time.
#[derive(Clone)]
pub struct VocabularyTables {
    /// The bytes of all entries, one after the other in the order of their ids.
    pub bytes: Cow<'static, [u8]>,
    /// Where each entry's bytes begin, and finally where the last ones end.
    pub offsets: Cow<'static, [u32]>,
    /// A bit for each id, lowest first: whether the entry ends a word.
    pub ends_word: Cow<'static, [u64]>,
    /// The id of each single byte inside a word.
    pub inner_symbols: Cow<'static, [u16; 256]>,
    /// The id of each single byte at the end of a word.
    pub final_symbols: Cow<'static, [u16; 256]>,
    /// The ids of `<|startoftext|>` and `<|endoftext|>`.
    pub special: [u16; 2],
    /// The ids of other entries that stand for their own letters and not for bytes, in order: tokens that a tokenizer
    /// folder adds.
    pub added: Cow<'static, [u16]>,
    /// The id that stands for every byte without an entry of its own; `None` if each byte has one.
    pub unknown: Option<u16>,
}

/// The entries of a byte-level vocabulary, by id.
///
/// The methods take ids of this vocabulary. [`Vocabulary::id`] checks a number and makes an id of it.
#[derive(Clone)]
pub struct Vocabulary {
    tables: VocabularyTables,
}

/// Where a byte is in its word. The last byte of a word has an entry of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordPosition {
    /// Another byte of the word follows.
    Inner,
    /// The word ends with it.
    Final,
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vocabulary").field("entries", &self.len()).finish_non_exhaustive()
    }
}

impl Vocabulary {
    /// The vocabulary in tables that were laid out earlier.
    pub const fn from_tables(tables: VocabularyTables) -> Self {
        Self { tables }
    }

    /// The tables, to be laid out.
    pub const fn tables(&self) -> &VocabularyTables {
        &self.tables
    }

    /// How many entries there are. Ids run from 0 to one less.
    pub fn len(&self) -> usize {
        self.tables.offsets.len() - 1
    }

    /// Whether there are no entries at all. A loaded vocabulary is never empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id with this number.
    ///
    /// # Errors
    /// If no entry has it. The error says which ids exist.
    pub fn id(&self, number: u64) -> Result<TokenId, DecodeError> {
        u16::try_from(number)
            .ok()
            .map(TokenId)
            .filter(|id| id.index() < self.len())
            .ok_or(DecodeError::UnknownId { id: number, entries: self.len() })
    }

    /// Every id, in order.
    pub fn ids(&self) -> impl Iterator<Item = TokenId> + use<> {
        (0..=u16::MAX).take(self.len()).map(TokenId)
    }

    /// The bytes of an entry, without the mark of a word's end. For a special token, they are its spelling.
    ///
    /// # Panics
    /// If the vocabulary has no such id.
    #[allow(clippy::indexing_slicing, reason = "an id of another vocabulary is a bug of the caller's")]
    pub fn bytes(&self, id: TokenId) -> &[u8] {
        let offsets = &self.tables.offsets;
        &self.tables.bytes[offsets[id.index()] as usize..offsets[id.index() + 1] as usize]
    }

    /// Whether the entry ends a word. The data files spell such an entry with `</w>`.
    ///
    /// # Panics
    /// If the vocabulary has no such id.
    #[allow(clippy::indexing_slicing, reason = "an id of another vocabulary is a bug of the caller's")]
    pub fn ends_word(&self, id: TokenId) -> bool {
        self.tables.ends_word[id.index() / 64] >> (id.index() % 64) & 1 == 1
    }

    /// What the entry's bytes are on their own.
    ///
    /// # Panics
    /// If the vocabulary has no such id.
    pub fn kind(&self, id: TokenId) -> TokenKind {
        if self.special(id).is_some() || self.tables.added.binary_search(&id.0).is_ok() {
            return TokenKind::Special;
        }
        TokenKind::of_bytes(self.bytes(id))
    }

    /// The special token with this id, if there is one.
    pub fn special(&self, id: TokenId) -> Option<SpecialToken> {
        SpecialToken::ALL.into_iter().find(|&token| self.special_id(token) == id)
    }

    /// The id of a special token.
    pub const fn special_id(&self, token: SpecialToken) -> TokenId {
        let [start, end] = self.tables.special;
        TokenId(match token {
            SpecialToken::StartOfText => start,
            SpecialToken::EndOfText => end,
        })
    }

    /// What stands for every byte that has no entry of its own; `None` if each byte has one.
    pub fn unknown(&self) -> Option<TokenId> {
        self.tables.unknown.map(TokenId)
    }

    /// The id of a single byte, which is what merging starts with.
    #[allow(clippy::indexing_slicing, reason = "a byte is below 256")]
    pub fn symbol(&self, byte: u8, position: WordPosition) -> TokenId {
        let symbols = match position {
            WordPosition::Inner => &self.tables.inner_symbols,
            WordPosition::Final => &self.tables.final_symbols,
        };
        TokenId(symbols[usize::from(byte)])
    }

    /// The bytes that ids stand for, joined. A space follows each entry that ends a word, except the last one.
    ///
    /// # Errors
    /// If an id has no entry.
    pub fn decode(&self, ids: &[TokenId]) -> Result<Vec<u8>, DecodeError> {
        let mut text = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            let id = self.id(u64::from(id.0))?;
            text.extend_from_slice(self.bytes(id));
            if self.ends_word(id) && index + 1 < ids.len() {
                text.push(b' ');
            }
        }
        Ok(text)
    }
}
