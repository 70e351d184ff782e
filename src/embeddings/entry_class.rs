//! Enters: an entry of the vocabulary. Leaves: whether it is an emoji, a word, or something else.

use cliptok_bpe::{TokenId, TokenKind, Vocabulary};

use crate::explain::emoji::is_emoji;

/// What an entry is, for a person who looks at what lies near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryClass {
    /// It is an emoji and nothing else, at the end of a word or inside one.
    Emoji,
    /// It is letters and nothing else, and ends a word.
    Word,
    /// A piece of a word, a number, punctuation, a part of a character.
    Other,
}

impl EntryClass {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Emoji, Self::Word, Self::Other];

    /// The class of an entry.
    ///
    /// # Panics
    /// If the vocabulary has no such id.
    ///
    /// ```
    /// use cliptok::embeddings::EntryClass;
    /// use cliptok::{Encoder, Model};
    /// let sd1 = Encoder::for_model(Model::Sd1);
    /// let class = |text| EntryClass::of(sd1.ids(text)[0], sd1.vocabulary());
    /// assert_eq!([class("cat"), class("🔥"), class("7")], [EntryClass::Word, EntryClass::Emoji, EntryClass::Other]);
    /// ```
    pub fn of(id: TokenId, vocabulary: &Vocabulary) -> Self {
        let text = std::str::from_utf8(vocabulary.bytes(id)).unwrap_or_default();
        if vocabulary.kind(id) != TokenKind::Whole {
            Self::Other
        } else if is_emoji(text) {
            Self::Emoji
        } else if vocabulary.ends_word(id) && text.chars().all(char::is_alphabetic) {
            Self::Word
        } else {
            Self::Other
        }
    }

    /// Its name in JSON and in tables: `emoji`, `word`, `other`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Emoji => "emoji",
            Self::Word => "word",
            Self::Other => "other",
        }
    }
}
