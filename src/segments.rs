//! Enters: an original text and its tokens. Leaves: which tokens share a grapheme of the text.

use unicode_segmentation::UnicodeSegmentation;

use crate::encoding::Token;

/// Where a token stands among those that share a grapheme with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// It shares no grapheme with a neighbour.
    Alone,
    /// It shares one with the token after it.
    First,
    /// It shares one with either neighbour.
    Middle,
    /// It shares one with the token before it.
    Last,
}

/// For each token, whether it shares a grapheme of `text` with the token before or after it: what a
/// person sees as one character, such as 🏯 or a family of joined emoji, can take several tokens.
pub fn sharing(text: &str, tokens: &[Token]) -> Vec<Sharing> {
    let starts: Vec<usize> = text.grapheme_indices(true).map(|(start, _)| start).collect();
    let grapheme_of = |byte: usize| starts.partition_point(|&start| start <= byte);
    let shares_with_next: Vec<bool> = tokens
        .windows(2)
        .map(|pair| match pair {
            [left, right] => {
                let (left, right) = (left.original, right.original);
                !left.is_empty() && !right.is_empty() && grapheme_of(left.end - 1) == grapheme_of(right.start)
            }
            _ => false,
        })
        .collect();
    (0..tokens.len())
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
