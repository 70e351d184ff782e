//! Enters: spans of a text. Leaves: the stretches that they cover, and whether a place is inside of one.

use crate::text::Span;

/// Stretches of a text that belong together, in order. Spans that share bytes are one stretch.
#[derive(Clone, Debug, Default)]
pub(super) struct Stretches(Vec<Span>);

impl Stretches {
    /// What these spans cover.
    pub(super) fn of(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable_by_key(|span| (span.start, span.end));
        let mut stretches: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match stretches.last_mut() {
                Some(last) if span.start < last.end => *last = last.hull(span),
                _ => stretches.push(span),
            }
        }
        Self(stretches)
    }

    /// Whether there is none.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a place has bytes of one stretch on both sides.
    pub(super) fn hold(&self, at: usize) -> bool {
        let before = self.0.partition_point(|stretch| stretch.start < at);
        before.checked_sub(1).and_then(|last| self.0.get(last)).is_some_and(|stretch| at < stretch.end)
    }
}
