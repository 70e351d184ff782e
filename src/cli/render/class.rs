//! Enters: what a slot holds. Leaves: its class, from which label, glyph and colour follow.

use anstyle::{AnsiColor, Effects, Style};

use cliptok::TokenKind;

/// What a person is to tell apart at a glance: each class by glyph as well as by colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Start,
    Whole,
    Fragment,
    Byte,
    /// A special token that was typed in the prompt.
    Typed,
    End,
    Pad,
    Cut,
}

impl Class {
    /// Every class, in the order of the legend.
    pub const ALL: [Self; 8] =
        [Self::Start, Self::Whole, Self::Fragment, Self::Byte, Self::Typed, Self::End, Self::Pad, Self::Cut];

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
            Self::Typed => '◆',
            Self::End => '◂',
            Self::Pad => '·',
            Self::Cut => '✕',
        }
    }

    /// Its colour: of the terminal's own sixteen, so that it is legible on light and on dark.
    pub fn style(self) -> Style {
        let color = |color: AnsiColor| Style::new().fg_color(Some(anstyle::Color::Ansi(color)));
        match self {
            Self::Start | Self::End => color(AnsiColor::Cyan),
            Self::Whole => color(AnsiColor::Green),
            Self::Fragment => color(AnsiColor::Magenta),
            Self::Byte => color(AnsiColor::Magenta).effects(Effects::BOLD),
            Self::Typed => color(AnsiColor::Blue).effects(Effects::BOLD),
            Self::Pad => Style::new().effects(Effects::DIMMED),
            Self::Cut => color(AnsiColor::Red),
        }
    }
}
