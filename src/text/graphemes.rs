//! Enters: a text and spans of it. Leaves: which spans share a grapheme of the text.

use unicode_segmentation::UnicodeSegmentation;

use super::Span;

/// Whether a token shares a grapheme with its neighbors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// It shares no grapheme with a neighbor.
    Alone,
    /// It shares one with the token after it.
    First,
    /// It shares one with both neighbors.
    Middle,
    /// It shares one with the token before it.
    Last,
}

/// For the span of each token, whether it shares a grapheme of `text` with the token before or after it. What a person
/// sees as one character, such as 🏯 or a family of joined emoji, can take several tokens.
///
/// ```
/// use cliptok::{Dialect, Encoder, Sharing, Span, sharing};
/// let text = "a 🏯";
/// let spans: Vec<Span> =
///     Encoder::for_dialect(Dialect::Hf).encode(text).tokens.iter().map(|token| token.original).collect();
/// assert_eq!(sharing(text, &spans), [Sharing::Alone, Sharing::First, Sharing::Last]);
/// ```
pub fn sharing(text: &str, spans: &[Span]) -> Vec<Sharing> {
    let starts: Vec<usize> = text.grapheme_indices(true).map(|(start, _)| start).collect();
    let grapheme_of = |byte: usize| starts.partition_point(|&start| start <= byte);
    let share = |left: Span, right: Span| {
        !left.is_empty() && !right.is_empty() && grapheme_of(left.end - 1) == grapheme_of(right.start)
    };
    let shares_with_next: Vec<bool> =
        spans.iter().zip(spans.iter().skip(1)).map(|(&left, &right)| share(left, right)).collect();
    (0..spans.len())
        .map(|index| {
            let shares = |at: Option<usize>| at.and_then(|at| shares_with_next.get(at)) == Some(&true);
            match (shares(index.checked_sub(1)), shares(Some(index))) {
                (false, false) => Sharing::Alone,
                (false, true) => Sharing::First,
                (true, true) => Sharing::Middle,
                (true, false) => Sharing::Last,
            }
        })
        .collect()
}
