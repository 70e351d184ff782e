//! Enters: the lines of a buffer. Leaves: the ids or the number of tokens of each: plain stretches at once, other lines one by one.

use std::borrow::Cow;
use std::fmt;

use cliptok_bpe::TokenId;

use super::BatchEncoder;
use super::masks::Separator;

/// What to do with bytes that are not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// Stop at the line that has them.
    Refuse,
    /// Replace them with U+FFFD, and say how many there were.
    Replace,
}

/// A line is not UTF-8. Those before it have been handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotUtf8 {
    /// Which line of the buffer it is, from 0.
    pub line: usize,
    /// Where in the buffer the first byte is that is not UTF-8, from 0.
    pub offset: usize,
    /// That byte.
    pub byte: u8,
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, offset, byte } = self;
        write!(f, "line {} has a byte that is not UTF-8: 0x{byte:02X} at byte offset {offset}", line + 1)
    }
}

impl std::error::Error for NotUtf8 {}

/// The bytes that were replaced with U+FFFD.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// How many stretches of bytes there were; each became one U+FFFD.
    pub places: u64,
    /// The first line that had some, from 0.
    pub first_line: Option<usize>,
}

impl BatchEncoder {
    /// Hands over the ids of each line of a buffer, in order, with the number of the line, from 0. A carriage return
    /// before a line feed belongs to the end of the line; the last line may lack its end.
    ///
    /// This is the fastest way to encode a text file.
    ///
    /// # Errors
    /// If a line is not UTF-8, unless such bytes are to be replaced; and whatever `take` returns. Both end it.
    ///
    /// ```
    /// use cliptok::batch::{Invalid, NotUtf8, Separator};
    /// use cliptok::{BatchEncoder, Model};
    /// let mut lengths = Vec::new();
    /// let mut encoder = BatchEncoder::for_model(Model::Sd1);
    /// encoder.encode_lines(b"a cat\n\n\xC3\xA9t\xC3\xA9", Separator::LineFeed, Invalid::Refuse, |_, ids| {
    ///     lengths.push(ids.len());
    ///     Ok::<(), NotUtf8>(())
    /// })?;
    /// assert_eq!(lengths, [2, 0, 2]);
    /// # Ok::<(), NotUtf8>(())
    /// ```
    pub fn encode_lines<E: From<NotUtf8>>(
        &mut self,
        lines: &[u8],
        separator: Separator,
        invalid: Invalid,
        mut take: impl FnMut(usize, &[TokenId]) -> Result<(), E>,
    ) -> Result<Replaced, E> {
        let mut ragged = std::mem::take(&mut self.ragged);
        let result = resume(lines, separator, invalid, |lines, number| {
            ragged.clear();
            let bytes = match lines {
                Stretch::Lines(lines) => self.encode_plain_lines(lines, separator, &mut ragged),
                Stretch::Line(text) => {
                    self.encode(text, &mut ragged.ids);
                    ragged.ends.push(ragged.ids.len());
                    text.len()
                }
            };
            for (number, ids) in (number..).zip(ragged.iter()) {
                take(number, ids)?;
            }
            Ok((bytes, ragged.len()))
        });
        self.ragged = ragged;
        result
    }

    /// Hands over the number of tokens of each line of a buffer, as [`BatchEncoder::encode_lines`] does their ids, but
    /// faster.
    ///
    /// # Errors
    /// As those of [`BatchEncoder::encode_lines`].
    pub fn count_lines<E: From<NotUtf8>>(
        &mut self,
        lines: &[u8],
        separator: Separator,
        invalid: Invalid,
        mut take: impl FnMut(usize, usize) -> Result<(), E>,
    ) -> Result<Replaced, E> {
        let mut counts = std::mem::take(&mut self.counts);
        let result = resume(lines, separator, invalid, |lines, number| {
            counts.clear();
            let bytes = match lines {
                Stretch::Lines(lines) => self.count_plain_lines(lines, separator, &mut counts),
                Stretch::Line(text) => {
                    counts.push(self.count(text));
                    text.len()
                }
            };
            for (number, &tokens) in (number..).zip(&counts) {
                take(number, tokens)?;
            }
            Ok((bytes, counts.len()))
        });
        self.counts = counts;
        result
    }
}

/// What is to be answered next.
pub(crate) enum Stretch<'b> {
    /// Everything that is left: as many whole lines of it as are plain.
    Lines(&'b [u8]),
    /// One line, without what ends it.
    Line(&'b str),
}

/// Goes through the lines of a buffer. `answer` is given everything that is left and the number of its first line, and
/// returns how many bytes and lines it has answered; the line on which it stopped it is given next, alone.
#[allow(
    clippy::indexing_slicing,
    reason = "no more is answered than was given, and UTF-8 stops within the line"
)]
pub(crate) fn resume<E: From<NotUtf8>>(
    buffer: &[u8],
    separator: Separator,
    invalid: Invalid,
    mut answer: impl FnMut(Stretch<'_>, usize) -> Result<(usize, usize), E>,
) -> Result<Replaced, E> {
    let mut replaced = Replaced::default();
    let (mut rest, mut number) = (buffer, 0);
    loop {
        let (bytes, lines) = answer(Stretch::Lines(rest), number)?;
        number += lines;
        rest = &rest[bytes..];
        if rest.is_empty() {
            return Ok(replaced);
        }
        let (line, behind) = separator.split_first(rest);
        let text = match (std::str::from_utf8(line), invalid) {
            (Ok(text), _) => Cow::Borrowed(text),
            (Err(error), Invalid::Refuse) => {
                let at = error.valid_up_to();
                let offset = buffer.len() - rest.len() + at;
                return Err(NotUtf8 { line: number, offset, byte: line[at] }.into());
            }
            (Err(_), Invalid::Replace) => {
                let stretches = line.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
                replaced.places += stretches as u64;
                replaced.first_line.get_or_insert(number);
                String::from_utf8_lossy(line)
            }
        };
        answer(Stretch::Line(&text), number)?;
        number += 1;
        rest = behind;
    }
}
