//! Enters: prompts that stand in one buffer, as lines. Leaves: them at once, for whoever answers line by line, and where reading ended.

use std::borrow::Cow;

use super::error::SourceError;
use super::noted::Noted;
use super::text::not_utf_8;
use crate::batch::{Invalid, NotUtf8, Replaced, Separator};
use crate::place::Source;

/// Prompts that stand in one buffer, to be read at once.
pub struct Lines<'c> {
    /// The lines, each with its separator behind it; the last one may lack it.
    pub bytes: &'c [u8],
    /// What separates them.
    pub separator: Separator,
    /// What becomes of bytes that are not UTF-8.
    pub invalid: Invalid,
    /// Where the first one comes from.
    pub first: Source,
    /// The numbers of their records, where these do not simply follow each other.
    pub(super) numbers: Option<&'c [u64]>,
    /// How many bytes of the place come before them, if they stand so in it.
    pub(super) before: Option<u64>,
    /// What ended the reading of records, behind the last line.
    pub(super) failed: Option<SourceError>,
}

/// Why reading lines ended before the last one.
pub enum Stopped<E> {
    /// A line is not UTF-8.
    NotUtf8(NotUtf8),
    /// Whoever took them said so.
    By(E),
}

impl<E> From<NotUtf8> for Stopped<E> {
    fn from(error: NotUtf8) -> Self {
        Self::NotUtf8(error)
    }
}

impl<'c> Lines<'c> {
    /// The number of a line's record in its place, from 1, by the number of the line among these, from 0.
    pub fn record(&self, line: usize) -> u64 {
        match self.numbers {
            Some(numbers) => numbers.get(line).copied().unwrap_or(self.first.record),
            None => self.first.record + line as u64,
        }
    }

    /// The lines as text, one after the other.
    pub fn texts(&self) -> impl Iterator<Item = Cow<'c, str>> + use<'c> {
        let (mut rest, separator) = (self.bytes, self.separator);
        std::iter::from_fn(move || {
            let (line, behind) = separator.split_first(rest);
            rest = behind;
            Some(String::from_utf8_lossy(line))
        })
    }

    /// Notes what is to be said when all is answered.
    ///
    /// # Errors
    /// What ended the reading, with its place.
    pub fn end<E: From<SourceError>>(
        self,
        result: Result<Replaced, Stopped<E>>,
        noted: &mut Noted,
    ) -> Result<(), E> {
        let source = |line| Source { record: self.record(line), ..self.first.clone() };
        match result {
            Ok(replaced) => {
                if let Some(first) = replaced.first_line {
                    noted.replaced.note_many(&source(first), replaced.places);
                }
                self.failed.map_or(Ok(()), |error| Err(error.into()))
            }
            Err(Stopped::NotUtf8(NotUtf8 { line, offset, .. })) => {
                let start = self.start_of_line(offset);
                let at = self.before.map(|before| before + start as u64);
                let bytes = self.bytes.get(start..).unwrap_or_default();
                Err(not_utf_8(bytes, offset - start, at, &source(line)).into())
            }
            Err(Stopped::By(error)) => Err(error),
        }
    }

    fn start_of_line(&self, offset: usize) -> usize {
        let before = self.bytes.get(..offset).unwrap_or_default();
        memchr::memrchr(self.separator.byte(), before).map_or(0, |end| end + 1)
    }
}
