//! Enters: what a step does to a text, run by run. Leaves: the way back from bytes of the rewritten text to bytes of the original.

use super::Span;

/// A part of a rewritten text, and the part of the original that it stands for. One of them may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Aligned {
    /// Its bytes in the original.
    pub original: Span,
    /// Its bytes in the rewritten text.
    pub rewritten: Span,
}

/// How the bytes of one run of a rewritten text came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RunKind {
    /// Copied byte for byte, so each byte of the run stands for one byte of the original.
    Copied,
    /// Replaced as a whole, so any byte of the run stands for all of the original part.
    Replaced,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    rewritten: usize,
    original: Span,
    kind: RunKind,
}

impl Run {
    fn original_of(&self, span: Span) -> Span {
        match self.kind {
            RunKind::Copied => Span::new(
                self.original.start + (span.start - self.rewritten),
                self.original.start + (span.end - self.rewritten),
            ),
            RunKind::Replaced => self.original,
        }
    }
}

/// The way back: which bytes of the original each byte of a rewritten text came from.
///
/// It is a list of runs, so a text that a step left alone costs one run. A byte that was copied leads
/// to one byte. A byte of a replacement leads to all of what was replaced: both characters that were
/// composed to `é`, or the whole run of spaces that became one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    runs: Vec<Run>,
    length: usize,
}

impl Alignment {
    /// The alignment of an unchanged text of `length` bytes.
    pub fn identity(length: usize) -> Self {
        let mut alignment = Self::default();
        alignment.copied(Span::new(0, length));
        alignment
    }

    /// How many bytes of rewritten text are aligned.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether the rewritten text is empty.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Appends bytes that are copied from `original`.
    pub fn copied(&mut self, original: Span) {
        if original.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if last.kind == RunKind::Copied && last.original.end == original.start => {
                last.original.end = original.end;
            }
            _ => self.runs.push(Run { rewritten: self.length, original, kind: RunKind::Copied }),
        }
        self.length += original.len();
    }

    /// Appends `length` bytes that replace all of `original`.
    pub fn replaced(&mut self, length: usize, original: Span) {
        if length == 0 {
            return;
        }
        self.runs.push(Run { rewritten: self.length, original, kind: RunKind::Replaced });
        self.length += length;
    }

    /// The original bytes that `span` of the rewritten text came from, or their hull where a step
    /// reordered characters. An empty span leads to an empty one.
    ///
    /// # Panics
    /// If the span reaches beyond the rewritten text: then it belongs to another text.
    #[track_caller]
    #[allow(clippy::expect_used, reason = "runs cover the rewritten text, so every byte is in a run")]
    pub fn original(&self, span: Span) -> Span {
        self.assert_own(span);
        let first = self.run_at(span.start);
        if span.is_empty() {
            // No run at all: nothing was left of the text.
            let at = self.runs.get(first).map_or(0, |run| run.original_of(span).start);
            return Span::new(at, at);
        }
        let originals = self.pieces(first, span).map(|(run, piece)| run.original_of(piece));
        originals.reduce(Span::hull).expect("a span that is not empty crosses a run")
    }

    /// This alignment followed by a further rewriting of its text: `next` leads into the text
    /// that `self` leads out of.
    ///
    /// # Panics
    /// If it leads into a longer text.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let mut composed = Self::default();
        for (index, run) in next.runs.iter().enumerate() {
            let end = next.end_of(index);
            match run.kind {
                RunKind::Replaced => {
                    composed.replaced(end - run.rewritten, self.original(run.original));
                }
                RunKind::Copied => composed.extend_through(self, run.original),
            }
        }
        composed
    }

    /// Appends `other`, the alignment of a text that begins at byte `offset` of the original.
    pub fn append(&mut self, other: &Self, offset: usize) {
        for (index, run) in other.runs.iter().enumerate() {
            let end = other.end_of(index);
            match run.kind {
                RunKind::Copied => self.copied(run.original.shifted(offset)),
                RunKind::Replaced => {
                    self.replaced(end - run.rewritten, run.original.shifted(offset));
                }
            }
        }
    }

    /// The parts of the rewritten text with their parts of the original, which has `length` bytes, from left to right.
    /// What was dropped appears between them, as a part that became nothing.
    pub(crate) fn parts(&self, length: usize) -> impl Iterator<Item = Aligned> {
        let mut reached = 0;
        let end = Run { rewritten: self.length, original: Span::new(length, length), kind: RunKind::Copied };
        let runs = self.runs.iter().copied().chain([end]).enumerate();
        runs.flat_map(move |(index, run)| {
            let at = Span::new(run.rewritten, run.rewritten);
            let dropped = Aligned { original: Span::new(reached, run.original.start), rewritten: at };
            let part = Aligned { original: run.original, rewritten: Span::new(at.start, self.end_of(index)) };
            reached = reached.max(run.original.end);
            [dropped, part]
        })
        .filter(|part| !(part.original.is_empty() && part.rewritten.is_empty()))
    }

    /// Appends a part of the rewritten text of another alignment to the same original.
    pub(super) fn extend_through(&mut self, earlier: &Self, span: Span) {
        earlier.assert_own(span);
        let first = earlier.run_at(span.start);
        for (run, piece) in earlier.pieces(first, span) {
            match run.kind {
                RunKind::Copied => self.copied(run.original_of(piece)),
                RunKind::Replaced => self.replaced(piece.len(), run.original),
            }
        }
    }

    /// Checks that a span lies in the rewritten text. Beyond its end, no run would be the right one.
    #[track_caller]
    fn assert_own(&self, Span { start, end }: Span) {
        assert!(end <= self.length, "{start}..{end} is no span of a text of {} bytes", self.length);
    }

    /// The run that holds this byte of the rewritten text; 0 if there are no runs.
    fn run_at(&self, byte: usize) -> usize {
        self.runs.partition_point(|run| run.rewritten <= byte).saturating_sub(1)
    }

    /// Where a run ends in the rewritten text, which is where the next one begins.
    fn end_of(&self, run: usize) -> usize {
        self.runs.get(run + 1).map_or(self.length, |following| following.rewritten)
    }

    /// The runs that `span` crosses, from the run `first` on, each with its part of the span.
    fn pieces(&self, first: usize, span: Span) -> impl Iterator<Item = (&Run, Span)> {
        self.runs.iter().enumerate().skip(first).take_while(move |(_, run)| run.rewritten < span.end).map(
            move |(index, run)| {
                let end = self.end_of(index);
                (run, Span::new(run.rewritten.max(span.start), end.min(span.end)))
            },
        )
    }
}
