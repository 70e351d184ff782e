//! Enters: the texts that a picture carries. Leaves: the prompts in them, by the program that wrote them.

use super::field::Field;
use super::picture::Picture;
use crate::syntax::Syntax;

/// A program that writes prompts into pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Producer {
    /// AUTOMATIC1111's web UI, and what writes as it does.
    A1111,
}

impl Producer {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A1111 => "A1111",
        }
    }

    /// The syntax of its prompts, if it is known here.
    pub const fn syntax(self) -> Option<Syntax> {
        match self {
            Self::A1111 => Some(Syntax::A1111),
        }
    }
}

/// The prompts in these texts, if there are any.
pub(super) fn picture(_fields: &[Field]) -> Option<Picture> {
    None
}
