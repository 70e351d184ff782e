//! Enters: the tokens of segments. Leaves: rows: parted where sentences, phrases or words end, or one that is cut.

use cliptok_bpe::{TokenId, Vocabulary, WordPosition};

use crate::syntax::program::Filling;
use crate::syntax::rows::ROOM;
use crate::syntax::{FilledRows, LongText, RowEnd, WeightedRow, WeightedSlot};

/// Fills rows.
///
/// Source: compel 2.5.1, `embeddings_provider.py`, `EmbeddingsProvider._chunk_and_pad_token_ids`.
pub(super) fn fill(filling: &Filling<'_>) -> FilledRows {
    let mut slots = Vec::with_capacity(filling.ids.len());
    for (ids, weight) in filling.pieces() {
        let first = slots.len();
        slots.extend(ids.iter().enumerate().map(|(at, &id)| WeightedSlot::token(first + at, id, weight)));
    }
    let mut filled = FilledRows { used: slots.len(), ..FilledRows::default() };
    let pad = filling.pad.id(filling.vocabulary);
    let mut push = |slots: &[WeightedSlot], end| {
        filled.rows.push(WeightedRow::closed(slots.to_vec(), pad, end, filling.vocabulary));
    };
    let mut rest = slots.as_slice();
    match filling.options.long_text {
        LongText::Rows => {
            let splits = Splits::of(filling.vocabulary);
            while let Some((next, _)) = rest.split_at_checked(ROOM).filter(|(_, behind)| !behind.is_empty()) {
                let (end, length) = splits.split(next);
                let (row, behind) = rest.split_at(length);
                push(row, end);
                rest = behind;
            }
            push(rest, RowEnd::Text);
        }
        LongText::OneRow => match rest.split_at_checked(ROOM) {
            Some((row, behind)) if !behind.is_empty() => {
                push(row, RowEnd::Full);
                filled.cut = behind.len();
                filled.used = ROOM;
            }
            _ => push(rest, RowEnd::Text),
        },
    }
    filled
}

/// Where rows may end.
struct Splits<'v> {
    vocabulary: &'v Vocabulary,
    /// The token that ends a sentence.
    point: TokenId,
    /// The tokens that end a phrase.
    phrase: [TokenId; 4],
}

impl<'v> Splits<'v> {
    fn of(vocabulary: &'v Vocabulary) -> Self {
        let symbol = |byte| vocabulary.symbol(byte, WordPosition::Final);
        Self { vocabulary, point: symbol(b'.'), phrase: [b'.', b',', b';', b':'].map(symbol) }
    }

    /// How many of these tokens, of which there are more than fit, go into a row, and why.
    ///
    /// Source: compel 2.5.1, `embeddings_provider.py`, `EmbeddingsProvider._find_next_best_split_point`, with
    /// `SplitLongTextMode.SENTENCES`.
    fn split(&self, next: &[WeightedSlot]) -> (RowEnd, usize) {
        let behind_last = |is_it: &dyn Fn(TokenId) -> bool| {
            next.iter().rposition(|slot| slot.id.is_some_and(is_it)).map(|at| at + 1)
        };
        let punctuation =
            behind_last(&|id| id == self.point).or_else(|| behind_last(&|id| self.phrase.contains(&id)));
        match (punctuation, behind_last(&|id| self.vocabulary.ends_word(id))) {
            (Some(length), _) => (RowEnd::Punctuation, length),
            (None, Some(length)) => (RowEnd::Word, length),
            (None, None) => (RowEnd::Full, next.len()),
        }
    }
}
