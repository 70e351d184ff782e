//! Enters: what is known about the input beforehand. Leaves: how files are read.

use encoding_rs::Encoding;

use super::field::Field;
use super::format::Format;
use super::missing::Missing;
use crate::batch::Invalid;

/// How files are read. The default reads each file as its name and its first bytes say.
///
/// ```
/// use cliptok::sources::{Field, Format, Reading};
/// let reading = Reading { from: Some(Format::Jsonl), field: Field::named("caption")?, ..Reading::default() };
/// # Ok::<(), cliptok::sources::FieldError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reading {
    /// The format of every file; without it, each has its own.
    pub from: Option<Format>,
    /// Where the prompt is in a record.
    pub field: Field,
    /// Whether a table begins with the names of its columns.
    pub header: Header,
    /// What a record without a prompt is.
    pub missing: Missing,
    /// What becomes of bytes that are not UTF-8.
    pub invalid: Invalid,
    /// The encoding of every file; without it, UTF-8.
    pub encoding: Option<&'static Encoding>,
    /// How much of a file that is one prompt is read.
    pub captions: Captions,
    /// What records hold.
    pub content: Content,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            from: None,
            field: Field::Usual,
            header: Header::Present,
            missing: Missing::Error,
            invalid: Invalid::Refuse,
            encoding: None,
            captions: Captions::Whole,
            content: Content::Prompts,
        }
    }
}

/// Whether a table begins with the names of its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// The first row names them.
    Present,
    /// The first row is data.
    Absent,
}

/// How much of a file that is one prompt is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Captions {
    /// All of it.
    Whole,
    /// The first line without the white space around it, as kohya's sd-scripts read captions (`train_util.read_caption`,
    /// without wildcards). Every file is one prompt then.
    FirstLine,
}

/// What records hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text, of which every character counts.
    Prompts,
    /// Numbers of tokens, a row a line.
    Ids,
}
