//! Enters: nothing. Leaves: what a file holds, in whatever format: tensors, facts, and names that nobody looked up.

use super::tensor::Tensor;

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileContent {
    /// Its tensors. Those of a pickle have the names that lead to them, joined by dots, without `state_dict`.
    pub tensors: Vec<Tensor>,
    /// The functions and classes that a pickle names beside those of tensors. They are not looked up, and nothing is run.
    pub strange_globals: Vec<String>,
    /// The texts and numbers that stand at the top of a pickle, by name.
    pub facts: Vec<(String, Fact)>,
}

impl FileContent {
    /// Tensors, and nothing else.
    pub(super) fn of(tensors: Vec<Tensor>) -> Self {
        Self { tensors, ..Self::default() }
    }
}

/// A text or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
}
