//! Enters: what a slot holds. Leaves: its class, which determines label, glyph and color.

use cliptok_bpe::TokenKind;

/// What a person should tell apart at a glance. Each class has its own glyph, in addition to its color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SlotClass {
    /// The start token.
    Start,
    /// A token of whole characters.
    Whole,
    /// A token of several bytes that cut a character.
    Fragment,
    /// A token of one byte of a longer character.
    Byte,
    /// A vector of an embedding.
    Vector,
    /// A special token that was typed in the prompt.
    Typed,
    /// The end token.
    End,
    /// A pad.
    Pad,
    /// A token that has no slot.
    Cut,
}

impl SlotClass {
    /// Every class, in the order of the legend.
    pub const ALL: [Self; 9] = [
        Self::Start,
        Self::Whole,
        Self::Fragment,
        Self::Byte,
        Self::Vector,
        Self::Typed,
        Self::End,
        Self::Pad,
        Self::Cut,
    ];

    /// The class of a content token that has a slot.
    pub const fn of_kind(kind: TokenKind) -> Self {
        match kind {
            TokenKind::Whole => Self::Whole,
            TokenKind::Fragment => Self::Fragment,
            TokenKind::Byte => Self::Byte,
            TokenKind::Special => Self::Typed,
        }
    }

    /// Its word in the legend and in the table.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Whole => "whole",
            Self::Fragment => "fragment",
            Self::Byte => "byte",
            Self::Vector => "embedding",
            Self::Typed => "special, typed",
            Self::End => "end",
            Self::Pad => "pad",
            Self::Cut => "cut off",
        }
    }

    /// Its glyph, one column wide.
    pub const fn glyph(self) -> char {
        match self {
            Self::Start => '▸',
            Self::Whole => '●',
            Self::Fragment => '◐',
            Self::Byte => '○',
            Self::Vector => '◇',
            Self::Typed => '◆',
            Self::End => '◂',
            Self::Pad => '·',
            Self::Cut => '✕',
        }
    }
}
