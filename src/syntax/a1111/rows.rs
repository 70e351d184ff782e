//! Enters: the tokens of segments. Leaves: the rows that the web UI fills: parted at commas and at `BREAK`.

use cliptok_bpe::{SpecialToken, TokenId, WordPosition};

use super::weights::{BREAK, BREAK_WEIGHT};
use crate::dialect::Pad;
use crate::syntax::program::Filling;
use crate::syntax::rows::ROOM;
use crate::syntax::{FilledRows, RowEnd, SlotContent, Vectors, WeightedRow, WeightedSlot};

/// Fills rows of 75 token by token.
///
/// Source: stable-diffusion-webui 1.10, `modules/sd_hijack_clip.py`, `tokenize_line` and `process_tokens`;
/// `textual_inversion.py`, `find_embedding_at_position`.
pub(super) fn fill(filling: &Filling<'_>, comma_backtrack: usize) -> FilledRows {
    let names = Names::of(filling);
    let mut rows = Rows {
        filling,
        end: filling.vocabulary.special_id(SpecialToken::EndOfText),
        done: FilledRows::default(),
        slots: Vec::new(),
        vectors: Vec::new(),
        last_comma: None,
    };
    let comma = filling.vocabulary.symbol(b',', WordPosition::Final);
    let mut first = 0;
    for (segment, (ids, weight)) in filling.text.segments.iter().zip(filling.pieces()) {
        let begin = first;
        first += ids.len();
        if segment.text == BREAK && segment.weight == BREAK_WEIGHT {
            rows.close(RowEnd::Break);
            continue;
        }
        let mut at = 0;
        while let Some(&id) = ids.get(at) {
            if id == comma {
                rows.last_comma = Some(rows.slots.len());
            } else if rows.slots.len() == ROOM {
                rows.move_behind_comma(comma_backtrack);
            }
            if rows.slots.len() == ROOM {
                rows.close(RowEnd::Full);
            }
            match names.at(ids, at) {
                None => {
                    rows.slots.push(WeightedSlot::token(begin + at, id, weight));
                    at += 1;
                }
                Some((length, name, vectors)) => {
                    rows.push_vectors(name, vectors, weight);
                    at += length;
                }
            }
        }
    }
    rows.finish()
}

/// Rows in the making.
struct Rows<'f> {
    filling: &'f Filling<'f>,
    end: TokenId,
    done: FilledRows,
    slots: Vec<WeightedSlot>,
    vectors: Vec<Vectors>,
    /// How many slots stand before the last comma of the row.
    last_comma: Option<usize>,
}

impl Rows<'_> {
    /// Moves what stands behind the last comma of a full row to a new row, if the comma is near enough. The vectors of
    /// embeddings stay in the old row, over its pads: the program forgets to move them.
    fn move_behind_comma(&mut self, comma_backtrack: usize) {
        let Some(comma) = self.last_comma.filter(|comma| ROOM - comma <= comma_backtrack) else {
            return;
        };
        let moved = self.slots.split_off(comma + 1);
        self.close(RowEnd::Comma);
        self.slots = moved;
    }

    fn push_vectors(&mut self, name: &str, vectors: usize, weight: f64) {
        if self.slots.len() + vectors > ROOM {
            self.close(RowEnd::Group);
        }
        self.vectors.push(Vectors {
            slot: self.slots.len() + 1,
            name: name.to_owned(),
            first: 0,
            count: vectors,
        });
        // The web UI puts id 0 in slots that get a vector.
        let slot = WeightedSlot { content: SlotContent::Vector, id: Some(TokenId(0)), weight };
        self.slots.extend(std::iter::repeat_n(slot, vectors));
    }

    fn close(&mut self, end: RowEnd) {
        self.done.used += ROOM;
        self.push_row(end);
    }

    fn push_row(&mut self, end: RowEnd) {
        let slots = std::mem::take(&mut self.slots);
        let mut row = WeightedRow::closed(slots, self.end, end, self.filling.vocabulary);
        row.vectors = std::mem::take(&mut self.vectors);
        if self.filling.pad != Pad::END {
            zero_behind_first_end(&mut row, self.end, self.filling.pad.id(self.filling.vocabulary));
        }
        self.last_comma = None;
        self.done.rows.push(row);
    }

    fn finish(mut self) -> FilledRows {
        if !self.slots.is_empty() || self.done.rows.is_empty() {
            self.done.used += self.slots.len();
            self.push_row(RowEnd::Text);
        }
        self.done
    }
}

/// Puts the pad of an encoder that has its own behind the first end of a row, whatever stands there.
fn zero_behind_first_end(row: &mut WeightedRow, end: TokenId, pad: TokenId) {
    let behind = row.slots.iter_mut().skip_while(|slot| slot.id != Some(end)).skip(1);
    for slot in behind {
        slot.id = Some(pad);
    }
}

/// The names of embeddings as ids, the longest first.
struct Names<'f> {
    names: Vec<(&'f [TokenId], &'f str, usize)>,
}

impl<'f> Names<'f> {
    fn of(filling: &Filling<'f>) -> Self {
        let embeddings = filling.options.embeddings.iter().zip(filling.names);
        let named = embeddings.filter(|(_, ids)| !ids.is_empty());
        let mut names: Vec<_> = named
            .map(|(embedding, ids)| (ids.as_slice(), embedding.name.as_str(), embedding.vectors))
            .collect();
        names.sort_by_key(|(ids, ..)| std::cmp::Reverse(ids.len()));
        Self { names }
    }

    /// The embedding whose name stands here: how many tokens that has, the name, and how many vectors there are.
    fn at(&self, ids: &[TokenId], at: usize) -> Option<(usize, &'f str, usize)> {
        let rest = ids.get(at..)?;
        let found = self.names.iter().find(|(name, ..)| rest.starts_with(name))?;
        Some((found.0.len(), found.1, found.2))
    }
}
