//! Enters: many prompts in the syntax of a program. Leaves: how many slots each takes, or the rows that it fills.

use cliptok_bpe::TokenId;

use super::{PromptReader, used};
use crate::batch::{BatchEncoder, Invalid, NotUtf8, Replaced, Separator};
use crate::dialect::ContextLength;
use crate::syntax::{FilledRows, Raised, Segments, SlotContent, WeightedRow, WeightedText};
use crate::text::{Span, Traced};

/// A reader at work on many prompts. It remembers the tokens of words, and nothing else.
///
/// ```
/// use cliptok::{Model, PromptReader, Syntax};
/// let mut reader = PromptReader::for_program(Syntax::A1111, Model::Sd1).batch();
/// assert_eq!(reader.count("a (red:1.2) car BREAK at dusk"), Ok(77));
/// ```
#[derive(Clone, Debug)]
pub struct BatchPromptReader {
    reader: PromptReader,
    batch: BatchEncoder,
    /// Emptied and filled again for each text.
    ids: Vec<TokenId>,
    ends: Vec<usize>,
}

/// The rows that a program reads first, and whether there are others.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FirstRows {
    /// The rows of the first part at its first step; none if the prompt has no text at all.
    pub filled: FilledRows,
    /// How many other texts the prompt has: of other parts, or at other steps.
    pub other_texts: usize,
    /// How many slots the whole prompt takes, as [`ReadPrompt::used`](super::ReadPrompt::used) has it.
    pub used: usize,
}

/// What a program reads first of a line.
#[derive(Debug)]
pub enum FirstOfLine<'r> {
    /// It has no markup, and fills one row with these tokens, at most 75 of them, each of weight 1.
    Plain(&'r [TokenId]),
    /// What [`BatchPromptReader::first_rows`] says of it.
    Read(Result<FirstRows, Raised>),
}

/// What a prompt fills, in all of its parts and at all steps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filled {
    /// How many slots it takes, as [`ReadPrompt::used`](super::ReadPrompt::used) has it.
    pub used: usize,
    /// How many rows hold some of it, added up in the same way.
    pub rows: usize,
    /// How many tokens the program has no room for.
    pub cut: usize,
}

impl PromptReader {
    /// This reader at work on many prompts.
    pub fn batch(&self) -> BatchPromptReader {
        BatchPromptReader {
            batch: self.encoder().batch(),
            reader: self.clone(),
            ids: Vec::new(),
            ends: Vec::new(),
        }
    }
}

impl BatchPromptReader {
    /// The reader whose answers these are.
    pub const fn reader(&self) -> &PromptReader {
        &self.reader
    }

    /// How many slots a prompt takes, as [`ReadPrompt::used`](super::ReadPrompt::used) has it.
    ///
    /// # Errors
    /// If the program raises an exception on it.
    pub fn count(&mut self, prompt: &str) -> Result<usize, Raised> {
        if let Some(filled) = self.fill_plain(prompt) {
            return Ok(filled?.used);
        }
        let reading = self.reader.read_markup(prompt)?;
        let counting = self.reader.program().counter;
        used(&reading, counting, |text| match reading.texts.get(text) {
            Some(text) => self.fill(text).map(|filled| filled.used),
            None => Ok(0),
        })
    }

    /// Hands over how many slots each line of a buffer takes, in order, with the number of the line, from 0, as
    /// [`BatchPromptReader::count`] says it. Lines without any markup are counted as fast as
    /// [`BatchEncoder::count_lines`] counts text, where the program allows it.
    ///
    /// # Errors
    /// If a line is not UTF-8, unless such bytes are to be replaced; and whatever `take` returns. Both end it.
    pub fn count_lines<E: From<NotUtf8>>(
        &mut self,
        lines: &[u8],
        separator: Separator,
        invalid: Invalid,
        mut take: impl FnMut(usize, Result<usize, Raised>) -> Result<(), E>,
    ) -> Result<Replaced, E> {
        self.each_line(lines, separator, invalid, Ok, Self::count, &mut take)
    }

