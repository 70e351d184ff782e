//! Enters: a prompt. Leaves: its parts between `AND`, each without the number at its end, which is its weight.

use memchr::memmem;

use crate::syntax::python::{float, is_word_border};
use crate::syntax::{Removed, RemovedKind};
use crate::text::{Span, Traced};
use crate::unicode::{is_digit_14, is_python_whitespace};

/// A part of a prompt, and how much it weighs against the others.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub text: Traced,
    pub weight: f64,
}

/// Splits a prompt at upper-case `AND`, and cuts a weight off each part, also where there is only one.
///
/// Source: stable-diffusion-webui 1.10, `modules/prompt_parser.py`, `get_multicond_prompt_list`.
pub(super) fn split(text: &Traced, removed: &mut Vec<Removed>) -> Vec<Weighed> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in memmem::find_iter(text.text().as_bytes(), "AND") {
        let and = Span::new(at, at + "AND".len());
        if is_word_border(text.text(), and.start) && is_word_border(text.text(), and.end) {
            parts.push(weighed(text, Span::new(start, and.start), removed));
            removed.push(Removed { original: text.original(and), kind: RemovedKind::And });
            start = and.end;
        }
    }
    parts.push(weighed(text, Span::new(start, text.len()), removed));
    parts
}

fn weighed(text: &Traced, part: Span, removed: &mut Vec<Removed>) -> Weighed {
    let typed = part.of(text.text());
    let kept = typed.trim_end_matches(is_python_whitespace);
    match tail_weight(kept) {
        None => Weighed { text: text.slice(Span::new(part.start, part.start + kept.len())), weight: 1.0 },
        Some((end, weight)) => {
            let number = Span::new(part.start + end, part.start + kept.len());
            removed.push(Removed { original: text.original(number), kind: RemovedKind::PartWeight });
            Weighed { text: text.slice(Span::new(part.start, part.start + end)), weight }
        }
    }
}

/// The weight at the end of a part that ends with no white space, and where the text before it ends: a colon and a
/// number such as `2`, `2.`, `2.5`, `.5`, with a sign or without, and white space around the colon.
fn tail_weight(part: &str) -> Option<(usize, f64)> {
    let before_number = part.trim_end_matches(|character| is_digit_14(character) || character == '.');
    let number = part.get(before_number.len()..)?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let is_number = !(fraction.contains('.') || whole.is_empty() && fraction.is_empty());
    if !is_number {
        return None;
    }
    let unsigned = before_number.strip_suffix(['+', '-']).unwrap_or(before_number);
    let colon = unsigned.trim_end_matches(is_python_whitespace).strip_suffix(':')?;
    let weight = float(part.get(unsigned.len()..)?)?;
    Some((colon.trim_end_matches(is_python_whitespace).len(), weight))
}
