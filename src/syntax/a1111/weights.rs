//! Enters: a text. Leaves: its segments with their weights: brackets, numbers, escapes, and `BREAK`.

use std::collections::HashMap;

use memchr::memmem;

use crate::syntax::python::{float, is_word_border, leading_whitespace};
use crate::syntax::raised::RaisedWhy;
use crate::syntax::{Raised, Segments};
use crate::text::{Span, Traced};
use crate::unicode::{is_digit_14, is_python_whitespace};

/// What a round bracket multiplies the weights in it by.
const ROUND: f64 = 1.1;

/// What a square bracket multiplies the weights in it by.
const SQUARE: f64 = 1.0 / 1.1;

/// The word that closes a row.
pub(super) const BREAK: &str = "BREAK";

/// What it weighs as a segment, by which it is known.
pub(super) const BREAK_WEIGHT: f64 = -1.0;

/// What the web UI and the programs that took over its parser read differently.
#[derive(Clone, Copy, Debug)]
pub(in crate::syntax) struct Notation {
    pub number: NumberSpacing,
    pub break_word: BreakWord,
}

/// Whether white space may stand around the number of a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) enum NumberSpacing {
    /// `(a: 1.2 )` gives a weight.
    Allowed,
    /// `(a: 1.2 )` is text in brackets.
    Refused,
}

/// What an upper-case `BREAK` that stands alone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) enum BreakWord {
    /// A segment of its own.
    Segment,
    /// Text as any other.
    Text,
}

impl Notation {
    /// That of stable-diffusion-webui 1.10.
    pub(super) const WEB_UI: Self = Self { number: NumberSpacing::Allowed, break_word: BreakWord::Segment };
}

/// The text as one segment.
pub(super) fn unread(text: &Traced) -> Segments {
    let mut segments = Segments::default();
    segments.push(text, Span::new(0, text.len()), 1.0);
    segments
}

/// Reads the weights of a text. Closing a bracket multiplies all weights since it was opened, so that the time grows with
/// the length of the text, and with the number of segments times how deep they are nested: a multiplication each. Of the
/// latter, those that would change nothing are left out, as far as one factor follows itself.
///
/// Source: stable-diffusion-webui 1.10, `modules/prompt_parser.py`, `parse_prompt_attention`.
pub(in crate::syntax) fn read(text: &Traced, notation: Notation) -> Result<Segments, Raised> {
    let typed = text.text();
    let mut segments = Segments::default();
    // For each bracket that is open, how many segments stand before it.
    let (mut round, mut square) = (Vec::new(), Vec::new());
    let mut settled = Settled::default();
    let mut at = 0;
    while let Some(&byte) = typed.as_bytes().get(at) {
        let mut end = at + 1;
        match byte {
            b'\\' => {
                if matches!(typed.as_bytes().get(end), Some(b'(' | b')' | b'[' | b']' | b'\\')) {
                    end += 1;
                }
                segments.push(text, Span::new(at + 1, end), 1.0);
            }
            b'(' => round.push(segments.len()),
            b'[' => square.push(segments.len()),
            b')' => match round.pop() {
                Some(first) => settled.multiply(&mut segments, first, ROUND),
                None => segments.push(text, Span::new(at, end), 1.0),
            },
            b']' => match square.pop() {
                Some(first) => settled.multiply(&mut segments, first, SQUARE),
                None => segments.push(text, Span::new(at, end), 1.0),
            },
            b':' => match weight(Span::new(end, typed.len()).of(typed), notation.number) {
                Some((length, number)) => {
                    end += length;
                    match round.pop() {
                        Some(first) => {
                            let not_a_number = || RaisedWhy::NotANumber { typed: number.to_owned() };
                            let factor = float(number).ok_or_else(not_a_number)?;
                            settled.multiply(&mut segments, first, factor);
                        }
                        None => segments.push(text, Span::new(at, end), 1.0),
                    }
                }
                None => segments.push(text, Span::new(at, end), 1.0),
            },
            _ => {
                end = typed
                    .as_bytes()
                    .iter()
                    .skip(at)
                    .position(|byte| b"\\()[]:".contains(byte))
                    .map_or(typed.len(), |length| at + length);
                let run = Span::new(at, end);
                match notation.break_word {
                    BreakWord::Segment => push_with_breaks(&mut segments, text, run),
                    BreakWord::Text => segments.push(text, run, 1.0),
                }
            }
        }
        at = end;
    }
    multiply_by_open(&mut segments, &round, &square);
    if segments.is_empty() {
        segments.begin(1.0);
    }
    segments.join_equal_neighbors();
    Ok(segments)
}

