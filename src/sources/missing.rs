//! Enters: a record that has no prompt. Leaves: what it is taken for.

/// What a record is whose prompt is null, or that lacks the field. An empty string and an empty cell are prompts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missing {
    /// An error, which ends the reading.
    #[default]
    Error,
    /// The empty prompt.
    Empty,
    /// Nothing: it has no answer, and is counted.
    Skip,
}
