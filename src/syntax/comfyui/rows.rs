//! Enters: the tokens and embeddings of pieces. Leaves: the rows that ComfyUI fills: a short group is never parted.

use cliptok_bpe::TokenId;

use crate::syntax::program::Filling;
use crate::syntax::reading::EmbeddingPiece;
use crate::syntax::rows::ROOM;
use crate::syntax::{FilledRows, RowEnd, SlotContent, Vectors, WeightedRow, WeightedSlot};

/// How many slots a group has at least that is parted at the end of a row.
const LONG_GROUP: usize = 8;

/// Fills rows of 75 group by group. A group is a piece of text, however many words, or an embedding.
///
/// Source: ComfyUI, commit 443393b4, `comfy/sd1_clip.py`, `SDTokenizer.tokenize_with_weights`, `max_word_length`.
pub(super) fn fill(filling: &Filling<'_>) -> FilledRows {
    let pieces = filling.text.pieces.as_ref();
    let embeddings = pieces.map(|pieces| pieces.embeddings.as_slice()).unwrap_or_default();
    let mut rows = Rows { filling, done: FilledRows::default(), slots: Vec::new(), vectors: Vec::new() };
    let mut first = 0;
    for (piece, (ids, weight)) in filling.pieces().enumerate() {
        let group = match embeddings.get(piece).and_then(Option::as_ref) {
            Some(embedding) => Group::Vectors(embedding),
            None => Group::Tokens { ids, first },
        };
        rows.push(&group, weight);
        first += ids.len();
    }
    rows.close(RowEnd::Text);
    rows.done
}

/// What is kept together.
enum Group<'f> {
    /// The tokens of a piece, the first of which has this position in the text.
    Tokens { ids: &'f [TokenId], first: usize },
    /// The vectors of an embedding.
    Vectors(&'f EmbeddingPiece),
}

impl Group<'_> {
    const fn len(&self) -> usize {
        match self {
            Self::Tokens { ids, .. } => ids.len(),
            Self::Vectors(embedding) => embedding.vectors,
        }
    }
}

/// Rows in the making.
struct Rows<'f> {
    filling: &'f Filling<'f>,
    done: FilledRows,
    slots: Vec<WeightedSlot>,
    vectors: Vec<Vectors>,
}

impl Rows<'_> {
    /// Puts a group in the row, or what does not fit of it in further rows.
    fn push(&mut self, group: &Group<'_>, weight: f64) {
        let mut done = 0;
        while done < group.len() {
            let room = ROOM - self.slots.len();
            let left = group.len() - done;
            if left > room && room > 0 && group.len() < LONG_GROUP {
                self.close(RowEnd::Group);
                continue;
            }
            let taken = left.min(room);
            self.push_part(group, done, taken, weight);
            done += taken;
            if taken < left {
                self.close(RowEnd::Full);
            }
        }
    }

    /// Puts so many slots of a group in the row, which has room for them.
    fn push_part(&mut self, group: &Group<'_>, from: usize, count: usize, weight: f64) {
        match group {
            _ if count == 0 => {}
            Group::Tokens { ids, first } => {
                let tokens = ids.iter().enumerate().skip(from).take(count);
                self.slots.extend(tokens.map(|(at, &id)| WeightedSlot::token(first + at, id, weight)));
            }
            Group::Vectors(embedding) => {
                let slot = self.slots.len() + 1;
                self.vectors.push(Vectors { slot, name: embedding.name.clone(), first: from, count });
                let vector = WeightedSlot { content: SlotContent::Vector, id: None, weight };
                self.slots.extend(std::iter::repeat_n(vector, count));
            }
        }
    }

    fn close(&mut self, end: RowEnd) {
        let slots = std::mem::take(&mut self.slots);
        self.done.used += slots.len();
        let pad = self.filling.pad.id(self.filling.vocabulary);
        let mut row = WeightedRow::closed(slots, pad, end, self.filling.vocabulary);
        row.vectors = std::mem::take(&mut self.vectors);
        self.done.rows.push(row);
    }
}