    /// Hands over what each line of a buffer fills, as [`BatchPromptReader::filled`] says it.
    pub(crate) fn filled_lines<E: From<NotUtf8>>(
        &mut self,
        lines: &[u8],
        separator: Separator,
        invalid: Invalid,
        mut take: impl FnMut(usize, Result<Filled, Raised>) -> Result<(), E>,
    ) -> Result<Replaced, E> {
        let of_tokens = |tokens| Ok(Filled { used: tokens, rows: 1, cut: 0 });
        self.each_line(lines, separator, invalid, of_tokens, Self::filled, &mut take)
    }

    /// Hands over what `plain` says of the tokens of each line that has no markup and fits into a row, and of every other
    /// line what `read` says of it.
    fn each_line<T, E: From<NotUtf8>>(
        &mut self,
        lines: &[u8],
        separator: Separator,
        invalid: Invalid,
        plain: impl Fn(usize) -> T,
        read: impl Fn(&mut Self, &str) -> T,
        take: &mut impl FnMut(usize, T) -> Result<(), E>,
    ) -> Result<Replaced, E> {
        let mut counts = Vec::new();
        let counted = self.batch.count_lines(lines, separator, invalid, |_, tokens| {
            counts.push(tokens);
            Ok::<(), E>(())
        });
        let mut rest = lines;
        for (number, tokens) in counts.into_iter().enumerate() {
            let (line, behind) = separator.split_first(rest);
            rest = behind;
            let fits = tokens <= ContextLength::CLIP.content();
            let answer = if fits && self.is_plain(line) {
                plain(tokens)
            } else {
                read(self, &String::from_utf8_lossy(line))
            };
            take(number, answer)?;
        }
        counted
    }

