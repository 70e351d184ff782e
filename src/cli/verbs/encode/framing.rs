//! Enters: the tokens of a prompt. Leaves: the row that was asked for, and what did not fit into it.

use super::args::Row;
use crate::cli::error::InputError;
use crate::report::{Source, counted};
use crate::{Layout, OverLength, SpecialToken, TokenId, Vocabulary};

/// Makes rows of one kind.
pub(super) struct Framing<'t> {
    kind: Row,
    vocabulary: &'t Vocabulary,
    row: Vec<TokenId>,
}

/// A row, and how many tokens of its prompt have no slot; none where no row was laid out.
pub(super) struct Framed<'r> {
    pub row: &'r [TokenId],
    pub over: Option<usize>,
}

impl<'t> Framing<'t> {
    pub(super) const fn new(kind: Row, vocabulary: &'t Vocabulary) -> Self {
        Self { kind, vocabulary, row: Vec::new() }
    }

    /// The row of a prompt's tokens: all of them, or those that fit. `tokens` is how many there are.
    ///
    /// # Errors
    /// If they do not fit, and the model refuses what does not.
    pub(super) fn frame<'r>(
        &'r mut self,
        content: &'r [TokenId],
        tokens: usize,
        source: &Source,
    ) -> Result<Framed<'r>, InputError> {
        self.row.clear();
        match self.kind {
            Row::Content => Ok(Framed { row: content, over: None }),
            Row::WithSpecial => {
                self.row.push(self.vocabulary.special_id(SpecialToken::StartOfText));
                self.row.extend_from_slice(content);
                self.row.push(self.vocabulary.special_id(SpecialToken::EndOfText));
                Ok(Framed { row: &self.row, over: None })
            }
            Row::Padded(padding) => {
                let layout = Layout::new(padding.context_length, tokens);
                let over = layout.over();
                if over > 0 && padding.over_length == OverLength::Refuse {
                    let room = padding.context_length.content();
                    return Err(InputError::TooLong { source: source.clone(), tokens, room });
                }
                self.row.extend(layout.ids(content, padding.pad, self.vocabulary));
                Ok(Framed { row: &self.row, over: Some(over) })
            }
        }
    }
}

/// The prompts that did not fit their rows: nothing is lost in silence.
#[derive(Default)]
pub(super) struct Cut {
    prompts: u64,
    first: Option<Source>,
}

impl Cut {
    /// Notes how many tokens of a prompt did not fit.
    pub(super) fn note(&mut self, over: usize, source: &Source) {
        if over > 0 {
            self.prompts += 1;
            self.first.get_or_insert_with(|| source.clone());
        }
    }

    /// Adds what was noted of a later part of the input.
    pub(super) fn add(&mut self, later: Self) {
        self.prompts += later.prompts;
        self.first = self.first.take().or(later.first);
    }

    /// What is to be said of them, if there are any.
    pub(super) fn words(&self, row: Row) -> Option<String> {
        let (Some(first), Row::Padded(padding)) = (&self.first, row) else { return None };
        let room = padding.context_length.content();
        let tokens = counted(room, "token");
        let cut = match self.prompts {
            1 => first.to_string(),
            prompts => format!("{prompts} prompts, the first of them {first}"),
        };
        Some(format!(
            "cut to {tokens}: {cut}; `cliptok count --over {room}` with the same input and tokenizer options lists such prompts"
        ))
    }
}
