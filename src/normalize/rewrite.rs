//! Enters: what one step does to a text, piece by piece. Leaves: the new text and its alignment.

use crate::dialect::Step;
use crate::span::{Alignment, Span};

/// A text that a step has changed.
#[derive(Clone, Debug, Default)]
pub struct Rewrite {
    pub text: String,
    /// From bytes of `text` to bytes of the text that the step was given.
    pub alignment: Alignment,
    /// The steps that led here.
    pub changed_by: Vec<Step>,
}

impl Rewrite {
    /// An empty one, with room for about as much text as came in.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Takes over bytes that the step leaves alone.
    pub fn copy(&mut self, input: &str, span: Span) {
        self.text.push_str(span.slice(input));
        self.alignment.copied(span);
    }

    /// Writes a character for the bytes under `span`. Where it is the very character that stands
    /// there, its bytes keep leading to single bytes.
    pub fn put(&mut self, input: &str, character: char, span: Span) {
        if span.slice(input).chars().eq([character]) {
            self.copy(input, span);
        } else {
            self.text.push(character);
            self.alignment.replaced(character.len_utf8(), span);
        }
    }

    /// Writes one ASCII character for another one, so that its byte leads to that byte.
    pub fn put_ascii(&mut self, character: char, span: Span) {
        debug_assert!(character.is_ascii() && span.len() == 1);
        self.text.push(character);
        self.alignment.copied(span);
    }

    /// Says which step made it.
    pub fn by(mut self, step: Step) -> Self {
        self.changed_by.push(step);
        self
    }

    /// This rewriting followed by another one of its text.
    pub fn then(mut self, next: Self) -> Self {
        self.changed_by.extend(next.changed_by);
        Self { alignment: self.alignment.then(&next.alignment), text: next.text, changed_by: self.changed_by }
    }
}
