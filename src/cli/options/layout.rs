//! Enters: the options that say how rows are filled. Leaves: the rules that are meant.

use clap::Args;

use super::values::whole_number;
use crate::cli::error::UsageError;
use crate::syntax::LongText;
use crate::{ContextLength, Encoder, OverLength, RowRules};

/// The slots.
#[derive(Debug, Args)]
#[command(next_help_heading = "How rows are filled")]
pub(crate) struct LayoutOptions {
    /// How many slots a row has, including start and end [default: the model's, 77]
    #[arg(long, value_name = "N", value_parser = whole_number, hide_short_help = true)]
    pub context_length: Option<usize>,
    /// The id that fills the slots after the end [default: the model's]
    #[arg(long, value_name = "ID", value_parser = whole_number, hide_short_help = true)]
    pub pad_id: Option<usize>,
    /// Cut a prompt that is too long, even where the model refuses it (openai)
    ///
    /// With --as invokeai: read one row and no more.
    #[arg(long, hide_short_help = true)]
    pub truncate: bool,
}

impl LayoutOptions {
    /// Whether any of them was typed.
    pub(crate) const fn is_given(&self) -> bool {
        self.context_length.is_some() || self.pad_id.is_some() || self.truncate
    }

    /// What becomes of a prompt that is longer than a row, where a program can be told.
    pub(crate) const fn long_text(&self) -> LongText {
        if self.truncate { LongText::OneRow } else { LongText::Rows }
    }

    /// Checks that nothing is said of rows that a program fills by itself.
    ///
    /// # Errors
    /// If something is.
    pub(crate) fn is_left_to_the_program(&self) -> Result<(), UsageError> {
        match self.first_for_texts() {
            Some(option) => Err(UsageError::RowsOfProgram { option }),
            None => Ok(()),
        }
    }

    /// The first of these options that was typed, and that a program has no use for.
    pub(crate) fn first_for_texts(&self) -> Option<&'static str> {
        let given =
            [(self.context_length.is_some(), "--context-length"), (self.pad_id.is_some(), "--pad-id")];
        given.into_iter().find(|(is_given, _)| *is_given).map(|(_, option)| option)
    }

    /// How rows are filled: as the model wants it, but for what was typed.
    ///
    /// # Errors
    /// If there is no such context length, or no such id.
    pub(crate) fn row_rules(&self, encoder: &Encoder) -> Result<RowRules, UsageError> {
        let model = encoder.row_rules();
        let pad = match self.pad_id {
            Some(id) => encoder.vocabulary().id(id as u64).map_err(UsageError::PadId)?,
            None => model.pad,
        };
        let context_length = context_length(self.context_length, model.context_length)?;
        let over_length = if self.truncate { OverLength::Cut } else { model.over_length };
        Ok(RowRules { context_length, pad, over_length })
    }
}

/// The context length that was typed, or else this one.
///
/// # Errors
/// If there is no such context length.
pub(crate) fn context_length(
    typed: Option<usize>,
    otherwise: ContextLength,
) -> Result<ContextLength, UsageError> {
    typed.map_or(Ok(otherwise), |slots| ContextLength::new(slots).map_err(UsageError::ContextLength))
}
