//! Enters: the ids of a long record, piece by piece. Leaves: its row, printed as it comes where the format allows.

use std::mem::take;

use anyhow::Result;

use super::args::{EncodeFormat, Row};
use super::framing::Framing;
use super::printer::{GrowingRow, Printer};
use super::{Encoded, print};
use crate::report::Source;
use crate::sources::Extent;
use crate::{SpecialToken, TokenId, Vocabulary};

/// The ids of a piece of a record.
pub(super) struct Piece {
    pub ids: Vec<TokenId>,
    pub source: Source,
    pub extent: Extent,
}

/// What becomes of pieces until the last one is there.
pub(super) enum Joining<'t> {
    /// Each is printed; with these around the first and the last one.
    Printed { growing: GrowingRow, around: Option<&'t Vocabulary> },
    /// They are kept, up to so many ids; the rest is only counted.
    Kept { most: usize, ids: Vec<TokenId>, tokens: usize },
}

impl<'t> Joining<'t> {
    /// A JSON answer is written as a whole, and of a row of slots only what fits is wanted.
    pub(super) fn of(format: EncodeFormat, row: Row, vocabulary: &'t Vocabulary) -> Self {
        let kept = |most| Self::Kept { most, ids: Vec::new(), tokens: 0 };
        let printed = |around| match GrowingRow::of(format) {
            Some(growing) => Self::Printed { growing, around },
            None => kept(usize::MAX),
        };
        match row {
            Row::Padded(padding) => kept(padding.context_length.content()),
            Row::WithSpecial => printed(Some(vocabulary)),
            Row::Content => printed(None),
        }
    }

    /// Takes the next piece, and prints what can be printed.
    ///
    /// # Errors
    /// If it was the last one, and the model refuses so many tokens.
    pub(super) fn add(
        &mut self,
        piece: Piece,
        framing: &mut Framing<'_>,
        printer: &mut Printer,
        done: &mut Encoded,
    ) -> Result<()> {
        let is_last = piece.extent == Extent::LastPiece;
        match self {
            Self::Printed { growing, around } => {
                let special = |token| around.map(|vocabulary| vocabulary.special_id(token));
                let start = special(SpecialToken::StartOfText).filter(|_| !growing.has_begun());
                let end = special(SpecialToken::EndOfText).filter(|_| is_last);
                let out = &mut done.out;
                for ids in [start.as_slice(), &piece.ids, end.as_slice()] {
                    growing.append(out, &piece.source, ids)?;
                }
                if is_last {
                    growing.end(out);
                    done.rows.push(1);
                }
                Ok(())
            }
            Self::Kept { most, ids, tokens } => {
                *tokens += piece.ids.len();
                let room = *most - ids.len();
                ids.extend(piece.ids.into_iter().take(room));
                if !is_last {
                    return Ok(());
                }
                print(&take(ids), take(tokens), &piece.source, framing, printer, done)
            }
        }
    }
}
