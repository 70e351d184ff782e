//! Enters: lines of JSON. Leaves: the prompt of each that is as plain as most are.
//!
//! Most records are flat objects whose keys come in the same order each time. This reads those without building a value; the
//! general reader reads every other line, and all that are wrong. A test holds the two against each other.

use std::ops::Range;

use super::marks::StringMarks;
use super::names::Names;
use crate::sources::field::Fit;

/// A reader of the lines in one buffer.
pub(super) struct Flat<'b> {
    bytes: &'b [u8],
    marks: StringMarks<'b>,
    names: Names<'b>,
    /// The members of the lines before, in order.
    members: Vec<Member>,
}

/// The start of a member that was seen before: what stands before its value, and what that says.
struct Member {
    start: Vec<u8>,
    fit: Fit,
}

/// How many members are remembered, and how long their starts may be.
const REMEMBERED: usize = 64;

/// The prompt of a plain line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plain {
    /// Its bytes as they stand, without the quotes around them.
    pub prompt: Range<usize>,
    pub escapes: Escapes,
    /// Where the line ends, before its line feed.
    pub end: usize,
}

/// Whether a string has escapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    None,
    /// All of them look like escapes; halves of surrogate pairs may be alone.
    Some,
}

impl<'b> Flat<'b> {
    pub(super) const fn of(bytes: &'b [u8], names: Names<'b>) -> Self {
        Self { bytes, marks: StringMarks::of(bytes), names, members: Vec::new() }
    }

    /// The prompt of the line that begins here, if that is a flat object in which one key fits and its value is a string.
    /// `None` says nothing of other lines. Questions go forward.
    pub(super) fn prompt(&mut self, start: usize) -> Option<Plain> {
        let bytes = self.bytes;
        let (mut found, mut at) = (None, start);
        for nth in 0.. {
            let (fit, value) = self.member(nth, at)?;
            let string = if bytes.get(value) == Some(&b'"') {
                let (end, escapes) = self.end_of_string(value + 1)?;
                at = end + 1;
                Some((value + 1..end, escapes))
            } else {
                at = end_of_plain(bytes, value)?;
                None
            };
            match (fit, string) {
                (Fit::No, _) => {}
                (Fit::Exact, Some(string)) if found.is_none() => found = Some(string),
                _ => return None,
            }
            let behind = blank(bytes, at);
            match bytes.get(behind)? {
                b',' => {}
                b'}' => {
                    at = behind + 1;
                    break;
                }
                _ => return None,
            }
        }
        let end = blank(bytes, at);
        let (prompt, escapes) = found?;
        matches!(bytes.get(end), None | Some(b'\n')).then_some(Plain { prompt, escapes, end })
    }

    /// How well the nth key of a line fits, whose member begins behind the one before, and where its value begins.
    #[inline]
    fn member(&mut self, nth: usize, at: usize) -> Option<(Fit, usize)> {
        if let Some(Member { start, fit }) = self.members.get(nth)
            && self.bytes.get(at..)?.starts_with(start)
        {
            return Some((*fit, blank(self.bytes, at + start.len())));
        }
        self.new_member(nth, at)
    }

    fn new_member(&mut self, nth: usize, at: usize) -> Option<(Fit, usize)> {
        let opening = if nth == 0 { b'{' } else { b',' };
        let key = expect(self.bytes, expect(self.bytes, at, opening)?, b'"')?;
        let (end, escapes) = self.end_of_string(key)?;
        if escapes == Escapes::Some {
            return None;
        }
        let fit = self.names.fit(std::str::from_utf8(self.bytes.get(key..end)?).ok()?);
        let value = blank(self.bytes, expect(self.bytes, end + 1, b':')?);
        let start = self.bytes.get(at..value)?;
        if start.len() <= REMEMBERED && nth < REMEMBERED {
            match self.members.get_mut(nth) {
                Some(member) => {
                    start.clone_into(&mut member.start);
                    member.fit = fit;
                }
                None => self.members.push(Member { start: start.to_vec(), fit }),
            }
        }
        Some((fit, value))
    }

    /// Where a string ends that begins here; `None` if it has a control character, or something that is no escape, or no end.
    #[inline]
    fn end_of_string(&mut self, mut at: usize) -> Option<(usize, Escapes)> {
        let mut escapes = Escapes::None;
        loop {
            let mark = self.marks.next(at)?;
            match self.bytes.get(mark)? {
                b'"' => return Some((mark, escapes)),
                b'\\' => {
                    at = mark + length_of_escape(self.bytes.get(mark + 1..)?)?;
                    escapes = Escapes::Some;
                }
                _ => return None,
            }
        }
    }
}

/// How long an escape is that goes on so behind its backslash.
fn length_of_escape(behind: &[u8]) -> Option<usize> {
    match behind {
        [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => Some(2),
        [b'u', a, b, c, d, ..] => [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()).then_some(6),
        _ => None,
    }
}

/// Behind white space and this byte.
fn expect(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    let at = blank(bytes, at);
    (bytes.get(at) == Some(&byte)).then_some(at + 1)
}

/// Behind what JSON calls white space, in one line.
#[inline(always)]
fn blank(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\r') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Where a number without an exponent, or a word, ends that begins here.
#[inline]
fn end_of_plain(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let first = match bytes.get(at)? {
        b'-' => at + 1,
        b'0'..=b'9' => at,
        _ => {
            let rest = bytes.get(at..)?;
            let word =
                [b"null".as_slice(), b"true", b"false"].into_iter().find(|word| rest.starts_with(word))?;
            return Some(at + word.len());
        }
    };
    let mut end = digits(first);
    if end == first || (end > first + 1 && bytes.get(first) == Some(&b'0')) {
        return None;
    }
    if bytes.get(end) == Some(&b'.') {
        let fraction = end + 1;
        end = digits(fraction);
        if end == fraction {
            return None;
        }
    }
    (!matches!(bytes.get(end), Some(b'e' | b'E'))).then_some(end)
}
