//! Enters: a slice of texts. Leaves: their ids or their rows in one buffer, without an allocation for each text.

use std::fmt;

use cliptok_bpe::TokenId;

use super::{BatchEncoder, Ragged};
use crate::rows::Layout;

/// The rows of many texts, one after the other in one buffer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    ids: Vec<u16>,
    slots: usize,
    over: Vec<(usize, usize)>,
}

impl Rows {
    /// All ids, row after row: as many as there are texts, times [`Rows::slots`].
    pub fn flat(&self) -> &[u16] {
        &self.ids
    }

    /// All ids, without a copy.
    pub fn into_flat(self) -> Vec<u16> {
        self.ids
    }

    /// How many slots a row has.
    pub const fn slots(&self) -> usize {
        self.slots
    }

    /// The row of each text, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[u16]> {
        self.ids.chunks_exact(self.slots)
    }

    /// The texts that did not fit: the position of each among the texts, and how many of its tokens have no slot.
    pub fn over(&self) -> &[(usize, usize)] {
        &self.over
    }
}

/// A buffer for rows has another length than the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowsError {
    /// How many ids the rows have.
    pub needed: usize,
    /// How many the buffer has room for.
    pub given: usize,
}

impl fmt::Display for RowsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { needed, given } = self;
        write!(f, "the rows have {needed} ids, and the buffer has {given}; give one of exactly that length")
    }
}

impl std::error::Error for RowsError {}

impl BatchEncoder {
    /// The ids of each text, without start, end and pads, in one buffer.
    ///
    /// ```
    /// use cliptok::{BatchEncoder, Model};
    /// let ids = BatchEncoder::for_model(Model::Sd1).ids(&["a cat", "", "🏯"]);
    /// assert_eq!((ids.flat(), ids.offsets()), (vec![320, 2368, 1109, 363], vec![0, 2, 2, 4]));
    /// ```
    pub fn ids<T: AsRef<str>>(&mut self, texts: &[T]) -> Ragged {
        let mut ragged = Ragged::default();
        for text in texts {
            self.scan().encode(text.as_ref(), &mut ragged.ids);
            ragged.ends.push(ragged.ids.len());
        }
        ragged
    }

    /// The row of each text that the model reads: start, as many tokens as fit, end, and pads.
    ///
    /// ```
    /// use cliptok::{BatchEncoder, Model};
    /// let rows = BatchEncoder::for_model(Model::Sd1).rows(&["a cat".to_owned(), "cat ".repeat(80)]);
    /// assert_eq!((rows.flat().len(), rows.over()), (2 * 77, &[(1, 5)][..]));
    /// ```
    pub fn rows<T: AsRef<str>>(&mut self, texts: &[T]) -> Rows {
        let slots = self.encoder.context_length().slots();
        let mut ids = vec![0; texts.len() * slots];
        let over = self.fill(texts, &mut ids, slots);
        Rows { ids, slots, over }
    }

    /// Writes the row of each text into a buffer that is there already, and returns which texts did not fit, as
    /// [`Rows::over`] does.
    ///
    /// # Errors
    /// If the buffer is not exactly as long as the rows; nothing is written then.
    pub fn rows_into<T: AsRef<str>>(
        &mut self,
        texts: &[T],
        rows: &mut [u16],
    ) -> Result<Vec<(usize, usize)>, RowsError> {
        let slots = self.encoder.context_length().slots();
        let (needed, given) = (texts.len() * slots, rows.len());
        if needed == given { Ok(self.fill(texts, rows, slots)) } else { Err(RowsError { needed, given }) }
    }

    fn fill<T: AsRef<str>>(&mut self, texts: &[T], rows: &mut [u16], slots: usize) -> Vec<(usize, usize)> {
        let mut over = Vec::new();
        let pad = self.encoder.pad();
        let mut content: Vec<TokenId> = Vec::new();
        for (at, (text, row)) in texts.iter().zip(rows.chunks_exact_mut(slots)).enumerate() {
            content.clear();
            self.scan().encode(text.as_ref(), &mut content);
            let layout = Layout::new(self.encoder.context_length(), content.len());
            if layout.over() > 0 {
                over.push((at, layout.over()));
            }
            for (id, there) in layout.ids(&content, pad, self.encoder.vocabulary()).zip(row) {
                *there = id.0;
            }
        }
        over
    }
}
