//! Enters: a slice of texts. Leaves: their ids or their rows in one buffer, without an allocation for each text.

use std::fmt;

use cliptok_bpe::SpecialToken;

use super::{BatchEncoder, Ragged};
use crate::rows::{Layout, RowRules};

/// The rows of many texts, one after the other in one buffer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    ids: Vec<u16>,
    slots: usize,
    filled: Filled,
}

/// How full the rows of many texts are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    lengths: Vec<u32>,
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

    /// How full each row is, as [`Filled::lengths`].
    pub fn lengths(&self) -> &[u32] {
        self.filled.lengths()
    }

    /// The texts that did not fit, as [`Filled::over`].
    pub fn over(&self) -> &[(usize, usize)] {
        self.filled.over()
    }
}

impl Filled {
    /// For each row, how many slots come before the pads: start, tokens and end. It is what an attention mask is made of:
    /// the ids do not tell, since a typed end token, and a pad that is one, look like the end.
    pub fn lengths(&self) -> &[u32] {
        &self.lengths
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
        self.encode_each(texts, |_, ids| {
            ragged.ids.extend_from_slice(ids);
            ragged.ends.push(ragged.ids.len());
        });
        ragged
    }

    /// The row of each text that the model reads: start, as many tokens as fit, end, and pads.
    ///
    /// ```
    /// use cliptok::{BatchEncoder, Model};
    /// let rows = BatchEncoder::for_model(Model::Sd1).rows(&["a cat".to_owned(), "cat ".repeat(80)]);
    /// assert_eq!((rows.flat().len(), rows.lengths(), rows.over()), (2 * 77, &[4, 77][..], &[(1, 5)][..]));
    /// ```
    pub fn rows<T: AsRef<str>>(&mut self, texts: &[T]) -> Rows {
        let slots = self.row.context_length.slots();
        let mut ids = vec![0; texts.len() * slots];
        let filled = self.fill(texts, &mut ids, slots);
        Rows { ids, slots, filled }
    }

    /// Writes the row of each text into a buffer that is there already, of the integers that its owner wants, such as
    /// `u16` or `i64`. Returns how full the rows are.
    ///
    /// ```
    /// use cliptok::{BatchEncoder, Model};
    /// let mut rows = [0_i64; 77];
    /// let filled = BatchEncoder::for_model(Model::Sd1).rows_into(&["a cat"], &mut rows)?;
    /// assert_eq!((&rows[..4], filled.lengths()), (&[49406, 320, 2368, 49407][..], &[4][..]));
    /// # Ok::<(), cliptok::batch::RowsError>(())
    /// ```
    ///
    /// # Errors
    /// If the buffer is not exactly as long as the rows; nothing is written then.
    pub fn rows_into<T: AsRef<str>, I: From<u16> + Copy>(
        &mut self,
        texts: &[T],
        rows: &mut [I],
    ) -> Result<Filled, RowsError> {
        let slots = self.row.context_length.slots();
        let (needed, given) = (texts.len() * slots, rows.len());
        if needed == given { Ok(self.fill(texts, rows, slots)) } else { Err(RowsError { needed, given }) }
    }

    fn fill<T: AsRef<str>, I: From<u16> + Copy>(
        &mut self,
        texts: &[T],
        rows: &mut [I],
        slots: usize,
    ) -> Filled {
        let RowRules { context_length, pad, .. } = self.row;
        let [start, end] = SpecialToken::ALL.map(|token| self.encoder.vocabulary().special_id(token).0);
        let mut filled = Filled { lengths: Vec::with_capacity(texts.len()), over: Vec::new() };
        let mut rows = rows.chunks_exact_mut(slots);
        self.encode_each(texts, |position, content| {
            let layout = Layout::new(context_length, content.len());
            if layout.over() > 0 {
                filled.over.push((position, layout.over()));
            }
            let kept = content.get(layout.kept()).unwrap_or_default();
            filled.lengths.push(kept.len() as u32 + 2);
            let ids = std::iter::once(start).chain(kept.iter().map(|id| id.0)).chain([end]);
            let ids = ids.chain(std::iter::repeat(pad.0));
            for (there, id) in rows.next().into_iter().flatten().zip(ids) {
                *there = I::from(id);
            }
        });
        filled
    }
}
