//! Enters: fragments. Leaves: segments: neighbors of equal weight are joined, and backslashes are dropped on the way.

use memchr::memchr3;

use super::fragments::{Flattened, Fragment};
use crate::syntax::Segments;
use crate::text::{Span, Traced};

/// Which text of a prompt with swaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Original,
    Edited,
}

/// The segments of a version of a prompt. What a swap puts there joins with no neighbor.
///
/// Source: compel 2.5.1, `prompt_parser.py`, `fuse_fragments`.
pub(super) fn segments(fragments: &[Flattened], version: Version, texts: &Traced) -> Segments {
    let mut segments = Segments::default();
    let mut run = Vec::new();
    for flattened in fragments {
        match flattened {
            Flattened::Fragment(fragment) => run.push(*fragment),
            Flattened::Swap { original, edited } => {
                join_equal(&run, texts, &mut segments);
                run.clear();
                let side = if version == Version::Original { original } else { edited };
                join_equal(side, texts, &mut segments);
            }
        }
    }
    join_equal(&run, texts, &mut segments);
    segments
}

/// Appends fragments as segments: those of equal weight that follow one another as one, with a space between.
///
/// A mark behind backslashes loses one each time the program makes a fragment of the text: on reading it, on flattening,
/// and at each join of what stands before with what comes next.
#[allow(
    clippy::float_cmp,
    reason = "the program joins fragments whose weights are the same bit for bit, or are zeros"
)]
fn join_equal(mut fragments: &[Fragment], texts: &Traced, segments: &mut Segments) {
    while let Some(first) = fragments.first() {
        // A weight that is not a number is not even equal to itself.
        let equal = fragments.iter().take_while(|fragment| fragment.weight == first.weight).count().max(1);
        let (joined, others) = fragments.split_at(equal);
        fragments = others;
        segments.begin(first.weight);
        let mut end = None;
        for (at, fragment) in joined.iter().enumerate() {
            let original = texts.original(fragment.span);
            if let Some(end) = end {
                segments.put(" ", Span::new(end, original.start));
            }
            end = Some(original.end);
            push_without_backslashes(fragment.span, 2 + equal - at.max(1), texts, segments);
        }
    }
}

/// Appends text that loses as many backslashes before each bracket and quotation mark, if there are that many.
///
/// Source: compel 2.5.1, `prompt_parser.py`, `Fragment.__init__`.
fn push_without_backslashes(span: Span, times: usize, texts: &Traced, segments: &mut Segments) {
    let bytes = span.of(texts.text()).as_bytes();
    let mut done = 0;
    let mut reached = 0;
    while let Some(found) = memchr3(b'(', b')', b'"', bytes.get(reached..).unwrap_or_default()) {
        let mark = reached + found;
        let before = bytes.get(reached..mark).unwrap_or_default();
        let backslashes = before.iter().rev().take_while(|&&byte| byte == b'\\').count();
        segments.copy(texts, Span::new(done, mark - backslashes.min(times)).shifted(span.start));
        done = mark;
        reached = mark + 1;
    }
    segments.copy(texts, Span::new(done, bytes.len()).shifted(span.start));
}