    /// Hands over what the program reads first of each line of a buffer, in order, with the number of the line, from 0. Lines
    /// without any markup are encoded as fast as [`BatchEncoder::encode_lines`] encodes text, where the program allows it.
    ///
    /// ```
    /// use cliptok::batch::{Invalid, NotUtf8, Separator};
    /// use cliptok::{FirstOfLine, Model, PromptReader, Syntax};
    /// let mut reader = PromptReader::for_program(Syntax::A1111, Model::Sd1).batch();
    /// let mut used = Vec::new();
    /// reader
    ///     .first_of_lines(b"a cat\na (red:1.2) car\n", Separator::LineFeed, Invalid::Refuse, |_, first| {
    ///         used.push(match first {
    ///             FirstOfLine::Plain(ids) => ids.len(),
    ///             FirstOfLine::Read(read) => read.map_or(0, |read| read.used),
    ///         });
    ///         Ok::<(), NotUtf8>(())
    ///     })
    ///     .unwrap();
    /// assert_eq!(used, [2, 3]);
    /// ```
    ///
    /// # Errors
    /// As those of [`BatchPromptReader::count_lines`].
    pub fn first_of_lines<E: From<NotUtf8>>(
        &mut self,
        lines: &[u8],
        separator: Separator,
        invalid: Invalid,
        mut take: impl FnMut(usize, FirstOfLine<'_>) -> Result<(), E>,
    ) -> Result<Replaced, E> {
        let (mut all, mut ends) = (Vec::new(), Vec::new());
        let encoded = self.batch.encode_lines(lines, separator, invalid, |_, ids| {
            all.extend_from_slice(ids);
            ends.push(all.len());
            Ok::<(), E>(())
        });
        let (mut rest, mut start) = (lines, 0);
        for (number, end) in ends.into_iter().enumerate() {
            let (line, behind) = separator.split_first(rest);
            rest = behind;
            let ids = all.get(start..end).unwrap_or_default();
            start = end;
            let fits = ids.len() <= ContextLength::CLIP.content();
            let first = if fits && self.is_plain(line) {
                FirstOfLine::Plain(ids)
            } else {
                FirstOfLine::Read(self.first_rows(&String::from_utf8_lossy(line)))
            };
            take(number, first)?;
        }
        encoded
    }

    /// Whether it is known beforehand that the program finds no markup in a prompt.
    pub(crate) fn is_plain(&self, prompt: &[u8]) -> bool {
        self.reader.program().is_plain.is_some_and(|is_plain| is_plain(prompt, &self.reader.options))
    }

    /// What a prompt fills.
    ///
    /// # Errors
    /// If the program raises an exception on it.
    pub(crate) fn filled(&mut self, prompt: &str) -> Result<Filled, Raised> {
        if let Some(filled) = self.fill_plain(prompt) {
            let filled = filled?;
            return Ok(Filled { used: filled.used, rows: rows_with_content(&filled), cut: filled.cut });
        }
        let reading = self.reader.read_markup(prompt)?;
        let mut texts = Vec::with_capacity(reading.texts.len());
        for text in &reading.texts {
            texts.push(self.fill(text)?);
        }
        let counting = self.reader.program().counter;
        Ok(Filled {
            used: used(&reading, counting, |text| Ok(texts.get(text).map_or(0, |filled| filled.used)))?,
            rows: used(&reading, counting, |text| Ok(texts.get(text).map_or(0, rows_with_content)))?,
            cut: texts.iter().map(|filled| filled.cut).sum(),
        })
    }

    /// The rows of the first part of a prompt at its first step.
    ///
    /// # Errors
    /// If the program raises an exception on it.
    pub fn first_rows(&mut self, prompt: &str) -> Result<FirstRows, Raised> {
        if let Some(filled) = self.fill_plain(prompt) {
            let filled = filled?;
            return Ok(FirstRows { used: filled.used, filled, other_texts: 0 });
        }
        let reading = self.reader.read_markup(prompt)?;
        let counting = self.reader.program().counter;
        let first = reading.parts.first().and_then(|part| part.content.first_text());
        let mut of_first = None;
        let used = used(&reading, counting, |at| {
            let Some(text) = reading.texts.get(at) else { return Ok(0) };
            let filled = self.fill(text)?;
            let used = filled.used;
            if Some(at) == first {
                of_first = Some(filled);
            }
            Ok(used)
        })?;
        let other_texts = reading.texts.len().saturating_sub(1);
        Ok(FirstRows { filled: of_first.unwrap_or_default(), other_texts, used })
    }

    /// The rows of a prompt in which the program finds no markup; `None` if that is not known beforehand.
    fn fill_plain(&mut self, prompt: &str) -> Option<Result<FilledRows, Raised>> {
        if prompt.is_empty() || !self.is_plain(prompt.as_bytes()) {
            return None;
        }
        let whole = Traced::whole(prompt);
        let mut segments = Segments::default();
        segments.push(&whole, Span::new(0, prompt.len()), 1.0);
        Some(self.fill(&WeightedText::new(prompt.to_owned(), segments)))
    }

    fn fill(&mut self, text: &WeightedText) -> Result<FilledRows, Raised> {
        self.ids.clear();
        self.ends.clear();
        for piece in text.tokenized().iter() {
            self.batch.encode(piece.text, &mut self.ids);
            self.ends.push(self.ids.len());
        }
        self.reader.fill(text, &self.ids, &self.ends)
    }
}

/// How many rows there are up to the last one that has a token or a vector; behind it there may be empty ones.
fn rows_with_content(filled: &FilledRows) -> usize {
    let is_content = |content| matches!(content, SlotContent::Token(_) | SlotContent::Vector);
    let has_some = |row: &WeightedRow| row.slots.iter().any(|slot| is_content(slot.content));
    filled.rows.iter().rposition(has_some).map_or(0, |last| last + 1)
}
