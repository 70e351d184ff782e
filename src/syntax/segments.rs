//! Enters: pieces of a text, each with a weight. Leaves: all of them in one buffer, each with the way back to the prompt.

use crate::text::{Alignment, Span, Traced};

/// The segments of a text: pieces with one weight each, from left to right. Each is tokenized alone.
///
/// They are slices of one buffer, so that a text with many segments costs no more than a few allocations.
#[derive(Clone, Debug, Default)]
pub struct Segments {
    text: Traced,
    ends: Vec<usize>,
    /// For each segment, its weight.
    weights: Vec<f64>,
}

/// A piece of a prompt with one weight. It is tokenized alone.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Segment<'s> {
    /// What is tokenized; may be empty.
    pub text: &'s str,
    /// How much it weighs; 1 is no emphasis. It may be 0, negative, infinite, or NaN.
    pub weight: f64,
    /// Its bytes in the text of all segments, one after the other.
    pub span: Span,
}

impl Segments {
    /// How many there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Each of them, from left to right.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Segment<'_>> {
        let mut start = 0;
        self.ends.iter().zip(&self.weights).map(move |(&end, &weight)| {
            let span = Span::new(start, end);
            start = end;
            Segment { text: span.of(self.text.text()), weight, span }
        })
    }

    /// The way from the text of all segments, one after the other, to the prompt as typed.
    pub fn alignment(&self) -> &Alignment {
        self.text.alignment()
    }

    /// The text of all segments, one after the other, with the way back to the prompt as typed.
    pub(crate) const fn traced(&self) -> &Traced {
        &self.text
    }

    /// Begins a segment with this weight, which [`Segments::copy`] and [`Segments::put`] then fill.
    pub(crate) fn begin(&mut self, weight: f64) {
        self.ends.push(self.text.len());
        self.weights.push(weight);
    }

    /// Appends a part of a text to the last segment.
    ///
    /// # Panics
    /// If there is no segment.
    pub(crate) fn copy(&mut self, from: &Traced, span: Span) {
        self.text.copy(from, span);
        *self.last_end() = self.text.len();
    }

    /// Appends `text` to the last segment, in place of these bytes of the prompt.
    ///
    /// # Panics
    /// If there is no segment.
    pub(crate) fn put(&mut self, text: &str, original: Span) {
        self.text.put(text, original);
        *self.last_end() = self.text.len();
    }

    /// Appends a segment.
    pub(crate) fn push(&mut self, from: &Traced, span: Span, weight: f64) {
        self.begin(weight);
        self.copy(from, span);
    }

    #[allow(clippy::expect_used, reason = "only a bug fills a segment that was not begun")]
    fn last_end(&mut self) -> &mut usize {
        self.ends.last_mut().expect("a segment was begun")
    }

    /// The weights, to be multiplied.
    pub(crate) fn weights_mut(&mut self) -> &mut [f64] {
        &mut self.weights
    }

    /// Joins neighbors of equal weight.
    #[allow(clippy::float_cmp, reason = "programs compare them so")]
    pub(crate) fn join_equal_neighbors(&mut self) {
        let mut kept: Vec<(usize, f64)> = Vec::with_capacity(self.len());
        for (&end, &weight) in self.ends.iter().zip(&self.weights) {
            match kept.last_mut() {
                Some((last_end, last_weight)) if *last_weight == weight => *last_end = end,
                _ => kept.push((end, weight)),
            }
        }
        (self.ends, self.weights) = kept.into_iter().unzip();
    }
}
