//! Enters: many texts, or the lines of a buffer. Leaves: their ids, their rows, or only how many tokens they have.
//!
//! A [`BatchEncoder`] gives the ids of [`Encoder::encode`](crate::Encoder::encode), some twenty times as fast, and decides
//! nothing by itself. Plain text, which every step leaves as it is but for lower-casing, is cut into words 64 bytes at a
//! time, and each word looked up in a table of words that are one token; a stretch beyond ASCII is cut character by
//! character. Everything else goes through the stages, and only the merging of words that came up before is saved.

#[cfg(all(target_arch = "x86_64", not(feature = "portable")))]
mod avx2;
#[cfg(all(target_arch = "x86_64", not(feature = "portable")))]
mod avx512;
mod block;
mod characters;
mod counting;
mod encoding;
mod joined;
mod lines;
mod long_words;
mod look_up;
mod masks;
mod plain;
mod plain_text;
#[cfg(test)]
mod proofs;
mod ragged;
mod records;
mod scan;
#[cfg(test)]
mod scanners;
mod texts;
mod whole;
mod word_cache;
mod words;

use std::fmt;

use cliptok_bpe::TokenId;

use crate::dialect::{Dialect, Model};
use crate::encoder::Encoder;
use crate::rows::RowRules;

pub use lines::{Invalid, NotUtf8, Replaced};
pub(crate) use lines::{Stretch, resume};
pub use masks::Separator;
use masks::{BeyondAscii, Plain};
pub use ragged::Ragged;
use scan::{Memory, Scan};
pub use texts::{Filled, Rows, RowsError};

/// An encoder at work on many texts. It remembers the tokens of words, up to a bound of some megabytes, and nothing else.
///
/// It is `Send`: each thread has its own, made from one [`Encoder`] or cloned.
///
/// ```
/// use cliptok::{BatchEncoder, Model};
/// let mut encoder = BatchEncoder::for_model(Model::Sd1);
/// let ids = encoder.ids(&["a photo of a cat", "🏯"]);
/// assert_eq!(ids.flat(), [320, 1125, 539, 320, 2368, 1109, 363]);
/// assert_eq!(ids.offsets(), [0, 5, 7]);
/// ```
#[derive(Clone)]
pub struct BatchEncoder {
    encoder: Encoder,
    plain: Plain,
    memory: Memory,
    /// Emptied and filled again for each stretch of lines.
    ragged: Ragged,
    counts: Vec<usize>,
    /// How rows are filled.
    row: RowRules,
}

impl fmt::Debug for BatchEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchEncoder").field("encoder", &self.encoder).finish_non_exhaustive()
    }
}

impl Encoder {
    /// This encoder at work on many texts.
    pub fn batch(&self) -> BatchEncoder {
        BatchEncoder::new(self.clone())
    }

    /// The ids of one text, without start, end and pads: those of [`Encoder::encode`], and nothing else is made.
    ///
    /// ```
    /// use cliptok::{Encoder, Model, TokenId};
    /// assert_eq!(Encoder::for_model(Model::Sd1).ids("a cat"), [320, 2368].map(TokenId));
    /// ```
    pub fn ids(&self, text: &str) -> Vec<TokenId> {
        let mut memory = Memory::of(self);
        // Of one text nothing is worth being remembered.
        let plain = Plain { beyond_ascii: BeyondAscii::NotPlain, ..Plain::of(self) };
        let mut ids = Vec::new();
        Scan::new(self, plain, &mut memory).encode(text, &mut ids);
        ids
    }
}

impl BatchEncoder {
    /// That of a model with CLIP's own vocabulary.
    pub fn for_model(model: Model) -> Self {
        Self::new(Encoder::for_model(model))
    }

    /// That of a dialect with CLIP's own vocabulary; its rows are those of [`Encoder::for_dialect`].
    pub fn for_dialect(dialect: Dialect) -> Self {
        Self::new(Encoder::for_dialect(dialect))
    }

    fn new(encoder: Encoder) -> Self {
        let (plain, memory) = (Plain::of(&encoder), Memory::of(&encoder));
        let row = encoder.row_rules();
        Self { encoder, plain, memory, ragged: Ragged::default(), counts: Vec::new(), row }
    }

    /// The encoder whose ids these are.
    pub const fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// The same with other rows: another context length, or another pad. What becomes of a text that is too long is told
    /// by [`Filled::over`], whatever the rules say of it.
    ///
    /// ```
    /// use cliptok::{BatchEncoder, ContextLength, Model};
    /// let encoder = BatchEncoder::for_model(Model::OpenClip);
    /// let rules = encoder.encoder().row_rules();
    /// let mut encoder = encoder.with_row_rules(cliptok::RowRules { context_length: ContextLength::new(5)?, ..rules });
    /// assert_eq!(encoder.rows(&["a cat"]).flat(), [49406, 320, 2368, 49407, 0]);
    /// # Ok::<(), cliptok::ContextLengthError>(())
    /// ```
    #[must_use]
    pub fn with_row_rules(self, row: RowRules) -> Self {
        Self { row, ..self }
    }

    /// How many tokens a text has, without start, end and pads.
    ///
    /// ```
    /// use cliptok::{BatchEncoder, Model};
    /// assert_eq!(BatchEncoder::for_model(Model::Sd1).count("a photo of a cat"), 5);
    /// ```
    pub fn count(&mut self, text: &str) -> usize {
        self.scan().count(text)
    }

    /// Appends the ids of a text, without start, end and pads.
    pub fn encode(&mut self, text: &str, ids: &mut Vec<TokenId>) {
        self.scan().encode(text, ids);
    }

    fn scan(&mut self) -> Scan<'_> {
        Scan::new(&self.encoder, self.plain, &mut self.memory)
    }
}
