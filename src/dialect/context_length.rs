//! Enters: a number of slots. Leaves: a context length that has room for start and end, or why it is none.

use std::fmt;

/// How many slots a model reads: at least the two of start and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContextLength(usize);

/// A number of slots that no layout has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContextLengthError {
    /// The number that was asked for.
    pub slots: usize,
}

impl ContextLength {
    /// That of CLIP's text encoders: 77 slots.
    pub const CLIP: Self = Self(77);

    /// The smallest one: start and end, and no content.
    pub const SMALLEST: usize = 2;
    /// The largest one that is laid out.
    pub const LARGEST: usize = 65_536;

    /// A context length of so many slots.
    ///
    /// # Errors
    /// If there is no room for start and end, or more than [`ContextLength::LARGEST`].
    pub const fn new(slots: usize) -> Result<Self, ContextLengthError> {
        match slots {
            Self::SMALLEST..=Self::LARGEST => Ok(Self(slots)),
            _ => Err(ContextLengthError { slots }),
        }
    }

    /// The number of slots.
    pub const fn slots(self) -> usize {
        self.0
    }

    /// How many of them can hold content.
    pub const fn content(self) -> usize {
        self.0 - 2
    }
}

impl fmt::Display for ContextLengthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (smallest, largest) = (ContextLength::SMALLEST, ContextLength::LARGEST);
        write!(
            f,
            "a context length of {} is not possible; it must be {smallest} to {largest} slots",
            self.slots
        )
    }
}

impl std::error::Error for ContextLengthError {}
