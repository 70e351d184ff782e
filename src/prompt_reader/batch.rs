//! Enters: many prompts in the syntax of a program. Leaves: how many slots each takes, or the rows that it fills.

use cliptok_bpe::TokenId;

use super::{PromptReader, used};
use crate::batch::{BatchEncoder, Invalid, NotUtf8, Replaced, Separator};
use crate::dialect::ContextLength;
use crate::syntax::{FilledRows, Raised, WeightedText};

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
        let mut counts = Vec::new();
        let counted = self.batch.count_lines(lines, separator, invalid, |_, tokens| {
            counts.push(tokens);
            Ok::<(), E>(())
        });
        let is_plain = self.reader.program().is_plain;
        let mut rest = lines;
        for (number, tokens) in counts.into_iter().enumerate() {
            let (line, behind) = separator.split_first(rest);
            rest = behind;
            let fits = tokens <= ContextLength::CLIP.content();
            let answer = match is_plain {
                Some(is_plain) if fits && is_plain(line, &self.reader.options) => Ok(tokens),
                _ => self.count(&String::from_utf8_lossy(line)),
            };
            take(number, answer)?;
        }
        counted
    }

    /// The rows of the first part of a prompt at its first step.
    ///
    /// # Errors
    /// If the program raises an exception on it.
    pub fn first_rows(&mut self, prompt: &str) -> Result<FirstRows, Raised> {
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
