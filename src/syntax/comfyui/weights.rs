//! Enters: a prompt. Leaves: its segments with their weights: groups in round brackets, and escaped brackets.

use memchr::{memchr2_iter, memrchr3};

use crate::syntax::Segments;
use crate::syntax::python::float;
use crate::text::{Span, Traced};

/// What a group without a number multiplies the weight around it by.
const GROUP: f64 = 1.1;

/// Reads the weights of a prompt. A number in a group is its weight, whatever stands around it; a group without one
/// multiplies the weight around it.
///
/// The program reads the inside of every group again, and looks for the last colon in all of it. Here, brackets are
/// matched once, and a colon is looked for no further than to the next bracket, behind which no number is left. So the time
/// grows with the length of the prompt, however deep its groups are nested, and so does the memory.
///
/// Source: ComfyUI, commit 443393b4, `comfy/sd1_clip.py`, `escape_important`, `token_weights`, `parse_parentheses`,
/// `unescape_important`.
pub(super) fn read(prompt: &str) -> Segments {
    let typed = Traced::whole(prompt);
    let mut segments = Segments::default();
    let groups = groups(prompt);
    let mut groups = groups.iter().peekable();
    // What is still to be read, the next at the end.
    let mut waiting = vec![Part { span: Span::new(0, prompt.len()), weight: 1.0 }];
    while let Some(Part { span, weight }) = waiting.pop() {
        // Those that began in an unclosed group were its text.
        while groups.next_if(|group| group.start < span.start).is_some() {}
        let Some(group) = groups.next_if(|group| group.start < span.end) else {
            push(&mut segments, &typed, span, weight);
            continue;
        };
        push(&mut segments, &typed, Span::new(span.start, group.start), weight);
        let end = group.end.filter(|&end| end <= span.end).unwrap_or(span.end);
        let piece = Span::new(group.start, end);
        if is_bracket(prompt, end - 1, b')') {
            waiting.push(Part { span: Span::new(end, span.end), weight });
            waiting.push(inside(prompt, piece, weight));
        } else {
            push(&mut segments, &typed, piece, weight);
        }
    }
    segments
}

/// A part of a prompt, and the weight of what stands in it outside of groups.
struct Part {
    span: Span,
    weight: f64,
}

/// A bracket that begins a group.
struct Group {
    start: usize,
    /// One past the bracket that closes it; `None` if none does.
    end: Option<usize>,
}

/// The groups of a prompt, in the order in which they begin. After a closing bracket with nothing to close, the next
/// opening one begins none.
fn groups(prompt: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    // The positions in `groups` of those that are not closed.
    let mut open = Vec::new();
    let mut closed_too_often = 0_usize;
    for at in memchr2_iter(b'(', b')', prompt.as_bytes()) {
        if is_bracket(prompt, at, b'(') {
            if closed_too_often > 0 {
                closed_too_often -= 1;
            } else {
                open.push(groups.len());
                groups.push(Group { start: at, end: None });
            }
        } else if is_bracket(prompt, at, b')') {
            match open.pop().and_then(|open: usize| groups.get_mut(open)) {
                Some(group) => group.end = Some(at + 1),
                None => closed_too_often += 1,
            }
        }
    }
    groups
}

/// Whether this bracket stands here, with no backslash before it.
fn is_bracket(prompt: &str, at: usize, bracket: u8) -> bool {
    let byte = |at: usize| prompt.as_bytes().get(at).copied();
    byte(at) == Some(bracket) && at.checked_sub(1).and_then(byte) != Some(b'\\')
}

/// What a group holds, without its brackets and its number.
fn inside(prompt: &str, group: Span, outer_weight: f64) -> Part {
    let whole = Span::new(group.start + 1, group.end - 1);
    let typed = whole.of(prompt);
    // A bracket behind the last colon, escaped or not, is in no number.
    let weighted = memrchr3(b':', b'(', b')', typed.as_bytes())
        .filter(|&colon| colon > 0 && typed.as_bytes().get(colon) == Some(&b':'))
        .and_then(|colon| Some((colon, float(typed.get(colon + 1..)?)?)));
    match weighted {
        Some((colon, weight)) => Part { span: Span::new(whole.start, whole.start + colon), weight },
        None => Part { span: whole, weight: outer_weight * GROUP },
    }
}

/// Appends a piece, with brackets for what stands for them: a backslash and a bracket, or the two characters that the
/// program sets in their place, which may also have been typed.
fn push(segments: &mut Segments, typed: &Traced, piece: Span, weight: f64) {
    if piece.is_empty() {
        return;
    }
    segments.begin(weight);
    let bytes = piece.of(typed.text()).as_bytes();
    let mut done = 0;
    for at in memchr2_iter(b'\\', b'\0', bytes) {
        let bracket = match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\\'), Some(b'(')) | (Some(b'\0'), Some(b'\x02')) => "(",
            (Some(b'\\'), Some(b')')) | (Some(b'\0'), Some(b'\x01')) => ")",
            _ => continue,
        };
        segments.copy(typed, Span::new(done, at).shifted(piece.start));
        done = at + 2;
        segments.put(bracket, Span::new(at, done).shifted(piece.start));
    }
    segments.copy(typed, Span::new(done, bytes.len()).shifted(piece.start));
}
