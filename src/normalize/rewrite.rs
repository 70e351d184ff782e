//! Enters: what one step does to a text, place by place. Leaves: the new text and its alignment.

use crate::dialect::Step;
use crate::text::{Alignment, Span};

/// A text that a step has changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Rewrite {
    pub text: String,
    /// The way from bytes of `text` to bytes of the text that went into the step.
    pub alignment: Alignment,
    /// The steps that made it.
    pub changed_by: Vec<Step>,
}

impl Rewrite {
    /// An empty rewriting, with room for this many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Copies bytes that the step leaves alone.
    pub(super) fn copy(&mut self, input: &str, span: Span) {
        self.text.push_str(span.of(input));
        self.alignment.copied(span);
    }

    /// Writes a character for the bytes at `span`. If the same character is there already, each of its bytes still
    /// leads to one byte. The same holds if one ASCII character replaces another.
    pub(super) fn put(&mut self, input: &str, character: char, span: Span) {
        let there = span.of(input);
        if there.chars().eq([character]) || (character.is_ascii() && span.len() == 1) {
            self.text.push(character);
            self.alignment.copied(span);
        } else {
            self.text.push(character);
            self.alignment.replaced(character.len_utf8(), span);
        }
    }

    /// Appends what another rewriting made of the part of the input that begins at `offset`.
    pub(super) fn splice(&mut self, part: Self, offset: usize) {
        self.text.push_str(&part.text);
        self.alignment.append(&part.alignment, offset);
        self.changed_by.extend(part.changed_by);
    }

    /// Records the step that made it.
    pub(super) fn by(mut self, step: Step) -> Self {
        self.changed_by.push(step);
        self
    }

    /// This rewriting, followed by another rewriting of its text.
    pub(super) fn then(mut self, next: Self) -> Self {
        self.changed_by.extend(next.changed_by);
        Self { alignment: self.alignment.then(&next.alignment), text: next.text, changed_by: self.changed_by }
    }
}

/// A rewriting in progress, from left to right. What is not replaced is copied.
#[derive(Debug)]
pub(super) struct Edits<'t> {
    input: &'t str,
    rewrite: Option<Rewrite>,
    copied_to: usize,
}

impl<'t> Edits<'t> {
    /// No edits yet.
    pub(super) const fn of(input: &'t str) -> Self {
        Self { input, rewrite: None, copied_to: 0 }
    }

    /// Replaces the bytes at `span` with `characters`; with none, it drops them.
    ///
    /// # Panics
    /// If `span` begins before the end of the last edit.
    pub(super) fn replace(&mut self, span: Span, characters: impl IntoIterator<Item = char>) {
        let input = self.input;
        let rewrite = self.copy_to(span);
        for character in characters {
            rewrite.put(input, character, span);
        }
    }

    /// Replaces the text at `span` with what another rewriting made of it.
    pub(super) fn splice(&mut self, span: Span, part: Rewrite) {
        self.copy_to(span).splice(part, span.start);
    }

    fn copy_to(&mut self, span: Span) -> &mut Rewrite {
        let rewrite = self.rewrite.get_or_insert_with(|| Rewrite::with_capacity(self.input.len()));
        // `Span::new` would turn a span that runs backward into an empty one.
        rewrite.copy(self.input, Span { start: self.copied_to, end: span.start });
        self.copied_to = span.end;
        rewrite
    }

    /// The whole rewriting; `None` if there were no edits.
    pub(super) fn finish(self) -> Option<Rewrite> {
        let mut rewrite = self.rewrite?;
        rewrite.copy(self.input, Span::new(self.copied_to, self.input.len()));
        Some(rewrite)
    }
}

/// Replaces each character for which `of` returns something; `None` if there is none.
pub(super) fn replace_characters<C: IntoIterator<Item = char>>(
    text: &str,
    of: impl Fn(char) -> Option<C>,
) -> Option<Rewrite> {
    let mut edits = Edits::of(text);
    for (at, character) in text.char_indices() {
        if let Some(replacement) = of(character) {
            edits.replace(Span::new(at, at + character.len_utf8()), replacement);
        }
    }
    edits.finish()
}