/// Segments side by side whose weights a factor no longer changes: they are infinite, zero, or as small as numbers get.
/// Where brackets are nested deeper than that, most segments are such, and need not be multiplied.
#[derive(Default)]
struct Settled {
    factor: f64,
    start: usize,
    end: usize,
}

impl Settled {
    /// Multiplies all weights from a segment on.
    fn multiply(&mut self, segments: &mut Segments, first: usize, factor: f64) {
        if self.factor.to_bits() != factor.to_bits() || first > self.end {
            // What was multiplied most often stands where the innermost bracket was opened.
            *self = Self { factor, start: first, end: first };
        }
        let weights = segments.weights_mut();
        for weight in weights.get_mut(first..self.start).unwrap_or_default() {
            *weight *= factor;
        }
        for weight in weights.get_mut(self.end..).unwrap_or_default() {
            *weight *= factor;
        }
        let is_settled = |weight: &f64| (weight * factor).to_bits() == weight.to_bits();
        while self.start > first && weights.get(self.start - 1).is_some_and(is_settled) {
            self.start -= 1;
        }
        while weights.get(self.end).is_some_and(is_settled) {
            self.end += 1;
        }
    }
}

/// Closes what is still open at the end: round brackets first, each kind in the order of opening.
///
/// A segment is multiplied once for each bracket that was opened before it. Weights that are equal and are multiplied by
/// the same numbers stay equal, so that this goes on from the last such result instead of from the beginning.
fn multiply_by_open(segments: &mut Segments, round: &[usize], square: &[usize]) {
    if round.is_empty() && square.is_empty() {
        return;
    }
    let (mut by_round, mut by_square) = (Repeated::by(ROUND), Repeated::by(SQUARE));
    let (mut rounds, mut squares) = (0, 0);
    for (at, weight) in segments.weights_mut().iter_mut().enumerate() {
        while round.get(rounds).is_some_and(|&first| first <= at) {
            rounds += 1;
        }
        while square.get(squares).is_some_and(|&first| first <= at) {
            squares += 1;
        }
        *weight = by_square.times(by_round.times(*weight, rounds), squares);
    }
}

/// Multiplication by the same factor, again and again: each time rounded, as the program does it.
struct Repeated {
    factor: f64,
    /// For the bits of each weight, how often it was multiplied at last, and what came of it.
    reached: HashMap<u64, (usize, f64)>,
}

impl Repeated {
    fn by(factor: f64) -> Self {
        Self { factor, reached: HashMap::new() }
    }

    /// A weight after so many multiplications, which must not be fewer than the last time.
    fn times(&mut self, weight: f64, times: usize) -> f64 {
        if times == 0 {
            return weight;
        }
        let (done, value) = self.reached.entry(weight.to_bits()).or_insert((0, weight));
        while *done < times {
            let next = *value * self.factor;
            if next.to_bits() == value.to_bits() {
                // It is infinite, or as small as numbers get, and stays so.
                *done = times;
            } else {
                (*done, *value) = (*done + 1, next);
            }
        }
        *value
    }
}

/// A number in place of a weight at the start of a text, and the length of all that closes the bracket with it: white
/// space if that is allowed, a sign, digits and points, white space, `)`.
fn weight(text: &str, spacing: NumberSpacing) -> Option<(usize, &str)> {
    let is_blank = |character| spacing == NumberSpacing::Allowed && is_python_whitespace(character);
    let number = text.trim_start_matches(is_blank);
    let unsigned = number.strip_prefix(['+', '-']).unwrap_or(number);
    let behind = unsigned.trim_start_matches(|character| is_digit_14(character) || character == '.');
    let rest = behind.trim_start_matches(is_blank).strip_prefix(')')?;
    let number = number.get(..number.len() - behind.len())?;
    (behind.len() < unsigned.len()).then_some((text.len() - rest.len(), number))
}

/// Appends a run of text, split at each upper-case `BREAK` that stands alone, white space around it included.
#[allow(clippy::string_slice, reason = "`BREAK` is found on character boundaries")]
fn push_with_breaks(segments: &mut Segments, text: &Traced, run: Span) {
    let typed = run.of(text.text());
    let mut start = 0;
    for at in memmem::find_iter(typed.as_bytes(), BREAK) {
        let end = at + BREAK.len();
        if is_word_border(typed, at) && is_word_border(typed, end) {
            let before = typed[start..at].trim_end_matches(is_python_whitespace).len();
            segments.push(text, Span::new(start, start + before).shifted(run.start), 1.0);
            segments.push(text, Span::new(at, end).shifted(run.start), BREAK_WEIGHT);
            start = end + leading_whitespace(&typed[end..]);
        }
    }
    segments.push(text, Span::new(start, typed.len()).shifted(run.start), 1.0);
}
