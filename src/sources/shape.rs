//! Enters: a file's format, its name and its first bytes. Leaves: what its records look like.

use std::sync::Arc;

use super::chunks::CHUNK;
use super::field::Field;
use super::format::Format;
use super::json::first_line;
use super::prepared::Prepared;
use super::reading::{Captions, Content, Reading};
use super::table::head::Head;
use crate::batch::Separator;
use crate::images;

/// What the records of a chunk look like.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// They are text as it stands. Where nothing separates them, the place is one prompt.
    Text(Separator),
    /// The first line of the place is the prompt.
    FirstLine,
    /// Lines of JSON.
    JsonLines(Arc<Field>),
    /// Records of a JSON document, as lines.
    JsonRecords(Arc<Field>),
    /// Rows of a table.
    Table(Arc<Head>),
    /// Prompts that were taken out of a file that is no text.
    Prepared(Arc<Prepared>),
}

impl Shape {
    /// What separates records that are text as they stand.
    pub(super) const fn separator(&self) -> Option<Separator> {
        match self {
            Self::Text(separator) => Some(*separator),
            _ => None,
        }
    }
}

/// How a file came to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It was named, or is stdin.
    Named,
    /// It was found in a folder.
    Found,
}

/// The format of a file with this name, if it has one, that begins with these bytes.
pub(super) fn format(
    reading: &Reading,
    name: Option<&std::path::Path>,
    origin: Origin,
    first: &[u8],
) -> Format {
    if reading.content == Content::Ids {
        return reading.from.unwrap_or(Format::Lines);
    }
    let format = match (reading.from, reading.captions) {
        (Some(format), Captions::Whole) => format,
        (_, Captions::FirstLine) => Format::Text,
        (None, Captions::Whole) => match name {
            // Nobody who feeds prompts through a pipe wants them read in another way because of what they are.
            None => Format::Lines,
            Some(name) => match (Format::of_name(name), origin) {
                (None | Some(Format::Lines | Format::Text), _) if is_infotext(first) => Format::Infotext,
                (None | Some(Format::Lines), Origin::Found) => Format::Text,
                (Some(format), _) => format,
                (None, Origin::Named) => Format::of_content(first).unwrap_or(Format::Lines),
            },
        },
    };
    match format {
        // Many a file of lines has the name of a document, and the other way around; the reader of documents reads both.
        Format::Jsonl if !first_line::is_of_lines(first, &reading.field) => Format::Json,
        format => format,
    }
}

/// Whether a file that begins with these bytes is an infotext: it is short, and its last line is the one of settings, as A1111
/// writes it beside a picture.
fn is_infotext(first: &[u8]) -> bool {
    let text = first.trim_ascii_end();
    let last = memchr::memrchr(b'\n', text).map_or(text, |end| text.get(end + 1..).unwrap_or_default());
    first.len() < CHUNK && std::str::from_utf8(last).is_ok_and(images::is_infotext)
}
