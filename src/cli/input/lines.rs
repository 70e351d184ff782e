//! Enters: records that are text as they stand. Leaves: them at once, for whoever answers line by line, and where reading ended.

use std::borrow::Cow;

use anyhow::Result;

use super::Noted;
use crate::batch::{Invalid, NotUtf8, Replaced, Separator};
use crate::cli::error::InputError;
use crate::report::{Place, Source};

/// Records that are text as they stand, to be read at once.
pub(crate) struct Lines<'c> {
    pub bytes: &'c [u8],
    pub separator: Separator,
    pub invalid: Invalid,
    /// Where the first one comes from.
    pub first: Source,
    /// How many bytes of the place come before them.
    pub before: u64,
}

/// Why reading lines ended before the last one.
pub(crate) enum Stopped {
    NotUtf8(NotUtf8),
    By(anyhow::Error),
}

impl From<NotUtf8> for Stopped {
    fn from(error: NotUtf8) -> Self {
        Self::NotUtf8(error)
    }
}

impl Lines<'_> {
    /// The number of a line in its place, from 1, by its number among these lines, from 0.
    pub(crate) const fn record(&self, line: usize) -> u64 {
        self.first.record + line as u64
    }

    /// The lines as text, one after the other.
    pub(crate) fn texts(&self) -> impl Iterator<Item = Cow<'_, str>> {
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
    pub(crate) fn end(&self, result: Result<Replaced, Stopped>, noted: &mut Noted) -> Result<()> {
        let source = |line| Source { record: self.record(line), ..self.first.clone() };
        match result {
            Ok(replaced) => {
                noted.replaced += replaced.places;
                noted.first_replaced = noted.first_replaced.take().or(replaced.first_line.map(source));
                Ok(())
            }
            Err(Stopped::NotUtf8(NotUtf8 { line, offset, byte })) => {
                let offset = match self.first.place {
                    // An argument has nothing before it.
                    Place::Arguments => self.offset_in_line(offset),
                    Place::Stdin | Place::File(_) => self.before + offset as u64,
                };
                Err(InputError::NotUtf8 { source: source(line), offset, byte }.into())
            }
            Err(Stopped::By(error)) => Err(error),
        }
    }

    fn offset_in_line(&self, offset: usize) -> u64 {
        let before = self.bytes.get(..offset).unwrap_or_default();
        let start = memchr::memrchr(self.separator.byte(), before).map_or(0, |end| end + 1);
        (offset - start) as u64
    }
}
