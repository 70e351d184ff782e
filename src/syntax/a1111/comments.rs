//! Enters: a prompt. Leaves: it without comments: lines that begin with `#`, and what stands behind `#` in others.

use memchr::{memchr, memrchr};

use crate::syntax::{Removed, RemovedKind};
use crate::text::{Span, Traced};

/// Removes comments, in the two passes of the program: a line that is a comment goes with the ends of the lines on both
/// sides, and what is left goes from `#` to the end of its line. Each leaves one line feed.
///
/// Source: stable-diffusion-webui 1.10, `processing_scripts/comments.py`, `strip_comments`.
pub(super) fn remove(text: &mut Traced, removed: &mut Vec<Removed>) {
    if memchr(b'#', text.text().as_bytes()).is_none() {
        return;
    }
    let lines = comments(text.text(), Comments::WholeLines);
    *text = without(text, &lines, removed);
    let rests = comments(text.text(), Comments::RestsOfLines);
    *text = without(text, &rests, removed);
    removed.sort_by_key(|removed| removed.original.start);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Comments {
    WholeLines,
    RestsOfLines,
}

/// The places of comments, with the line feeds that go with them.
fn comments(text: &str, which: Comments) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut done = 0;
    while let Some(at) = memchr(b'#', bytes.get(done..).unwrap_or_default()).map(|found| done + found) {
        let end = memchr(b'\n', bytes.get(at..).unwrap_or_default()).map_or(text.len(), |line| at + line + 1);
        let start = match which {
            Comments::RestsOfLines => Some(at),
            Comments::WholeLines if at == 0 => Some(0),
            // The line feed before it must not have gone with the comment above.
            Comments::WholeLines => memrchr(b'\n', bytes.get(done..at).unwrap_or_default())
                .map(|line| done + line)
                .filter(|line| line + 1 == at),
        };
        match start {
            Some(start) => {
                found.push(Span::new(start, end));
                done = end;
            }
            None => done = at + 1,
        }
    }
    found
}

fn without(text: &Traced, comments: &[Span], removed: &mut Vec<Removed>) -> Traced {
    let mut rest = Traced::default();
    let mut done = 0;
    for comment in comments {
        rest.copy(text, Span::new(done, comment.start));
        let original = text.original(*comment);
        rest.put("\n", original);
        removed.push(Removed { original, kind: RemovedKind::Comment });
        done = comment.end;
    }
    rest.copy(text, Span::new(done, text.len()));
    rest
}
