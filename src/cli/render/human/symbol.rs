//! Enters: an entry of the vocabulary. Leaves: it as a piece of a line: its text or its bytes, its word's end, its id.

use anstyle::Style;
use cliptok::{TokenId, TokenKind};

use crate::cli::render::class::Class;
use crate::cli::render::paint::QUIET;
use crate::cli::render::wording::entry;
use crate::cli::render::wrap::Piece;

/// An entry with its id, which stay together.
pub fn piece(bytes: &[u8], kind: TokenKind, ends_word: bool, id: TokenId) -> Piece {
    Piece::whole(format!("{} {id}", entry(bytes, ends_word)), style(kind))
}

/// What the signs mean.
pub fn key() -> Vec<Piece> {
    let signs = ["╯ ends a word", "‹E2 80› bytes that are no text on their own", "numbers are ids"];
    let mut pieces: Vec<Piece> = Vec::new();
    for sign in signs {
        pieces.push(Piece::whole(sign, QUIET));
        pieces.push(Piece::plain("  "));
    }
    pieces
}

/// Text keeps the terminal's own colour: only what is no whole text stands out.
pub fn style(kind: TokenKind) -> Style {
    match Class::of_kind(kind) {
        Class::Whole => Style::new(),
        class => class.style(),
    }
}
