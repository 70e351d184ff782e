//! Enters: an entry of the vocabulary. Leaves: it as a piece of a line: its text or its bytes, its word's end, its id.

use anstyle::Style;

use super::{Piece, QUIET, style_of};
use crate::TokenKind;
use crate::report::{EntryReport, SlotClass, entry_text};

/// An entry with its id, which stay together.
pub(crate) fn piece(entry: &EntryReport<'_>) -> Piece {
    Piece::whole(format!("{} {}", entry_text(entry), entry.id), style(entry.kind))
}

/// What the signs mean.
pub(crate) fn key() -> Vec<Piece> {
    let signs = ["╯ ends a word", "‹E2 80› bytes that are not text on their own", "numbers are ids"];
    let mut pieces: Vec<Piece> = Vec::new();
    for sign in signs {
        pieces.push(Piece::whole(sign, QUIET));
        pieces.push(Piece::plain("  "));
    }
    pieces
}

/// Text keeps the terminal's own color: only what is not whole text stands out.
pub(crate) fn style(kind: TokenKind) -> Style {
    match SlotClass::of_kind(kind) {
        SlotClass::Whole => Style::new(),
        class => style_of(class),
    }
}
