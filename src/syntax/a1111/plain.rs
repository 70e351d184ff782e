//! Enters: the bytes of a prompt. Leaves: whether nothing in it could be markup, so that its rows hold the tokens of all of it.

use memchr::memchr;

use crate::syntax::SyntaxOptions;
use crate::unicode::is_python_whitespace;

/// Whether the program reads a prompt as one segment that is the whole prompt: without brackets that open, backslashes,
/// comments, networks, `AND`, `BREAK`, a weight at the end, and names of embeddings, and without white space beyond ASCII
/// or controls at its ends, which the program strips in its own way. What says no may still be such a prompt.
#[allow(clippy::indexing_slicing, reason = "a byte is below 256, and a place within the prompt")]
pub(in crate::syntax) fn is_plain(prompt: &[u8], options: &SyntaxOptions) -> bool {
    let Some(last) = prompt.last() else { return true };
    for (at, &byte) in prompt.iter().enumerate() {
        let is_markup = match MARKS[usize::from(byte)] {
            Mark::None => false,
            Mark::Capital => WORDS.iter().any(|word| prompt[at..].starts_with(word)),
            Mark::Markup => true,
        };
        if is_markup {
            return false;
        }
    }
    let may_end_in_weight = last.is_ascii_digit() || *last == b'.';
    options.embeddings.is_empty()
        && is_visible_start(prompt)
        && is_visible_end(prompt)
        && !(may_end_in_weight && memchr(b':', prompt).is_some())
}

/// Words that are markup.
const WORDS: [&[u8]; 2] = [b"AND", b"BREAK"];

/// What a byte says of a prompt.
#[derive(Clone, Copy)]
enum Mark {
    None,
    /// One of the words may begin here.
    Capital,
    /// It may be markup.
    Markup,
}

#[allow(clippy::indexing_slicing, reason = "a byte is below 256")]
const MARKS: [Mark; 256] = {
    let mut marks = [Mark::None; 256];
    marks[b'A' as usize] = Mark::Capital;
    marks[b'B' as usize] = Mark::Capital;
    marks[b'(' as usize] = Mark::Markup;
    marks[b'[' as usize] = Mark::Markup;
    marks[b'\\' as usize] = Mark::Markup;
    marks[b'#' as usize] = Mark::Markup;
    marks[b'<' as usize] = Mark::Markup;
    marks
};

/// Whether the first character is neither white space nor a control.
fn is_visible_start(prompt: &[u8]) -> bool {
    let length = prompt.iter().skip(1).take_while(|byte| (0x80..0xC0).contains(*byte)).count() + 1;
    let first = prompt.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some(first) = first.and_then(|first| first.chars().next()) else { return false };
    first.is_ascii_graphic() || !(first.is_ascii() || is_python_whitespace(first) || first.is_control())
}

/// Whether the last character is neither white space nor a control, and no digit of another script.
fn is_visible_end(prompt: &[u8]) -> bool {
    let start = prompt.iter().rposition(|byte| !(0x80..0xC0).contains(byte)).unwrap_or_default();
    let last = prompt.get(start..).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some(last) = last.and_then(|last| last.chars().next()) else { return false };
    last.is_ascii_graphic()
        || !(last.is_ascii() || is_python_whitespace(last) || last.is_control() || last.is_numeric())
}
