//! Enters: what one step made of a text. Leaves: the places that it changed, for an observer.

use super::rewrite::Rewrite;
use crate::dialect::Step;
use crate::text::{Aligned, Span};

/// What a step did to a piece of a text.
pub(crate) struct Change<'c> {
    /// Which step.
    pub step: Step,
    before: &'c str,
    rewrite: &'c Rewrite,
    path: Option<Path<'c>>,
}

/// The way from bytes of a piece out to bytes of the text as typed.
struct Path<'c> {
    inner: Option<&'c Self>,
    outwards: &'c dyn Fn(Span) -> Span,
}

impl Path<'_> {
    fn follow(&self, span: Span) -> Span {
        (self.outwards)(self.inner.map_or(span, |inner| inner.follow(span)))
    }
}

/// One place that a step changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edit<'c> {
    /// What was there before the step; empty if something was inserted.
    pub before: &'c str,
    /// What is there after it; empty if something was dropped.
    pub after: &'c str,
    /// The bytes of the text as typed that it came from.
    pub original: Span,
}

impl<'c> Change<'c> {
    pub(super) const fn new(step: Step, before: &'c str, rewrite: &'c Rewrite) -> Self {
        Self { step, before, rewrite, path: None }
    }

    /// The same change in a text that contains the piece. `outwards` leads from bytes of the piece to bytes of that
    /// text.
    pub(super) const fn seen_through<'o>(&'o self, outwards: &'o dyn Fn(Span) -> Span) -> Change<'o> {
        let path = Some(Path { inner: self.path.as_ref(), outwards });
        Change { step: self.step, before: self.before, rewrite: self.rewrite, path }
    }

    /// Each place that the step changed, from left to right. Neighbors that changed together are one
    /// place.
    pub(crate) fn edits(&self) -> Vec<Edit<'c>> {
        let mut places: Vec<Aligned> = Vec::new();
        for part in self.rewrite.alignment.parts(self.before.len()).flat_map(|part| self.changed(part)) {
            match places.last_mut() {
                Some(last) if last.original.end >= part.original.start => {
                    last.original = last.original.hull(part.original);
                    last.rewritten = last.rewritten.hull(part.rewritten);
                }
                _ => places.push(part),
            }
        }
        let edit = |place: Aligned| Edit {
            before: place.original.of(self.before),
            after: place.rewritten.of(&self.rewrite.text),
            original: self.path.as_ref().map_or(place.original, |path| path.follow(place.original)),
        };
        places.into_iter().map(edit).collect()
    }

    /// What changed in a part. If only ASCII characters were replaced, each of them is a change of its own.
    fn changed(&self, part: Aligned) -> Vec<Aligned> {
        let (before, after) = (part.original.of(self.before), part.rewritten.of(&self.rewrite.text));
        if before == after {
            return Vec::new();
        }
        let pairs = before.bytes().zip(after.bytes()).enumerate();
        let exchanged: Vec<(usize, (u8, u8))> =
            pairs.filter(|(_, (before, after))| before != after).collect();
        let is_ascii = |&(_, (before, after)): &(usize, (u8, u8))| before.is_ascii() && after.is_ascii();
        if before.len() != after.len() || !exchanged.iter().all(is_ascii) {
            return vec![part];
        }
        let byte = |at: usize, span: Span| Span::new(span.start + at, span.start + at + 1);
        let aligned =
            |(at, _)| Aligned { original: byte(at, part.original), rewritten: byte(at, part.rewritten) };
        exchanged.into_iter().map(aligned).collect()
    }
}
