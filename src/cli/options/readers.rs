//! Enters: the program that was asked for, and what a file says of its prompts. Leaves: the reader of the program that wrote them.

use anyhow::Result;

use super::EncoderOptions;
use super::program::{ProgramOptions, WrittenFor};
use crate::cli::error::UsageError;
use crate::sources::Written;
use crate::syntax::{LongText, Polarity};
use crate::{Dialect, Encoder, PromptReader, Syntax, SyntaxOptions};

/// How prompts are read: as was asked for; and where nothing was, as their file says that they are written.
#[derive(Clone, Debug)]
pub(crate) struct Readers {
    asked: Option<WrittenFor>,
    options: SyntaxOptions,
    dialect: Option<Dialect>,
    /// An option that was typed and is of no use where a program lays out the rows.
    of_text: Option<&'static str>,
}

/// One way to read prompts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    /// `None` is text.
    pub syntax: Option<Syntax>,
    pub polarity: Polarity,
}

impl ProgramOptions {
    /// How prompts are read. `of_text` is an option that was typed and that only texts can be read with.
    ///
    /// # Errors
    /// If the file of an embedding cannot be read, or is for another model.
    pub(crate) fn readers(
        &self,
        tokenizer: &EncoderOptions,
        long_text: LongText,
        of_text: Option<&'static str>,
    ) -> Result<Readers> {
        let options = self.settings.options(long_text, tokenizer.model)?;
        Ok(Readers { asked: self.written_for, options, dialect: tokenizer.dialect, of_text })
    }
}

impl Readers {
    /// The way that was asked for: that of prompts whose place says nothing.
    pub(crate) fn asked(&self) -> Way {
        let syntax = match self.asked {
            Some(WrittenFor::Program(syntax)) => Some(syntax),
            Some(WrittenFor::Text) | None => None,
        };
        Way { syntax, polarity: self.options.polarity }
    }

    /// The way to read prompts of which their file says this.
    ///
    /// # Errors
    /// If they are written for a program, and an option was typed that it cannot be read with.
    pub(crate) fn way(&self, written: Option<Written>) -> std::result::Result<Way, UsageError> {
        let asked = self.asked();
        let Some(written) = written else { return Ok(asked) };
        let polarity = if asked.polarity == Polarity::Negative { asked.polarity } else { written.polarity };
        if self.asked.is_some() {
            return Ok(Way { polarity, ..asked });
        }
        match (written.syntax, self.of_text) {
            (Some(syntax), Some(option)) => Err(UsageError::RowsOfWriter { option, syntax }),
            (syntax, _) => Ok(Way { syntax, polarity }),
        }
    }

    /// The reader of a way, for one of the encoders of a model; `None` for text.
    pub(crate) fn reader(&self, way: Way, encoder: &Encoder) -> Option<PromptReader> {
        let options = SyntaxOptions { polarity: way.polarity, ..self.options.clone() };
        let reader = PromptReader::new(encoder, way.syntax?, options);
        Some(match self.dialect {
            Some(dialect) => reader.with_dialect(dialect),
            None => reader,
        })
    }
}

/// What is made once for each way to read prompts.
#[derive(Clone, Debug)]
pub(crate) struct ByWay<T>(Vec<(Way, T)>);

impl<T> ByWay<T> {
    /// Nothing but what is there for this way.
    pub(crate) fn new(way: Way, first: T) -> Self {
        Self(vec![(way, first)])
    }

    /// What there is for a way; made, if there is nothing yet.
    #[allow(clippy::indexing_slicing, reason = "what is looked for was found or pushed just before")]
    pub(crate) fn get(&mut self, way: Way, make: impl FnOnce() -> T) -> &mut T {
        let at = self.0.iter().position(|(made, _)| *made == way).unwrap_or(self.0.len());
        if at == self.0.len() {
            self.0.push((way, make()));
        }
        let (_, made) = &mut self.0[at];
        made
    }
}
