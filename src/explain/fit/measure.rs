//! Enters: a text. Leaves: how much room it takes, and whether there is so much.

use crate::batch::{BatchEncoder, Invalid, NotUtf8, Replaced, Separator};
use crate::encoder::Encoder;
use crate::prompt_reader::{BatchPromptReader, Filled, PromptReader};
use crate::syntax::{ROOM, Raised};

/// What measures texts, and how much room there is.
#[derive(Clone, Debug)]
pub(super) enum Measure {
    /// Text and nothing else.
    Text {
        encoder: Box<BatchEncoder>,
        /// How many tokens there may be.
        room: usize,
    },
    /// A program's prompts.
    Program { reader: Box<BatchPromptReader>, encoder: Box<BatchEncoder>, rows: usize },
}

/// How much room a text takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// How many tokens it has; with a program, how many slots it takes.
    pub count: usize,
    /// How many rows hold some of it; 0 without a program.
    rows: usize,
    /// How many tokens the program has no room for.
    cut: usize,
}

impl Size {
    const fn of_tokens(count: usize) -> Self {
        Self { count, rows: 0, cut: 0 }
    }
}

impl From<Filled> for Size {
    fn from(filled: Filled) -> Self {
        Self { count: filled.used, rows: filled.rows, cut: filled.cut }
    }
}

impl Measure {
    pub(super) fn of_text(encoder: &Encoder, room: usize) -> Self {
        Self::Text { encoder: Box::new(encoder.batch()), room }
    }

    pub(super) fn of_program(reader: &PromptReader, rows: usize) -> Self {
        let encoder = Box::new(reader.encoder().batch());
        Self::Program { reader: Box::new(reader.batch()), encoder, rows }
    }

    /// How much a text takes.
    ///
    /// # Errors
    /// If the program raises an exception on it.
    pub(super) fn size(&mut self, text: &str) -> Result<Size, Raised> {
        match self {
            Self::Text { encoder, .. } => Ok(Size::of_tokens(encoder.count(text))),
            Self::Program { reader, .. } => reader.filled(text).map(Size::from),
        }
    }

    /// Appends how much each line of a buffer takes.
    ///
    /// # Errors
    /// If a line is not UTF-8, unless such bytes are to be replaced. Those before it were appended.
    pub(super) fn sizes(
        &mut self,
        lines: &[u8],
        separator: Separator,
        invalid: Invalid,
        sizes: &mut Vec<Result<Size, Raised>>,
    ) -> Result<Replaced, NotUtf8> {
        match self {
            Self::Text { encoder, .. } => encoder.count_lines(lines, separator, invalid, |_, tokens| {
                sizes.push(Ok(Size::of_tokens(tokens)));
                Ok(())
            }),
            Self::Program { reader, .. } => reader.filled_lines(lines, separator, invalid, |_, filled| {
                sizes.push(filled.map(Size::from));
                Ok(())
            }),
        }
    }

    /// Whether there is so much room.
    pub(super) const fn holds(&self, size: Size) -> bool {
        match self {
            Self::Text { room, .. } => size.count <= *room,
            Self::Program { rows, .. } => {
                size.rows <= *rows && size.cut == 0 && size.count <= rows.saturating_mul(ROOM)
            }
        }
    }

    /// Whether the tokens of a text are all that counts: there is no program, or one row and no markup.
    pub(super) fn is_text(&self, text: &str) -> bool {
        match self {
            Self::Text { .. } => true,
            Self::Program { reader, rows, .. } => *rows == 1 && reader.is_plain(text.as_bytes()),
        }
    }

    /// Whether there is room for a text. There is none for one that the program raises on.
    pub(super) fn fits(&mut self, text: &str) -> bool {
        if self.is_text(text) {
            return self.encoder().count(text) <= self.room();
        }
        self.size(text).is_ok_and(|size| self.holds(size))
    }

    /// How many tokens there can be.
    pub(super) const fn room(&self) -> usize {
        match self {
            Self::Text { room, .. } => *room,
            Self::Program { rows, .. } => rows.saturating_mul(ROOM),
        }
    }

    /// The tokenizer at work on many texts.
    pub(super) fn encoder(&mut self) -> &mut BatchEncoder {
        match self {
            Self::Text { encoder, .. } | Self::Program { encoder, .. } => encoder,
        }
    }
}
