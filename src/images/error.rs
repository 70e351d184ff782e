//! Enters: why no prompt could be read from a picture, as data. Leaves: its words.

use std::fmt;

use super::field::Container;

/// Why no prompt could be read from a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImageError {
    /// The bytes are no picture that is read.
    NotAPicture,
    /// Nothing in the picture is a prompt.
    NoPrompt {
        /// How it is stored.
        container: Container,
        /// The names of the texts that it has.
        fields: Vec<String>,
    },
    /// The picture is broken, and no prompt was found before.
    Broken {
        /// How it is stored.
        container: Container,
        /// What is wrong, and where.
        damage: Damage,
    },
}

/// What is wrong with a picture, and where: byte offsets count from 0, from the start of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// It ends where something should follow.
    Ends {
        /// Where what is cut off begins.
        offset: u64,
        /// What it is: `the chunk tEXt`.
        within: String,
    },
    /// A checksum is wrong.
    Checksum {
        /// Where what it is of begins.
        offset: u64,
        /// What it is of: `the chunk tEXt`.
        of: String,
    },
    /// A text that is packed cannot be unpacked.
    Packed {
        /// Where it begins.
        offset: u64,
        /// What it is in: `the chunk zTXt`.
        of: String,
    },
    /// A text is longer than any prompt: unpacked, it would have more than so many bytes.
    TooLong {
        /// Where it begins.
        offset: u64,
        /// What it is in: `the chunk zTXt`.
        of: String,
        /// The most that is read.
        most: usize,
    },
    /// Something is not what the format says.
    Malformed {
        /// Where it begins.
        offset: u64,
        /// What it is: `the EXIF directory`.
        what: String,
    },
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPicture => write!(f, "this is no picture in PNG, JPEG, WebP, or AVIF"),
            Self::NoPrompt { container, fields } => {
                write!(f, "this {} image has no prompt", container.name())?;
                match fields.as_slice() {
                    [] => write!(f, "; it has no text at all"),
                    fields => write!(f, "; the texts in it are: {}", fields.join(", ")),
                }
            }
            Self::Broken { container, damage } => {
                write!(f, "this {} image is broken: {damage}", container.name())
            }
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ends { offset, within } => {
                write!(f, "the file ends within {within}, which begins at byte offset {offset}")
            }
            Self::Checksum { offset, of } => {
                write!(f, "the checksum of {of} at byte offset {offset} is wrong")
            }
            Self::Packed { offset, of } => {
                write!(f, "the text in {of} at byte offset {offset} cannot be unpacked")
            }
            Self::TooLong { offset, of, most } => {
                write!(f, "the text in {of} at byte offset {offset} has more than {most} bytes")
            }
            Self::Malformed { offset, what } => write!(f, "{what} at byte offset {offset} is malformed"),
        }
    }
}

impl std::error::Error for ImageError {}
