//! Enters: records, one by one. Leaves: them together as long as a bracket is open, and the rows of ids in them.

use super::{closing, lexemes, rows};
use crate::cli::error::{IdError, InputError};
use crate::report::Source;
use crate::{TokenId, Vocabulary};

use lexemes::{Lexeme, Lexemes};

/// How long a list may be that is printed in several lines, in bytes. A bracket that is never closed is found there.
const LONGEST: usize = 1 << 20;

/// A list that may have been printed in several lines.
#[derive(Debug, Default)]
pub(crate) struct Pasted {
    text: String,
    /// Where each record begins in it, and where it comes from.
    records: Vec<(usize, Source)>,
    /// The brackets that are open.
    open: Vec<char>,
}

/// The rows of a list.
#[derive(Debug)]
pub(crate) struct PastedRows {
    /// Where it begins.
    pub source: Source,
    pub rows: Vec<Vec<TokenId>>,
}

impl Pasted {
    /// Adds a record.
    pub(crate) fn push(&mut self, text: &str, source: &Source) {
        if !self.records.is_empty() {
            self.text.push('\n');
        }
        self.records.push((self.text.len(), source.clone()));
        self.text.push_str(text);
        self.follow(text);
    }

    /// Whether the next record belongs to it: a bracket is open.
    pub(crate) fn goes_on(&self) -> bool {
        !self.open.is_empty() && self.text.len() < LONGEST
    }

    /// Whether a record comes from another place, so that it cannot belong to it.
    pub(crate) fn ends_before(&self, source: &Source) -> bool {
        self.records.last().is_some_and(|(_, last)| last.place != source.place)
    }

    /// Takes the rows out, each as an answer of its own, with the place where the list begins.
    ///
    /// # Errors
    /// If something in it is no id. The error names the record.
    pub(crate) fn take(&mut self, vocabulary: &Vocabulary) -> Result<Option<PastedRows>, InputError> {
        let Self { text, records, .. } = std::mem::take(self);
        let Some((_, first)) = records.first() else { return Ok(None) };
        let found = rows(&text, vocabulary).map_err(|IdError { offset, problem }| {
            let at = records.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
            let (start, source) = records.get(at).map_or((0, first), |(start, source)| (*start, source));
            InputError::Id { source: source.clone(), error: IdError { offset: offset - start, problem } }
        })?;
        Ok(Some(PastedRows { source: first.clone(), rows: found }))
    }

    /// Follows which brackets are open. Parentheses that no name stands before are only around numbers, and need no
    /// other half.
    fn follow(&mut self, text: &str) {
        let mut lexemes = Lexemes::of(text);
        let mut before = None;
        while let Some((lexeme, _)) = lexemes.next() {
            let is_called =
                matches!(before, Some(Lexeme::Word(word)) if word.starts_with(char::is_alphabetic));
            match lexeme {
                Lexeme::Open('(') if !is_called => {}
                Lexeme::Open(bracket) => self.open.push(closing(bracket)),
                Lexeme::Close(bracket) => {
                    if let Some(at) = self.open.iter().rposition(|&open| open == bracket) {
                        self.open.truncate(at);
                    }
                }
                _ => {}
            }
            before = Some(lexeme);
        }
    }
}
